"""The only door to segno: an address becomes a code that a phone's camera reads."""

from __future__ import annotations

import segno

_QUIET_ZONE = 4  # as the standard wants it
_HALF_BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def qr_lines(url: str) -> tuple[str, ...]:
    """Lines of half blocks, two rows of the code in each; what is inked is dark."""
    rows = [tuple(row) for row in segno.make_qr(url, error="l").matrix_iter(border=_QUIET_ZONE)]
    if len(rows) % 2:
        rows.append((0,) * len(rows[0]))
    return tuple(
        "".join(_HALF_BLOCKS[bool(upper), bool(lower)] for upper, lower in zip(top, bottom, strict=True))
        for top, bottom in zip(rows[::2], rows[1::2], strict=True)
    )
