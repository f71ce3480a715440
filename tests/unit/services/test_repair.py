"""What a generation would refuse is taken out piece by piece."""

from __future__ import annotations

from roomscribe.domain.fields import Column, Field, FieldKind, Limits, Section, Value
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem, check_fields
from roomscribe.services.repair import repair

FIELDS = {
    field.key: field
    for field in (
        Field(
            key="bot",
            kind=FieldKind.TEXT,
            section=Section.USER,
            label=T("Bot"),
            help=T("."),
            required=True,
            default="7",
            limits=Limits(pattern="[0-9]+"),
        ),
        Field(
            key="people",
            kind=FieldKind.TEXTS,
            section=Section.USER,
            label=T("People"),
            help=T("."),
            limits=Limits(pattern="[a-z]+"),
        ),
        Field(
            key="pairs",
            kind=FieldKind.TABLE,
            section=Section.TRANSLATION,
            label=T("Pairs"),
            help=T("."),
            columns=(
                Column(key="source", kind=FieldKind.TEXT, label=T("From"), limits=Limits(pattern="[a-z]+")),
                Column(key="target", kind=FieldKind.LANGUAGES, label=T("Into")),
            ),
        ),
    )
}


def check(values: dict[str, Value]) -> list[Problem]:
    found = check_fields(FIELDS.values(), values, "")
    people = values["people"]
    if isinstance(people, tuple) and values["bot"] in people:
        found.append(Problem("people", T("The bot is no person.")))
    rows = values["pairs"] if isinstance(values["pairs"], tuple) else ()
    for number, row in enumerate(rows):
        if isinstance(row, dict) and row["source"] in (row["target"] or ()):
            found.append(Problem("pairs", T("The same."), row=number, column="target"))
    return found


def repaired(**changes: Value) -> tuple[dict[str, Value], list[tuple[str, str, bool]]]:
    values: dict[str, Value] = {"bot": "1", "people": (), "pairs": ()} | changes
    losses = repair(values, FIELDS, check)
    return values, [(key, str(reason), partly) for key, reason, partly in losses]


def test_a_good_form_stays() -> None:
    assert repaired(people=("ann",))[1] == []


def test_a_bots_name_becomes_the_usual_one() -> None:
    values, losses = repaired(bot="x")
    assert values["bot"] == "7"
    assert losses == [("bot", "This does not have the right form.", False)]


def test_items_that_are_wrong_go_together() -> None:
    values, losses = repaired(people=("ann", "B2", "bob", "C3"))
    assert values["people"] == ("ann", "bob")
    assert [(key, partly) for key, _, partly in losses] == [("people", True)]
    assert "Left out: B2, C3." in losses[0][1]


def test_an_item_that_breaks_a_rule_goes_alone() -> None:
    fields_say_nothing = repaired(bot="1", people=("ann", "1"))
    assert fields_say_nothing[0]["people"] == ("ann",)


def test_a_cells_item_goes_before_its_row() -> None:
    values, losses = repaired(pairs=({"source": "en", "target": ("en", "de")}, {"source": "fr", "target": ("de",)}))
    assert values["pairs"] == ({"source": "en", "target": ("de",)}, {"source": "fr", "target": ("de",)})
    assert "Left out: en." in losses[0][1]


def test_rows_that_cannot_be_mended_go() -> None:
    values, losses = repaired(pairs=({"source": "E1", "target": ("de",)}, {"source": "E2", "target": ("de",)}))
    assert (values["pairs"], len(losses)) == ((), 1)
    assert "Left out: E1, E2." in losses[0][1]


def test_what_is_only_empty_is_left_to_a_person() -> None:
    values, losses = repaired(bot="", pairs=({"source": "", "target": ("de",)},))
    assert losses == []
    assert values["pairs"] == ({"source": "", "target": ("de",)},)
