"""Timeline as an SVG picture: lanes for words, tones, holds and breath, chapters above, a time axis below.

A unit is 0.65 pixels on a phone 390 pixels wide, and more than a pixel in print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # writes pictures, and reads none  # nosec B405

from voiceguide import units
from voiceguide.paths import MARK
from voiceguide.score.activities import ACTIVITY_NAMES
from voiceguide.views import colours, text_width
from voiceguide.views.summary import timeline_summary
from voiceguide.views.svg_rows import ROW_LENGTH, split_into_rows

if TYPE_CHECKING:
    from voiceguide.score.activities import Activity
    from voiceguide.score.timeline import Chapter, Timeline
    from voiceguide.views.svg_rows import SvgRow

WIDTH = 600
LEFT, RIGHT = 72, WIDTH - 12
"""X of the start and the end of a row; the names of the lanes are left of it."""

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 26, 17, 15
"""Font sizes in units."""

_LANES = (("words", 14), ("tones", 20), ("holds", 28), ("breath", 24))
"""Names and heights of the lanes, from top to bottom."""

_TONE_MEANINGS = {
    "chapter": "a new part",
    "start": "begin",
    "end": "come back",
    "half": "half-way",
    "switch": "next side or round",
    "rise": "in and out, to and fro",
    "still": "still going",
}
"""Meanings of tones, in the order of the legend; “fall” is explained with “rise”."""

_SIDE_TEMPLATES = {"left": "← {}", "right": "{} →"}
"""Short labels for a length on one side."""

_UNITS_PER_SAMPLE = (RIGHT - LEFT) / ROW_LENGTH
_LANE_GAP = 8
_TITLE_ROW_HEIGHT = TEXT_SIZE + 6
_TICK_SAMPLES = 30 * units.SAMPLE_RATE

_STYLE_TEMPLATE = """
svg {{ background: {BACKGROUND}; width: 100%; max-width: 48rem; height: auto; margin: 0 auto; display: block }}
text {{ font-family: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: {FOREGROUND} }}
.title {{ font-size: {title}px; font-weight: 600 }}
.chapter {{ font-size: {text}px }}
.small {{ font-size: {small}px; fill: {MUTED} }}
.inside {{ font-size: {small}px; fill: {BACKGROUND} }}
.on {{ fill: {MUTED} }}
.line {{ stroke: {MUTED}; stroke-width: 1; opacity: .45 }}
.words {{ fill: {WORDS} }} .tones {{ fill: {TONES}; stroke: {TONES} }} .holds {{ fill: {HOLDS} }}
.open {{ fill: none; stroke-width: 2 }}
.breath {{ fill: {BREATHS}; fill-opacity: .25; stroke: {BREATHS}; stroke-width: 2 }}
"""
_DARK_STYLE_TEMPLATE = "@media screen and (prefers-color-scheme: dark) {{{style}}}"


def timeline_svg(timeline: Timeline) -> str:
    """Return a timeline as the text of an SVG file, which refers to no other file."""
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", role="img", width=f"{WIDTH}")
    ET.SubElement(root, "title").text = timeline.title
    ET.SubElement(root, "desc").text = timeline_summary(timeline)
    ET.SubElement(root, "metadata").text = MARK.decode()
    ET.SubElement(root, "style").text = _stylesheet()
    title = text_width.truncate(timeline.title, TITLE_SIZE, WIDTH - 24 - 90)
    _add_text(root, 12, 40, title, "title")
    _add_text(root, RIGHT, 40, units.format_clock(timeline.length), "chapter", anchor="end")
    top = 64.0
    lanes = _LANES if any(row.breaths for row in split_into_rows(timeline)) else _LANES[:-1]
    for row in split_into_rows(timeline):
        top = _RowDrawing(root, row, top, lanes).draw()
    tone_names = {event.tone for event in timeline.events if event.tone}
    top = _add_legend(root, tone_names, top)
    root.set("height", f"{top:g}")  # without it, a browser shrinks the picture to its window
    root.set("viewBox", f"0 0 {WIDTH} {top:g}")
    return ET.tostring(root, encoding="unicode") + "\n"


def _stylesheet() -> str:
    sizes = {"title": TITLE_SIZE, "text": TEXT_SIZE, "small": SMALL_SIZE}
    colour_names = ("BACKGROUND", "FOREGROUND", "MUTED", "WORDS", "TONES", "HOLDS", "BREATHS")
    light = {name: getattr(colours, name) for name in colour_names}
    dark = {name: getattr(colours, f"DARK_{name}") for name in colour_names}
    return _STYLE_TEMPLATE.format(**light, **sizes) + _DARK_STYLE_TEMPLATE.format(
        style=_STYLE_TEMPLATE.format(**dark, **sizes)
    )


def _add_text(  # noqa: PLR0913, PLR0917 - position, text and look
    parent: ET.Element, x: float, y: float, text: str, css_class: str, anchor: str = "start"
) -> None:
    attributes = {"x": f"{x:.1f}", "y": f"{y:.1f}", "class": css_class}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    ET.SubElement(parent, "text", attributes).text = text


def _add_shape(
    parent: ET.Element, element_name: str, css_class: str, tooltip: str = "", **attributes: float | str
) -> None:
    """Add a shape; its tooltip is shown under the pointer and read by screen readers."""
    attribute_texts = {
        key: value if isinstance(value, str) else f"{value:.1f}" for key, value in attributes.items()
    }
    shape = ET.SubElement(parent, element_name, {"class": css_class} | attribute_texts)
    if tooltip:
        ET.SubElement(shape, "title").text = tooltip


@dataclass
class _RowDrawing:
    """Drawing of one row, from `top` downwards."""

    root: ET.Element
    row: SvgRow
    top: float
    lanes: tuple[tuple[str, int], ...]

    def draw(self) -> float:
        """Draw the row; return the y where the next may begin."""
        y = self.draw_chapters()
        line_top, row_start = y - 4, self.row.start
        draw_lane = {
            "words": self.draw_words,
            "tones": self.draw_tones,
            "holds": self.draw_holds,
            "breath": self.draw_breath,
        }
        for name, height in self.lanes:
            _add_text(self.root, 12, y + height / 2 + SMALL_SIZE * 0.35, name, "small")
            draw_lane[name](y, height)
            y += height + _LANE_GAP
        for x in (self.x_of(chapter.start) for chapter in self.row.chapters if chapter.start >= row_start):
            _add_shape(self.root, "line", "line", x1=x, x2=x, y1=line_top, y2=y)
        return self.draw_axis(y) + 14

    def x_of(self, sample: int) -> float:
        """Return the x of a sample, clamped to the row."""
        visible_sample = min(max(sample, self.row.start), self.row.end)
        return LEFT + (visible_sample - self.row.start) * _UNITS_PER_SAMPLE

    def draw_chapters(self) -> float:
        """Draw the chapter titles; return the y of their end.

        A title without room after its start is drawn in the next row instead.
        """
        titles = []
        for chapter in self.row.chapters:
            x, continues_below = self.x_of(chapter.start), chapter.end > self.row.end
            title = ("… " if self.is_continued(chapter) else "") + chapter.title
            if not (continues_below and x > LEFT and x + text_width.width(title, TEXT_SIZE) > RIGHT):
                titles.append((x, title))
        labels = text_width.arrange_labels(titles, TEXT_SIZE, LEFT, RIGHT)
        for label in labels:
            css_class = "chapter on" if label.text.startswith("… ") else "chapter"
            baseline = self.top + TEXT_SIZE + label.row * _TITLE_ROW_HEIGHT
            _add_text(self.root, label.x, baseline, label.text, css_class)
        return self.top + (max((label.row for label in labels), default=0) + 1) * _TITLE_ROW_HEIGHT + 4

    def is_continued(self, chapter: Chapter) -> bool:
        """Return whether a chapter's title is in an earlier row."""
        available_width = (RIGHT - LEFT) - (self.row.start - chapter.start) * _UNITS_PER_SAMPLE
        return chapter.start < self.row.start and (
            self.row.start - chapter.start >= ROW_LENGTH
            or available_width + text_width.width(chapter.title, TEXT_SIZE) <= RIGHT - LEFT
        )

    def draw_words(self, y: float, height: float) -> None:
        """Draw a bar for each cue."""
        for event in self.row.sounds:
            if event.text:
                tooltip = f"{units.format_clock(event.start)} {event.text}"
                self._add_bar("words", event.start, event.end, tooltip, y, height, 2)

    def draw_tones(self, y: float, height: float) -> None:
        """Draw a symbol for each tone that begins in this row."""
        for event in self.row.sounds:
            if event.tone and event.start >= self.row.start:
                tooltip = f"{units.format_clock(event.start)} {event.tone}"
                _add_tone_symbol(self.root, event.tone, self.x_of(event.start), y + height / 2, tooltip)

    def draw_holds(self, y: float, height: float) -> None:
        """Draw a bar for each activity, with a label if there is room."""
        for activity in self.row.activities:
            length_text = units.format_elapsed(activity.end - activity.start)
            name = ACTIVITY_NAMES[activity.role]
            tooltip_parts = (units.format_clock(activity.start), name, length_text, activity.side)
            tooltip = " ".join(filter(None, tooltip_parts))
            self._add_bar("holds", activity.start, activity.end, tooltip, y, height, 4)
            if label := self._activity_label(activity, name, length_text):
                centre = (self.x_of(activity.start) + self.x_of(activity.end)) / 2
                baseline = y + height / 2 + SMALL_SIZE * 0.35
                _add_text(self.root, centre, baseline, label, "inside", "middle")

    def _activity_label(self, activity: Activity, name: str, length_text: str) -> str:
        """Return the longest label that fits, or "" if none does or most of the activity is in another row."""
        width = self.x_of(activity.end) - self.x_of(activity.start)
        if width < (activity.end - activity.start) * _UNITS_PER_SAMPLE / 2:
            return ""
        full_label = _SIDE_TEMPLATES.get(activity.side, f"{name} {{}}").format(length_text)
        labels = (full_label, length_text)
        return next((text for text in labels if text_width.width(text, SMALL_SIZE) + 4 <= width), "")

    def _add_bar(  # noqa: PLR0913, PLR0917 - position, tooltip and look
        self, css_class: str, start: int, end: int, tooltip: str, y: float, height: float, rx: float
    ) -> None:
        """Add a rectangle from one sample to another, at least one unit wide."""
        x = self.x_of(start)
        width = max(self.x_of(end) - x, 1)
        _add_shape(self.root, "rect", css_class, tooltip, x=x, y=y, width=width, height=height, rx=rx)

    def draw_breath(self, y: float, height: float) -> None:
        """Draw a wave that rises with each inhalation and falls with each exhalation, clipped to the row."""
        lane = ET.SubElement(
            self.root, "svg", x=f"{LEFT}", y=f"{y:g}", width=f"{RIGHT - LEFT}", height=f"{height}"
        )
        for breath in self.row.breaths:
            positions = (breath.start, breath.exhale_start, breath.end)
            start, exhale_start, end = (
                (position - self.row.start) * _UNITS_PER_SAMPLE for position in positions
            )
            low, high = height - 2, 2
            inhale_middle, exhale_middle = (start + exhale_start) / 2, (exhale_start + end) / 2
            rise = f"C{inhale_middle:.1f} {low} {inhale_middle:.1f} {high} {exhale_start:.1f} {high}"
            fall = f"C{exhale_middle:.1f} {high} {exhale_middle:.1f} {low} {end:.1f} {low}"
            _add_shape(lane, "path", "breath", d=f"M{start:.1f} {low}{rise}{fall}")

    def draw_axis(self, y: float) -> float:
        """Draw the time axis with a tick every 30 s; return the y of its end."""
        _add_shape(self.root, "line", "line", x1=LEFT, x2=self.x_of(self.row.end), y1=y, y2=y)
        for position in range(self.row.start, self.row.end, _TICK_SAMPLES):
            x = self.x_of(position)
            _add_shape(self.root, "line", "line", x1=x, x2=x, y1=y, y2=y + 5)
            anchor = "start" if position == self.row.start else "middle"
            _add_text(self.root, x, y + 20, units.format_clock(position), "small", anchor)
        return y + 24


