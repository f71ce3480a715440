"""The dialogs: shown with `runtime.dialogs.ask`, never with `exec`; their background work ends with them."""
