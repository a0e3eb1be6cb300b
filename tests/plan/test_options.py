from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import TYPE_CHECKING

import click
import pytest

from tests.helpers.golden_timelines import plan_script
from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.cli.session_options import choice_options
from voiceguide.errors import RequestError
from voiceguide.fit.fit import fit
from voiceguide.plan.merge import Preference, field_and_value, make_choices
from voiceguide.plan.option import Explanation, Option
from voiceguide.plan.options import INTERNAL_FIELDS, OPTIONS, OPTIONS_BY_NAME, Choices
from voiceguide.plan.parsers import ValueOverride
from voiceguide.plan.planner import make_plan
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.views.explain import explain_values

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan

SHIPPED = Library(shipped_dir())
TWO_SESSION = "---\ntitle: Two\n---\n\n- use settle\n\n- use twist, hold 12s\n"


def parse_preferences(*entries: str) -> tuple[Preference, ...]:
    """Parse lines such as “twist.hold 9s” → preferences."""
    pairs = (entry.split(" ", 1) for entry in entries)
    return tuple(
        Preference(key.rpartition(".")[0], key.rpartition(".")[2], tuple(text.split(", ")))
        for key, text in pairs
    )


def plan_with(*entries: str, session: str = "given", **given: str) -> Choices:
    asked = {name: tuple(text.split(" ")) for name, text in given.items()}
    return make_choices(asked, parse_preferences(*entries), session)


def hold_seconds(plan: Plan, technique: str) -> int:
    (part,) = (part for part in plan.techniques if part.technique.name == technique)
    return part.amount("hold") // units.SAMPLE_RATE


every_option = pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)


def explain_example(choices: Choices) -> str:
    return explain_values(fit(make_plan(SHIPPED.session("upper-back-reset"), SHIPPED, choices), estimate))


def test_option_names_are_unique() -> None:
    assert len(OPTIONS_BY_NAME) == len(OPTIONS)


def test_every_choices_field_has_an_option_or_is_internal() -> None:
    option_fields = {field for option in OPTIONS for field in option.fields}
    assert option_fields | INTERNAL_FIELDS == {field.name for field in fields(Choices)}
    assert not option_fields & INTERNAL_FIELDS


@every_option
def test_option_sets_a_field_of_its_type(option: Option) -> None:
    defaults, choices = Choices(), make_choices({option.name: (option.example,)})
    assert getattr(choices, option.field) != getattr(defaults, option.field)
    for field in option.fields:
        assert isinstance(getattr(defaults, field), tuple) == option.multiple


@every_option
def test_option_is_on_the_command_line(option: Option) -> None:
    @choice_options
    def command() -> None: ...

    (parameter,) = (
        parameter for parameter in click.command(command).params if f"--{option.name}" in parameter.opts
    )
    assert isinstance(parameter, click.Option)
    assert (parameter.help, parameter.multiple, parameter.metavar) == (
        option.help_text,
        option.multiple,
        option.metavar or None,
    )


@every_option
def test_option_is_remembered_as_declared(option: Option) -> None:
    for target, allowed in (("", option.allows_global), ("upper-back-reset", option.allows_target)):
        if allowed:
            preference = Preference(target, option.name, (option.example,))
            choices = make_choices({}, (preference,), "upper-back-reset")
            assert choices.preference_fields == {option.preference_field or option.field}
    if not option.allows_global:
        with pytest.raises(RequestError, match="cannot be remembered for all sessions"):
            field_and_value(Preference("", option.name, (option.example,)))


@every_option
def test_option_is_explained(option: Option) -> None:
    choices = make_choices({option.name: (option.example,)})
    lines = explain_example(choices).splitlines()
    reason, *_ = sorted(line for line in lines if "you asked for it" in line) or [""]
    if option.explanation != Explanation.BY_EFFECT:
        described = option.describe_value(getattr(choices, option.field))
        assert reason.split("  ")[0] == option.name
        assert described in reason
    elif option.field == "length":
        assert reason.startswith("length")


def test_a_list_may_be_parted_by_commas_as_in_a_script() -> None:
    both = make_choices({"avoid": ("osteoporosis, recent operation",), "skip": ("settle,twist", "lean")})
    assert both == Choices(avoid=("osteoporosis", "recent operation"), skip=("settle", "twist", "lean"))
    assert plan_with("avoid pregnancy,osteoporosis").avoid == ("pregnancy", "osteoporosis")
    for nothing in ("", ","):
        with pytest.raises(RequestError, match=f"“{nothing}” is not a condition"):
            make_choices({"avoid": (nothing,)})


