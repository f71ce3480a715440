"""Stops that nobody has confirmed: what is said about them, louder the longer they last."""
