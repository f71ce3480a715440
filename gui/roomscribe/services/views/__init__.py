"""Saved views of the table without Qt: what they are called, how they are kept, and how many rows each has."""
