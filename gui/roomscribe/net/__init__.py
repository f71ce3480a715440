"""The only package that imports httpx: clients, TLS and proxy, retry, rates, redaction."""
