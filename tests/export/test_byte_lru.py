from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voiceguide.export.clips import ByteLru


def test_least_recently_used_item_is_evicted_when_full() -> None:
    near = ByteLru(10)
    for name in "abc":
        near.put(name, bytes(3))
    assert near.get("a") == bytes(3)
    near.put("d", bytes(3))
    assert [name for name in "abcd" if near.get(name)] == ["a", "c", "d"]


def test_item_larger_than_the_limit_is_kept_alone() -> None:
    near = ByteLru(10)
    near.put("a", bytes(3))
    near.put("b", bytes(30))
    assert near.get("a") is None
    assert near.get("b") == bytes(30)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=12))))
def test_latest_item_is_kept_and_total_stays_within_limit(puts: list[tuple[str, bytes]]) -> None:
    near, latest = ByteLru(20), dict[str, bytes]()
    for name, data in puts:
        near.put(name, data)
        latest[name] = data
        assert near.get(name) == data
        held = {each: near.get(each) for each in latest}
        found = {each: kept for each, kept in held.items() if kept is not None}
        assert all(latest[each] == kept for each, kept in found.items())
        assert sum(map(len, found.values())) <= 20
