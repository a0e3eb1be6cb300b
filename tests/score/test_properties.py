"""Properties of any session, with any choices and any voice."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from tests.helpers.fixed_lengths import FixedMeasure
from tests.helpers.golden_timelines import fit_and_lay_out, plan_script
from tests.helpers.random_scripts import SessionScripts, session_scripts
from tests.helpers.timeline_laws import TIMELINE_INVARIANTS, events_by_hold
from voiceguide import units
from voiceguide.errors import RequestError, ScriptError
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import ValueOverride
from voiceguide.plan.sound_profiles import COUNTDOWNS, SOUND_PROFILES, HalfwaySignal
from voiceguide.score.layout import score_length
from voiceguide.score.score import write_score
from voiceguide.script.model import Reference, Section, Step, Text
from voiceguide.script.vocabulary import LEVEL_MARKS, MARKS, Guidance, Level
from voiceguide.script.walk import walk_parts, walk_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.timeline import Timeline
    from voiceguide.script.model import Amount, ScriptBody

VOICES = st.sampled_from([FixedMeasure(Fraction(word)) for word in ("0.15", "0.4", "0.63")])
SECONDS = st.integers(3, 200).map(units.to_samples)
OVERRIDES = st.one_of(
    st.builds(ValueOverride, st.sampled_from(("", "reach")), st.just("hold"), SECONDS, st.just("time")),
    st.builds(
        ValueOverride, st.sampled_from(("", "reach")), st.just("rounds"), st.integers(1, 4), st.just("count")
    ),
)
CHOICES = st.builds(
    Choices,
    length=st.one_of(st.just(0), st.integers(units.to_samples(20), units.to_samples(900))),
    overrides=st.lists(OVERRIDES, max_size=2).map(tuple),
    skip=st.sampled_from(((), (), ("reach",))),
    moving=st.sampled_from((Fraction(1), Fraction("1.333"), Fraction("0.5"))),
    level=st.sampled_from((Level.STANDARD, Level.GENTLE)),
    guidance=st.sampled_from(Guidance),
    sounds=st.sampled_from(tuple(SOUND_PROFILES)),
    halfway=st.sampled_from((None, *HalfwaySignal)),
    countdown=st.sampled_from((None, *COUNTDOWNS.values())),
    remaining=st.sampled_from((0, units.to_samples(5), units.to_samples(15))),
    announce_next=st.booleans(),
)

quick_settings = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@pytest.mark.slow
@quick_settings
@given(session_scripts(), CHOICES, VOICES)
def test_timeline_keeps_invariants_or_refusal_names_valid_lengths(
    scripts: SessionScripts, choices: Choices, voice: FixedMeasure
) -> None:
    plan = plan_scripts(scripts, choices)
    try:
        done = fit_or_skip(plan, voice)
    except RequestError as error:
        event("refused")
        check_refusal(str(error), plan, voice)
        return
    event("fits")
    timeline = fit_and_lay_out(plan, voice)
    assert done.length in {choices.length, timeline.length}
    assert choices.length or done.length % units.SAMPLE_RATE == 0
    assert timeline.length == done.length == score_length(write_score(done), voice)
    for check_invariant in TIMELINE_INVARIANTS:
        check_invariant(timeline)
    check_hold_lengths(timeline, done)
    check_all_texts_are_heard(timeline, done, voice)
    assert done == fit(plan_scripts(scripts, choices), voice)


def plan_scripts(scripts: SessionScripts, choices: Choices) -> Plan:
    """Return the plan, without overrides that this session refuses."""
    try:
        return plan_script(scripts.session, choices, **scripts.techniques)
    except ScriptError:
        raise
    except RequestError:
        return plan_script(scripts.session, Choices(length=choices.length), **scripts.techniques)


_LACKS_ROOM = re.compile(r" and lacks | is due ")


def fit_or_skip(plan: Plan, voice: FixedMeasure) -> Plan:
    """Return the fitted plan; where a cue does not fit, check the error and skip the example."""
    try:
        return fit(plan, voice)
    except ScriptError as error:
        event("a cue does not fit")
        assume(
            not all(problem.line > 1 and _LACKS_ROOM.search(problem.message) for problem in error.problems)
        )
        raise


def check_refusal(message: str, plan: Plan, voice: FixedMeasure) -> None:
    """Check that the lengths named are possible, and that the requested one is outside or between them."""
    if "for the words of" in message:
        return
    requested_length = units.format_exact_clock(plan.length)
    named_lengths = [
        units.parse_duration(text)
        for text in re.findall(r"\d+(?::\d\d)+", message.replace(requested_length, ""))
    ]
    for length in named_lengths:
        assert fit(replace(plan, length=length), voice).length == length
    is_between = min(named_lengths) <= plan.length <= max(named_lengths)
    assert is_between == ("the nearest" in message)


def check_hold_lengths(timeline: Timeline, plan: Plan) -> None:
    expected = list(expected_hold_lengths(plan))
    actual = [hold_events[-1].end - hold_events[0].start for hold_events in events_by_hold(timeline)]
    assert len(actual) == len(expected)
    assert all(abs(one - other) <= units.FRAME_SAMPLES for one, other in zip(actual, expected, strict=True))


def performed_bodies(plan: Plan) -> Iterator[tuple[PlannedTechnique | None, ScriptBody]]:
    """Yield the parts of the session, each with the technique whose values it may name."""
    for part in plan.techniques:
        yield from ((None, part.preamble), (part, part.technique.body))
    yield None, plan.closing


def expected_hold_lengths(plan: Plan) -> Iterator[int]:
    """Yield the lengths of all holds in order, computed without the score."""
    for part, body in performed_bodies(plan):
        for item in body:
            if isinstance(item, Section):
                lengths = [
                    length for step in walk_steps(item.body) for length in step_hold_lengths(step, part)
                ]
                yield from lengths * resolve_amount(item.rounds, part) * max(len(item.each), 1)
            elif isinstance(item, Step):
                yield from step_hold_lengths(item, part)


def step_hold_lengths(step: Step, part: PlannedTechnique | None) -> list[int]:
    rounds = resolve_amount(step.rounds, part) * max(len(step.each), 1)
    return [resolve_amount(step.amount, part)] * rounds * (step.kind == "hold")


def resolve_amount(amount: Amount, part: PlannedTechnique | None) -> int:
    if isinstance(amount, int):
        return amount
    assert part
    assert isinstance(amount, Reference)
    return part.amount(amount.name)


def check_all_texts_are_heard(timeline: Timeline, plan: Plan, voice: FixedMeasure) -> None:
    heard = set()
    for sounding in timeline.events:
        if sounding.sound:
            assert sounding.end - sounding.start == voice(sounding.sound).length
            heard |= {word.strip(".,*()") for word in sounding.sound.text.split()}
    for text in expected_texts(plan):
        assert {word.strip(".,*()") for word in text.split() if "{" not in word} <= heard


def expected_texts(plan: Plan) -> Iterator[str]:
    """Yield the notes, paragraphs and cues that are due."""
    for part in plan.techniques:
        yield from (note.text for note in part.technique.notes)
    for owner, body in performed_bodies(plan):
        for item in walk_parts(body):
            cues = (item,) if isinstance(item, Text) else item.cues
            rounds = 2 if isinstance(item, Text) else resolve_amount(item.rounds, owner)
            yield from (cue.text for cue in is_heard(cues, rounds) if is_for_listener(cue, plan))


def is_heard(cues: tuple[Text, ...], rounds: int) -> Iterator[Text]:
    own = {cue.timing.amount for cue in cues if cue.timing.kind == "round"}
    for cue in cues:
        later = set(range(2, rounds + 1)) - (own if cue.timing.kind == "rounds" else set())
        moments = {"round": {cue.timing.amount} & later, "rounds": later}
        if moments.get(cue.timing.kind, True):
            yield cue


def is_for_listener(words: Text, plan: Plan) -> bool:
    """Return whether the choices include words: with names only, safety notes and `@always` are all."""
    return (
        (words.is_always or plan.choices.guidance != Guidance.NAMES)
        and not (words.is_detail and plan.choices.guidance != Guidance.FULL)
        and words.timing.kind in {*MARKS} - {*LEVEL_MARKS} | {"first", plan.choices.level}
    )


@pytest.mark.slow
@quick_settings
@given(session_scripts(), SECONDS, SECONDS, st.sampled_from(("", "reach")), VOICES)
def test_a_longer_hold_shortens_no_other(
    written: SessionScripts, one: int, other: int, technique: str, voice: FixedMeasure
) -> None:
    lengths = []
    for asked in sorted((one, other)):
        wish = ValueOverride(technique, "hold", asked, "time")
        try:
            plan = plan_script(written.session, Choices(overrides=(wish,)), **written.techniques)
            lengths.append(list(expected_hold_lengths(fit_or_skip(plan, voice))))
        except RequestError:
            event("refused")
            return
    event("granted")
    assert all(shorter <= longer for shorter, longer in zip(*lengths, strict=True))
