"""Effect of a length on holds, rests and rounds, compared with an exhaustive search."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from tests.helpers.fixed_lengths import FixedMeasure
from tests.helpers.golden_timelines import plan_script
from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.fit.durations import Durations
from voiceguide.fit.fill import natural_length
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import ValueOverride
from voiceguide.score.layout import score_length
from voiceguide.score.score import write_score
from voiceguide.script.value_roles import stretching_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique

pytestmark = pytest.mark.slow

VOICE = FixedMeasure(Fraction("0.3"))

few_examples = settings(max_examples=25, deadline=None)


@st.composite
def technique_scripts(draw: st.DrawFn, name: str) -> str:
    """Draw a hold with limits, perhaps in rounds with a rest, or one that does not stretch."""
    least, usual, most = sorted(draw(st.tuples(*[st.integers(3, 40)] * 3)))
    rounds, rest = draw(st.sampled_from((("", ""), ("{rounds} x ", ", rest {rest}"))))
    front = f"hold: {usual}s ({least}s-{most}s)\n" if most > least else ""
    front += "rounds: 2 (1-3)\nrest: 6s (4s-9s)\n" * bool(rounds)
    dose = "{hold}" if most > least else f"{usual}s"
    spoken = draw(st.sampled_from(("", "\n  - Stay for {hold}.", "\n  - Stay."))) if most > least else ""
    return f"---\ntitle: {name}\n{front}---\n\n- {rounds}hold {dose}{rest}{spoken}\n"


BREATH_SCRIPT = "---\ntitle: Breath\ntimes: 3 (2-9)\n---\n\n- breathe {times} times, in 2s, out 3s\n"
NAMES = ("one", "two", "three")


@st.composite
def session_plans(draw: st.DrawFn, length: int = 0) -> Plan:
    """Draw the plan of a small session with a target length."""
    names = NAMES[: draw(st.integers(1, 3))]
    lines = [f"- use {name}{draw(st.sampled_from(('', ', optional')))}" for name in names]
    lines += ["- use breath, fill"] * draw(st.booleans())
    front = draw(st.sampled_from(("", "length: 2:00\n")))
    texts = {name: draw(technique_scripts(name)) for name in names}
    wishes = draw(st.sampled_from(((), (ValueOverride("one", "hold", units.to_samples(20), "time"),))))
    length = length or units.to_samples(draw(st.integers(15, 300)))
    text = f"---\ntitle: Day\n{front}---\n\n" + "\n\n".join(lines) + "\n"
    choices = Choices(length=length, overrides=wishes)
    try:
        return plan_script(text, choices, breath=BREATH_SCRIPT, **texts)
    except RequestError:
        return plan_script(text, replace(choices, overrides=()), breath=BREATH_SCRIPT, **texts)


def variants(plan: Plan) -> Iterator[Plan]:
    """Yield all variants: each optional technique in or out, with each number of rounds within limits."""
    for parts in itertools.product(*(tuple(part_variants(part)) for part in plan.techniques)):
        remaining = tuple(part for part in parts if part)
        if remaining:
            yield replace(plan, techniques=remaining)


def part_variants(part: PlannedTechnique) -> Iterator[PlannedTechnique | None]:
    """Yield a technique with each number of its rounds, and None if it can be left out."""
    value = part.technique.value("rounds")
    yield from (
        (part.with_value("rounds", count) for count in range(value.least, value.most + 1))
        if value
        else (part,)
    )
    if part.optional and not part.pinned and not part.fill:
        yield None


def length_range(plan: Plan) -> tuple[int, int]:
    """Return the shortest and longest length of a variant: stretchable values and the fill at their limits."""
    shortest, longest = (
        score_length(
            write_score(
                replace(plan, techniques=tuple(with_values_at(part, end) for part in plan.techniques))
            ),
            VOICE,
        )
        for end in ("least", "most")
    )
    # A whole second that is not quite full is filled with quiet.
    return shortest, -(-longest // units.SAMPLE_RATE) * units.SAMPLE_RATE


def with_values_at(part: PlannedTechnique, limit: str) -> PlannedTechnique:
    free = set(stretching_names(part.technique)) - part.overridden | {part.fill}
    for value in part.technique.values:
        if value.name in free:
            part = part.with_value(value.name, getattr(value, limit))
    return part


@few_examples
@given(session_plans())
def test_length_is_met_exactly_or_no_variant_reaches_it(plan: Plan) -> None:
    reaches = [length_range(way) for way in variants(plan)]
    within = any(shortest <= plan.length <= longest for shortest, longest in reaches)
    try:
        done = fit(plan, VOICE)
    except RequestError:
        event("refused")
        # Words that name an amount are longer for some: at the very ends a second may be theirs.
        inner = [(low + 2 * units.SAMPLE_RATE, high - 2 * units.SAMPLE_RATE) for low, high in reaches]
        assert not any(low <= plan.length <= high for low, high in inner)
        return
    event("fits")
    assert within
    assert done.length == plan.length == score_length(write_score(done), VOICE)
    assert done.trailing_silence >= 0
    for part in done.techniques:
        for value in part.technique.values:
            assert value.least <= part.amount(value.name) <= value.most
    pinned = {
        (part.technique.name, name): part.amount(name) for part in plan.techniques for name in part.overridden
    }
    assert pinned.items() <= planned_amounts(done).items()
    assert done == fit(plan, VOICE)


def planned_amounts(plan: Plan) -> dict[tuple[str, str], int]:
    return {(part.technique.name, name): amount for part in plan.techniques for name, amount in part.values}


@few_examples
@given(
    session_plans(length=units.to_samples(60)),
    st.lists(st.integers(20, 400), min_size=2, max_size=6, unique=True),
)
def test_asking_for_longer_never_shortens_a_hold(plan: Plan, lengths: list[int]) -> None:
    """Compare sessions with equal techniques and rounds, except the value that takes the rest."""
    done = []
    for seconds in sorted(lengths):
        try:
            done.append(fit(replace(plan, length=units.to_samples(seconds)), VOICE))
        except RequestError:
            event("refused")
    for shorter, longer in itertools.combinations(done, 2):
        if rounds_by_technique(shorter) != rounds_by_technique(longer):
            continue
        event("compared")
        filling = {(part.technique.name, part.fill) for part in plan.techniques if part.fill}
        before, after = planned_amounts(shorter), planned_amounts(longer)
        assert all(before[key] <= after[key] for key in before.keys() - filling)


def rounds_by_technique(plan: Plan) -> list[tuple[str, int]]:
    return [(part.technique.name, dict(part.values).get("rounds", 1)) for part in plan.techniques]


def test_holds_are_shorter_when_an_optional_technique_returns() -> None:
    """One hold makes at most 45 s, so 46 s need both; both at that length would make 81 s."""
    lean = "---\ntitle: Lean\nhold: 20s (10s-30s)\n---\n\n- hold {hold}\n"
    text = "---\ntitle: Day\n---\n\n- use lean\n\n- use reach, optional\n"

    def hold_seconds(seconds: int) -> list[tuple[str, float]]:
        plan = plan_script(text, Choices(length=units.to_samples(seconds)), lean=lean, reach=lean)
        return [
            (name, units.to_seconds(amount))
            for (name, _), amount in planned_amounts(fit(plan, VOICE)).items()
        ]

    assert hold_seconds(35) == [("lean", 20)]
    assert hold_seconds(45) == [("lean", 30)]
    assert hold_seconds(46) == [("lean", 12.638), ("reach", 12.638)]
    assert hold_seconds(61) == [("lean", 20), ("reach", 20)]
    assert hold_seconds(81) == [("lean", 30), ("reach", 30)]


@settings(few_examples, max_examples=100)
@given(session_plans(), st.data())
def test_no_hold_shrinks_when_dropping_or_repeating_is_enough(plan: Plan, data: st.DataObject) -> None:
    """If a usual variant meets the length by its fill alone, no hold shrinks."""
    low, high = sorted(unstretched_range(data.draw(st.sampled_from(tuple(usual_variants(plan))))))
    seconds = data.draw(st.integers(low // units.SAMPLE_RATE, high // units.SAMPLE_RATE))
    plan = replace(plan, length=units.to_samples(seconds))
    # Words name the length, so what another one leaves room for is looked at once more.
    assume(any(low <= plan.length <= high for low, high in map(unstretched_range, usual_variants(plan))))
    before, done = planned_amounts(plan), fit(plan, VOICE)
    event(f"{len(done.techniques) - len(plan.techniques)} techniques")
    for part in done.techniques:
        for name in set(stretching_names(part.technique)) - {part.fill}:
            assert part.amount(name) >= before[part.technique.name, name]


def usual_variants(plan: Plan) -> Iterator[Plan]:
    """Yield variants with ever more rounds; then without optional techniques, last first, and with fewer rounds."""
    yield from plans_with_rounds(plan, range(len(plan.techniques)), +1)
    while leaving := [part for part in plan.techniques if part.optional and not part.pinned]:
        if len(plan.techniques) == 1:
            break
        plan = plan.without(leaving[-1])
        yield plan
    yield from plans_with_rounds(plan, range(len(plan.techniques) - 1, -1, -1), -1)


def plans_with_rounds(plan: Plan, order: Iterable[int], change: int) -> Iterator[Plan]:
    """Yield the plan, then variants with one round more or less at a time, technique by technique."""
    yield plan
    parts = list(plan.techniques)
    for number in order:
        value = parts[number].technique.value("rounds")
        while value and value.least <= (count := parts[number].amount("rounds") + change) <= value.most:
            parts[number] = parts[number].with_value("rounds", count)
            yield replace(plan, techniques=tuple(parts))


def unstretched_range(plan: Plan) -> tuple[int, int]:
    """Return the shortest and longest length of a plan in which only the fill changes."""
    return score_length(write_score(plan.with_fill(2)), VOICE), natural_length(
        plan.with_fill(9), Durations(VOICE)
    )


def test_nothing_shrinks_because_words_for_more_would_be_longer() -> None:
    """A third round leaves 0.7 s, in which “about 3 seconds” has no room, so they stay silent."""
    stay = "---\ntitle: Stay\nhold: 3s (3s-4s)\nrounds: 2 (1-3)\nrest: 6s (4s-9s)\n---\n\n"
    stay += "- {rounds} x hold {hold}, rest {rest}\n  - Stay for {hold}.\n"
    wait = "---\ntitle: Wait\n---\n\n- hold 3s\n"
    text = "---\ntitle: Day\n---\n\n- use wait\n\n- use wait\n\n- use stay\n"
    done = fit(plan_script(text, Choices(length=units.to_samples(76)), stay=stay, wait=wait), VOICE)
    assert done.notes == ("Stay: rounds 3, to meet the length.",)


def test_rests_between_rounds_stretch_too() -> None:
    rows = "---\ntitle: Rows\nrest: 10s (5s-20s)\n---\n\n- 2 x reps 5, pull 1s, back 1s, rest {rest}\n"
    text = "---\ntitle: Day\nlength: 1:00\n---\n\n- use rows\n\n- use breath, fill\n"
    choices = Choices(length=units.to_samples(72))
    done = fit(plan_script(text, choices, rows=rows, breath=BREATH_SCRIPT), VOICE)
    assert planned_amounts(done)["rows", "rest"] == units.to_samples(12)


@pytest.mark.parametrize("seconds", [61, 64, 75])
def test_stretch_notes_name_each_value(seconds: int) -> None:
    lean = "---\ntitle: Lean\nhold: 10s (5s-60s)\n---\n\n- hold {hold}\n"
    text = "---\ntitle: Day\nlength: 1:00\n---\n\n- use lean\n\n- use breath, fill\n"
    done = fit(
        plan_script(text, Choices(length=units.to_samples(seconds)), lean=lean, breath=BREATH_SCRIPT), VOICE
    )
    hold = planned_amounts(done)["lean", "hold"]
    told = f"Lean: hold {units.to_seconds(hold):.3g}s instead of 10s, to meet the length."
    assert done.notes[:-1] == ((told,) if hold != units.to_samples(10) else ())
