"""Reads one value of a request's body as the vendor would: its type, its range, its count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roomscribe.vendors.agora.simulator_answers import bad_body


def only(value: Mapping[str, object], path: str, known: Iterable[str]) -> None:
    """Refuse names that the vendor does not know: they are case sensitive."""
    for name in value:
        if name not in known:
            raise bad_body(f"{path}.{name}".lstrip("."), "unknown field")


def an_object(value: object, path: str) -> dict[str, object]:
    """A required JSON object."""
    if not isinstance(value, dict):
        raise bad_body(path, "required" if value is None else "must be an object")
    return value


def nullable(body: Mapping[str, object], name: str) -> dict[str, object]:
    """An object that may be null or missing."""
    return {} if body.get(name) is None else an_object(body[name], name)


def a_text(value: object, path: str) -> str:
    """A required text that is not empty."""
    if not isinstance(value, str) or not value:
        raise bad_body(path, "required" if value in (None, "") else "must be a string")
    return value


def optional_text(config: Mapping[str, object], root: str, name: str) -> str:
    """A text that may be missing."""
    value = config.get(name, "")
    if not isinstance(value, str):
        raise bad_body(f"{root}.{name}", "must be a string")
    return value


def some_texts(value: object, path: str, *, least: int = 0, most: int | None = None) -> tuple[str, ...]:
    """An array of texts, with so many items."""
    if not isinstance(value, list):
        raise bad_body(path, "required" if value is None else "must be an array of strings")
    if len(value) < least or (most is not None and len(value) > most):
        raise bad_body(path, f"{least} to {most} items" if most is not None else f"at least {least} items")
    return tuple(a_text(item, path) for item in value)


def some_objects(value: object, path: str) -> tuple[dict[str, object], ...]:
    """An array of JSON objects, not empty."""
    if not isinstance(value, list) or not value:
        raise bad_body(path, "must be an array of objects")
    return tuple(an_object(item, path) for item in value)


def a_whole(value: object, path: str, low: int | None = None, high: int | None = None) -> int:
    """A whole number in an inclusive range."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_body(path, "required" if value is None else "must be an integer")
    if (low is not None and value < low) or (high is not None and value > high):
        raise bad_body(path, f"must be {low} or more" if high is None else f"must be from {low} to {high}")
    return value


def a_flag(value: object, path: str) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise bad_body(path, "must be true or false")
    return value
