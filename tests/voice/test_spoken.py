from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import AskedError
from voiceguide.voice.spoken import spoken, unspeakable

CASES = [
    line.split(" | ")
    for line in Path(__file__).with_name("spoken.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
]
SAID = re.compile(r"([A-Za-z]+(['-][A-Za-z]+)*([,.!?…]? |[.!?…]?$))*")
"""Words with apostrophes and hyphens inside, single marks after them, single spaces between."""


@pytest.mark.parametrize(("written", "said"), CASES)
def test_written_is_said_like_this_and_stays(written: str, said: str) -> None:
    assert spoken(written) == said
    assert spoken(said) == said


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 150


@given(st.text(alphabet=st.sampled_from("aAbsxmkg0123459 .,:;-–—…/'%°$£×½²()!?é\n"), max_size=40) | st.text())
def test_no_engine_is_left_a_figure_or_a_sign(written: str) -> None:
    said = spoken(written)
    assert SAID.fullmatch(said)
    assert spoken(said) == said


@given(st.integers(0, 10**40))
def test_every_whole_number_has_words(number: int) -> None:
    assert re.fullmatch("[a-z -]+", spoken(str(number)))


@given(st.lists(st.from_regex(r"[a-z]{4,9}", fullmatch=True), min_size=1))
def test_plain_words_are_left_alone(words: list[str]) -> None:
    assert spoken(" ".join(words)) == " ".join(words)
    assert unspeakable(" ".join(words)) is None


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "nothing to say"),
        (" \n", "nothing to say"),
        ("…", "nothing to say"),
        ("?!", "nothing to say"),
        ("“”", "nothing to say"),
        ("a\0b", "U+0000"),
        ("a\x01b", "U+0001"),
        ("a\x1bb", "U+001B"),
        ("a\x1fb", "U+001F"),
        ("a\u200bb", "ZERO WIDTH SPACE"),
        ("a\u202eb", "RIGHT-TO-LEFT OVERRIDE"),
        ("a\u2066b", "LEFT-TO-RIGHT ISOLATE"),
        ("a\ufeffb", "ZERO WIDTH NO-BREAK SPACE"),
        ("a\ud800b", "U+D800"),
        ("🙂", "SMILING"),
        ("Well done 🙂", "SMILING"),
        ("1️⃣", "KEYCAP"),
        ("вдох", "CYRILLIC"),
        ("吸气", "CJK"),
    ],
)
def test_what_cannot_be_said_is_named_without_reaching_the_terminal(written: str, reason: str) -> None:
    told = unspeakable(written)
    assert told is not None
    assert reason in told
    assert told.isprintable()


@pytest.mark.parametrize("case", CASES)
def test_whatever_has_words_is_speakable(case: list[str]) -> None:
    assert unspeakable(case[0]) is None


@pytest.mark.parametrize(
    "part", ["1", "1.", "1-", ",", " ", "…", ".", "-", "'", "x1", "1:", "/", "e.g.", "1 "]
)
def test_a_long_run_of_anything_is_read_in_one_pass(part: str) -> None:
    assert SAID.fullmatch(spoken(part * 20_000)[-200:].partition(" ")[2])


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(AskedError, match="en"):
        spoken("hallo", language="xx")
