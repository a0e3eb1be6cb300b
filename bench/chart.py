"""Draws what the bench found: bars on a scale of powers of ten, since the ways lie so far apart."""

from __future__ import annotations

import math
from html import escape

LEFT, WIDTH, ROW, GAP = 190, 640, 20, 34
STYLE = (
    "text{font:13px sans-serif;fill:#222}.head{font-weight:600}.bar{fill:#8aa}.ours{fill:#2a7d5f}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.bar{fill:#577}.ours{fill:#4cb38a}}"
)


def chart(walls: dict[str, dict[str, float]]) -> str:
    """Seconds of wall time for each length and way → an SVG."""
    every = [seconds for found in walls.values() for seconds in found.values()]
    low, high = math.floor(math.log10(min(every))), math.log10(max(every))
    scale = (WIDTH - 70) / (high - low)
    y, drawn = 0, []
    for length, found in walls.items():
        y += GAP
        drawn.append(f'<text class="head" x="0" y="{y - 8}">{escape(length)}, seconds</text>')
        for way, seconds in found.items():
            long = max((math.log10(seconds) - low) * scale, 1)
            kind = "ours" if way.startswith(("cold", "warm")) else "bar"
            middle = y + ROW - 6
            drawn.append(f'<text x="{LEFT - 8}" y="{middle}" text-anchor="end">{escape(way)}</text>')
            drawn.append(
                f'<rect class="{kind}" x="{LEFT}" y="{y + 2}" width="{long:.0f}" height="{ROW - 4}"/>'
            )
            drawn.append(f'<text x="{LEFT + long + 6:.0f}" y="{middle}">{seconds:.3g}</text>')
            y += ROW
    size = f'viewBox="0 0 {LEFT + WIDTH} {y + 10}" width="{LEFT + WIDTH}" height="{y + 10}"'
    title = "<title>How long each way takes, on a scale of powers of ten</title>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">{title}<style>{STYLE}</style>\n'
    return head + "\n".join(drawn) + "\n</svg>\n"
