"""One module per step. A step is never changed after a release: it describes files that exist."""