def _add_tone_symbol(parent: ET.Element, name: str, x: float, y: float, tooltip: str = "") -> None:
    """Add the symbol of a tone: a dot, unless the tone has its own shape."""
    if name == "end":
        for centre in (x - 3, x + 4):
            _add_shape(parent, "circle", "tones open", tooltip, cx=centre, cy=y, r=5)
    elif name == "switch":
        _add_shape(parent, "path", "tones", tooltip, d=f"M{x - 7:.1f} {y:.1f}l7 -7l7 7l-7 7z")
    elif name in {"rise", "fall"}:
        tip = -9 if name == "rise" else 9
        _add_shape(parent, "path", "tones", tooltip, d=f"M{x - 4:.1f} {y - tip / 2:.1f}l4 {tip}l4 {-tip}z")
    else:
        css_class = "tones open" if name == "half" else "tones"
        _add_shape(parent, "circle", css_class, tooltip, cx=x, cy=y, r={"start": 7, "half": 6}.get(name, 3))


def _add_legend(root: ET.Element, tone_names: set[str], top: float) -> float:
    """Add the meanings of the tones used, in as many lines as needed; return the y of the end."""
    x, y = float(LEFT), top + 8
    for name, meaning in _TONE_MEANINGS.items():
        if name not in tone_names:
            continue
        item_width = text_width.width(meaning, SMALL_SIZE) + 40
        if x > LEFT and x + item_width > RIGHT:
            x, y = float(LEFT), y + 24
        for index, symbol in enumerate(("rise", "fall") if name == "rise" else (name,)):
            _add_tone_symbol(root, symbol, x + 8 + 12 * index, y)
        _add_text(root, x + (34 if name == "rise" else 22), y + SMALL_SIZE * 0.35, meaning, "small")
        x += item_width
    return y + 24
