from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.voice.phrases import CLAUSE, ELLIPSIS, LONGEST, SENTENCE, Phrase, phrases

LONG = "Sit tall on a firm chair, with both feet flat on the floor"


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("", ()),
        ("…", ()),
        ("Breathe", (("Breathe", 0),)),
        ("Rest. Breathe!", (("Rest.", SENTENCE), ("Breathe!", 0))),
        ("Ready? Go. Stop.", (("Ready?", SENTENCE), ("Go.", SENTENCE), ("Stop.", 0))),
        ("Breathe in… and out.", (("Breathe in…", ELLIPSIS), ("and out.", 0))),
        ("Rest. … Now go.", (("Rest.", ELLIPSIS), ("Now go.", 0))),
        ("… Now go. …", (("Now go.", 0),)),
    ],
)
def test_a_cue_is_cut_where_one_breathes(spoken: str, expected: tuple[tuple[str, int], ...]) -> None:
    assert phrases(spoken) == tuple(Phrase(*pair) for pair in expected)


def test_pauses_are_half_a_second_a_second_and_a_quarter_at_24_khz() -> None:
    assert (SENTENCE, ELLIPSIS, CLAUSE) == (12_000, 24_000, 6_000)


def test_a_long_sentence_is_cut_at_its_last_comma_that_fits() -> None:
    spoken = f"{LONG}, {LONG.lower()}, {LONG.lower()} today, and rest. Breathe."
    first, second, last = phrases(spoken)
    assert first == Phrase(f"{LONG}, {LONG.lower()}, sit tall on a firm chair,", CLAUSE)
    assert second == Phrase("with both feet flat on the floor today, and rest.", SENTENCE)
    assert last == Phrase("Breathe.", 0)


def test_without_a_comma_it_is_cut_between_words_and_without_words_anywhere() -> None:
    assert [len(p.text) for p in phrases("ab " * 100)] == [179, 119]
    assert [len(p.text) for p in phrases("a" * 400)] == [180, 180, 40]


@given(st.text(alphabet=st.sampled_from("ab ,.!?…'-\n"), max_size=900))
def test_no_letter_is_lost_and_every_phrase_can_be_spoken(spoken: str) -> None:
    found = phrases(spoken)
    assert "".join(re.findall("[ab]", spoken)) == "".join(re.findall("[ab]", " ".join(p.text for p in found)))
    assert all(0 < len(p.text) <= LONGEST and p.text == p.text.strip() for p in found)
    assert all(p.pause for p in found[:-1])
    assert not found or found[-1].pause == 0


@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=12), min_size=1, max_size=120))
def test_words_of_ordinary_length_stay_whole(words: list[str]) -> None:
    assert [word for p in phrases(" ".join(words)) for word in p.text.split()] == words
