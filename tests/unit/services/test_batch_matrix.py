"""What is typed for a matrix is read as a table's cells are, a language at a time."""

from __future__ import annotations

from itertools import islice

import pytest

from roomscribe.domain.batch import Matrix
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.sheet import MOST_ROWS, NoSheet
from roomscribe.services.batch_matrix import MatrixReading, TypedList, TypedMatrix
from roomscribe.vendors.registry import load_registry

LANGUAGES = load_registry().generation("agora-7").languages


def typed(rooms: str = "", spoken: str = "", targets: str = "") -> TypedMatrix:
    return TypedMatrix(
        rooms=TypedList("Rooms", rooms),
        spoken=TypedList("Spoken languages", spoken),
        targets=TypedList("Translations", targets),
        own_bots=True,
        own_rooms=False,
    )


def read(rooms: str = "", spoken: str = "", targets: str = "") -> tuple[Matrix, list[str]]:
    reading = MatrixReading(typed(rooms, spoken, targets), LANGUAGES)
    for _ in reading.steps():
        pass
    return reading.matrix(), [str(each) for each in reading.problems]


def test_languages_are_resolved_and_checked() -> None:
    targets = "Chinese (Mandarin, Simplified); ko"
    matrix, problems = read("b, a\nb", "日本語, en-us\nde-DE\nxx-YY\nja-JP, en-US", targets)
    assert (problems, matrix.spoken) == ([], (("ja-JP", "en-US"), ("de-DE",), ("xx-YY",)))
    assert (matrix.rooms, matrix.targets) == (("b", "a"), (("zh-CN", "ko-KR"),))
    assert (matrix.own_bots, matrix.own_rooms) == (True, False)
    assert read(spoken="en_us, en_us")[0].spoken == (("en-US", "en-US"),), (
        "what is listed twice is for the checks to refuse"
    )
    _, problems = read(spoken="中文\nKlingon")
    assert problems == [
        "Spoken languages, line 1: “中文” can be zh-CN (Chinese, Mandarin, Simplified), "
        "zh-HK (Chinese, Cantonese, Traditional), zh-CN-shandong (Chinese, Jilu Mandarin, Simplified), "
        "zh-CN-sichuan (Chinese, Southwestern Mandarin, Simplified), zh-TW (Chinese, Taiwanese Mandarin, Traditional). "
        "Write the one that is meant.",
        "Spoken languages, line 2: No language is called “Klingon”. Write its code, such as en-US.",
    ]


def test_short_codes_that_mean_nothing_are_named_with_the_rest() -> None:
    reading = MatrixReading(
        typed(spoken="en\nxx\nzh, Elvish", targets="qq"), load_registry().generation("trtc-2").languages
    )
    for _ in reading.steps():
        pass
    assert [str(each).partition(" Write")[0] for each in reading.problems] == [
        "Spoken languages, line 2: No language is called “xx”.",
        "Spoken languages, line 3: No language is called “Elvish”.",
        "Translations, line 1: No language is called “qq”.",
    ]
    assert reading.matrix().spoken == (("bigmodel-en",), (), ("bigmodel-zh",))


def test_every_language_that_can_not_be_read_is_named_by_its_field_and_line() -> None:
    matrix, problems = read("", "\nen-US, Klingon; Elvish\n\nKlingon, Klingon\n", "ja-JP\nDothraki")
    assert [each.partition(" Write")[0] for each in problems] == [
        "Spoken languages, line 2: No language is called “Klingon”.",
        "Spoken languages, line 2: No language is called “Elvish”.",
        "Spoken languages, line 4: No language is called “Klingon”.",
        "Translations, line 2: No language is called “Dothraki”.",
    ]
    assert matrix.spoken == (("en-US",), ())


@pytest.mark.parametrize(("spoken", "targets"), [("a b\nc d\ne f", "g h"), ("a b, c d, e f, g h", "")])
def test_others_may_have_their_turn_after_each_language(spoken: str, targets: str) -> None:
    reading = MatrixReading(typed("", spoken, targets), LANGUAGES)
    found = [len(reading.problems) for _ in reading.steps()]
    assert found[found.index(1) :] == [1, 2, 3, 4]


@pytest.mark.parametrize("field", ["rooms", "spoken", "targets"])
def test_a_field_that_holds_too_many_is_refused_before_it_is_read(field: str) -> None:
    name = {"rooms": "Rooms", "spoken": "Spoken languages", "targets": "Translations"}[field]
    most = "\n\n".join(f"Old Norse {at}" for at in range(MOST_ROWS))
    checks = 1 + len(LanguageUse)
    reading = MatrixReading(typed(**{field: f"{most}\nand one"}), LANGUAGES)
    with pytest.raises(NoSheet, match=f"“{name}” has 10001 entries; at most 10000 are taken"):
        list(islice(reading.steps(), checks))
    assert reading.problems == []
    assert len(list(islice(MatrixReading(typed(**{field: most}), LANGUAGES).steps(), checks))) == checks


def test_combinations_have_a_limit() -> None:
    rooms = "\n".join(map(str, range(5001)))
    assert read(rooms, "en")[0].count == 5001
    with pytest.raises(NoSheet, match="It has 10002 rows; at most 10000 are taken"):
        read(rooms, "en\nja")
