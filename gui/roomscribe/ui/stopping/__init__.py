"""Stopping many tasks: the questions before it, and how far it has come."""
