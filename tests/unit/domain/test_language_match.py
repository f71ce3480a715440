"""A language of one catalogue is found in another by its BCP 47 tag."""

from __future__ import annotations

import pytest

from roomscribe.domain.language_match import match, same_language
from roomscribe.domain.languages import LanguageUse
from roomscribe.vendors.registry import load_registry

REGISTRY = load_registry()
EXACT = True


@pytest.mark.parametrize(
    ("source", "code", "target", "use", "expected"),
    [
        ("trtc-1", "zh", "trtc-2", LanguageUse.RECOGNISE, ("bigmodel-zh", EXACT)),
        ("trtc-1", "ja", "trtc-2", LanguageUse.RECOGNISE, ("ja", EXACT)),
        ("trtc-2", "bigmodel-ja", "trtc-1", LanguageUse.RECOGNISE, ("ja", EXACT)),
        ("trtc-2", "bigmodel-nl", "trtc-1", LanguageUse.RECOGNISE, None),
        ("trtc-1", "zh", "agora-7", LanguageUse.RECOGNISE, ("zh-CN", EXACT)),
        ("trtc-1", "es", "agora-7", LanguageUse.TRANSLATE_TO, ("es-ES", EXACT)),
        ("trtc-1", "no", "agora-7", LanguageUse.RECOGNISE, ("nb-NO", EXACT)),
        ("trtc-1", "zh-yue", "agora-5", LanguageUse.RECOGNISE, ("zh-HK", EXACT)),
        ("trtc-1", "16k_zh_en", "agora-7", LanguageUse.RECOGNISE, ("zh-CN", not EXACT)),
        ("trtc-1", "16k_multi_lang", "agora-7", LanguageUse.RECOGNISE, None),
        ("agora-7", "es-MX", "trtc-1", LanguageUse.RECOGNISE, ("es", not EXACT)),
        ("agora-7", "en-US", "trtc-2", LanguageUse.RECOGNISE, ("bigmodel-en", EXACT)),
        ("agora-7", "en-US", "trtc-1", LanguageUse.TRANSLATE_TO, ("en", EXACT)),
        ("agora-7", "de-AT", "agora-5", LanguageUse.RECOGNISE, ("de-DE", not EXACT)),
        ("agora-7", "cmn-CN", "agora-5", LanguageUse.RECOGNISE, ("zh-CN", EXACT)),
        ("agora-7", "gl-ES", "agora-5", LanguageUse.RECOGNISE, None),
    ],
)
def test_the_same_language_elsewhere(
    source: str, code: str, target: str, use: LanguageUse, expected: tuple[str, bool] | None
) -> None:
    home, abroad = REGISTRY.generation(source).languages, REGISTRY.generation(target).languages
    language = next(each for each in home.languages if each.code == code)
    found = match(language, home, abroad.for_use(use))
    assert (None if found is None else (found.language.code, found.exact)) == expected


@pytest.mark.parametrize("generation", REGISTRY.generations(), ids=lambda each: each.id)
def test_every_language_is_itself_at_home(generation: object) -> None:
    catalogue = generation.languages  # type: ignore[attr-defined]
    for use in LanguageUse:
        for language in catalogue.for_use(use):
            found = match(language, catalogue, catalogue.for_use(use))
            assert found is not None
            assert (found.language.code, found.exact) == (language.code, True)


@pytest.mark.parametrize(
    ("code", "found"),
    [("pt-BR", ["pt"]), ("pt_br", ["pt"]), ("tl", ["fil"]), ("cmn-CN", ["zh"]), ("klingon", []), (" ", [])],
)
def test_the_code_of_another_service_finds_the_language(code: str, found: list[str]) -> None:
    offered = REGISTRY.generation("trtc-1").languages.for_use(LanguageUse.RECOGNISE)
    assert [each.code for each in same_language(offered, code)][: len(found) or 1] == found
