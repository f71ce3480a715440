"""The tests. A real package, so that no other library's top-level `tests` can take its place."""
