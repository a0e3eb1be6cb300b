from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.language.normalise import normalise_text, strip_stress
from voiceguide.speech.phrases import (
    CLAUSE_PAUSE,
    ELLIPSIS_PAUSE,
    MAX_PHRASE_CHARACTERS,
    SEMICOLON_PAUSE,
    SENTENCE_PAUSE,
    STRESS_PAUSE,
    Phrase,
    split_into_phrases,
)

LONG_SENTENCE = "Sit tall on a firm chair, with both feet flat on the floor"


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("", ()),
        ("…", ()),
        ("Breathe", (("Breathe", 0),)),
        ("Rest. Breathe!", (("Rest.", SENTENCE_PAUSE), ("Breathe!", 0))),
        ("Ready? Go. Stop.", (("Ready?", SENTENCE_PAUSE), ("Go.", SENTENCE_PAUSE), ("Stop.", 0))),
        ("Breathe in… and out.", (("Breathe in…", ELLIPSIS_PAUSE), ("and out.", 0))),
        ("Palm………… Wrist.", (("Palm…", 4 * ELLIPSIS_PAUSE), ("Wrist.", 0))),
        ("Rest. … Now go.", (("Rest.", ELLIPSIS_PAUSE), ("Now go.", 0))),
        ("… Now go. …", (("Now go.", 0),)),
        ("Keep tall; breathe.", (("Keep tall,", SEMICOLON_PAUSE), ("breathe.", 0))),
        ("Rest; … Now go.", (("Rest,", ELLIPSIS_PAUSE), ("Now go.", 0))),
    ],
)
def test_a_cue_is_cut_where_one_breathes(spoken: str, expected: tuple[tuple[str, int], ...]) -> None:
    assert split_into_phrases(spoken) == tuple(Phrase(*pair) for pair in expected)


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (
            "Turn *slowly and gently* to the left.",
            (
                ("Turn", STRESS_PAUSE, False),
                ("slowly and gently", STRESS_PAUSE, True),
                ("to the left.", 0, False),
            ),
        ),
        ("*Slowly*.", (("Slowly.", 0, True),)),
        ("*Slowly*, then rest.", (("Slowly,", CLAUSE_PAUSE, True), ("then rest.", 0, False))),
        (
            "Now, *slowly*… rest.",
            (("Now,", CLAUSE_PAUSE, False), ("slowly…", ELLIPSIS_PAUSE, True), ("rest.", 0, False)),
        ),
        (
            "*Rest*. *Now* go.",
            (("Rest.", SENTENCE_PAUSE, True), ("Now", STRESS_PAUSE, True), ("go.", 0, False)),
        ),
        (
            "Now *breathe in… and out*. Rest.",
            (
                ("Now", STRESS_PAUSE, False),
                ("breathe in…", ELLIPSIS_PAUSE, True),
                ("and out.", SENTENCE_PAUSE, True),
                ("Rest.", 0, False),
            ),
        ),
    ],
)
def test_words_said_slower_are_phrases_of_their_own(
    spoken: str, expected: tuple[tuple[str, int, bool], ...]
) -> None:
    assert split_into_phrases(spoken) == tuple(Phrase(*fields) for fields in expected)


def test_pauses_are_half_a_second_a_second_a_quarter_and_a_twelfth_at_24_khz() -> None:
    assert (SENTENCE_PAUSE, ELLIPSIS_PAUSE, CLAUSE_PAUSE, STRESS_PAUSE) == (12_000, 24_000, 6_000, 1_920)


def test_a_long_sentence_is_cut_at_its_last_comma_that_fits() -> None:
    spoken = f"{LONG_SENTENCE}, {LONG_SENTENCE.lower()}, {LONG_SENTENCE.lower()} today, and rest. Breathe."
    first, second, last = split_into_phrases(spoken)
    assert first == Phrase(
        f"{LONG_SENTENCE}, {LONG_SENTENCE.lower()}, sit tall on a firm chair,", CLAUSE_PAUSE
    )
    assert second == Phrase("with both feet flat on the floor today, and rest.", SENTENCE_PAUSE)
    assert last == Phrase("Breathe.", 0)


def test_without_a_comma_it_is_cut_between_words_and_without_words_anywhere() -> None:
    assert [len(p.text) for p in split_into_phrases("ab " * 100)] == [179, 119]
    assert [len(p.text) for p in split_into_phrases("a" * 400)] == [180, 180, 40]


@given(st.text(alphabet=st.sampled_from("ab ,.!?…'-\n"), max_size=900))
def test_no_letter_is_lost_and_every_phrase_can_be_spoken(spoken: str) -> None:
    found = split_into_phrases(spoken)
    assert "".join(re.findall("[ab]", spoken)) == "".join(re.findall("[ab]", " ".join(p.text for p in found)))
    assert all(0 < len(p.text) <= MAX_PHRASE_CHARACTERS and p.text == p.text.strip() for p in found)
    assert all(p.pause for p in found[:-1])
    assert not found or found[-1].pause == 0


@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=12), min_size=1, max_size=120))
def test_words_of_ordinary_length_stay_whole(words: list[str]) -> None:
    assert [word for p in split_into_phrases(" ".join(words)) for word in p.text.split()] == words


MARKED_WORDS = st.tuples(st.from_regex(r"[a-z]{1,12}[,.…?]?", fullmatch=True), st.sampled_from(["", "*"]))


@given(st.lists(MARKED_WORDS, min_size=1, max_size=60), st.sampled_from([" ", "", "* ", " *"]))
def test_with_any_asterisks_the_words_of_the_phrases_are_those_of_the_text(
    words: list[tuple[str, str]], between: str
) -> None:
    said = normalise_text(between.join(f"{star}{word}{star}" for word, star in words))
    assert [word for phrase in split_into_phrases(said) for word in phrase.text.split()] == strip_stress(
        said
    ).split()
    assert any(phrase.slow for phrase in split_into_phrases(said)) == ("*" in said)


@given(st.lists(st.tuples(st.lists(st.just("word"), min_size=1), st.booleans()), min_size=1, max_size=9))
def test_every_word_between_asterisks_is_slow_and_no_other(runs: list[tuple[list[str], bool]]) -> None:
    said = normalise_text(" and ".join(f"*{' '.join(run)}*" if slow else " ".join(run) for run, slow in runs))
    slow = [word for phrase in split_into_phrases(said) if phrase.slow for word in phrase.text.split()]
    assert len(slow) == sum(len(run) for run, slow in runs if slow)
