"""Bar chart of the benchmark as SVG, on a logarithmic scale, since the cases differ by powers of ten."""

from __future__ import annotations

import math
from html import escape

LABEL_WIDTH, CHART_WIDTH, ROW_HEIGHT, GROUP_GAP = 190, 640, 20, 34
STYLE = (
    "text{font:13px sans-serif;fill:#222}.head{font-weight:600}.bar{fill:#8aa}.ours{fill:#2a7d5f}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.bar{fill:#577}.ours{fill:#4cb38a}}"
)


def bar_chart(wall_seconds: dict[str, dict[str, float]]) -> str:
    """Draw length → case → seconds of wall time as an SVG."""
    all_seconds = [
        seconds for seconds_by_case in wall_seconds.values() for seconds in seconds_by_case.values()
    ]
    low, high = math.floor(math.log10(min(all_seconds))), math.log10(max(all_seconds))
    scale = (CHART_WIDTH - 70) / (high - low)
    y, elements = 0, []
    for length, seconds_by_case in wall_seconds.items():
        y += GROUP_GAP
        elements.append(f'<text class="head" x="0" y="{y - 8}">{escape(length)}, seconds</text>')
        for case, seconds in seconds_by_case.items():
            bar_width = max((math.log10(seconds) - low) * scale, 1)
            css_class = "ours" if case.startswith(("cold", "warm")) else "bar"
            baseline = y + ROW_HEIGHT - 6
            elements.append(
                f'<text x="{LABEL_WIDTH - 8}" y="{baseline}" text-anchor="end">{escape(case)}</text>'
            )
            elements.append(
                f'<rect class="{css_class}" x="{LABEL_WIDTH}" y="{y + 2}"'
                f' width="{bar_width:.0f}" height="{ROW_HEIGHT - 4}"/>'
            )
            elements.append(
                f'<text x="{LABEL_WIDTH + bar_width + 6:.0f}" y="{baseline}">{seconds:.3g}</text>'
            )
            y += ROW_HEIGHT
    size = f'viewBox="0 0 {LABEL_WIDTH + CHART_WIDTH} {y + 10}" width="{LABEL_WIDTH + CHART_WIDTH}" height="{y + 10}"'
    title = "<title>How long each way takes, on a scale of powers of ten</title>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">{title}<style>{STYLE}</style>\n'
    return head + "\n".join(elements) + "\n</svg>\n"
