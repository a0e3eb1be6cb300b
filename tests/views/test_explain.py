from __future__ import annotations

from tests.helpers.fixed_lengths import fixed_measure
from tests.helpers.golden_timelines import parse_choices, plan_script
from voiceguide.fit.fit import fit
from voiceguide.plan.merge import Preference, make_choices
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
    """Return the reason of each line by its subject; values have the first word of their chapter before them."""
    choices = parse_choices(f"choices: {options}")
    if preferences:
        choices = make_choices({}, preferences, "given")
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
        "length": "4:00 set by this session",
        "level": "standard the default",
        "guidance": "full the default",
        "sounds": "calm the default",
        "chime": "bowl the default",
        "moving": "1x the default",
        "SETTLE hold": "10s set by its author",
        "TWIST hold": "12s set by this session",
        "TWIST rounds": "2 set by its author",
        "TURN hold": "10s set by its author",
        "BREATH times": "12 fills the remaining time",
    }


def test_choice_is_named_before_session_and_level_before_technique() -> None:
    found = explanations("--hold twist=15s --level strong --guidance names")
    assert found["TWIST hold"] == "15s you asked for it"
    assert found["TURN hold"] == "15s set by the level strong"
    assert found["level"] == "strong you asked for it"
    assert found["guidance"] == "names you asked for it"


def test_fitted_value_is_explained_with_its_former_amount() -> None:
    found = explanations("--length 4:48")
    assert found["length"] == "4:48 you asked for it"
    assert found["SETTLE hold"] == "12s 10s, set by its author, was changed to fit"
    assert found["TWIST hold"] == "14s 12s, set by this session, was changed to fit"


def test_a_side_of_its_own_has_a_line_of_its_own() -> None:
    assert explanations("--hold twist.left=14s")["TWIST hold on the left"] == "14s you asked for it"


def test_preference_is_named_as_origin() -> None:
    left = Preference("twist.left", "hold", ("13s",))
    found = explanations(
        "", Preference("twist", "hold", ("14s",)), Preference("", "level", ("gentle",)), left
    )
    assert found["TWIST hold"] == "14s one of your preferences"
    assert found["TWIST hold on the left"] == "13s one of your preferences"
    assert found["level"] == "gentle one of your preferences"
    assert found["TURN hold"] == "6s set by the level gentle"
