from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide import units
from voiceguide.language import LANGUAGES, wording

ENGLISH = LANGUAGES["en"].wording


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        ("0.2", "about 1 second"),
        ("1", "1 second"),
        ("1.5", "about 2 seconds"),
        ("20", "20 seconds"),
        ("20.2", "about 20 seconds"),
        ("59.6", "about 1 minute"),
        ("60", "1 minute"),
        ("61", "61 seconds"),
        ("89", "89 seconds"),
        ("89.6", "about 90 seconds"),
        ("90", "1 and a half minutes"),
        ("104.9", "about 1 and a half minutes"),
        ("105", "about 2 minutes"),
        ("120", "2 minutes"),
        ("450", "7 and a half minutes"),
        ("599", "about 10 minutes"),
        ("600", "10 minutes"),
        ("3600", "60 minutes"),
    ],
)
def test_times_are_words_for_the_ear(seconds: str, words: str) -> None:
    assert wording.describe_time(units.to_samples(Fraction(seconds)), ENGLISH) == words


@given(st.integers(1, 3 * 3600 * units.SAMPLE_RATE))
def test_a_time_is_what_the_words_say_or_about_that(length: int) -> None:
    words = wording.describe_time(length, ENGLISH)
    match = re.fullmatch(r"(about )?(\d+)( and a half)? (second|minute)s?", words)
    assert match
    said = (Fraction(match[2]) + Fraction(1, 2) * bool(match[3])) * (60 if match[4] == "minute" else 1)
    off = abs(units.to_samples(said) - length)
    assert (off == 0) == (match[1] is None)
    assert off <= units.to_samples(15 if length >= units.to_samples(90) else 1)
    assert words.endswith("s") == (Fraction(match[2]) + Fraction(1, 2) * bool(match[3]) != 1)


def test_a_value_is_a_time_in_words_or_a_number_in_digits() -> None:
    assert wording.describe_amount(units.to_samples(30), "time", ENGLISH) == "30 seconds"
    assert wording.describe_amount(12, "count", ENGLISH) == "12"


def test_things_are_listed_as_people_list_them() -> None:
    assert wording.join_list(("a mat",), ENGLISH) == "a mat"
    assert wording.join_list(("a mat", "a chair"), ENGLISH) == "a mat and a chair"
    assert wording.join_list(("a mat", "a chair", "a ball"), ENGLISH) == "a mat, a chair, and a ball"


@pytest.mark.parametrize(
    ("title", "inside"),
    [("Seated twist", "seated twist"), ("TENS pads", "TENS pads"), ("A stretch", "a stretch"), ("Ü", "ü")],
)
def test_a_title_inside_a_sentence_begins_small_unless_it_is_all_capitals(title: str, inside: str) -> None:
    assert wording.title_in_sentence(title, ENGLISH) == inside
