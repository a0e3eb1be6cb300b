"""A timeline drawn: a lane each for words, tones, holds and breath, chapters above, a time axis below.

One unit is 0.65 pixels on a phone of 390 pixels, and more than one in print, where the smallest letters are
13 units high.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from voiceguide import units
from voiceguide.views import colours, text_width
from voiceguide.views.summary import NAMES, lasting, programme
from voiceguide.views.svg_rows import SPAN, systems

if TYPE_CHECKING:
    from voiceguide.score.timeline import Chapter, Timeline
    from voiceguide.views.svg_rows import System

WIDTH = 600
LEFT, RIGHT = 72, WIDTH - 12
"""Where time begins and ends; left of it stand the names of the lanes."""

TITLE, TEXT, SMALL = 26, 17, 15
"""Sizes of letters."""

_LANES = (("words", 14), ("tones", 20), ("holds", 28), ("breath", 24))
"""From top to bottom, with their heights."""

_SIGNS = {
    "start": "begin",
    "end": "come back",
    "half": "half-way",
    "switch": "next side or round",
    "rise": "in and out, to and fro",
    "still": "still going",
}
"""What tones mean, in the order of the legend; “fall” goes with “rise”."""

_WAYS = {"left": "← {}", "right": "{} →"}
"""A side, in fewer letters."""

_PER_SAMPLE = (RIGHT - LEFT) / SPAN
_GAP = 8
_ROW = TEXT + 6
_TICK = 30 * units.RATE

_STYLE = """
svg {{ background: {PAPER}; width: 100%; max-width: 48rem; height: auto; margin: 0 auto; display: block }}
text {{ font-family: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: {INK} }}
.title {{ font-size: {title}px; font-weight: 600 }}
.chapter {{ font-size: {text}px }}
.small {{ font-size: {small}px; fill: {FAINT} }}
.inside {{ font-size: {small}px; fill: {PAPER} }}
.on {{ fill: {FAINT} }}
.line {{ stroke: {FAINT}; stroke-width: 1; opacity: .45 }}
.words {{ fill: {WORDS} }} .tones {{ fill: {TONES}; stroke: {TONES} }} .holds {{ fill: {HOLDS} }}
.open {{ fill: none; stroke-width: 2 }}
.breath {{ fill: {BREATHS}; fill-opacity: .25; stroke: {BREATHS}; stroke-width: 2 }}
"""
_NIGHT = "@media screen and (prefers-color-scheme: dark) {{{style}}}"


def drawn(timeline: Timeline) -> str:
    """The picture of a timeline, as an SVG file's text. It names no font, file or place to be fetched."""
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", role="img", width=f"{WIDTH}")
    ET.SubElement(root, "title").text = timeline.title
    ET.SubElement(root, "desc").text = programme(timeline)
    ET.SubElement(root, "style").text = _style()
    title = text_width.cut(timeline.title, TITLE, WIDTH - 24 - 90)
    _text(root, 12, 40, title, "title")
    _text(root, RIGHT, 40, units.clock(timeline.length), "chapter", anchor="end")
    top = 64.0
    lanes = _LANES if any(system.breaths for system in systems(timeline)) else _LANES[:-1]
    for system in systems(timeline):
        top = _Drawing(root, system, top, lanes).draw()
    heard = {event.sound.text for event in timeline.events if event.kind == "tone" and event.sound}
    top = _legend(root, heard, top)
    root.set("height", f"{top:g}")  # without it, a browser would squeeze the whole into its window
    root.set("viewBox", f"0 0 {WIDTH} {top:g}")
    return ET.tostring(root, encoding="unicode") + "\n"


def _style() -> str:
    sizes = {"title": TITLE, "text": TEXT, "small": SMALL}
    names = ("PAPER", "INK", "FAINT", "WORDS", "TONES", "HOLDS", "BREATHS")
    day = {name: getattr(colours, name) for name in names}
    night = {name: getattr(colours, f"NIGHT_{name}") for name in names}
    return _STYLE.format(**day, **sizes) + _NIGHT.format(style=_STYLE.format(**night, **sizes))


