"""The fixture is a real Secret Service, it is nobody's own, and nothing of it stays."""

import os
import sys

import keyring
import keyring.errors
import psutil
import pytest

from tests.support.secret_service import SecretService

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Secret Service is Linux's store")


def _daemons() -> set[str]:
    names = {process.name() for process in psutil.Process().children(recursive=True)}
    return {name for name in names if name.startswith(("dbus-daemon", "gnome-keyring"))}


def test_a_secret_is_stored_and_read(secret_service: SecretService):
    from keyring.backends.SecretService import Keyring

    store = Keyring()
    assert store.get_password("roomscribe/trtc/demo/secret_key", "operator") is None
    store.set_password("roomscribe/trtc/demo/secret_key", "operator", "a very secret 秘密")
    assert Keyring().get_password("roomscribe/trtc/demo/secret_key", "operator") == "a very secret 秘密"
    store.delete_password("roomscribe/trtc/demo/secret_key", "operator")
    assert store.get_password("roomscribe/trtc/demo/secret_key", "operator") is None


def test_every_test_has_an_empty_one(secret_service: SecretService):
    from keyring.backends.SecretService import Keyring

    assert Keyring().get_password("roomscribe/trtc/demo/secret_key", "operator") is None
    assert len(_daemons()) == 2


@pytest.mark.real_keyring
def test_keyring_finds_it_by_itself(secret_service: SecretService):
    assert type(keyring.get_keyring()).__module__ == "keyring.backends.SecretService"
    keyring.set_password("roomscribe", "key", "value")
    assert keyring.get_password("roomscribe", "key") == "value"


def test_a_locked_one_refuses_since_nobody_answers_the_prompt(secret_service: SecretService):
    from keyring.backends.SecretService import Keyring

    store = Keyring()
    store.set_password("roomscribe", "key", "value")
    secret_service.lock()
    with pytest.raises(keyring.errors.KeyringLocked):
        Keyring().get_password("roomscribe", "key")


def test_nothing_is_left_of_it():
    # Runs after the others of this file, also when the tests are spread over processes: then it has none at all.
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
    assert _daemons() == set()
