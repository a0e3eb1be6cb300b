"""What must be true of any session, any choices and any voice."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from tests.helpers.fixed_lengths import Voice
from tests.helpers.golden_timelines import laid_out, planned
from tests.helpers.random_scripts import Written, sessions
from tests.helpers.timeline_laws import LAWS, holds
from voiceguide import units
from voiceguide.errors import RequestError, ScriptError
from voiceguide.fit.fit import fit
from voiceguide.plan.choices import COUNTDOWN_VALUES, GUIDANCE, HALFWAY_VALUES, Choices, ValueOverride
from voiceguide.plan.sound_profiles import SOUND_PROFILES
from voiceguide.score.score import write_score
from voiceguide.score.timeline import score_length
from voiceguide.script.model import Reference, Section, Step, Text, walk_parts, walk_steps
from voiceguide.script.vocabulary import LEVEL_MARKS, MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.timeline import Timeline
    from voiceguide.script.model import ScriptBody

VOICES = st.sampled_from([Voice(Fraction(word)) for word in ("0.15", "0.4", "0.63")])
SECONDS = st.integers(3, 200).map(units.to_samples)
WISHES = st.one_of(
    st.builds(ValueOverride, st.sampled_from(("", "reach")), st.just("hold"), SECONDS, st.just("time")),
    st.builds(
        ValueOverride, st.sampled_from(("", "reach")), st.just("rounds"), st.integers(1, 4), st.just("count")
    ),
)
CHOICES = st.builds(
    Choices,
    length=st.one_of(st.just(0), st.integers(units.to_samples(20), units.to_samples(900))),
    overrides=st.lists(WISHES, max_size=2).map(tuple),
    skip=st.sampled_from(((), (), ("reach",))),
    moving=st.sampled_from((Fraction(1), Fraction("1.333"), Fraction("0.5"))),
    level=st.sampled_from(("standard", "gentle")),
    guidance=st.sampled_from(GUIDANCE),
    sounds=st.sampled_from(tuple(SOUND_PROFILES)),
    halfway=st.sampled_from((None, *HALFWAY_VALUES.values())),
    countdown=st.sampled_from((None, *COUNTDOWN_VALUES.values())),
    announce_next=st.booleans(),
)

quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@quick
@given(sessions(), CHOICES, VOICES)
def test_a_session_keeps_every_law_or_is_refused_with_lengths_that_can_be_had(
    written: Written, choices: Choices, voice: Voice
) -> None:
    plan = plan_of(written, choices)
    try:
        done = fitted(plan, voice)
    except RequestError as error:
        event("refused")
        the_refusal_is_right(str(error), plan, voice)
        return
    event("fits")
    timeline = laid_out(plan, voice)
    assert done.length in {choices.length, timeline.length}
    assert choices.length or done.length % units.SAMPLE_RATE == 0
    assert timeline.length == done.length == score_length(write_score(done), voice)
    for law in LAWS:
        law(timeline)
    holds_last_what_the_plan_says(timeline, done)
    all_that_an_author_wrote_is_heard_whole(timeline, done, voice)
    assert done == fit(plan_of(written, choices), voice)


def plan_of(written: Written, choices: Choices) -> Plan:
    """The plan; wishes that this session cannot grant are left out."""
    try:
        return planned(written.session, choices, **written.techniques)
    except ScriptError:
        raise
    except RequestError:
        return planned(written.session, Choices(length=choices.length), **written.techniques)


def fitted(plan: Plan, voice: Voice) -> Plan:
    """The plan made to fit; where a cue does not, its error must say so and the example is given up."""
    try:
        return fit(plan, voice)
    except ScriptError as error:
        event("a cue does not fit")
        assume(not all(problem.line > 1 and " and lacks " in problem.message for problem in error.problems))
        raise


def the_refusal_is_right(message: str, plan: Plan, voice: Voice) -> None:
    """Lengths that it names can be had, and the one asked for lies outside or between them."""
    if "for the words of" in message:
        return
    asked = (
        units.format_clock(plan.length)
        if plan.length % units.SAMPLE_RATE == 0
        else units.format_duration(plan.length)
    )
    named = [units.parse_duration(text) for text in re.findall(r"\d+(?::\d\d)+", message.replace(asked, ""))]
    for length in named:
        assert fit(replace(plan, length=length), voice).length == length
    inside = min(named) <= plan.length <= max(named)
    assert inside == ("the nearest" in message)


def holds_last_what_the_plan_says(timeline: Timeline, plan: Plan) -> None:
    wanted = list(planned_holds(plan))
    placed = [inside[-1].end - inside[0].start for inside in holds(timeline)]
    assert len(placed) == len(wanted)
    assert all(abs(one - other) <= units.FRAME_SAMPLES for one, other in zip(placed, wanted, strict=True))


def bodies(plan: Plan) -> Iterator[tuple[PlannedTechnique | None, ScriptBody]]:
    """Everything that is performed, with the technique whose values it may name."""
    for part in plan.techniques:
        yield from ((None, part.preamble), (part, part.technique.body))
    yield None, plan.closing


def planned_holds(plan: Plan) -> Iterator[int]:
    """The lengths of all holds in order, worked out without the score."""
    for part, body in bodies(plan):
        for item in body:
            if isinstance(item, Section):
                held = [length for step in walk_steps(item.body) for length in holds_of(step, part)]
                yield from held * amount_of(item.rounds, part) * max(len(item.sides), 1)
            elif isinstance(item, Step):
                yield from holds_of(item, part)


def holds_of(step: Step, part: PlannedTechnique | None) -> list[int]:
    rounds = amount_of(step.rounds, part) * max(len(step.sides), 1)
    return [amount_of(step.amount, part)] * rounds * (step.kind == "hold")


def amount_of(amount: int | Reference, part: PlannedTechnique | None) -> int:
    if isinstance(amount, int):
        return amount
    assert part
    return part.amount(amount.name)


def all_that_an_author_wrote_is_heard_whole(timeline: Timeline, plan: Plan, voice: Voice) -> None:
    heard = set()
    for sounding in timeline.events:
        if sounding.sound:
            assert sounding.end - sounding.start == voice(sounding.sound).length
            heard |= {word.strip(".,*()") for word in sounding.sound.text.split()}
    for text in words_of(plan):
        assert {word.strip(".,*()") for word in text.split() if "{" not in word} <= heard


def words_of(plan: Plan) -> Iterator[str]:
    """Every note, paragraph and cue whose moment comes."""
    for part in plan.techniques:
        yield from (note.text for note in part.technique.notes)
    for owner, body in bodies(plan):
        for item in walk_parts(body):
            cues = (item,) if isinstance(item, Text) else item.cues
            rounds = 2 if isinstance(item, Text) else amount_of(item.rounds, owner)
            yield from (cue.text for cue in comes(cues, rounds) if is_for(cue, plan))


def comes(cues: tuple[Text, ...], rounds: int) -> Iterator[Text]:
    own = {cue.timing.amount for cue in cues if cue.timing.kind == "round"}
    for cue in cues:
        later = set(range(2, rounds + 1)) - (own if cue.timing.kind == "rounds" else set())
        moments = {"round": {cue.timing.amount} & later, "rounds": later}
        if moments.get(cue.timing.kind, True):
            yield cue


def is_for(words: Text, plan: Plan) -> bool:
    """Whether the listener's choices leave words in: of names only, no author's words but safety notes."""
    return (
        not plan.names_only
        and not (words.is_detail and plan.brief)
        and words.timing.kind in {*MARKS} - {*LEVEL_MARKS} | {"first", plan.level}
    )


@quick
@given(sessions(), SECONDS, SECONDS, st.sampled_from(("", "reach")), VOICES)
def test_a_longer_hold_shortens_no_other(
    written: Written, one: int, other: int, technique: str, voice: Voice
) -> None:
    lengths = []
    for asked in sorted((one, other)):
        wish = ValueOverride(technique, "hold", asked, "time")
        try:
            plan = planned(written.session, Choices(overrides=(wish,)), **written.techniques)
            lengths.append(list(planned_holds(fitted(plan, voice))))
        except RequestError:
            event("refused")
            return
    event("granted")
    assert all(shorter <= longer for shorter, longer in zip(*lengths, strict=True))
