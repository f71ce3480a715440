"""Understands requests that somebody pasted: finds them in the text, whose they are, and what they say."""