def test_choice_overrides_preference() -> None:
    usual = ("level gentle", "moving 1.5x", "sounds minimal", "avoid pregnancy", "skip settle")
    only = plan_with(*usual)
    assert (only.level, only.moving, only.sounds) == ("gentle", Fraction(3, 2), "minimal")
    assert (only.avoid, only.skip, only.always_skip) == (("pregnancy",), (), ("settle",))
    both = plan_with(*usual, level="strong", avoid="osteoporosis", skip="twist")
    assert (both.level, both.moving) == ("strong", Fraction(3, 2))
    # A condition does not go away because another one is named.
    assert (both.avoid, both.skip, both.always_skip) == (
        ("pregnancy", "osteoporosis"),
        ("twist",),
        ("settle",),
    )
    assert both.preference_fields == {"moving", "sounds", "avoid", "always_skip"}


def test_length_preference_applies_to_its_session_only() -> None:
    assert plan_with("given.minutes 12").length == units.to_samples(720)
    assert plan_with("given.minutes 12", session="other").length == 0
    assert plan_with("given.length 9:59", minutes="3").length == units.to_samples(180)
    with pytest.raises(RequestError, match="--minutes and --length both set the length"):
        plan_with(minutes="3", length="3:00")


@pytest.mark.parametrize(
    ("entries", "given", "settle", "twist"),
    [
        (("hold 15s",), {}, 15, 15),
        (("hold 15s", "twist.hold 9s"), {}, 15, 9),
        (("twist.hold 9s",), {}, 10, 9),
        (("twist.hold 9s",), {"hold": "15s"}, 15, 15),
        (("twist.hold 9s",), {"hold": "15s twist=8s"}, 15, 8),
        (("hold 15s",), {"hold": "twist=8s"}, 15, 8),
        (("nowhere.hold 9s", "twist.nothing 9s", "rounds 2"), {}, 10, 12),
    ],
)
def test_override_wins_over_preference_and_unknown_ones_are_ignored(
    entries: tuple[str, ...], given: dict[str, str], settle: int, twist: int
) -> None:
    plan = plan_script(TWO_SESSION, plan_with(*entries, **given))
    assert (hold_seconds(plan, "settle"), hold_seconds(plan, "twist")) == (settle, twist)


LIFT_SCRIPT = "---\ntitle: Lift\nhold: 20s (5s-60s), gentle 12s\n---\n\n- hold {hold}\n"


@pytest.mark.parametrize(
    ("entries", "given", "seconds"),
    [
        (("level gentle",), {}, 12),
        (("level gentle", "lift.hold 30s"), {}, 30),
        (("lift.hold 30s",), {"level": "gentle"}, 12),
        (("level gentle",), {"level": "standard"}, 20),
        (("lift.hold 30s",), {"level": "gentle", "hold": "25s"}, 25),
    ],
)
def test_level_choice_overrides_preference(
    entries: tuple[str, ...], given: dict[str, str], seconds: int
) -> None:
    session = "---\ntitle: One\n---\n\n- use lift\n"
    assert (
        hold_seconds(plan_script(session, plan_with(*entries, **given), lift=LIFT_SCRIPT), "lift") == seconds
    )


def test_skip_preference_applies_unless_technique_is_named() -> None:
    def names(**given: str) -> list[str]:
        usual = plan_with("skip settle, nowhere", **given)
        return [part.technique.name for part in plan_script(TWO_SESSION, usual).techniques]

    assert names() == ["twist"]
    assert names(only="settle") == ["settle"]
    with pytest.raises(RequestError, match="“given” does not use “nowhere”"):
        names(skip="nowhere")


def test_preference_beyond_limit_is_refused_with_unset_command() -> None:
    with pytest.raises(RequestError) as caught:
        plan_script(TWO_SESSION, plan_with("twist.hold 90s"))
    assert str(caught.value).endswith("It is remembered: “voiceguide unset twist.hold” forgets it.")


def test_preference_pins_value_only_when_it_applies() -> None:
    assert [part.pinned for part in plan_script(TWO_SESSION, plan_with("twist.hold 9s")).techniques] == [
        set(),
        {"hold"},
    ]
    assert [
        part.pinned for part in plan_script(TWO_SESSION, plan_with("twist.hold 9s", hold="8s")).techniques
    ] == [
        set(),
        set(),
    ]


def test_preference_is_parsed_like_the_command_line() -> None:
    (entry,) = parse_preferences("a-b.times 12")
    assert field_and_value(entry) == (
        "overrides",
        (ValueOverride("a-b", "times", 12, "count", is_preference=True),),
    )
    with pytest.raises(RequestError, match="“only” cannot be remembered for all sessions"):
        plan_with("only settle")
