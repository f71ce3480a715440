"""The index finds whom a look at everybody would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.key_index import KeyIndex

KEYS = st.frozensets(st.sampled_from("abcde"), max_size=3)
ACTS = st.lists(st.tuples(st.sampled_from(["t1", "t2", "t3", "t4"]), st.none() | KEYS))


@given(ACTS, KEYS)
def test_it_finds_whom_a_look_at_everybody_finds(acts: list[tuple[str, frozenset[str] | None]], asked: frozenset[str]):
    index, members = KeyIndex(), {}
    for member, keys in acts:
        if keys is None:
            index.drop(member)
            members.pop(member, None)
        else:
            index.put(member, keys)
            members[member] = keys
    found = index.sharing(asked)
    assert len(found) == len(set(found))
    assert set(found) == {member for member, keys in members.items() if keys & asked}


def test_what_is_dropped_leaves_nothing_behind() -> None:
    index = KeyIndex()
    index.put("t1", ["room", "bot"])
    index.drop("t1")
    index.drop("t1")
    assert vars(index) == vars(KeyIndex())
