"""What holds for dose lines and headings: each says what its verb can do, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script.grammar import nearest, sparing
from voiceguide.script.model import Group, Session, steps
from voiceguide.script.source import shown
from voiceguide.script.vocabulary import BREATH, VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.rules.context import View


def names_are_known(view: View) -> Iterator[Problem]:
    """A name in a dose line is a value of the front matter, of the unit needed there."""
    values, guess = view.values, sparing()
    names = frozenset(values)
    for name, unit in view.named:
        example = "10" if unit == "count" else "20s"
        if name.name not in values:
            hint = guess(name.name, names) or f"Write “{name.name or 'hold'}: {example}” in the front matter."
            if isinstance(view.script, Session):
                hint = f"A session has no values: write {example} or the like."
            yield name.place.problem(f"“{{{shown(name.name)}}}” is not a value of this script.", hint)
        elif values[name.name].unit != unit:
            wanted = "a number" if unit == "count" else "a time"
            hint = f"Write “{name.name}: {example}” in line {values[name.name].place.line}."
            yield name.place.problem(f"“{{{name.name}}}” must be {wanted} here.", hint)


def options_fit_their_verb(view: View) -> Iterator[Problem]:
    """Rounds, sides, ready, switch and rest belong to hold, go and reps."""
    for step in view.steps:
        options = {
            "rounds": step.rounds != 1,
            "sides": step.sides != (),
            "ready": step.ready is not None,
            "switch": step.switch is not None,
            "rest": step.rest is not None,
        }
        for option, there in options.items():
            if there and not VERBS[step.verb].repeats:
                hint = "Such options belong to hold, go and reps."
                yield step.place.problem(f"A “{step.verb}” has no {option}.", hint)


def leads_fit_their_verb(view: View) -> Iterator[Problem]:
    """Repetitions and breaths are led by something, breaths not counted; a hold may be left in silence."""
    for step in view.steps:
        if step.led and step.led not in VERBS[step.verb].led:
            fitting = ", ".join(f"“{led}”" for led in VERBS[step.verb].led)
            hint = f"It may be {fitting}." if fitting else "Such options belong to reps and breathe."
            yield step.place.problem(f"A “{step.verb}” cannot be “{step.led}”.", hint)


def switches_need_sides(view: View) -> Iterator[Problem]:
    """Time to switch needs two sides."""
    for part in view.repeated:
        fits = isinstance(part, Group) or VERBS[part.verb].repeats
        if part.switch is not None and not part.sides and fits:
            yield part.place.problem("There is no side to switch to.", "Write “, each side”.")


def rests_need_rounds(view: View) -> Iterator[Problem]:
    """Rest between rounds needs more than one."""
    for part in view.repeated:
        fits = isinstance(part, Group) or VERBS[part.verb].repeats
        if part.rest is not None and fits and view.most(part.rounds) == 1:
            hint = "Write “2 x”, or “- rest 20s” as a step of its own."
            yield part.place.problem("There is no other round to rest before.", hint)


def sides_are_done_once(view: View) -> Iterator[Problem]:
    """A step under a heading that does each side does not do each side again."""
    for group in view.repeated:
        for step in steps(group.body) if isinstance(group, Group) and group.sides else ():
            if step.sides:
                hint = "Take “each side” out of one of the two."
                yield step.place.problem("The heading already does each side.", hint)


def repetitions_have_phases(view: View) -> Iterator[Problem]:
    """A repetition is made of phases, and none of them is a mistyped option."""
    for step in view.steps:
        if step.verb == "reps" and not step.phases:
            yield step.place.problem(
                "A repetition needs phases.", "Write “, up 2s, down 2s” behind the number."
            )
        for phase in step.phases if step.verb == "reps" else ():
            if hint := nearest(phase.name, ("ready", "switch", "rest"), alike=0.8):
                yield phase.place.problem(f"“{shown(phase.name)}” would be a phase.", hint)


def breaths_are_whole(view: View) -> Iterator[Problem]:
    """A breath goes in, perhaps hold, out, perhaps hold."""
    for step in view.steps:
        if step.verb != "breathe":
            continue
        unknown = [phase for phase in step.phases if phase.name not in BREATH]
        for phase in unknown:
            hint = nearest(phase.name, BREATH) or f"A breath is made of {', '.join(BREATH)}."
            yield phase.place.problem(f"“{shown(phase.name)}” is not part of a breath.", hint)
        if not unknown and tuple(phase.name for phase in step.phases) not in _BREATHS:
            hint = "Write “, in 4s, out 6s”, with “hold 2s” behind either if you like."
            yield step.place.problem("A breath goes in, then out.", hint)


_BREATHS = {("in", "out"), ("in", "hold", "out"), ("in", "out", "hold"), ("in", "hold", "out", "hold")}


def one_fill(view: View) -> Iterator[Problem]:
    """At most one technique takes up the slack."""
    uses = view.script.uses if isinstance(view.script, Session) else ()
    for use in [use for use in uses if use.fill][1:]:
        yield use.place.problem("Another technique already fills the time.", "Keep one “fill”.")


def something_happens(view: View) -> Iterator[Problem]:
    """A script says or does something."""
    if not view.script.body:
        yield view.script.place.problem(
            "This script has no words and no steps.", "Write them below the front matter."
        )
