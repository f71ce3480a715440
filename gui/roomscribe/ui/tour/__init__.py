"""The tour: the real window driven by itself through the main job, with a picture of each step."""
