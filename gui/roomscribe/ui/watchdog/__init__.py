"""The watchdog as the window shows it: its switch, and what it will do when the window closes."""
