from __future__ import annotations

from tests.helpers.fixed_lengths import fixed_measure
from tests.helpers.golden_timelines import parse_choices, plan_script
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


def explanations(options: str = "", *preferences: Preference) -> dict[str, str]:
    """The reason of each line, by what it is about; the first word of a chapter ahead of its values."""
    choices = parse_choices(f"choices: {options}")
    if preferences:
        choices = menu.make_choices({}, preferences, "given")
    reasons, chapter = {}, ""
    for line in explain_values(fit(plan_script(SESSION, choices), fixed_measure)).splitlines():
        if line.isupper():
            chapter = f"{line} "
        elif line.strip():
            name, _, rest = line.strip().partition("  ")
            reasons[f"{chapter}{name}"] = " ".join(rest.split())
    return reasons


def test_each_value_is_explained_with_its_origin() -> None:
    assert explanations() == {
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


def test_choice_is_named_before_session_and_level_before_technique() -> None:
    found = explanations("--hold twist=15s --level strong --guidance names")
    assert found["TWIST hold"] == "15s you asked for it"
    assert found["TURN hold"] == "15s the level strong has it so"
    assert found["level"] == "strong you asked for it"
    assert found["guidance"] == "names you asked for it"


def test_fitted_value_is_explained_with_its_former_amount() -> None:
    found = explanations("--length 4:48")
    assert found["length"] == "4:48 you asked for it"
    assert found["SETTLE hold"] == "12s 10s was changed to fit: as its author wrote it"
    assert found["TWIST hold"] == "14s 12s was changed to fit: this session sets it"


def test_a_side_of_its_own_has_a_line_of_its_own() -> None:
    assert explanations("--hold twist.left=14s")["TWIST hold on the left"] == "14s you asked for it"


def test_preference_is_named_as_origin() -> None:
    left = Preference("twist.left", "hold", ("13s",))
    found = explanations(
        "", Preference("twist", "hold", ("14s",)), Preference("", "level", ("gentle",)), left
    )
    assert found["TWIST hold"] == "14s you had it remembered"
    assert found["TWIST hold on the left"] == "13s you had it remembered"
    assert found["level"] == "gentle you had it remembered"
    assert found["TURN hold"] == "6s the level gentle has it so"
