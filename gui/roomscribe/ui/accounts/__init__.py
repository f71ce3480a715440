"""The accounts in the window: which are offered, and what a person does with them."""
