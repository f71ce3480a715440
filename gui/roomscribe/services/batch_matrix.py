"""Reads the rooms and languages of a matrix as they were typed, and says where languages stand that can't be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roomscribe.domain.batch import Matrix
from roomscribe.domain.language_reading import ReadLanguage, read_language, split_languages
from roomscribe.domain.languages import LanguageCatalogue, LanguageUse
from roomscribe.domain.sheet import MOST_ROWS, NoSheet
from roomscribe.domain.text import T, Text
from roomscribe.domain.typed_text import split_items


@dataclass(frozen=True)
class TypedList:
    """What was typed into one field."""

    name: str
    """What the window calls the field."""
    text: str


@dataclass(frozen=True, kw_only=True)
class TypedMatrix:
    """A matrix before anybody has read it."""

    rooms: TypedList
    spoken: TypedList
    """Each line a choice of languages, as `targets`."""
    targets: TypedList
    own_bots: bool
    own_rooms: bool


class MatrixReading:
    """Reads a matrix a language at a time: with thousands that nobody can read it takes seconds."""

    def __init__(self, typed: TypedMatrix, catalogue: LanguageCatalogue) -> None:
        self.problems: list[Text] = []
        """Each language that could not be read so far, with its field and line."""
        self._typed, self._catalogue = typed, catalogue
        self._rooms: tuple[str, ...] = ()
        self._choices: dict[LanguageUse, dict[tuple[str, ...], None]] = {use: {} for use in LanguageUse}
        """By use, each choice once, in the order of the lines."""
        self._fields = {LanguageUse.RECOGNISE: typed.spoken, LanguageUse.TRANSLATE_TO: typed.targets}

    def steps(self) -> Iterator[None]:
        """The work, to be gone through to its end.

        Raises `NoSheet` where a field alone holds more than a matrix may have rows, before any language is read.
        """
        self._rooms = tuple(dict.fromkeys(split_items(self._typed.rooms.text)))
        _check(self._typed.rooms.name, len(self._rooms))
        yield
        for field in self._fields.values():
            _check(field.name, sum(1 for line in field.text.split("\n") if line.strip()))
            yield
        for use, field in self._fields.items():
            for number, line in enumerate(field.text.split("\n"), start=1):
                if line.strip():
                    yield from self._read_line(use, field.name, number, line)

    def matrix(self) -> Matrix:
        """The combinations that are wanted, after all steps; what could not be read is not in it.

        Raises `NoSheet` where there are too many.
        """
        made = Matrix(
            rooms=self._rooms,
            spoken=tuple(self._choices[LanguageUse.RECOGNISE]),
            targets=tuple(self._choices[LanguageUse.TRANSLATE_TO]),
            own_bots=self._typed.own_bots,
            own_rooms=self._typed.own_rooms,
        )
        if made.count > MOST_ROWS:
            raise NoSheet(T("It has {count} rows; at most {most} are taken.", count=made.count, most=MOST_ROWS))
        return made

    def _read_line(self, use: LanguageUse, name: str, number: int, line: str) -> Iterator[None]:
        """Each language; a line may have thousands, too. One that is listed twice is read, and named, once."""
        read: dict[str, ReadLanguage] = {}
        listed = split_languages(line, self._catalogue)
        for each in listed:
            if each not in read:
                read[each] = read_language(each, use, self._catalogue)
                if (why := read[each].problem) is not None:
                    self.problems.append(T("{field}, line {number}: {reason}", field=name, number=number, reason=why))
                yield
        self._choices[use][tuple(code for each in listed if (code := read[each].code))] = None


def _check(name: str, count: int) -> None:
    if count > MOST_ROWS:
        raise NoSheet(
            T("“{field}” has {count} entries; at most {most} are taken.", field=name, count=count, most=MOST_ROWS)
        )
