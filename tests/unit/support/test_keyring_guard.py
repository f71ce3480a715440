import keyring
import keyring.errors
import pytest

from tests.support.keyring_guard import MemoryKeyring


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_begins_with_an_empty_store(turn: int, memory_keyring: MemoryKeyring):
    assert keyring.get_keyring() is memory_keyring
    assert keyring.get_password("roomscribe", "key") is None
    keyring.set_password("roomscribe", "key", f"value {turn}")
    assert keyring.get_password("roomscribe", "key") == f"value {turn}"
    assert memory_keyring.entries == {("roomscribe", "key"): f"value {turn}"}
    keyring.delete_password("roomscribe", "key")
    with pytest.raises(keyring.errors.PasswordDeleteError):
        keyring.delete_password("roomscribe", "key")


@pytest.mark.real_keyring
def test_the_real_one_is_found_anew_and_never_the_one_for_tests():
    found = keyring.get_keyring()
    assert not isinstance(found, MemoryKeyring)
