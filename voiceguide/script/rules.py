"""What a script must keep beyond its grammar. Each rule is one small function; its docstring states it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from voiceguide.errors import Problem
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Amount, Cue, Name, Place, Session, Step, Technique, Unit, Words
from voiceguide.script.vocabulary import BREATH, CHIMES, FILLED, INSIDE, MARKS, OPENING, VERBS

_BRACED = re.compile(r"\{([^{}]*)\}")
_CUE_AT_MOST = 2_000


def _problem(place: Place, message: str, hint: str = "") -> Problem:
    return Problem(place.file, place.line, place.column, message, hint)


def _steps(script: Technique | Session) -> Iterator[Step]:
    return (part for part in script.body if isinstance(part, Step))


def _amounts(step: Step) -> Iterator[tuple[Amount | None, Unit]]:
    """Each amount of a step, and whether it counts or lasts."""
    yield step.amount, "count" if step.verb in {"reps", "breathe"} else "time"
    yield step.rounds, "count"
    for amount in (step.ready, step.switch, step.rest, *(phase.length for phase in step.phases)):
        yield amount, "time"


def _spoken(script: Technique | Session) -> Iterator[tuple[Words | Cue, Step | None]]:
    """Everything that will be said, and the step it belongs to."""
    yield from ((note, None) for note in script.notes)
    for part in script.body:
        if isinstance(part, Words):
            yield part, None
        elif isinstance(part, Step):
            yield from ((cue, part) for cue in part.cues)


def names_are_known(technique: Technique) -> Iterator[Problem]:
    """A name in a dose line is a value of the front matter, of the unit needed there."""
    values = {value.name: value for value in technique.values}
    for step in _steps(technique):
        for amount, unit in _amounts(step):
            if not isinstance(amount, Name):
                continue
            if amount.name not in values:
                hint = nearest(amount.name, values) or f"Write “{amount.name}: …” in the front matter."
                yield _problem(amount.place, f"“{{{amount.name}}}” is not a value of this script.", hint)
            elif values[amount.name].unit != unit:
                wanted = "a number" if unit == "count" else "a time"
                yield _problem(amount.place, f"“{{{amount.name}}}” must be {wanted} here.")


def values_are_used(technique: Technique) -> Iterator[Problem]:
    """A value of the front matter is used by some step: else changing it would do nothing."""
    used = {
        amount.name
        for step in _steps(technique)
        for amount, _ in _amounts(step)
        if isinstance(amount, Name)
    }
    for value in technique.values:
        if value.name not in used:
            hint = f"Write “{{{value.name}}}” in a step, or delete the line."
            yield _problem(replace(value.place, column=1), f"No step uses “{value.name}”.", hint)


def limits_hold(technique: Technique) -> Iterator[Problem]:
    """The lower limit comes first, and the default lies within the limits."""
    for value in technique.values:
        if value.least > value.most:
            yield _problem(value.place, "The limits are the wrong way round.", "The smaller one comes first.")
        elif not value.least <= value.default <= value.most:
            yield _problem(value.place, "The default lies outside its limits.", "Change one of the two.")


def braces_are_known(script: Technique | Session) -> Iterator[Problem]:
    """A name in the words is a value, or one that every script may say; braces come in pairs."""
    values = {value.name for value in script.values} if isinstance(script, Technique) else set()
    for words, step in _spoken(script):
        known = values | ({"length"} if step is None else set(FILLED))
        for match in _BRACED.finditer(words.text):
            if match[1].strip() not in known:
                hint = nearest(match[1], known) or "Write a name from the front matter, or the words themselves."
                yield _problem(words.place, f"“{match[0]}” has no meaning here.", hint)
        if "{" in (rest := _BRACED.sub("", words.text)) or "}" in rest:
            yield _problem(words.place, "A brace stands alone.", "Braces come in pairs, around a name.")


def sides_need_sides(technique: Technique) -> Iterator[Problem]:
    """{side}, {other side} and @other side need a step done on each side."""
    for step in _steps(technique):
        if step.sides:
            continue
        for cue in step.cues:
            if cue.mark.kind == "other side" or re.search(r"\{ *(other )?side *\}", cue.text):
                yield _problem(cue.place, "This step has only one side.", "Write “, each side” in its line.")


def words_can_be_said(script: Technique | Session) -> Iterator[Problem]:
    """Words hold at least one letter or digit, and no more than a voice can take."""
    for words, _ in _spoken(script):
        if not any(character.isalnum() for character in _BRACED.sub("a", words.text)):
            yield _problem(words.place, "There is nothing here that a voice can say.", "Write words.")
        if len(words.text) > _CUE_AT_MOST:
            yield _problem(words.place, f"This is longer than {_CUE_AT_MOST} characters.", "Split it.")


def marks_fit_their_step(script: Technique | Session) -> Iterator[Problem]:
    """A mark stands only in a step that has such a moment."""
    for step in _steps(script):
        verb = VERBS[step.verb]
        for cue in step.cues:
            kind = cue.mark.kind
            if kind != OPENING and kind not in verb.marks:
                hint = f"Such a cue {_MOMENT[kind]}." if kind in _MOMENT else f"It means: {MARKS[kind]}."
                yield _problem(cue.place, f"A {step.verb} has no such moment.", hint)
        if step.verb == "chime" and step.cues:
            yield _problem(step.cues[0].place, "A chime has no words.", "Write them as prose.")


_MOMENT = dict.fromkeys(INSIDE, "is spoken inside a hold or a go")


def options_fit_their_verb(script: Technique | Session) -> Iterator[Problem]:
    """Rounds, sides, ready, switch and rest belong to hold, go and reps; switch needs two sides."""
    for step in _steps(script):
        extra = (step.sides, step.ready, step.switch, step.rest, step.rounds != 1)
        if not VERBS[step.verb].repeats and any(part not in {None, False, ()} for part in extra):
            hint = "Rounds, sides, ready, switch and rest belong to hold, go and reps."
            yield _problem(step.place, f"A {step.verb} is done once.", hint)
        elif step.switch is not None and not step.sides:
            yield _problem(step.place, "There is no side to switch to.", "Write “, each side”.")


def phases_are_sound(script: Technique | Session) -> Iterator[Problem]:
    """Repetitions have phases; a breath goes in, perhaps hold, out, perhaps hold."""
    for step in _steps(script):
        names = tuple(phase.name for phase in step.phases)
        if step.verb == "reps" and not names:
            yield _problem(step.place, "A repetition needs phases.", "Write “, up 2s, down 2s”.")
        if step.verb == "breathe" and names not in _BREATHS:
            wanted = "Write “in 4s, out 6s”, with “hold 2s” behind either if you like."
            yield _problem(step.place, f"A breath is made of {', '.join(BREATH)}.", wanted)


_BREATHS = {("in", "out"), ("in", "hold", "out"), ("in", "out", "hold"), ("in", "hold", "out", "hold")}


def chimes_are_known(script: Technique | Session) -> Iterator[Problem]:
    """A chime is one of the tones a listener is taught."""
    for step in _steps(script):
        if step.verb == "chime" and step.tone not in CHIMES:
            hint = nearest(step.tone, CHIMES) or f"Known are: {', '.join(CHIMES)}."
            yield _problem(step.place, f"“{step.tone}” is not a chime.", hint)


def something_happens(script: Technique | Session) -> Iterator[Problem]:
    """A script says or does something."""
    if not script.body:
        yield _problem(script.place, "This script has no words and no steps.")


def session_names_stand_alone(session: Session) -> Iterator[Problem]:
    """A session has no values, so its own steps use plain times and numbers."""
    for step in _steps(session):
        for amount, _ in _amounts(step):
            if isinstance(amount, Name):
                hint = "Write the time itself."
                yield _problem(amount.place, f"“{{{amount.name}}}” is not a value of this script.", hint)


def one_fill(session: Session) -> Iterator[Problem]:
    """At most one technique takes up the slack."""
    for use in [use for use in session.uses if use.fill][1:]:
        yield _problem(use.place, "Another technique already fills the time.", "Keep one “fill”.")


_EITHER: tuple[Callable[[Technique | Session], Iterator[Problem]], ...] = (
    braces_are_known,
    words_can_be_said,
    marks_fit_their_step,
    options_fit_their_verb,
    phases_are_sound,
    chimes_are_known,
)
_TECHNIQUE: tuple[Callable[[Technique], Iterator[Problem]], ...] = (
    names_are_known,
    limits_hold,
    sides_need_sides,
)
_SESSION: tuple[Callable[[Session], Iterator[Problem]], ...] = (session_names_stand_alone, one_fill)


def problems(script: Technique | Session, *, whole: bool) -> Iterator[Problem]:
    """Every rule that the script breaks.

    With `whole` false some lines could not be read, and rules about what is missing are not asked.
    """
    for rule in _EITHER:
        yield from rule(script)
    if isinstance(script, Technique):
        for of_technique in _TECHNIQUE:
            yield from of_technique(script)
        if whole:
            yield from values_are_used(script)
    else:
        for of_session in _SESSION:
            yield from of_session(script)
    if whole:
        yield from something_happens(script)
