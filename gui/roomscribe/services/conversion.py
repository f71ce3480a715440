"""Turns a draft of one generation into one of another, and tells everything that does not come through as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.fields import Column, Field, FieldKind, Value, Values, empty_value, given
from roomscribe.domain.fitting import fit
from roomscribe.domain.language_match import match
from roomscribe.domain.languages import Language, LanguageUse
from roomscribe.domain.lengths import spoken
from roomscribe.domain.profiles import Profile
from roomscribe.domain.remarks import Reading, Remark, RemarkKind
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.services.form_problems import form_problems
from roomscribe.services.orders import shown_values
from roomscribe.services.repair import repair
from roomscribe.vendors.protocol import Generation


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a draft comes from."""

    generation: Generation
    vendor: str
    site: str


def convert(values: Values, origin: Origin, target: Generation, profile: Profile) -> Reading:
    """A whole form of the target's, for a profile of it, with all fields.

    What is wrong with it is only what is still to be filled in. Remarks have the keys of the origin's fields.
    """
    return _Conversion(values, origin, target, profile).run()


MOST_LANGUAGES = 100
"""Of one setting; no service takes so many, and each is searched for."""
Tell = Callable[[str, Text], None]
"""Remarks on a language of the origin, by its code."""


class _Conversion:
    def __init__(self, values: Values, origin: Origin, target: Generation, profile: Profile) -> None:
        source = origin.generation
        self._origin, self._source, self._target, self._profile = origin, source, target, profile
        self._old = {key: value for key, value in shown_values(source, values, origin.site).items() if given(value)}
        self._fields = {field.key: field for field in target.fields}
        self._old_fields = {field.key: field for field in source.fields}
        self._new: dict[str, Value] = {field.key: field.initial() for field in target.fields}
        self._remarks: list[Remark] = []
        self._from: dict[str, str] = {}
        """By field of the target: the origin's field that filled it."""
        self._told: set[str] = set()
        """Fields of the origin that were dealt with."""
        self._recoded: dict[tuple[LanguageUse, str], str] = {}
        """By use and code of the origin: the target's other code for the same language."""

    def run(self) -> Reading:
        self._carry_same()
        self._carry_meanings()
        if self._profile.vendor != self._origin.vendor:
            self._carry_between_vendors()
        self._carry_idle()
        self._say_what_has_no_place()
        self._drop_hidden()
        for key, reason, partly in repair(self._new, self._fields, self._check):
            self._lose(self._from.get(key, key), reason, partly=partly)
        self._drop_hidden()
        self._say_other_codes()
        self._ask_for_secrets()
        return Reading(values=self._new, remarks=tuple(self._remarks))

    # What has the same name

    def _carry_same(self) -> None:
        """Fields that a vendor's generations share by their key."""
        if self._profile.vendor != self._origin.vendor:
            return
        moving = self._target.moving
        for key, field in self._fields.items():
            old = self._old_fields.get(key)
            if old is None or not _alike(old, field) or self._held_otherwise(key) or key == self._target.idle_key:
                continue
            if key in moving.not_taken:
                if key in self._old:
                    self._lose(key, moving.not_taken[key])
                continue
            self._told.add(key)
            self._from[key] = key
            # Not given is not given: the target's own suggestion is for fresh forms.
            if key in self._old:
                self._set(field, self._old[key], key)
            elif not field.required:
                self._new[key] = empty_value(field.kind)

    def _held_otherwise(self, key: str) -> bool:
        """Whether a meaning of both holds this field in another way at the other generation, or the other site."""
        mine, theirs = self._target.moving.meanings, self._source.moving.meanings
        shared = [name for name in mine if name in theirs and key in theirs[name].keys]
        elsewhere = self._profile.site != self._origin.site
        return any(elsewhere or mine[name].keys != theirs[name].keys for name in shared)

    # What means the same

    def _carry_meanings(self) -> None:
        mine, theirs = self._target.moving.meanings, self._source.moving.meanings
        if self._profile.vendor != self._origin.vendor:
            return
        for name, meaning in mine.items():
            if name not in theirs or all(key in self._told for key in theirs[name].keys):
                continue
            self._told.update(theirs[name].keys)
            held = theirs[name].get(self._old, self._origin.site)
            if held is None:
                continue
            put = meaning.put(held, self._new, self._profile.site)
            for key, value in put.values.items():
                self._from[key] = theirs[name].keys[0]
                self._new[key] = value
            # A remark of the target's names its own field; people look for the one they filled in.
            own = next((key for key in theirs[name].keys if key in self._old), theirs[name].keys[0])
            self._remarks += [_about(remark, self._old_fields.get(own), own) for remark in put.remarks]

    # What any two vendors have

    def _carry_between_vendors(self) -> None:
        self._carry_plain(self._source.room_key, self._target.room_key)
        self._carry_room_type()
        self._carry_bot()
        self._carry_languages()

    def _carry_bot(self) -> None:
        old, new = self._source.bot_key, self._target.bot_key
        bot, usual = self._old.get(old), self._new.get(new)
        if bot != self._initial(old):
            self._carry_plain(old, new)
        elif bot is not None and bot != usual:
            # Nobody chose it, and as a rule another vendor has bots of another kind.
            if given(usual):
                reason = T("“{bot}” becomes “{other}”, the usual one here.", bot=str(bot), other=str(usual))
                about = self._old_fields[old].label
                self._remarks.append(Remark(kind=RemarkKind.CHANGED, about=about, reason=reason, key=old))
            else:
                self._lose(old, T("“{bot}” is the usual one there, and not here.", bot=str(bot)))
        self._told.add(old)

    def _carry_room_type(self) -> None:
        for key, value in self._target.moving.with_room.items():
            self._new[key] = value
            field = self._fields[key]
            label = next((choice.label for choice in field.choices if choice.value == value), str(value))
            reason = T("“{choice}” is set. Check that the room is of this type.", choice=label)
            self._remarks.append(Remark(kind=RemarkKind.TO_KNOW, about=field.label, reason=reason))

    def _carry_plain(self, old: str, new: str) -> None:
        self._told.add(old)
        if old in self._old and new in self._fields:
            self._from[new] = old
            self._set(self._fields[new], self._old[old], old)

    def _carry_languages(self) -> None:
        probe = self._source.moving.with_languages(("",), ("",))
        holders = [key for key in self._old_fields if key in probe]
        self._told.update(holders)
        by_use = {use: [key for key in holders if _holds(self._old_fields[key], use)] for use in LanguageUse}
        tell_heard, tell = (self._teller(by_use[use] or holders) for use in LanguageUse)
        spoken = self._languages(self._source.spoken(self._old), LanguageUse.RECOGNISE, tell_heard)
        wanted = self._source.targets(self._old)
        targets = self._languages(wanted, LanguageUse.TRANSLATE_TO, tell)
        for key, value in self._target.moving.with_languages(spoken, targets).items():
            uses = [use for use in LanguageUse if _holds(self._fields[key], use)]
            alike = [each for use in uses for each in by_use[use]]
            here = [each for each in (alike or holders) if each in self._old]
            if here:
                # Lists are cut at their end, and that came from the last field.
                self._from[key] = here[0 if self._fields[key].kind is FieldKind.LANGUAGE else -1]
            self._put(self._fields[key], value, self._from.get(key, key))
        reached = self._target.targets(self._new)
        for code in wanted[:MOST_LANGUAGES]:
            there = self._language(code, LanguageUse.TRANSLATE_TO, lambda code, reason: None)
            if there and there not in reached:
                tell(code, T("Not translated to {language}, which is spoken.", language=there))

    def _teller(self, keys: list[str]) -> Tell:
        """Remarks on a language at the field that it stands in."""

        def tell(code: str, reason: Text) -> None:
            holding = [each for each in keys if code in _texts(self._old.get(each))]
            key = next(iter((*holding, *(each for each in keys if each in self._old), *keys)), "")
            field = self._old_fields.get(key)
            about = field.label if field is not None else T("Languages")
            self._remarks.append(Remark(kind=RemarkKind.CHANGED, about=about, reason=reason, key=key))

        return tell

    def _languages(self, codes: tuple[str, ...], use: LanguageUse, tell: Tell) -> tuple[str, ...]:
        if len(codes) > MOST_LANGUAGES:
            tell(codes[MOST_LANGUAGES], T("Only the first {count} languages are taken.", count=MOST_LANGUAGES))
        found = [self._language(code, use, tell) for code in codes[:MOST_LANGUAGES]]
        return tuple(dict.fromkeys(code for code in found if code))

    def _language(self, code: str, use: LanguageUse, tell: Tell) -> str:
        """The target's code for a language of the origin; "" where it has none."""
        home, abroad = self._source.languages, self._target.languages
        known = home.get(code)
        if known is None:
            if self._profile.vendor == self._origin.vendor:
                return code  # somebody knows more than the vendor's list
            known = Language(code=code, name=code, own_name=code, uses=frozenset({use}))
        found = match(known, home, abroad.for_use(use, self._profile.site))
        if found is None:
            tell(code, T("{language} is not offered here.", language=known.name))
            return ""
        if not found.exact:
            tell(code, T("{language} becomes {other}.", language=known.name, other=found.language.name))
        elif found.language.code != code:
            self._recoded[use, code] = found.language.code
        return found.language.code

    def _say_other_codes(self) -> None:
        """One remark for each field whose languages came through, but by other codes than somebody has chosen."""
        lost = {remark.key for remark in self._remarks if remark.kind is RemarkKind.LEFT_OUT}
        here = {text for value in self._new.values() for text in _texts(value)}
        for key, field in self._old_fields.items():
            own = _texts(self._old.get(key)) if key not in lost else set()
            codes = {
                code: other
                for (use, code), other in self._recoded.items()
                if code in own and other in here and _holds(field, use)
            }
            if codes:
                named = ", ".join(f"{code} → {other}" for code, other in codes.items())
                reason = T("Written with other codes here: {codes}.", codes=named)
                self._remarks.append(Remark(kind=RemarkKind.TO_KNOW, about=field.label, reason=reason, key=key))

    # The quiet that ends a task

    def _carry_idle(self) -> None:
        old_key, new_key = self._source.idle_key, self._target.idle_key
        if not old_key or not new_key:
            return
        self._told.add(old_key)
        self._from[new_key] = old_key
        old, new = self._old_fields[old_key], self._fields[new_key]
        seconds = self._old.get(old_key)
        usual, here = self._source.moving.idle_default, self._target.moving.idle_default
        if seconds is None:
            self._new[new_key] = empty_value(new.kind)
            if usual and usual != here:
                self._new[new_key] = usual
                reason = T("{time}, as the vendor has it there when none is given.", time=spoken(usual))
                self._remarks.append(Remark(kind=RemarkKind.CHANGED, about=old.label, reason=reason, key=old_key))
            return
        if seconds == 0 and new.limits.minimum and new.limits.maximum:
            longest = int(new.limits.maximum)
            self._new[new_key] = longest
            reason = T("“Never” does not exist here; {time} is the longest.", time=spoken(longest))
            self._remarks.append(Remark(kind=RemarkKind.CHANGED, about=old.label, reason=reason, key=old_key))
            return
        self._set(new, seconds, old_key)

    # What is left

    def _say_what_has_no_place(self) -> None:
        for key, value in self._old.items():
            if key in self._told or value == self._initial(key):
                continue  # nobody chose what a fresh form has anyway
            field = self._fields.get(key)
            elsewhere = field is not None and field.sites is not None and self._profile.site not in field.sites
            where = self._target.site(self._profile.site).title if elsewhere else self._target.title
            self._lose(key, T("{service} has no such setting.", service=where))

    def _drop_hidden(self) -> None:
        """What nobody would see in the form is not kept there."""
        for key, field in self._fields.items():
            if field.shown(self._new, self._profile.site) or self._new[key] == field.initial():
                continue
            old = self._from.get(key)
            if old in self._old and given(self._new[key]):
                self._lose(str(old), T("It has no effect beside the other settings here."))
            self._new[key] = field.initial()

    def _check(self, values: dict[str, Value]) -> list[Problem]:
        return form_problems(self._target, values, self._profile)

    def _ask_for_secrets(self) -> None:
        """A task's secrets are not kept with it, and without them nothing can be started."""
        for key, field in self._fields.items():
            needed = field.secret and field.required and field.shown(self._new, self._profile.site)
            if needed and not given(self._new[key]):
                reason = T("Enter it again: secrets do not come along.")
                self._remarks.append(Remark(kind=RemarkKind.TO_ENTER, about=field.label, reason=reason, key=key))

    # Helpers

    def _set(self, field: Field, value: Value, old_key: str) -> None:
        """Give a field the origin's value, its languages by the target's codes."""
        tell = self._teller([old_key])
        self._put(field, self._translated(field, value, tell), old_key)

    def _put(self, field: Field, value: Value, old_key: str) -> None:
        fitted = fit(field, value)
        self._new[field.key] = fitted.value
        old = self._old_fields.get(old_key)
        self._remarks += fitted.remarks(old_key, old.label if old is not None else field.label)

    def _translated(self, field: Field | Column, value: Value, tell: Tell) -> Value:
        if field.kind is FieldKind.LANGUAGE and field.language_use is not None and given(value):
            return self._language(str(value), field.language_use, tell)
        if field.kind is FieldKind.LANGUAGES and field.language_use is not None and isinstance(value, (tuple, list)):
            return self._languages(tuple(str(each) for each in value), field.language_use, tell)
        if isinstance(field, Field) and field.kind is FieldKind.TABLE and isinstance(value, (tuple, list)):
            return tuple(self._row(field, row, tell) for row in value if isinstance(row, dict))
        return value

    def _row(self, field: Field, row: dict[str, Value], tell: Tell) -> dict[str, Value]:
        return {column.key: self._translated(column, row.get(column.key), tell) for column in field.columns}

    def _initial(self, key: str) -> Value:
        return self._old_fields[key].initial() if key in self._old_fields else None

    def _lose(self, key: str, reason: Text, *, partly: bool = False) -> None:
        field = self._old_fields.get(key) or self._fields.get(key)
        about = field.label if field is not None else Text(key)
        kind = RemarkKind.CHANGED if partly else RemarkKind.LEFT_OUT
        self._told.add(key)
        self._remarks.append(Remark(kind=kind, about=about, reason=reason, key=key))


def _alike(one: Field, other: Field) -> bool:
    """Whether two fields hold values of the same shape."""
    columns = [[(column.key, column.kind) for column in field.columns] for field in (one, other)]
    return one.kind is other.kind and columns[0] == columns[1]


def _holds(field: Field, use: LanguageUse) -> bool:
    """Whether languages for this use stand in a field, or in a column of it."""
    uses = {column.language_use for column in field.columns} or {field.language_use}
    # A table of pairs is about what is translated, whatever it is translated from.
    return use in uses and (use is LanguageUse.TRANSLATE_TO or LanguageUse.TRANSLATE_TO not in uses)


def _texts(value: Value) -> set[str]:
    """Every text in a value."""
    if isinstance(value, dict):
        return {text for each in value.values() for text in _texts(each)}
    if isinstance(value, (tuple, list)):
        return {text for each in value for text in _texts(each)}
    return {value} if isinstance(value, str) else set()


def _about(remark: Remark, field: Field | None, key: str) -> Remark:
    return Remark(
        kind=remark.kind, about=field.label if field is not None else remark.about, reason=remark.reason, key=key
    )
