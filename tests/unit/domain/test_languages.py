from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageUse, search

BOTH = frozenset(LanguageUse)
LANGUAGES = (
    Language(code="en-US", name="English (United States)", own_name="English", uses=BOTH),
    Language(code="ja-JP", name="Japanese", own_name="日本語", uses=BOTH, also=("jp",)),
    Language(code="fr-FR", name="French", own_name="Français", uses=BOTH),
    Language(code="zh", name="Chinese", own_name="中文", uses=frozenset({LanguageUse.RECOGNISE})),
)


def found(words: str) -> list[str]:
    return [each.code for each in search(LANGUAGES, words)]


def test_search_knows_name_own_name_code_and_old_codes() -> None:
    assert found("japan") == ["ja-JP"]
    assert found("日本") == ["ja-JP"]
    assert found("ja-jp") == ["ja-JP"]
    assert found("jp") == ["ja-JP"]


def test_search_ignores_case_and_accents() -> None:
    assert found("FRANCAIS") == ["fr-FR"]


def test_every_word_must_match() -> None:
    assert found("english states") == ["en-US"]
    assert found("english japan") == []


def test_no_words_mean_everything_in_order() -> None:
    assert found("  ") == ["en-US", "ja-JP", "fr-FR", "zh"]


def test_a_whole_match_comes_before_a_part() -> None:
    also_zh = Language(code="x-zh-old", name="Older", own_name="Older", uses=BOTH)
    assert [each.code for each in search((also_zh, *LANGUAGES), "zh")] == ["zh", "x-zh-old"]


@given(st.text(max_size=20))
def test_search_never_invents_or_fails(words: str) -> None:
    assert set(search(LANGUAGES, words)) <= set(LANGUAGES)


def test_a_catalogue_offers_by_use() -> None:
    catalogue = LanguageCatalogue(LANGUAGES)
    assert "zh" not in [each.code for each in catalogue.for_use(LanguageUse.TRANSLATE_TO)]
    assert catalogue.get("fr-FR") is LANGUAGES[2]
    assert catalogue.get("xx") is None
