"""The timeline as a picture: a band of a task's states over time, with points for what was asked and answered."""
