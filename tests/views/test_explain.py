from __future__ import annotations

from tests.helpers.fixed_lengths import takes
from tests.helpers.golden_timelines import choices_of, planned
from voiceguide.fit.fit import fit
from voiceguide.plan import options as menu
from voiceguide.plan.options import Preference
from voiceguide.views.explain import explain_values

SESSION = """---
title: Day
length: 4:00
---

- use settle

- use twist, hold 12s

- use turn

- use breath, fill
"""


def told(options: str = "", *remembered: Preference) -> dict[str, str]:
    """The reason of each line, by what it is about; the first word of a chapter ahead of its values."""
    choices = choices_of(f"choices: {options}")
    if remembered:
        choices = menu.make_choices({}, remembered, "given")
    found, chapter = {}, ""
    for line in explain_values(fit(planned(SESSION, choices), takes)).splitlines():
        if line.isupper():
            chapter = f"{line} "
        elif line.strip():
            name, _, rest = line.strip().partition("  ")
            found[f"{chapter}{name}"] = " ".join(rest.split())
    return found


def test_each_value_is_told_with_where_it_came_from() -> None:
    assert told() == {
        "length": "4:00 the session has it so",
        "level": "standard as usual",
        "guidance": "full as usual",
        "sounds": "calm as usual",
        "chime": "bowl as usual",
        "moving": "1x as usual",
        "SETTLE hold": "10s as its author wrote it",
        "TWIST hold": "12s this session sets it",
        "TWIST rounds": "2 as its author wrote it",
        "TURN hold": "10s as its author wrote it",
        "BREATH times": "12 it takes what time is left",
    }


def test_what_was_asked_now_comes_before_the_session_and_a_level_before_the_technique() -> None:
    found = told("--hold twist=15s --level strong --guidance names")
    assert found["TWIST hold"] == "15s you asked for it"
    assert found["TURN hold"] == "15s the level strong has it so"
    assert found["level"] == "strong you asked for it"
    assert found["guidance"] == "names you asked for it"


def test_what_the_fit_changed_is_told_with_what_it_was() -> None:
    found = told("--length 4:48")
    assert found["length"] == "4:48 you asked for it"
    assert found["SETTLE hold"] == "12s 10s was changed to fit: as its author wrote it"
    assert found["TWIST hold"] == "14s 12s was changed to fit: this session sets it"


def test_a_side_of_its_own_has_a_line_of_its_own() -> None:
    assert told("--hold twist.left=14s")["TWIST hold on the left"] == "14s you asked for it"


def test_what_is_remembered_is_told_as_such() -> None:
    left = Preference("twist.left", "hold", ("13s",))
    found = told("", Preference("twist", "hold", ("14s",)), Preference("", "level", ("gentle",)), left)
    assert found["TWIST hold"] == "14s you had it remembered"
    assert found["TWIST hold on the left"] == "13s you had it remembered"
    assert found["level"] == "gentle you had it remembered"
    assert found["TURN hold"] == "6s the level gentle has it so"
