"""What is known against a language that was chosen, by its use and the site."""

from __future__ import annotations

import pytest

from roomscribe.domain.language_doubts import language_doubt
from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageStatus, LanguageUse

HEAR, INTO = LanguageUse.RECOGNISE, LanguageUse.TRANSLATE_TO
BOTH = frozenset(LanguageUse)
CATALOGUE = LanguageCatalogue(
    (
        Language(code="zh", name="Chinese", own_name="中文", uses=BOTH),
        Language(code="old", name="Older", own_name="Older", uses=BOTH, status=LanguageStatus.WITHDRAWN),
        Language(
            code="en",
            name="English",
            own_name="English",
            uses=BOTH,
            status=LanguageStatus.UNSURE,
            status_uses=frozenset({HEAR}),
        ),
        Language(
            code="yue",
            name="Cantonese",
            own_name="粤语",
            uses=BOTH,
            status=LanguageStatus.UNSURE,
            sites=frozenset({"cn"}),
        ),
    )
)


@pytest.mark.parametrize(
    ("code", "use", "site", "said"),
    [
        ("zh", HEAR, "global", None),
        ("xx-YY", HEAR, "global", "xx-YY is not in the vendor's list."),
        ("old", INTO, "global", "Older: no longer listed; the vendor may refuse it."),
        ("en", HEAR, "global", "English: the vendor's pages disagree about it."),
        ("en", INTO, "global", None),
        ("yue", HEAR, "global", "Cantonese: in the list of another site only."),
        ("yue", HEAR, "cn", None),
    ],
)
def test_a_doubt_goes_by_use_and_site(code: str, use: LanguageUse, site: str, said: str | None) -> None:
    doubt = language_doubt(CATALOGUE, code, use, site)
    assert (doubt and str(doubt)) == said
