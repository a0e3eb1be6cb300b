"""What a script must keep beyond its grammar. Each rule is one small function; its docstring states it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from voiceguide.errors import Problem
from voiceguide.script.grammar import nearest, sparing
from voiceguide.script.model import (
    Amount,
    Group,
    Name,
    Place,
    Session,
    Step,
    Technique,
    Unit,
    Value,
    Words,
    steps,
    within,
)
from voiceguide.script.text import LISTED, shown
from voiceguide.script.turns import taken, turns
from voiceguide.script.vocabulary import (
    ANYWHERE,
    BREATH,
    IN_TURNS,
    INSIDE,
    MARKS,
    ONLY,
    OPENING,
    RESERVED,
    TURNS,
    VERBS,
)

Script = Technique | Session
Rule = Callable[[Script], Iterator[Problem]]

_BRACES = re.compile(r"\{([^{}]*)\}|\{+(?![^{}]*\})|\}+")
_SLOW = re.compile(r"(?<!\w)\*(?![\s*])[^*\w]*\w[^*]*+(?<!\s)\*(?!\w)")
_CUE_AT_MOST = 2_000


def _problem(place: Place, message: str, hint: str = "") -> Problem:
    return Problem(place.file, place.line, place.column, message, hint)


def _values(script: Script) -> dict[str, Value]:
    """The values of a technique by name; a session has none."""
    return {value.name: value for value in script.values} if isinstance(script, Technique) else {}


def _steps(script: Script) -> Iterator[Step]:
    return steps(part for part in script.body if isinstance(part, Words | Step | Group))


def _repeated(script: Script) -> Iterator[Step | Group]:
    """Everything that may have rounds and sides."""
    parts = within(part for part in script.body if isinstance(part, Words | Step | Group))
    return (part for part in parts if not isinstance(part, Words))


def _amounts(part: Step | Group) -> Iterator[tuple[Amount | None, Unit]]:
    """Each amount of a step or heading, and whether it counts or lasts."""
    yield part.rounds, "count"
    yield part.switch, "time"
    yield part.rest, "time"
    if isinstance(part, Step):
        yield part.amount, "count" if part.verb in {"reps", "breathe"} else "time"
        yield part.ready, "time"
        yield from ((phase.length, "time") for phase in part.phases)


@dataclass(frozen=True)
class _Spoken:
    """Words, and where they stand: in a `step`, or as a paragraph; perhaps under a `heading` that repeats."""

    words: Words
    step: Step | None = None
    heading: Group | None = None

    @property
    def turns(self) -> Step | Group | None:
        """What may be done more than once here."""
        own = self.step if self.step and VERBS[self.step.verb].repeats else None
        return own if own and (own.repeats or not self.heading) else self.heading

    @property
    def sided(self) -> Step | Group | None:
        """What has the sides that the words mean: the step, unless only its heading has any."""
        return self.heading if self.heading and self.heading.sides else self.turns

    @property
    def counted(self) -> Step | Group | None:
        """What has the rounds that the words mean: the step, unless only its heading has any."""
        if self.step and self.step.rounds != 1:
            return self.step
        return self.heading if self.heading and self.heading.rounds != 1 else self.turns


def _spoken(script: Script) -> Iterator[_Spoken]:
    """Everything that will be said."""
    yield from (_Spoken(note) for note in script.notes)
    for part in script.body:
        if isinstance(part, Group):
            heading = part if part.repeats else None
            for inner in part.body:
                yield from _said(inner, heading)
        elif isinstance(part, Words | Step):
            yield from _said(part, None)


def _said(part: Words | Step, heading: Group | None) -> Iterator[_Spoken]:
    if isinstance(part, Words):
        yield _Spoken(part, None, heading)
    else:
        yield from (_Spoken(cue, part, heading) for cue in part.cues)


def names_are_known(script: Script) -> Iterator[Problem]:
    """A name in a dose line is a value of the front matter, of the unit needed there."""
    values, guess = _values(script), sparing()
    names = frozenset(values)
    for part in _repeated(script):
        for amount, unit in _amounts(part):
            if not isinstance(amount, Name):
                continue
            example = "10" if unit == "count" else "20s"
            if amount.name not in values:
                hint = (
                    guess(amount.name, names)
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
    amounts = [amount for part in _repeated(script) for amount, _ in _amounts(part)]
    used = {*RESERVED, *(amount.name for amount in amounts if isinstance(amount, Name))}
    for value in _values(script).values():
        if value.name not in used:
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
    """The lower limit comes first, and the default and other levels lie within the limits."""
    for value in _values(script).values():
        if value.least > value.most:
            yield _problem(value.place, "The limits are the wrong way round.", "The smaller one comes first.")
            continue
        for level, amount in (("default", value.default), *value.levels):
            if not value.least <= amount <= value.most:
                message = f"The {level} amount lies outside its limits."
                yield _problem(value.place, message, "Change one of the two.")


def braces_are_known(script: Script) -> Iterator[Problem]:
    """A name in the words is a value, or one that has a meaning at that moment; braces come in pairs."""
    anywhere = frozenset({*_values(script), *ANYWHERE})
    in_turns, guess = anywhere.union(IN_TURNS), sparing()
    for spoken in _spoken(script):
        known = in_turns if spoken.turns else anywhere
        for line in spoken.words.lines:
            for match in _BRACES.finditer(line.text):
                at = line.place.further(match.start())
                if match[1] is None:
                    yield _problem(at, "A brace stands alone.", "Braces come in pairs, around a name.")
                elif (name := match[1].strip()) not in known:
                    hint = guess(name, known) or _known(known)
                    yield _problem(at, f"“{shown(match[0])}” has no meaning here.", hint)


@lru_cache(maxsize=2)
def _known(names: frozenset[str]) -> str:
    return f"Known are: {shown(', '.join(sorted(names)), LISTED)}."


def sides_need_sides(script: Script) -> Iterator[Problem]:
    """{side}, {other side} and @other side need a step, or a heading, done on each side."""
    for spoken in _spoken(script):
        words = spoken.words
        sided = words.mark.kind == "other side" or re.search(r"\{ *(other )?side *\}", words.text)
        if sided and spoken.sided and not spoken.sided.sides:
            message = f"This {_called(spoken.sided)} has only one side."
            yield _problem(words.place, message, "Write “, each side” in its line.")


def _called(turns: Step | Group) -> str:
    return "step" if isinstance(turns, Step) else "heading"


def rounds_need_rounds(script: Script) -> Iterator[Problem]:
    """@rounds, @last, @rest and @round 2 stand where there are so many rounds; round 1 has no mark."""
    values = _values(script)
    for spoken in _spoken(script):
        mark, place = spoken.words.mark, spoken.words.place
        alone = mark.kind == "rest" and spoken.step and VERBS[spoken.step.verb].repeats
        turns = spoken.step if alone else spoken.counted
        most = _most(turns.rounds, values) if turns else None
        number = {"round": mark.amount, "rounds": 2, "last": 2, "rest": 2}.get(mark.kind, 0)
        if number == 1:
            hint = "Write the first round's words without a mark."
            yield _problem(place, "The first round has no mark.", hint)
        elif turns and most is not None and number > most:
            called, head = (
                _called(turns),
                "Begin the step with" if turns is spoken.step else "Write in the heading",
            )
            wrong = f"This is never spoken: the {called} has {most} round{'s' * (most > 1)} at most."
            yield _problem(place, wrong, f"{head} “{number} x”, or take this cue away.")


def sides_are_done_once(script: Script) -> Iterator[Problem]:
    """A step under a heading that does each side does not do each side again."""
    for group in _repeated(script):
        for step in steps(group.body) if isinstance(group, Group) and group.sides else ():
            if step.sides:
                hint = "Take “each side” out of one of the two."
                yield _problem(step.place, "The heading already does each side.", hint)


def every_turn_leaves_room(script: Script) -> Iterator[Problem]:
    """Words for the other side or for later rounds are spoken in some turn: others may take them all."""
    values = _values(script)
    for words, of in _runs(script):
        most = _most(of.rounds, values)
        least = values[of.rounds.name].least if isinstance(of.rounds, Name) and most else most
        if not (least and most):
            continue
        later = {"other side", "rounds", "last"} if most > 1 else {"other side"}
        marked = [each for each in words if each.mark.kind in later]
        heard = (
            {each for turn in turns(least, most, len(of.sides)) for each in taken(words, turn)}
            if marked
            else {}
        )
        for each in marked:
            if each not in heard and (of.sides or each.mark.kind != "other side"):
                wrong = "This is never spoken: other words take all its turns."
                yield _problem(each.place, wrong, "Take one of them away.")


def _runs(script: Script) -> Iterator[tuple[tuple[Words, ...], Step | Group]]:
    """Words that take each other's place, and what is done in turns: a step, or all under a heading."""
    for part in _repeated(script):
        if part.repeats and isinstance(part, Step):
            yield part.cues, part
        elif part.repeats and isinstance(part, Group):
            yield from ((step.cues, part) for step in steps(part.body) if not step.repeats)
            for prose, run in groupby(part.body, key=lambda inner: isinstance(inner, Words)):
                if prose:
                    yield tuple(inner for inner in run if isinstance(inner, Words)), part


