"""The settings of a batch's rows, written as a table has them: reading it again makes the same rows."""

from __future__ import annotations

import json

from roomscribe.domain.batch import Batch, BatchRow
from roomscribe.domain.cells import read_cell
from roomscribe.domain.fields import Field, FieldKind, Value, Values
from roomscribe.domain.language_reading import is_code
from roomscribe.domain.languages import LanguageCatalogue, LanguageUse
from roomscribe.domain.run_time import NO_END
from roomscribe.domain.typed_text import show_number
from roomscribe.services.batch_languages import language_holder
from roomscribe.vendors.protocol import Generation


class SettingColumns:
    """Room, bot, run time and languages have columns in every report; the others are here, by their fields' keys."""

    def __init__(self, batch: Batch, generation: Generation) -> None:
        own = self._generation = generation
        holders = {use: language_holder(own, use) for use in LanguageUse}
        self._holder = holders[LanguageUse.TRANSLATE_TO]
        held = {each.key for each in holders.values() if each is not None}
        of_languages = own.moving.with_languages(("",), ("",)).keys() - held
        wanted = {*batch.settings} - {own.room_key, own.bot_key, *held, *of_languages}
        if any(self._not_told(row.values) for row in batch.rows):
            # Whether something is translated at all, too.
            wanted |= of_languages
        self._fields = [each for each in own.fields if each.key in wanted and not each.secret]

    @property
    def headings(self) -> list[str]:
        """Keys of the fields: a table's columns may have them, whatever language the window has."""
        return [each.key for each in self._fields]

    def cells(self, row: BatchRow) -> list[str]:
        """What stands below the headings."""
        return [written(each, row.values.get(each.key), self._generation.languages) for each in self._fields]

    def spoken(self, row: BatchRow) -> str:
        """The spoken languages, or nothing."""
        return self._codes(self._generation.spoken(row.values))

    def translated_to(self, row: BatchRow) -> str:
        """The languages it is translated to, or nothing; where these are not all there is to say, the rows of which
        language is translated to which."""
        of = self._holder
        if of is not None and of.kind is FieldKind.TABLE and of.key in self._not_told(row.values):
            return written(of, row.values.get(of.key), self._generation.languages)
        return self._codes(self._generation.targets(row.values))

    def _codes(self, codes: tuple[str, ...]) -> str:
        blank = all(is_code(each, self._generation.languages) for each in codes)
        return (" " if blank else ", ").join(codes)

    def _not_told(self, values: Values) -> list[str]:
        """Keys of the fields of which the spoken languages and the translations do not say everything."""
        own = self._generation
        made = own.moving.with_languages(own.spoken(values), own.targets(values))
        return [key for key, value in made.items() if (value or None) != (values.get(key) or None)]


def run_time_cell(minutes: int) -> str:
    """As a table says it."""
    return "no end" if minutes == NO_END else str(minutes)


def written(of: Field, value: Value, languages: LanguageCatalogue) -> str:
    """The cell that is read as this value."""
    match value:
        case None:
            return ""
        case _ if of.kind is FieldKind.CHOICE:
            return str(value)
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return show_number(value)
        case tuple() | list() if of.kind is FieldKind.TABLE:
            return _json(value)
        case tuple() | list():
            # An empty cell would be as in the form, and an item may have a comma in it.
            plain = ", ".join(map(str, value))
            return plain if value and read_cell(of, plain, languages).value == tuple(value) else _json(value)
        case _:
            return str(value)


def _json(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False, default=dict)
