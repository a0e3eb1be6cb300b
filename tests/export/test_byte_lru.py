from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voiceguide.export.clips import ByteLru


def test_least_recently_used_item_is_evicted_when_full() -> None:
    lru = ByteLru(10)
    for name in "abc":
        lru.put(name, bytes(3))
    assert lru.get("a") == bytes(3)
    lru.put("d", bytes(3))
    assert [name for name in "abcd" if lru.get(name)] == ["a", "c", "d"]


def test_item_larger_than_the_limit_is_kept_alone() -> None:
    lru = ByteLru(10)
    lru.put("a", bytes(3))
    lru.put("b", bytes(30))
    assert lru.get("a") is None
    assert lru.get("b") == bytes(30)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=12))))
def test_latest_item_is_kept_and_total_stays_within_limit(puts: list[tuple[str, bytes]]) -> None:
    lru, latest = ByteLru(20), dict[str, bytes]()
    for name, data in puts:
        lru.put(name, data)
        latest[name] = data
        assert lru.get(name) == data
        values = {key: lru.get(key) for key in latest}
        found = {key: value for key, value in values.items() if value is not None}
        assert all(latest[key] == value for key, value in found.items())
        assert sum(map(len, found.values())) <= 20
