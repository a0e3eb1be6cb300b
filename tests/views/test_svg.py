"""Pictures of the shipped sessions: texts never touch, by our estimate and in a browser."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from tests.helpers import external_tools
from tests.helpers.golden_timelines import fit_and_lay_out, plan_script
from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.export.session import resolve_session
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import parse_minutes
from voiceguide.plan.planner import make_plan
from voiceguide.script.library import open_library
from voiceguide.views import colours
from voiceguide.views.svg import LEFT, RIGHT, SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, WIDTH, timeline_svg
from voiceguide.views.svg_rows import ROW_LENGTH, split_into_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.score.timeline import Timeline

SESSIONS = open_library().session_names
SIZES = {
    "title": TITLE_SIZE,
    "chapter": TEXT_SIZE,
    "chapter on": TEXT_SIZE,
    "small": SMALL_SIZE,
    "inside": SMALL_SIZE,
}
LETTER_WIDTH = 0.62
"""Width of the digits of DejaVu Sans in font sizes; its small letters are 0.58 on average."""

SVG = "{http://www.w3.org/2000/svg}"


@cache
def timeline(session: str, choices: Choices | None = None) -> Timeline:
    found, scripts = resolve_session(session)
    return fit_and_lay_out(
        make_plan(found, scripts, choices or Choices()), partial(estimate, language=found.language)
    )


@dataclass(frozen=True)
class TextBox:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: TextBox) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def text_boxes(picture: str) -> Iterator[TextBox]:
    for text in ET.fromstring(picture).iter(f"{SVG}text"):  # noqa: S314 - we drew it
        kind, words = text.get("class", ""), text.text or ""
        size, x, y = SIZES[kind], float(text.get("x", "")), float(text.get("y", ""))
        wide = size * LETTER_WIDTH * len(words)
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
        yield TextBox(words, left, y - 0.8 * size, left + wide, y + 0.25 * size)


@pytest.mark.parametrize("session", SESSIONS)
def test_texts_of_a_shipped_session_do_not_overlap_or_overflow(session: str) -> None:
    found = list(text_boxes(timeline_svg(timeline(session))))
    assert len(found) > 10
    for one, other in combinations(found, 2):
        assert not one.touches(other), f"{one} {other}"
    assert all(box.left >= 0 and box.right <= WIDTH for box in found)


def test_long_or_crowded_titles_do_not_overlap() -> None:
    long = "A title of eighty letters, which is as long as any title may be, MMMMMMMMMMMMMM"
    script = f"---\ntitle: {long}\n---\n\n" + "\n\n".join(["- use a", "- use b"] * 6) + "\n"
    crowded = "---\ntitle: {}\n---\n\nOn.\n"
    plan = plan_script(script, a=crowded.format("Something quite long"), b=crowded.format(long))
    found = list(text_boxes(timeline_svg(fit_and_lay_out(plan))))
    for one, other in combinations(found, 2):
        assert not one.touches(other), f"{one} {other}"
    assert all(box.left >= 0 and box.right <= WIDTH for box in found)
    assert any(box.text.endswith("…") for box in found)


def find_shapes(picture: str, kind: str) -> list[ET.Element]:
    return [shape for shape in ET.fromstring(picture).iter() if shape.get("class", "").split(" ")[0] == kind]  # noqa: S314 - our own picture


def test_every_word_tone_hold_and_breath_is_drawn_where_it_is_heard() -> None:
    shown = timeline("upper-back-reset")
    picture = timeline_svg(shown)
    told = [
        title.text or "" for shape in find_shapes(picture, "words") for title in shape.iter(f"{SVG}title")
    ]
    for event in shown.events:
        if event.kind == "speech" and event.sound:
            assert f"{units.format_clock(event.start)} {event.sound.text}" in told
    seconds = (
        sum(float(shape.get("width", "")) for shape in find_shapes(picture, "holds")) / (RIGHT - LEFT) * 120
    )
    held = [event for event in shown.events if event.context.hold or event.role in {"rep", "breathe", "mid"}]
    assert seconds == pytest.approx(
        sum(event.end - event.start for event in held) / units.SAMPLE_RATE, abs=0.5
    )
    assert {shape.get("class") for shape in find_shapes(picture, "tones")} == {"tones", "tones open"}
    whole = [breath for system in split_into_rows(shown) for breath in system.breaths]
    assert len(set(whole)) == next(
        part.amount("times")
        for part in _expected_shapes("upper-back-reset")
        if part.technique.name == "slow-breathing"
    )
    assert all(breath.start < breath.exhale_start < breath.end for breath in whole)


def _expected_shapes(session: str) -> Any:  # noqa: ANN401 - parts of a plan
    from voiceguide.fit.fit import fit

    found, scripts = resolve_session(session)
    return fit(make_plan(found, scripts, Choices()), estimate).techniques


def test_rows_are_contiguous_and_complete() -> None:
    shown = timeline("twist-and-breathe")
    found = list(split_into_rows(shown))
    assert [system.start for system in found] == list(range(0, shown.length, ROW_LENGTH))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert found[-1].end == shown.length
    assert {sound for system in found for sound in system.sounds} == {e for e in shown.events if e.sound}
    assert {chapter for system in found for chapter in system.chapters} == set(shown.chapters)


def test_breath_lane_is_omitted_when_there_are_no_breaths() -> None:
    names = [box.text for box in text_boxes(timeline_svg(timeline("desk-twist")))]
    assert {"words", "tones", "holds", "begin", "come back", "next side or round"} <= set(names)
    assert "breath" not in names
    assert "breath" in [box.text for box in text_boxes(timeline_svg(timeline("upper-back-reset")))]


def test_markup_in_titles_is_escaped() -> None:
    plan = plan_script("---\ntitle: Fish & chips\n---\n\nOn & on.\n\n- hold 9s\n", name="fish")
    picture = ET.fromstring(timeline_svg(fit_and_lay_out(plan)))  # noqa: S314 - our own picture
    assert picture.findtext(f"{SVG}title") == "Fish & chips"
    assert picture.findtext(f"{SVG}desc", "").startswith("Fish & chips · ")


def test_dark_colours_are_used_on_screens_only() -> None:
    style = ET.fromstring(timeline_svg(timeline("desk-break"))).findtext(f"{SVG}style", "")  # noqa: S314 - our own picture
    day, night = style.split("@media screen and (prefers-color-scheme: dark)")
    for name in ("BACKGROUND", "FOREGROUND", "MUTED", "WORDS", "TONES", "HOLDS"):
        assert getattr(colours, name) in day
        assert getattr(colours, f"DARK_{name}") in night
        assert getattr(colours, f"DARK_{name}") not in day


PAGE_SIZE_SCRIPT = """() => {
    const page = document.documentElement.getBoundingClientRect();
    return [page.width, page.height];
}"""
TEXT_BOXES_SCRIPT = """() => [...document.querySelectorAll("svg text")].map(text => {
    const box = text.getBoundingClientRect(), page = document.querySelector("svg").getBoundingClientRect();
    const size = parseFloat(getComputedStyle(text).fontSize) * page.width / 600;
    return [text.textContent, box.left, box.top, box.right, box.bottom, size];
})"""


@pytest.mark.judge
def test_texts_do_not_overlap_in_a_browser_at_any_size_or_theme() -> None:
    playwright = external_tools.require_package("playwright.sync_api")
    chromium = external_tools.require_program("chromium")
    asked = [(session, None) for session in SESSIONS] + [
        ("the-whole-back", Choices(length=parse_minutes("36")))
    ]
    pictures = [timeline_svg(timeline(*each)) for each in asked]
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for wide, scheme in ((390, "light"), (1200, "dark")):
            page = browser.new_page(viewport={"width": wide, "height": 844}, color_scheme=scheme)
            for picture in pictures:
                page.set_content(f"<body style='margin: 0'>{picture}</body>")
                found = [(TextBox(*box), size) for *box, size in page.evaluate(TEXT_BOXES_SCRIPT)]
                for (one, _), (other, _) in combinations(found, 2):
                    assert not one.touches(other), f"{wide}: {one} {other}"
                assert all(box.left >= 0 and box.right <= wide for box, _ in found)
                assert min(size for _, size in found) >= 9.5
                paper = page.evaluate("() => getComputedStyle(document.querySelector('svg')).backgroundColor")
                wanted = colours.BACKGROUND if scheme == "light" else colours.DARK_BACKGROUND
                assert [int(part) for part in re.findall(r"\d+", paper)] == list(bytes.fromhex(wanted[1:]))
        # Opened alone it keeps its height, and is not squeezed into the window.
        page.goto("data:image/svg+xml;base64," + b64encode(pictures[-1].encode()).decode())
        wide, high = page.evaluate(PAGE_SIZE_SCRIPT)
        assert wide == 768
        assert high > 2 * 844
        browser.close()
