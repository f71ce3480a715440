"""Saved views of the table: tabs with counts, and what can be done with them."""
