"""What a script must keep beyond its grammar. Each rule is one small function; its docstring states it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from voiceguide.errors import Problem
from voiceguide.script.grammar import nearest
from voiceguide.script.model import (
    Amount,
    Cue,
    Name,
    Place,
    Session,
    Step,
    Technique,
    Unit,
    Value,
    Words,
)
from voiceguide.script.text import shown
from voiceguide.script.vocabulary import BREATH, FILLED, INSIDE, MARKS, OPENING, RESERVED, VERBS

Script = Technique | Session
Rule = Callable[[Script], Iterator[Problem]]

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_CUE_AT_MOST = 2_000


def _problem(place: Place, message: str, hint: str = "") -> Problem:
    return Problem(place.file, place.line, place.column, message, hint)


def _values(script: Script) -> dict[str, Value]:
    """The values of a technique by name; a session has none."""
    return {value.name: value for value in script.values} if isinstance(script, Technique) else {}


def _steps(script: Script) -> Iterator[Step]:
    return (part for part in script.body if isinstance(part, Step))


def _amounts(step: Step) -> Iterator[tuple[Amount | None, Unit]]:
    """Each amount of a step, and whether it counts or lasts."""
    yield step.amount, "count" if step.verb in {"reps", "breathe"} else "time"
    yield step.rounds, "count"
    for amount in (step.ready, step.switch, step.rest, *(phase.length for phase in step.phases)):
        yield amount, "time"


def _spoken(script: Script) -> Iterator[tuple[Words | Cue, Step | None]]:
    """Everything that will be said, and the step it belongs to."""
    yield from ((note, None) for note in script.notes)
    for part in script.body:
        if isinstance(part, Words):
            yield part, None
        elif isinstance(part, Step):
            yield from ((cue, part) for cue in part.cues)


def names_are_known(script: Script) -> Iterator[Problem]:
    """A name in a dose line is a value of the front matter, of the unit needed there."""
    values = _values(script)
    for step in _steps(script):
        for amount, unit in _amounts(step):
            if not isinstance(amount, Name):
                continue
            example = "10" if unit == "count" else "20s"
            if amount.name not in values:
                hint = (
                    nearest(amount.name, values)
                    or f"Write “{amount.name or 'hold'}: {example}” in the front matter."
                )
                if isinstance(script, Session):
                    hint = f"A session has no values: write {example} or the like."
                yield _problem(
                    amount.place, f"“{{{shown(amount.name)}}}” is not a value of this script.", hint
                )
            elif values[amount.name].unit != unit:
                wanted = "a number" if unit == "count" else "a time"
                hint = f"Write “{amount.name}: {example}” in line {values[amount.name].place.line}."
                yield _problem(amount.place, f"“{{{amount.name}}}” must be {wanted} here.", hint)


def values_are_used(script: Script) -> Iterator[Problem]:
    """A value of the front matter is used by some step: else changing it would do nothing."""
    amounts = [amount for step in _steps(script) for amount, _ in _amounts(step)]
    used = {amount.name for amount in amounts if isinstance(amount, Name)}
    for value in _values(script).values():
        if value.name not in {*used, *RESERVED}:
            hint = f"Write “{{{value.name}}}” in a step, or delete the line."
            yield _problem(replace(value.place, column=1), f"No step uses “{shown(value.name)}”.", hint)


def values_have_names_of_their_own(script: Script) -> Iterator[Problem]:
    """The name of a value is one word, and none that means something else in braces or behind “use”."""
    for value in _values(script).values():
        at = replace(value.place, column=1)
        if value.name in RESERVED:
            yield _problem(at, f"“{value.name}” has a meaning of its own.", "Give the value another name.")
        elif not re.fullmatch(r"[^\W\d_][\w'-]*", value.name):
            yield _problem(at, f"“{shown(value.name)}” is not one word.", "Join its words with hyphens.")


def limits_hold(script: Script) -> Iterator[Problem]:
    """The lower limit comes first, and the default lies within the limits."""
    for value in _values(script).values():
        if value.least > value.most:
            yield _problem(value.place, "The limits are the wrong way round.", "The smaller one comes first.")
        elif not value.least <= value.default <= value.most:
            yield _problem(value.place, "The default lies outside its limits.", "Change one of the two.")


def braces_are_known(script: Script) -> Iterator[Problem]:
    """A name in the words is a value, or one that has a meaning at that moment; braces come in pairs."""
    for words, step in _spoken(script):
        known = {*_values(script), "length"}
        if step and VERBS[step.verb].repeats:
            known |= set(FILLED)
        for line in words.lines:
            for match in _BRACES.finditer(line.text):
                at = replace(line.place, column=line.place.column + match.start())
                if match[1] is None:
                    yield _problem(at, "A brace stands alone.", "Braces come in pairs, around a name.")
                elif (name := match[1].strip()) not in known:
                    hint = nearest(name, known) or f"Known are: {', '.join(sorted(known))}."
                    yield _problem(at, f"“{shown(match[0])}” has no meaning here.", hint)


def sides_need_sides(script: Script) -> Iterator[Problem]:
    """{side}, {other side} and @other side need a step done on each side."""
    for words, step in _spoken(script):
        if not (isinstance(words, Cue) and step) or step.sides or not VERBS[step.verb].repeats:
            continue
        if words.mark.kind == "other side" or re.search(r"\{ *(other )?side *\}", words.text):
            yield _problem(words.place, "This step has only one side.", "Write “, each side” in its line.")


def rounds_need_rounds(script: Script) -> Iterator[Problem]:
    """@rounds, @last, @rest and @round 2 stand in a step of so many rounds; round 1 has no mark."""
    for step in _steps(script):
        most = _most(step.rounds, script)
        for cue in step.cues:
            number = {"round": cue.mark.amount, "rounds": 2, "last": 2, "rest": 2}.get(cue.mark.kind, 0)
            if number == 1:
                hint = "Write the first round's words without a mark."
                yield _problem(cue.place, "The first round has no mark.", hint)
            elif most is not None and number > most and VERBS[step.verb].repeats:
                hint = f"Begin the step with “{number} x”, or take this cue away."
                wrong = f"This is never spoken: the step has {most} round{'s' * (most > 1)} at most."
                yield _problem(cue.place, wrong, hint)


def repetitions_are_that_many(script: Script) -> Iterator[Problem]:
    """@rep 6 stands in a step of so many repetitions."""
    for step in _steps(script):
        most = _most(step.amount, script)
        for cue in step.cues:
            if cue.mark.kind == "rep" and step.verb == "reps" and most is not None and cue.mark.amount > most:
                wrong = f"This is never spoken: there are {most} repetitions at most."
                yield _problem(cue.place, wrong, "Name an earlier one, or take this cue away.")


def _most(amount: Amount, script: Script) -> int | None:
    """The most that an amount can be; None for a name that is not known."""
    if isinstance(amount, int):
        return amount
    value = _values(script).get(amount.name)
    return value.most if value else None


def words_can_be_said(script: Script) -> Iterator[Problem]:
    """Words hold at least one letter or digit, and no more than a voice can take."""
    for words, _ in _spoken(script):
        if not any(character.isalnum() for character in _BRACES.sub("a", words.text)):
            yield _problem(words.place, "There is nothing here that a voice can say.", "Write words.")
        if len(words.text) > _CUE_AT_MOST:
            yield _problem(words.place, f"This is longer than {_CUE_AT_MOST} characters.", "Split it.")


def marks_begin_cues(script: Script) -> Iterator[Problem]:
    """An “@” stands nowhere but at the start of a cue: anywhere else it would be spoken."""
    for words, _ in _spoken(script):
        for number, line in enumerate(words.lines):
            at = line.text.find("@", int(number == 0 and isinstance(words, Cue)))
            if at >= 0:
                place = replace(line.place, column=line.place.column + at)
                yield _problem(place, "There is an “@” among the words.", "A mark begins a cue of its own.")


def marks_fit_their_step(script: Script) -> Iterator[Problem]:
    """A mark stands only in a step that has such a moment."""
    for step in _steps(script):
        for cue in step.cues:
            kind = cue.mark.kind
            if kind != OPENING and kind not in VERBS[step.verb].marks:
                hint = "Such a cue is spoken inside a hold or a go."
                if kind not in INSIDE:
                    hint = f"Such a cue is spoken {MARKS[kind]}."
                yield _problem(cue.place, f"A “{step.verb}” has no such moment.", hint)


def chimes_are_wordless(script: Script) -> Iterator[Problem]:
    """A chime has no words: it is a tone, and nothing else."""
    for step in _steps(script):
        if step.verb == "chime" and step.cues:
            yield _problem(step.cues[0].place, "A chime has no words.", "Write them as prose above it.")


def options_fit_their_verb(script: Script) -> Iterator[Problem]:
    """Rounds, sides, ready, switch and rest belong to hold, go and reps."""
    for step in _steps(script):
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
                yield _problem(step.place, f"A “{step.verb}” has no {option}.", hint)


def switches_need_sides(script: Script) -> Iterator[Problem]:
    """Time to switch needs two sides."""
    for step in _steps(script):
        if step.switch is not None and not step.sides and VERBS[step.verb].repeats:
            yield _problem(step.place, "There is no side to switch to.", "Write “, each side”.")


def repetitions_have_phases(script: Script) -> Iterator[Problem]:
    """A repetition is made of phases, and none of them is a mistyped option."""
    for step in _steps(script):
        if step.verb == "reps" and not step.phases:
            yield _problem(
                step.place, "A repetition needs phases.", "Write “, up 2s, down 2s” behind the number."
            )
        for phase in step.phases if step.verb == "reps" else ():
            if hint := nearest(phase.name, ("ready", "switch", "rest"), alike=0.8):
                yield _problem(phase.place, f"“{shown(phase.name)}” would be a phase.", hint)


def breaths_are_whole(script: Script) -> Iterator[Problem]:
    """A breath goes in, perhaps hold, out, perhaps hold."""
    for step in _steps(script):
        if step.verb != "breathe":
            continue
        unknown = [phase for phase in step.phases if phase.name not in BREATH]
        for phase in unknown:
            hint = nearest(phase.name, BREATH) or f"A breath is made of {', '.join(BREATH)}."
            yield _problem(phase.place, f"“{shown(phase.name)}” is not part of a breath.", hint)
        if not unknown and tuple(phase.name for phase in step.phases) not in _BREATHS:
            hint = "Write “, in 4s, out 6s”, with “hold 2s” behind either if you like."
            yield _problem(step.place, "A breath goes in, then out.", hint)


_BREATHS = {("in", "out"), ("in", "hold", "out"), ("in", "out", "hold"), ("in", "hold", "out", "hold")}


def something_happens(script: Script) -> Iterator[Problem]:
    """A script says or does something."""
    if not script.body:
        yield _problem(
            script.place, "This script has no words and no steps.", "Write them below the front matter."
        )


def one_fill(script: Script) -> Iterator[Problem]:
    """At most one technique takes up the slack."""
    uses = script.uses if isinstance(script, Session) else ()
    for use in [use for use in uses if use.fill][1:]:
        yield _problem(use.place, "Another technique already fills the time.", "Keep one “fill”.")


RULES: tuple[Rule, ...] = (
    names_are_known,
    values_have_names_of_their_own,
    limits_hold,
    braces_are_known,
    sides_need_sides,
    rounds_need_rounds,
    repetitions_are_that_many,
    words_can_be_said,
    marks_begin_cues,
    marks_fit_their_step,
    chimes_are_wordless,
    options_fit_their_verb,
    switches_need_sides,
    repetitions_have_phases,
    breaths_are_whole,
    one_fill,
)
WHEN_WHOLE: tuple[Rule, ...] = (values_are_used, something_happens)
"""Rules about what is missing: asked only once every line could be read."""


def problems(script: Script, *, whole: bool) -> Iterator[Problem]:
    """Every rule that the script breaks; `whole` is false where some lines could not be read."""
    for rule in (*RULES, *WHEN_WHOLE) if whole else RULES:
        yield from rule(script)
