"""What is asked before a task is started."""