def repetitions_are_that_many(script: Script) -> Iterator[Problem]:
    """@rep 6 stands in a step of so many repetitions; in the first one the phases are named."""
    values = _values(script)
    for step in _steps(script):
        most = _most(step.amount, values)
        for cue in step.cues:
            if cue.mark.kind == "rep" and step.verb == "reps" and cue.mark.amount == 1:
                wrong = "In the first repetition the phases are named."
                yield _problem(cue.place, wrong, "Write these words without a mark.")
            elif (
                cue.mark.kind == "rep" and step.verb == "reps" and most is not None and cue.mark.amount > most
            ):
                wrong = f"This is never spoken: there are {most} repetitions at most."
                yield _problem(cue.place, wrong, "Name an earlier one, or take this cue away.")


def _most(amount: Amount, values: dict[str, Value]) -> int | None:
    """The most that an amount can be; None for a name that is not known."""
    if isinstance(amount, int):
        return amount
    value = values.get(amount.name)
    return value.most if value else None


def words_can_be_said(script: Script) -> Iterator[Problem]:
    """Words hold at least one letter or digit, and no more than a voice can take."""
    for words in (spoken.words for spoken in _spoken(script)):
        if not any(character.isalnum() for character in _BRACES.sub("a", words.text)):
            yield _problem(words.place, "There is nothing here that a voice can say.", "Write words.")
        if len(words.text) > _CUE_AT_MOST:
            yield _problem(words.place, f"This is longer than {_CUE_AT_MOST} characters.", "Split it.")


