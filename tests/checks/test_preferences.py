from __future__ import annotations

import pytest

from voiceguide.checks.preferences import make_preference, unusable_preferences
from voiceguide.errors import RequestError
from voiceguide.plan.merge import Preference
from voiceguide.plan.preferences import Preferences
from voiceguide.script.library import open_library
from voiceguide.script.model import Pronunciation

SCRIPT_LIBRARY = open_library()


@pytest.mark.parametrize(
    ("key", "texts", "entry"),
    [
        ("hold", "25s", Preference("", "hold", ("25s",))),
        ("floor-twist.hold", "45s", Preference("floor-twist", "hold", ("45s",))),
        ("cat-camel.times", "10", Preference("cat-camel", "times", ("10",))),
        ("desk-break.minutes", "3", Preference("desk-break", "minutes", ("3",))),
        ("floor-twist.length", "4:00", Preference("floor-twist", "length", ("4:00",))),
        (
            "avoid",
            "osteoporosis, recent operation",
            Preference("", "avoid", ("osteoporosis", "recent operation")),
        ),
        ("skip", "settle", Preference("", "skip", ("settle",))),
        ("voice", "silent", Preference("", "voice", ("silent",))),
        ("say.teres major", "terry z", Pronunciation("teres major", "terry z")),
    ],
)
def test_valid_preference_can_be_set(key: str, texts: str, entry: Preference | Pronunciation) -> None:
    assert make_preference(key, (texts,), SCRIPT_LIBRARY) == entry


def test_a_list_is_written_with_commas_or_as_words() -> None:
    assert make_preference("skip", ("settle,", "bells"), SCRIPT_LIBRARY) == Preference(
        "", "skip", ("settle", "bells")
    )


@pytest.mark.parametrize(
    ("key", "text", "hint"),
    [
        ("hodl", "25s", "“hodl” cannot be remembered. Did you mean “hold”?"),
        ("minutes", "10", "A length can be remembered for one session only: “upper-back-reset.minutes”."),
        ("only", "settle", "It is an option of the command line only."),
        ("floor-twist", "45s", "Name one of its values, such as “floor-twist.hold”."),
        ("floor-twits.hold", "45s", "There is no technique “floor-twits”. Did you mean “floor-twist”?"),
        ("floor-twist.hodl", "45s", "“floor-twist” has no value “hodl”. Did you mean “hold”?"),
        ("avoid", ",", "avoid: “,” is not a condition"),
        (
            "floor-twist.hold",
            "5:00",
            "hold 5:00 is outside the limits of floor-twist: 30s to 60s. A preference must stay within",
        ),
        ("floor-twist.hold", "long", "floor-twist.hold: “long” is not a duration"),
        ("floor-twist.rounds", "2s", "needs a whole number"),
        (
            "desk-break.hold",
            "20s",
            "“desk-break” is a session, for which only length and minutes can be remembered.",
        ),
        ("desk-brake.minutes", "3", "Did you mean “desk-break”?"),
        ("desk-break.minutes", "three", "desk-break.minutes: “three” is not a number of minutes"),
        ("skip", "setle", "There is no technique “setle”. Did you mean “settle”?"),
        ("level", "gentel", "Did you mean “gentle”?"),
        ("voice", "hibary", "Did you mean hibari?"),
        ("say.hip", "h*p", "contains a character that cannot be spoken"),
        ("hold", "25s 30s", "hold takes one value, not several: “25s 30s”."),
    ],
)
def test_invalid_preference_is_refused_with_valid_values(key: str, text: str, hint: str) -> None:
    with pytest.raises(RequestError) as caught:
        make_preference(key, tuple(text.split()), SCRIPT_LIBRARY)
    assert hint in str(caught.value)


def test_preference_is_reported_when_it_has_no_effect() -> None:
    entries = (
        Preference("floor-twist", "hold", ("45s",)),
        Preference("gone", "hold", ("45s",)),
        Preference("floor-twist", "rounds", ("9",)),
    )
    told = dict(unusable_preferences(Preferences(entries), SCRIPT_LIBRARY))
    assert list(told) == list(entries[1:])
    assert told[entries[1]].startswith("There is no technique “gone”.")
    assert "outside the limits" in told[entries[2]]
