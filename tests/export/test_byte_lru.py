from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voiceguide.export.byte_lru import ByteLru


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    near = ByteLru(10)
    for name in "abc":
        near.put(name, bytes(3))
    assert near.get("a") == bytes(3)
    near.put("d", bytes(3))
    assert [name for name in "abcd" if near.get(name)] == ["a", "c", "d"]


def test_one_that_is_larger_than_the_room_is_there_alone() -> None:
    near = ByteLru(10)
    near.put("a", bytes(3))
    near.put("b", bytes(30))
    assert near.get("a") is None
    assert near.get("b") == bytes(30)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=12))))
def test_the_last_is_always_there_and_all_have_room(puts: list[tuple[str, bytes]]) -> None:
    near, latest = ByteLru(20), dict[str, bytes]()
    for name, data in puts:
        near.put(name, data)
        latest[name] = data
        assert near.get(name) == data
        held = {each: near.get(each) for each in latest}
        found = {each: kept for each, kept in held.items() if kept is not None}
        assert all(latest[each] == kept for each, kept in found.items())
        assert sum(map(len, found.values())) <= 20
