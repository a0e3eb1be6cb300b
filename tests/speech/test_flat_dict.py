from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.speech.flat_dict import FlatDict, flatten

KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
VALUES = st.text(max_size=5) | st.dictionaries(KEYS, st.floats(allow_nan=False) | st.none(), max_size=3)


@given(st.dictionaries(KEYS, VALUES, max_size=30), KEYS | st.just("\ud800"))
def test_flat_dict_finds_what_a_dict_finds(entries: dict[str, object], key: str) -> None:
    flat = FlatDict(entries)
    assert dict(flat) == entries
    assert flat.get(key) == entries.get(key)
    assert list(flat) == sorted(entries)


def test_only_large_dicts_are_flattened() -> None:
    value = json.loads('{"tags": ["a"], "weights": {"a": {"b": 1.5}, "c": {}}}')
    flat = flatten(value, min_entries=2)
    assert isinstance(flat, FlatDict)
    assert flat == value
    assert isinstance(flatten(value, min_entries=3), dict)


def test_flat_dict_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        FlatDict({"a": "b"})["a"] = "c"  # type: ignore[index]
