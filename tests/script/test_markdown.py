from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.script import markdown
from voiceguide.script.markdown import Block, parse_blocks

_PAGE_TEXT = """\
> Turn only as far as
> is comfortable.
>
> Stop if it hurts.

Sit tall on a firm chair,
   with both feet   flat.

- hold 20s
  - @half Breathe
    slowly.

  - Relax.
- rest 8s

## A heading
"""


def _block_summary(block: Block) -> tuple[str, str, int, int]:
    return block.kind, block.content.text, block.content.location.line, block.content.location.column


def test_a_page_is_headings_prose_notes_and_steps_with_their_cues() -> None:
    page, problems = parse_blocks(_PAGE_TEXT, "a.md", 5)
    assert problems == ()
    assert [_block_summary(block) for block in page] == [
        ("note", "Turn only as far as is comfortable.", 5, 3),
        ("note", "Stop if it hurts.", 8, 3),
        ("prose", "Sit tall on a firm chair, with both feet flat.", 10, 1),
        ("step", "hold 20s", 13, 3),
        ("step", "rest 8s", 18, 3),
        ("heading", "A heading", 20, 4),
    ]
    cues = [(cue.text, cue.location.line, cue.location.column) for block in page for cue in block.cues]
    assert cues == [("@half Breathe slowly.", 14, 5), ("Relax.", 17, 5)]


def test_words_know_the_lines_they_were_joined_from() -> None:
    page, _ = parse_blocks(_PAGE_TEXT, "a.md", 5)
    lines = [(line.text, line.location.line, line.location.column) for line in page[2].content.lines]
    assert lines == [("Sit tall on a firm chair,", 10, 1), ("with both feet   flat.", 11, 4)]


@pytest.mark.parametrize("text", ["", "\n\n", ">", ">\n>\n", "  \n   \n"])
def test_a_page_may_be_empty(text: str) -> None:
    assert parse_blocks(text, "a.md") == ((), ())


_DEEP = {
    "quotes": "> " * 10_000 + "Words.",
    "quotes without blanks": ">" * 10_000 + "Words.",
    "bullets": "- " * 10_000 + "Words.",
    "bullets and quotes": "- > " * 10_000 + "Words.",
    "numbers": "1. " * 10_000 + "Words.",
    "lists in lists": "\n".join("  " * depth + "- Words." for depth in range(200)),
    "lists in quotes": "\n".join("> " * depth + "- Words." for depth in range(1, 150)),
    "brackets": "a" + "[" * 10_000 + "](" * 10_000,
    "backticks": "a" + " ".join("`" * number for number in range(1, 150)),
}


@pytest.mark.parametrize("text", _DEEP.values(), ids=_DEEP)
def test_deep_nesting_is_a_problem_and_nothing_worse(text: str) -> None:
    assert parse_blocks(text, "a.md")[1]


def test_a_line_that_no_block_claims_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no block be found: lines must not be dropped silently."""
    monkeypatch.setattr(markdown, "_page_nodes", lambda _: ())
    page, problems = parse_blocks("Words.\n\n  More words.\n", "a.md", 3)
    assert page == ()
    assert [(problem.line, problem.column, str(problem).split(": ")[1]) for problem in problems] == [
        (3, 1, "This line cannot be read. Nest it less deep."),
        (5, 3, "This line cannot be read. Nest it less deep."),
    ]


_LINES = st.lists(
    st.sampled_from(
        ["", "", "words", "- hold 20s", "  - words", "> note", "## heading", ">", "-", "---", "```"]
    )
    | st.text("->#*+ 1.)`~a\\[]<|=_", max_size=12),
    max_size=12,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(_LINES)
def test_every_word_is_in_a_block_or_there_is_a_problem(lines: list[str]) -> None:
    page, problems = parse_blocks("\n".join(lines), "a.md")
    if not problems:
        read = [words for block in page for words in (block.content, *block.cues)]
        kept = [letter for words in read for letter in words.text if letter.isalnum()]
        assert kept == [letter for line in lines for letter in line if letter.isalnum()]


@settings(deadline=None)
@given(_LINES)
def test_a_place_is_where_the_words_are(lines: list[str]) -> None:
    page, problems = parse_blocks("\n".join(lines), "a.md")
    for words in (words for block in page for words in (block.content, *block.cues)):
        for line in words.lines:
            assert lines[line.location.line - 1][line.location.column - 1 :].rstrip() == line.text
    for problem in problems:
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


_MARKED_LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ["", "", "", "  ", "    ", "- ", "  - ", "> ", ">", "## ", "1. ", "  2) ", "* ", "      "]
        ),
        st.sampled_from(
            ["", "", "words", "2 x hold 20s", "{rounds} x", "(words)", "@half", "1. a", "---", "é", "”"]
        ),
    ).map("".join),
    max_size=12,
)


@settings(deadline=None, max_examples=300)
@given(_MARKED_LINES)
def test_parts_of_a_page_are_read_like_the_whole(lines: list[str]) -> None:
    text = "\n".join(lines)
    in_parts = parse_blocks(text, "a.md")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            markdown, "_page_nodes", lambda lines: markdown._parse_shape.__wrapped__("\n".join(lines))
        )
        assert parse_blocks(text, "a.md") == in_parts
