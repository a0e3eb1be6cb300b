from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.language.normalize import plain, spoken
from voiceguide.speech.phrases import CLAUSE, ELLIPSIS, JOINT, LONGEST, SENTENCE, Phrase, phrases

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


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (
            "Turn *slowly and gently* to the left.",
            (("Turn", JOINT, False), ("slowly and gently", JOINT, True), ("to the left.", 0, False)),
        ),
        ("*Slowly*.", (("Slowly.", 0, True),)),
        ("*Slowly*, then rest.", (("Slowly,", CLAUSE, True), ("then rest.", 0, False))),
        ("Now, *slowly*… rest.", (("Now,", CLAUSE, False), ("slowly…", ELLIPSIS, True), ("rest.", 0, False))),
        ("*Rest*. *Now* go.", (("Rest.", SENTENCE, True), ("Now", JOINT, True), ("go.", 0, False))),
        (
            "Now *breathe in… and out*. Rest.",
            (
                ("Now", JOINT, False),
                ("breathe in…", ELLIPSIS, True),
                ("and out.", SENTENCE, True),
                ("Rest.", 0, False),
            ),
        ),
    ],
)
def test_words_said_slower_are_phrases_of_their_own(
    spoken: str, expected: tuple[tuple[str, int, bool], ...]
) -> None:
    assert phrases(spoken) == tuple(Phrase(*fields) for fields in expected)


def test_pauses_are_half_a_second_a_second_a_quarter_and_a_twelfth_at_24_khz() -> None:
    assert (SENTENCE, ELLIPSIS, CLAUSE, JOINT) == (12_000, 24_000, 6_000, 1_920)


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


MARKED = st.tuples(st.from_regex(r"[a-z]{1,12}[,.…?]?", fullmatch=True), st.sampled_from(["", "*"]))


@given(st.lists(MARKED, min_size=1, max_size=60), st.sampled_from([" ", "", "* ", " *"]))
def test_with_any_asterisks_the_words_of_the_phrases_are_those_of_the_text(
    words: list[tuple[str, str]], between: str
) -> None:
    said = spoken(between.join(f"{star}{word}{star}" for word, star in words))
    assert [word for phrase in phrases(said) for word in phrase.text.split()] == plain(said).split()
    assert any(phrase.slow for phrase in phrases(said)) == ("*" in said)


@given(st.lists(st.tuples(st.lists(st.just("word"), min_size=1), st.booleans()), min_size=1, max_size=9))
def test_every_word_between_asterisks_is_slow_and_no_other(runs: list[tuple[list[str], bool]]) -> None:
    said = spoken(" and ".join(f"*{' '.join(run)}*" if slow else " ".join(run) for run, slow in runs))
    slow = [word for phrase in phrases(said) if phrase.slow for word in phrase.text.split()]
    assert len(slow) == sum(len(run) for run, slow in runs if slow)
