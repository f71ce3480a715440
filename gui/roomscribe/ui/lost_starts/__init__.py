"""Starts that nobody can ask about: the way out for a person who has looked into the room."""
