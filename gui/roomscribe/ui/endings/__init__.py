"""The ends of running tasks: moved, announced, and what is said of those that were missed."""
