"""Takes a request's body apart, name by name, into a form's values; whatever nobody asked for is told in the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from roomscribe.domain.fields import Field, FieldKind, Value, empty_value, given
from roomscribe.domain.fitting import fit
from roomscribe.domain.remarks import Reading, Remark, RemarkKind
from roomscribe.domain.text import T, Text

Note = Callable[[Text], None]
"""Says what a decoder could not take as it was."""
Path = tuple[str, ...]
Decoders = Mapping[str, Callable[[object, Note], object]]
"""How the raw values of some fields are read, by field key: the inverse of how they are written."""
MOST_UNKNOWN = 50
"""Unknown names that are told one by one."""

_STANDS_FOR = re.compile(
    r"""[*•·.…xX?]{3,} | .*•••.*                       # masked
    | made\ when\ you\ start                           # of a preview
    | <.*> | \{.*\} | \[.*\]                           # of a page or a template
    | (?-i:\$[A-Z_][A-Z0-9_]*) | \$\{.*\} | \$\(.*\) | %\w+%            # of a shell
    | your[\W_].* | .*[\W_](here|placeholder)
    | null | none | string | redacted | hidden | masked | todo | change.?me | placeholder""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def stands_for_a_secret(text: str) -> bool:
    """Whether a text is no secret but holds its place: `***`, `<token>`, `your-usersig`."""
    return _STANDS_FOR.fullmatch(text.strip()) is not None


class BodyReader:
    """One body, its form's fields, and what has been read so far. Never raises, whatever the body is."""

    def __init__(self, body: object, fields: Sequence[Field], site: str) -> None:
        self.values: dict[str, Value] = {}
        self.remarks: list[Remark] = []
        self._body = body
        self._fields = {field.key: field for field in fields}
        self._site = site
        self._asked: set[Path] = set()

    def has(self, path: str) -> bool:
        """Whether the body says something there; does not count as read."""
        return _at(self._body, _parts(path)) is not None

    def get(self, path: str) -> object:
        """What stands there, None where nothing does; counts as read."""
        self._asked.add(_parts(path))
        return _at(self._body, _parts(path))

    def take(self, key: str, path: str, decoders: Decoders | None = None) -> None:
        """Read a field from there, where the body has it."""
        raw = self.get(path)
        if raw is None:
            return
        if decoders is not None and key in decoders:
            raw = decoders[key](raw, lambda reason: self.say(key, RemarkKind.CHANGED, reason))
            if raw is None:
                return
        self.put(key, raw)

    def put(self, key: str, raw: object) -> None:
        """Take this for a field, as far as it fits."""
        field = self._fields.get(key)
        if field is None or (field.sites is not None and self._site not in field.sites):
            if given(raw):
                self.say(key, RemarkKind.LEFT_OUT, T("There is no such setting here."))
            return
        if field.secret:
            self._put_secret(field, raw)
            return
        fitted = fit(field, raw)
        self.remarks += fitted.remarks(key, field.label)
        if given(fitted.value) or not fitted.reasons:
            self.values[key] = fitted.value

    def say(self, key: str, kind: RemarkKind, reason: Text) -> None:
        """Remark on a field; on a name that is no field here, by that name."""
        field = self._fields.get(key)
        about = field.label if field is not None else Text("{name}", {"name": key})
        self.remarks.append(Remark(kind=kind, about=about, reason=reason, key=key if field is not None else ""))

    def drop(self, path: str, reason: Text) -> None:
        """Count a name as read and say why it is not taken, where the body has it."""
        if self.get(path) is not None:
            self._say_name(path, reason)

    def reading(self, *, whole: bool = True) -> Reading:
        """Everything that was read; `whole` says that what the body does not name is not given."""
        unknown = [".".join(path) for path in self._unread(self._body, ())]
        for path in unknown[:MOST_UNKNOWN]:
            self._say_name(path, T("This service has no such setting."))
        if len(unknown) > MOST_UNKNOWN:
            self._say_name("…", T("{count} more unknown names.", count=len(unknown) - MOST_UNKNOWN))
        if whole:
            self._drop_hidden()
        return Reading(values=self.values, remarks=tuple(self.remarks))

    def _put_secret(self, field: Field, raw: object) -> None:
        if isinstance(raw, str) and stands_for_a_secret(raw):
            reason = T("The request has a placeholder here. Enter the secret itself.")
            self.say(field.key, RemarkKind.TO_ENTER, reason)
        else:
            fitted = fit(field, raw)
            self.remarks += fitted.remarks(field.key, field.label)
            if given(fitted.value):
                self.values[field.key] = fitted.value

    def _say_name(self, path: str, reason: Text) -> None:
        short = path if len(path) <= 80 else path[:79] + "…"
        about = Text("{name}", {"name": short}) if short.strip() else T("A name without letters")
        self.remarks.append(Remark(kind=RemarkKind.LEFT_OUT, about=about, reason=reason))

    def _drop_hidden(self) -> None:
        """What has no effect beside the other values is not kept where nobody would see it."""
        for key in [key for key, value in self.values.items() if given(value)]:
            everything = blank_values(self._fields.values()) | self.values
            field = self._fields[key]
            hiding = next((when for when in field.shown_when if not when.holds(everything)), None)
            if hiding is None:
                continue
            value = self.values.pop(key)
            if field.kind is FieldKind.FLAG and not value:
                continue
            other = self._fields[hiding.key].label if hiding.key in self._fields else Text(hiding.key)
            self.say(key, RemarkKind.LEFT_OUT, T("It has no effect with “{other}” as it is.", other=other))

    def _unread(self, part: object, path: Path) -> Iterator[Path]:
        if path in self._asked or part is None:
            return
        members = _members(part)
        around = any(asked[: len(path)] == path for asked in self._asked)
        if path and (members is None or not around):
            yield path
            return
        for name, inner in (members or {}).items():
            yield from self._unread(inner, (*path, name))


def blank_values(fields: Iterable[Field]) -> dict[str, Value]:
    """The form of a request that names nothing: only what must always be chosen has its usual value."""
    return {field.key: field.initial() if field.required else empty_value(field.kind) for field in fields}


def read_fields(reader: BodyReader, paths: Mapping[str, str], decoders: Decoders) -> None:
    """Read fields, by key, from where these paths lead."""
    for key, path in paths.items():
        reader.take(key, path, decoders)


def listed(raw: object, note: Note) -> list[object]:
    """A list's items; what is no list is a list of one."""
    if isinstance(raw, list):
        return raw
    note(T("It is taken as a list of one."))
    return [raw]


def member(raw: object, name: str) -> object:
    """A member of an object; None for anything else."""
    return raw.get(name) if isinstance(raw, dict) else None


def note_others(raw: object, known: Iterable[str], note: Note) -> None:
    """Remark on the members of an object that nobody reads."""
    others = [name for name in raw if name not in set(known)] if isinstance(raw, dict) else []
    if others:
        note(T("Unknown names are left out: {names}.", names=", ".join(str(name)[:40] for name in others[:5])))


def _parts(path: str) -> Path:
    return tuple(path.split("."))


def _at(part: object, path: Path) -> object:
    for name in path:
        members = _members(part)
        if members is None:
            return None
        part = members.get(name)
    return part


def _members(part: object) -> dict[str, object] | None:
    if isinstance(part, dict):
        return part
    if isinstance(part, list):
        return {str(number): item for number, item in enumerate(part)}
    return None