def _text(  # noqa: PLR0913, PLR0917 - where it stands, what it says and how it looks
    parent: ET.Element, x: float, y: float, text: str, kind: str, anchor: str = "start"
) -> None:
    at = {"x": f"{x:.1f}", "y": f"{y:.1f}", "class": kind}
    if anchor != "start":
        at["text-anchor"] = anchor
    ET.SubElement(parent, "text", at).text = text


def _shape(parent: ET.Element, name: str, kind: str, said: str = "", **at: float | str) -> None:
    """A shape; what it `said` is told to those who point at it, or cannot see it."""
    placed = {key: value if isinstance(value, str) else f"{value:.1f}" for key, value in at.items()}
    shape = ET.SubElement(parent, name, {"class": kind} | placed)
    if said:
        ET.SubElement(shape, "title").text = said


@dataclass
class _Drawing:
    """One system, from `top` downwards."""

    root: ET.Element
    system: System
    top: float
    lanes: tuple[tuple[str, int], ...]

    def draw(self) -> float:
        """Draws it, and tells where the next may begin."""
        y = self.chapters()
        above, edge = y - 4, self.system.start
        for name, height in self.lanes:
            _text(self.root, 12, y + height / 2 + SMALL * 0.35, name, "small")
            {"words": self.words, "tones": self.tones, "holds": self.holds, "breath": self.breath}[name](
                y, height
            )
            y += height + _GAP
        for x in (self.x(chapter.start) for chapter in self.system.chapters if chapter.start >= edge):
            _shape(self.root, "line", "line", x1=x, x2=x, y1=above, y2=y)
        return self.axis(y) + 14

    def x(self, sample: int) -> float:
        """Where a moment stands; what began earlier or ends later is cut at the edge."""
        inside = min(max(sample, self.system.start), self.system.end)
        return LEFT + (inside - self.system.start) * _PER_SAMPLE

    def chapters(self) -> float:
        """The titles; tells where they end. One without room behind its start stands in the next system."""
        wanted = []
        for chapter in self.system.chapters:
            at, goes_on = self.x(chapter.start), chapter.end > self.system.end
            title = ("… " if self.goes_on(chapter) else "") + chapter.title
            if not (goes_on and at > LEFT and at + text_width.width(title, TEXT) > RIGHT):
                wanted.append((at, title))
        labels = text_width.rows(wanted, TEXT, LEFT, RIGHT)
        for label in labels:
            kind = "chapter on" if label.text.startswith("… ") else "chapter"
            _text(self.root, label.x, self.top + TEXT + label.row * _ROW, label.text, kind)
        return self.top + (max((label.row for label in labels), default=0) + 1) * _ROW + 4

    def goes_on(self, chapter: Chapter) -> bool:
        """Whether its title stood in the system before this one."""
        before = (RIGHT - LEFT) - (self.system.start - chapter.start) * _PER_SAMPLE
        return chapter.start < self.system.start and (
            self.system.start - chapter.start >= SPAN
            or before + text_width.width(chapter.title, TEXT) <= RIGHT - LEFT
        )

    def words(self, y: float, height: float) -> None:
        for event in self.system.sounds:
            if event.kind == "speech" and event.sound:
                at, end = self.x(event.start), self.x(event.end)
                said = f"{units.clock(event.start)} {event.sound.text}"
                _shape(
                    self.root, "rect", "words", said, x=at, y=y, width=max(end - at, 1), height=height, rx=2
                )

    def tones(self, y: float, height: float) -> None:
        for event in self.system.sounds:
            if event.kind == "tone" and event.sound and event.start >= self.system.start:
                said = f"{units.clock(event.start)} {event.sound.text}"
                _tone(self.root, event.sound.text, self.x(event.start), y + height / 2, said)

    def holds(self, y: float, height: float) -> None:
        for dose in self.system.doses:
            at, end = self.x(dose.start), self.x(dose.end)
            lasts = lasting(dose.start, dose.end)
            said = " ".join(filter(None, (units.clock(dose.start), NAMES[dose.role], lasts, dose.side)))
            _shape(self.root, "rect", "holds", said, x=at, y=y, width=max(end - at, 1), height=height, rx=4)
            texts = (_WAYS.get(dose.side, f"{NAMES[dose.role]} {{}}").format(lasts), lasts)
            fits = (text for text in texts if text_width.width(text, SMALL) + 4 <= end - at)
            # In two systems, it is told where more of it is.
            if (text := next(fits, "")) and end - at >= (dose.end - dose.start) * _PER_SAMPLE / 2:
                _text(self.root, (at + end) / 2, y + height / 2 + SMALL * 0.35, text, "inside", "middle")

    def breath(self, y: float, height: float) -> None:
        """A wave, up while breathing in and down while breathing out, cut off at the edges."""
        lane = ET.SubElement(
            self.root, "svg", x=f"{LEFT}", y=f"{y:g}", width=f"{RIGHT - LEFT}", height=f"{height}"
        )
        for breath in self.system.breaths:
            moments = (breath.start, breath.turn, breath.end)
            start, turn, end = ((at - self.system.start) * _PER_SAMPLE for at in moments)
            low, high, in_, out = height - 2, 2, (start + turn) / 2, (turn + end) / 2
            rise = f"C{in_:.1f} {low} {in_:.1f} {high} {turn:.1f} {high}"
            fall = f"C{out:.1f} {high} {out:.1f} {low} {end:.1f} {low}"
            _shape(lane, "path", "breath", d=f"M{start:.1f} {low}{rise}{fall}")

    def axis(self, y: float) -> float:
        _shape(self.root, "line", "line", x1=LEFT, x2=self.x(self.system.end), y1=y, y2=y)
        for at in range(self.system.start, self.system.end, _TICK):
            _shape(self.root, "line", "line", x1=self.x(at), x2=self.x(at), y1=y, y2=y + 5)
            anchor = "start" if at == self.system.start else "middle"
            _text(self.root, self.x(at), y + 20, units.clock(at), "small", anchor)
        return y + 24


