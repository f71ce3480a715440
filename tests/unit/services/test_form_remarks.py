"""What a form says of its values without keeping them from being sent."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from roomscribe.services.form_remarks import form_remarks
from roomscribe.vendors.registry import load_registry
from tests.support.drafts import profile_of

AGORA = load_registry().generation("agora-7")


def found(site: str = "global", passing_by: Collection[str] = (), **changes: object) -> list[tuple[str, str]]:
    values = {each.key: each.initial() for each in AGORA.fields} | dict(AGORA.example) | changes
    remarks = form_remarks(AGORA, values, profile_of(AGORA, site), passing_by=passing_by)
    return [(each.key, str(each.message)) for each in remarks]


def test_nothing_is_said_of_languages_in_the_list() -> None:
    assert found() == []


def test_lists_and_tables_are_looked_at_in_the_forms_order_and_each_choice_once() -> None:
    pairs = ({"source": "xx-YY", "target": ("ja-JP", "qq-QQ")}, {"source": "en-US", "target": ("qq-QQ", "xx-YY")})
    assert found(languages=("en-US", "xx-YY"), translate=True, translations=pairs) == [
        ("languages", "xx-YY is not in the vendor's list."),
        ("translations", "qq-QQ is not in the vendor's list."),
        ("translations", "xx-YY is not in the vendor's list."),
    ]


def test_a_tables_rows_are_looked_at_one_after_the_other_as_their_cards_stand() -> None:
    pairs = ({"source": "aa-AA", "target": ("bb-BB",)}, {"source": "cc-CC", "target": ("dd-DD",)})
    said = found(languages=("en-US",), translate=True, translations=pairs)
    assert [message.partition(" ")[0] for _, message in said] == ["aa-AA", "bb-BB", "cc-CC", "dd-DD"]


def test_what_is_passed_by_takes_no_remark_from_another_field() -> None:
    pairs = ({"source": "xx-YY", "target": ("ja-JP",)},)
    choice: dict[str, Any] = {"languages": ("en-US", "xx-YY"), "translate": True, "translations": pairs}
    words = "xx-YY is not in the vendor's list."
    assert found(**choice) == [("languages", words)]
    assert found(passing_by={"languages"}, **choice) == [("translations", words)]


def test_what_is_hidden_is_not_spoken_of() -> None:
    pairs = ({"source": "en-US", "target": ("qq-QQ",)},)
    assert found(translate=False, translations=pairs) == []


def test_a_site_has_languages_of_its_own() -> None:
    (message,) = [message for _, message in found(languages=("cmn-CN",))]
    assert message.endswith(": in the list of another site only.")
    assert found("cn", languages=("cmn-CN",)) == []
