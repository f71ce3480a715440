import base64
import json
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from roomscribe.net.redaction import HIDDEN, Redactor, forms_of

SECRETS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=6, max_size=40)


@given(SECRETS, st.text(max_size=10), st.text(max_size=10))
def test_a_known_secret_is_hidden_wherever_it_stands(secret: str, before: str, after: str) -> None:
    redactor = Redactor(secrets=[secret])
    data = {"a": [before + secret + after], "b": {"c": quote(secret, safe="")}, "d": 5}
    hidden = json.dumps(redactor.data(data), ensure_ascii=False)
    # What is replaced must not come back through the mark that replaces it.
    if not set(secret) <= set(HIDDEN):
        assert secret not in str(redactor.data(before + secret + after)).replace(HIDDEN, "\0")
    assert quote(secret, safe="") not in hidden or secret in HIDDEN


def test_base64_of_a_secret_is_hidden() -> None:
    redactor = Redactor(secrets=["customer:secret"])
    assert base64.b64encode(b"customer:secret").decode() not in redactor.text(
        "Basic " + base64.b64encode(b"customer:secret").decode()
    )


def test_values_under_secret_keys_are_hidden_whatever_they_are() -> None:
    redactor = Redactor(secret_keys=["UserSig", "builderToken"])
    assert redactor.data({"usersig": "abc", "p": {"UserSig": "x"}, "other": "abc"}) == {
        "usersig": HIDDEN,
        "p": {"UserSig": HIDDEN},
        "other": "abc",
    }
    assert redactor.mapping({"builderToken": "t", "sequenceId": "1"}) == {"builderToken": HIDDEN, "sequenceId": "1"}


def test_an_empty_value_under_a_secret_key_stays_visibly_empty() -> None:
    assert Redactor(secret_keys=["UserSig"]).data({"UserSig": ""}) == {"UserSig": ""}


def test_short_values_are_not_searched_for() -> None:
    assert Redactor(secrets=["abc"]).text("abcdef") == "abcdef"


@given(st.lists(SECRETS, min_size=1, max_size=5), st.integers(0, 4), st.text(max_size=10))
def test_of_many_secrets_each_is_hidden(secrets: list[str], which: int, around: str) -> None:
    redactor = Redactor(secrets=secrets[1:]).also(secrets[:1])
    text = redactor.text(around + secrets[which % len(secrets)] + around)
    known = [form for each in secrets for form in forms_of(each) if not set(form) & set(HIDDEN)]
    assert not any(form in text.replace(HIDDEN, "\0") for form in known)
