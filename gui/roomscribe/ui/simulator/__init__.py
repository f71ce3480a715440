"""The window's side of the built-in simulator: troubles to order, and switches to turn."""
