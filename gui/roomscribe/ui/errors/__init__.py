"""The help on errors: every code with its meaning and remedy, and the links that lead to it."""
