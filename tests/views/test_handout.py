from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.helpers.estimated_session import EstimatedSession, estimate_session
from tests.helpers.timelines import spoken_timeline
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import parse_hold, parse_override
from voiceguide.score.transcript import transcribe
from voiceguide.views.handout import handout_markdown

if TYPE_CHECKING:
    from pathlib import Path

SILENT = Choices(voice="silent")
TEXTS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)

FULL_SCRIPT = """---
title: Everything
position: chair
times: 3 (1-5)
hold: 20s (5s-30s)
---

Sit tall.

- 2 x reps {times}, pull 1.5s, back 2s, rest 7s
  - Pull.
- {times} x hold {hold}, left first
  - Turn to the {side}.
- go 70s
  - Roll.

- breathe 1 times, in 3.5s, out 6s

## Arms, 2 x, each side, rest 6s

- hold 5s
  - Lift.

> Stop if it hurts.
"""


def paragraph_texts(page: str) -> list[str]:
    """Return the text of the paragraphs and headings, as a Markdown parser reads the page."""
    blocks = MarkdownIt("commonmark").parse(page)
    return [
        "".join(child.content if child.type == "text" else "\n" for child in block.children or ()).strip("\n")
        for block in blocks
        if block.type == "inline"
    ]


def _handout_page(session: EstimatedSession) -> str:
    return handout_markdown(session.timeline, session.plan)


def render_full_script(folder: Path, choices: Choices = SILENT) -> EstimatedSession:
    path = folder / "script.md"
    path.write_text(FULL_SCRIPT, encoding="utf-8")
    return estimate_session(str(path), choices)


def test_handout_has_every_spoken_text(shrug: Path) -> None:
    performance = estimate_session(str(shrug), SILENT)
    page = handout_markdown(performance.timeline, performance.plan)
    spoken_note = [note.text for note in performance.plan.safety.short]
    assert not any(text in page for text in spoken_note)  # the full one is printed in its place
    assert all(f"\n> {note.text}  \n" in page for note in performance.plan.safety.full)
    for line in transcribe(performance.timeline):
        assert (
            line.text in spoken_note
            or line.text in page
            or re.fullmatch(r"(First|Next), [a-z ]+\.", line.text)
        )
    assert re.search(r"^- \d:\d\d \*\*hold 20 s\*\*$", page, re.MULTILINE)
    assert re.search(r"^## Shrug \(\d:\d\d–\d:\d\d\)$", page, re.MULTILINE)
    assert re.search(r"^> Stop if it hurts\.  $", page, re.MULTILINE)


def test_handout_lists_steps_below_each_heading(tmp_path: Path) -> None:
    told = _handout_page(render_full_script(tmp_path))
    _, _, below = told.partition("\n## Everything")
    assert below.partition("\n\n")[2].partition("\n\n")[0].splitlines() == [
        "**2 × 3 times pull 1.5 s, back 2 s**\\",
        "**3 × hold 20 s, each side**\\",
        "**move freely 1:10**\\",
        "**1 breath: in 3.5 s, out 6 s**\\",
        "**2 × hold 5 s, each side**",
    ]
    assert len(re.findall(r"^- \d:\d\d \*\*hold 20 s, left\*\*$", told, re.MULTILINE)) == 3
    assert re.search(r"^- \d:\d\d rest 7 s$", told, re.MULTILINE)
    assert re.search(r"^- \d:\d\d rest 6 s$", told, re.MULTILINE)
    assert told.count("Lift.") == 1  # once is enough on paper
    assert "get ready" not in told


def test_handout_has_values_of_the_plan(tmp_path: Path) -> None:
    told = _handout_page(
        render_full_script(
            tmp_path, replace(SILENT, overrides=(parse_override("script.times=5"), parse_hold("30s")))
        )
    )
    assert "**2 × 5 times pull 1.5 s, back 2 s**" in told
    assert "**5 × hold 30 s, each side**" in told


def test_a_german_session_has_a_german_page(tmp_path: Path) -> None:
    """The clips are those of an English voice, to save time; the page follows the session's language."""
    made = render_full_script(tmp_path)
    german = replace(made.plan, session=replace(made.plan.session, language="de"))
    told = handout_markdown(made.timeline, german)
    assert re.search(r"^\d:\d\d insgesamt\.$", told, re.MULTILINE)
    assert "**2 × 3-mal pull 1,5 s, back 2 s**" in told
    assert "**1 Atemzug: ein 3,5 s, aus 6 s**" in told
    assert "**3 × 20 s halten, jede Seite**" in told
    assert re.search(r"^- \d:\d\d \*\*20 s halten, rechts\*\*$", told, re.MULTILINE)
    assert re.search(r"^- \d:\d\d 7 s Pause$", told, re.MULTILINE)


@pytest.fixture(scope="module")
def performance() -> EstimatedSession:
    return estimate_session("seated-twist", SILENT)


@given(text=TEXTS)
def test_words_are_never_taken_for_markup(text: str, performance: EstimatedSession) -> None:
    told = handout_markdown(spoken_timeline((0, 1, text), length=2, title=text), performance.plan)
    assert paragraph_texts(told) == [text, "0:02 in all.", f"{text} (0:00–0:02)", f"0:00 {text}"]
