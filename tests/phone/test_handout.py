from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.phone.stage import spoken
from voiceguide.phone.handout import handout
from voiceguide.render import perform
from voiceguide.session.choices import Choices
from voiceguide.session.lines import lines

if TYPE_CHECKING:
    from pathlib import Path

TEXT = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="♪▪"), min_size=1, max_size=40)


def printed(page: str) -> list[str]:
    """The text of every paragraph and heading, as a reader of Markdown understands the page."""
    blocks = MarkdownIt("commonmark").parse(page)
    return [
        "".join(child.content if child.type == "text" else "\n" for child in block.children or ()).strip("\n")
        for block in blocks
        if block.type == "inline"
    ]


def test_a_handout_has_all_that_is_said_and_done(shrug: Path) -> None:
    timeline = perform(str(shrug), Choices(voice="silent")).timeline
    page = handout(timeline)
    for line in lines(timeline):
        assert line.text in page
    assert re.search(r"^- \d:\d\d \*\*hold 20 s\*\*$", page, re.MULTILINE)
    assert re.search(r"^## Shrug \(\d:\d\d–\d:\d\d\)$", page, re.MULTILINE)
    assert re.search(r"^> Stop if it hurts\.  $", page, re.MULTILINE)
    assert "♪" not in page


def test_sides_are_named() -> None:
    page = handout(perform("seated-twist", Choices(voice="silent")).timeline)
    assert re.search(r"\*\*hold 20 s, left\*\*", page)
    assert re.search(r"\*\*hold 20 s, right\*\*", page)


@given(TEXT)
def test_words_are_never_taken_for_markup(text: str) -> None:
    page = handout(spoken((0, 1, text), length=2, title=text))
    assert printed(page) == [text, "0:02 in all.", f"{text} (0:00–0:02)", f"0:00 {text}"]
