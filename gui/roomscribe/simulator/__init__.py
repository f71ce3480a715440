"""The simulator's shared part: a world of rooms and people, its clock, its faults, and the loopback server."""
