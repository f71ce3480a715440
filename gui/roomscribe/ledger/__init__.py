"""The durable register of tasks and the append-only journal of what happened to them."""