def _tone(parent: ET.Element, name: str, x: float, y: float, said: str = "") -> None:
    """The sign of a tone; those that nobody drew are a dot."""
    if name == "end":
        for at in (x - 3, x + 4):
            _shape(parent, "circle", "tones open", said, cx=at, cy=y, r=5)
    elif name == "switch":
        _shape(parent, "path", "tones", said, d=f"M{x - 7:.1f} {y:.1f}l7 -7l7 7l-7 7z")
    elif name in {"rise", "fall"}:
        tip = -9 if name == "rise" else 9
        _shape(parent, "path", "tones", said, d=f"M{x - 4:.1f} {y - tip / 2:.1f}l4 {tip}l4 {-tip}z")
    else:
        kind = "tones open" if name == "half" else "tones"
        _shape(parent, "circle", kind, said, cx=x, cy=y, r={"start": 7, "half": 6}.get(name, 3))


def _legend(root: ET.Element, tones: set[str], top: float) -> float:
    """What the signs mean, in as many lines as they need; tells where it ends."""
    x, y = float(LEFT), top + 8
    for name, meaning in _SIGNS.items():
        if name not in tones:
            continue
        room = text_width.width(meaning, SMALL) + 40
        if x > LEFT and x + room > RIGHT:
            x, y = float(LEFT), y + 24
        for number, sign in enumerate(("rise", "fall") if name == "rise" else (name,)):
            _tone(root, sign, x + 8 + 12 * number, y)
        _text(root, x + (34 if name == "rise" else 22), y + SMALL * 0.35, meaning, "small")
        x += room
    return y + 24
