"""The watchdog: a small process of the same program that stops tasks at their end while no console is running."""