def marks_begin_cues(script: Script) -> Iterator[Problem]:
    """An “@” stands nowhere but at the start of a cue: anywhere else it would be spoken."""
    for words in (spoken.words for spoken in _spoken(script)):
        for number, line in enumerate(words.lines):
            at = line.text.find("@", int(number == 0 and words.mark.kind != OPENING))
            if at >= 0:
                place = line.place.further(at)
                yield _problem(place, "There is an “@” among the words.", "A mark begins a cue of its own.")


def marks_fit_their_step(script: Script) -> Iterator[Problem]:
    """A mark stands only where there is such a moment: in its step, or under a heading that repeats."""
    for spoken in _spoken(script):
        kind, step = spoken.words.mark.kind, spoken.step
        fitting = (*ONLY, *(VERBS[step.verb].marks if step else ()))
        if spoken.heading:
            fitting += tuple(turn for turn in TURNS if not step or turn != "rest")
        if kind != OPENING and kind not in fitting:
            hint = "Such a cue is spoken inside a hold, a go or a rest."
            if kind not in INSIDE:
                hint = f"Such a cue is spoken {MARKS[kind]}."
            here = f"“{step.verb}”" if step else "paragraph here"
            yield _problem(spoken.words.place, f"A {here} has no such moment.", hint)


def asterisks_come_in_pairs(script: Script) -> Iterator[Problem]:
    """An asterisk stands right before and right behind words that are said slower."""
    for words in (spoken.words for spoken in _spoken(script)):
        # A line of nothing but signs has a Problem of its own.
        lines = (
            line.text if any(map(str.isalnum, line.text)) else " " * len(line.text) for line in words.lines
        )
        whole = " ".join(lines)
        at = _SLOW.sub(lambda match: " " * len(match[0]), whole).find("*")
        for line in words.lines if at >= 0 else ():
            if at <= len(line.text):
                place = line.place.further(at)
                yield _problem(
                    place, "This asterisk has no partner.", "Put one on each side of *slow* words."
                )
                break
            at -= len(line.text) + 1


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


