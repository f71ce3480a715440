"""The simulator's control API: JSON under `/_sim`, on the same port as the clouds, and no vendor's protocol.

`mount` puts the routes of the concerns below one path and guards them; each concern has a module of its own here, or
stands where its subject lives, and only offers its routes.
"""
