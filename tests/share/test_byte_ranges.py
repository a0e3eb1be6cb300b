from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.share.byte_ranges import parse_range

CONTENT = bytes(range(200))


@given(st.integers(0, 300), st.integers(0, 300))
def test_first_and_last_byte_are_both_meant(first: int, last: int) -> None:
    part = parse_range(f"bytes={first}-{last}", len(CONTENT))
    if last < first:
        assert part is None
    else:
        assert part is not None
        assert CONTENT[part.start : part.stop] == CONTENT[first : last + 1]
        assert bool(part) == (first < len(CONTENT))


@given(st.integers(0, 300))
def test_from_a_byte_on_and_the_last_so_many(count: int) -> None:
    rest, end = parse_range(f"bytes={count}-", len(CONTENT)), parse_range(f"bytes=-{count}", len(CONTENT))
    assert rest is not None
    assert end is not None
    assert CONTENT[rest.start : rest.stop] == CONTENT[count:]
    assert CONTENT[end.start : end.stop] == (CONTENT[-count:] if count else b"")


MALFORMED = [
    *("", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1", "bytes=1-2-3", "bytes=-1-2", "bytes==1-2"),
    *("bytes=5-2", "bytes 1-2", "octets=1-2", "bytes=0x1-0x2", "bytes=1.5-2", "bytes=+1-2", "bytes=١-٢"),
    *("bytes=1 - 2", "bytes=1-2,", "bytes=0-1,4-5", "bytes=" + ",".join(f"{n}-{n}" for n in range(9999))),
    *("bytes=" + "9" * 9999 + "-", "bytes=1-2\x00", "bytes=-" + "1" * 20, "none", "bytes=1-2; x"),
]


@pytest.mark.parametrize("header", MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_or_multiple_range_is_ignored(header: str) -> None:
    assert parse_range(header, len(CONTENT)) is None


def test_range_outside_the_content_is_empty() -> None:
    assert parse_range("bytes=200-", 200) == range(0)
    assert parse_range("bytes=9999999999999999999-", 200) == range(0)
    assert parse_range("bytes=0-", 0) == range(0)
    assert parse_range("Bytes=199-9999999999999999999", 200) == range(199, 200)
