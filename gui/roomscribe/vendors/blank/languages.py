"""The languages of the blank vendor; a longer list belongs into `resources/languages`, see `language_data`."""

from __future__ import annotations

from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageUse

_BOTH = frozenset(LanguageUse)

CATALOGUE = LanguageCatalogue(
    (
        Language(code="en", name="English", own_name="English", uses=_BOTH),
        Language(code="zh", name="Chinese", own_name="中文", uses=_BOTH),
        Language(code="ja", name="Japanese", own_name="日本語", uses=_BOTH),
        Language(code="es", name="Spanish", own_name="Español", uses=_BOTH),
        Language(code="eo", name="Esperanto", own_name="Esperanto", uses=frozenset({LanguageUse.TRANSLATE_TO})),
    )
)
