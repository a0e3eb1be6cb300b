"""QR code of a URL in text, and the only module that imports segno."""

from __future__ import annotations

import segno

_QUIET_ZONE = 4  # modules around the code (ISO/IEC 18004)
_HALF_BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def qr_lines(url: str) -> tuple[str, ...]:
    """Return the code as lines of half blocks, two rows of modules in each line; inked modules are dark."""
    rows = [tuple(row) for row in segno.make_qr(url, error="l").matrix_iter(border=_QUIET_ZONE)]
    if len(rows) % 2:
        rows.append((0,) * len(rows[0]))
    return tuple(
        "".join(_HALF_BLOCKS[bool(upper), bool(lower)] for upper, lower in zip(top, bottom, strict=True))
        for top, bottom in zip(rows[::2], rows[1::2], strict=True)
    )


def qr_svg(url: str) -> str:
    """Return the code as SVG, black on white, that scales to whatever size it is given."""
    return segno.make_qr(url, error="m").svg_inline(border=_QUIET_ZONE, omitsize=True, light="#fff")