def leads_fit_their_verb(script: Script) -> Iterator[Problem]:
    """Repetitions and breaths are led by something; breaths are not counted."""
    for step in _steps(script):
        if step.led and step.led not in VERBS[step.verb].led:
            fitting = ", ".join(f"“{led}”" for led in VERBS[step.verb].led)
            hint = f"It may be {fitting}." if fitting else "Such options belong to reps and breathe."
            yield _problem(step.place, f"A “{step.verb}” cannot be “{step.led}”.", hint)


def switches_need_sides(script: Script) -> Iterator[Problem]:
    """Time to switch needs two sides."""
    for part in _repeated(script):
        fits = isinstance(part, Group) or VERBS[part.verb].repeats
        if part.switch is not None and not part.sides and fits:
            yield _problem(part.place, "There is no side to switch to.", "Write “, each side”.")


def rests_need_rounds(script: Script) -> Iterator[Problem]:
    """Rest between rounds needs more than one."""
    values = _values(script)
    for part in _repeated(script):
        fits = isinstance(part, Group) or VERBS[part.verb].repeats
        if part.rest is not None and fits and _most(part.rounds, values) == 1:
            hint = "Write “2 x”, or “- rest 20s” as a step of its own."
            yield _problem(part.place, "There is no other round to rest before.", hint)


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


def easier_is_another(script: Script) -> Iterator[Problem]:
    """What to do instead is another technique."""
    easier = script.easier if isinstance(script, Technique) else None
    if easier and easier.name == script.name:
        yield _problem(easier.place, "This is the technique itself.", "Name another one.")


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
    sides_are_done_once,
    rounds_need_rounds,
    every_turn_leaves_room,
    repetitions_are_that_many,
    words_can_be_said,
    marks_begin_cues,
    marks_fit_their_step,
    asterisks_come_in_pairs,
    chimes_are_wordless,
    options_fit_their_verb,
    leads_fit_their_verb,
    switches_need_sides,
    rests_need_rounds,
    repetitions_have_phases,
    breaths_are_whole,
    easier_is_another,
    one_fill,
)
WHEN_WHOLE: tuple[Rule, ...] = (values_are_used, something_happens)
"""Rules about what is missing: asked only once every line could be read."""


def problems(script: Script, *, whole: bool) -> Iterator[Problem]:
    """Every rule that the script breaks; `whole` is false where some lines could not be read."""
    for rule in (*RULES, *WHEN_WHOLE) if whole else RULES:
        yield from rule(script)


def problems_below(
    script: Script, torn: tuple[Step | Group, ...], loose: tuple[Group, ...]
) -> Iterator[Problem]:
    """The same for what a script would have, were it not for mistakes in the lines of steps and headings.

    `torn` is what those lines say all the same, and `loose` what stands below them.
    """
    if isinstance(script, Session):
        below = Technique("", "", script.place, body=loose)
        named: Script = replace(script, body=tuple(part for part in torn if isinstance(part, Step)))
    else:
        below = Technique("", "", script.place, values=script.values, body=loose)
        named = replace(script, body=torn)
    if torn:
        yield from names_are_known(named)
    if loose:
        yield from problems(below, whole=False)
