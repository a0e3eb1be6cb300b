"""How steps are done: the anatomy of a hold, sides and rounds, which words are for this turn.

What is heard inside a hold, a set or a breath is in beats.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import wording
from voiceguide.score import signals
from voiceguide.score.items import Beat, Sound, Span, tone
from voiceguide.score.score_builder import AFTER_CUE, AFTER_PARAGRAPH, Stave
from voiceguide.script.model import Amount, Group, Name, Step, Technique, Words, steps, within
from voiceguide.script.turns import Turn, taken
from voiceguide.script.vocabulary import INSIDE, ONLY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Location
    from voiceguide.plan.plan import Part, Plan
    from voiceguide.script.model import Parts

READY = units.samples(4)
"""Time to get there before a hold, where the script says nothing."""


@dataclass
class Doing:
    """Steps, as they are written down on a stave one after the other; it counts steps and holds."""

    plan: Plan
    stave: Stave
    amounts: dict[str, int] = field(default_factory=dict)
    """What the values of this technique are."""
    sided: dict[tuple[str, str], int] = field(default_factory=dict)
    """What some of them are on one side."""
    filling: Step | None = None
    """The last step of this technique that the fill stretches."""
    turn: Turn = field(default_factory=Turn)
    numbers: dict[Location, int] = field(default_factory=dict)
    """The steps of this technique, or between two, as they were counted when first met."""
    known: dict[tuple[Location, int], tuple[Beat, ...]] = field(default_factory=dict)
    """What sounds in the holds of this technique, each of a length."""
    on_the_way: bool = False
    """From one position to another, where nobody who keeps their eyes closed goes without a word."""
    steps: int = 0
    holds: int = 0

    def begin(self) -> None:
        """What comes now belongs to another technique, or to none: its steps are new ones."""
        self.numbers, self.known = {}, {}

    def having(self, part: Part) -> None:
        """From here on, values are those of a part."""
        self.amounts, self.filling = dict(part.values), _last_filling(part)
        self.sided = {(side, name): amount for side, name, amount, _ in part.sided}
        self.stave.names = self.stave.everywhere | self.values(part)

    def values(self, part: Part) -> dict[str, str]:
        """What the words call each value: times to move as the listener stretched them."""
        moving, said = set(_moving(part.technique)), {}
        for value in part.technique.values:
            amount = (value.name == part.fill and self.plan.said) or self.amounts[value.name]
            amount = self.stretched(amount) if value.name in moving else amount
            said[value.name] = wording.amount(amount, value.unit, self.stave.wording)
        return said

    def body(self, parts: Parts) -> None:
        """Paragraphs, steps and headings, in order; of paragraphs in a row, those for this turn."""
        for prose, run in groupby(parts, key=lambda part: isinstance(part, Words)):
            if prose:
                for words in self.chosen(part for part in run if isinstance(part, Words)):
                    self.stave.words(words, "cue")
                continue
            for part in run:
                if isinstance(part, Group):
                    self.rounds(part)
                elif isinstance(part, Step):
                    before = self.stave.tag
                    number = self.numbers.setdefault(part.place, self.steps + 1)
                    self.steps = max(self.steps, number)
                    self.stave.tag = before.of(number, str(part.place))
                    self.step(part)
                    self.stave.tag = before

    def spoken(self, cues: Iterable[Words]) -> tuple[Words, ...]:
        """Those that are for this listener's level and guidance."""
        if not cues or (self.plan.names_only and not self.on_the_way):
            return ()
        brief, level = self.plan.brief, self.plan.level
        return tuple(
            [
                cue
                for cue in cues
                if not (brief and cue.detail) and (cue.mark.kind not in ONLY or cue.mark.kind == level)
            ]
        )

    def amount(self, amount: Amount) -> int:
        """What an amount is for this listener, in samples or as a number, on this side."""
        if isinstance(amount, int):
            return amount
        return self.sided.get((self.stave.tag.side, amount.name), self.amounts[amount.name])

    def moving(self, amount: Amount) -> int:
        """Time to move, stretched as the listener asked."""
        return self.stretched(self.amount(amount))

    def stretched(self, length: int) -> int:
        """A time to move, in samples, as the listener asked."""
        factor = self.plan.moving
        return length * factor.numerator // factor.denominator

    # Steps ---------------------------------------------------------------------------------------

    def step(self, step: Step) -> None:
        """One step: its words, its time, and what comes after it."""
        if step.verb == "chime":
            self.chime(step)
        elif step.verb in {"hold", "go", "reps"}:
            self.rounds(step)
        else:
            self.opening_words(step.cues)
            if step.verb == "breathe":
                self.stave.put(signals.breaths(step, self.amount, self.stave))
                self.quiet_after_fill(step)
                self.after(step)
                return
            length = self.moving(step.amount) if step.verb == "move" else self.amount(step.amount)
            self.stave.quiet(length, step.verb, beats=signals.in_order(self.inside(step, length)))
            self.quiet_after_fill(step)

    def chime(self, step: Step) -> None:
        """A tone; one that has words explains a sign, which nobody needs who chose not to hear it."""
        if step.cues and step.tone == "half" and self.plan.profile.half != "tone":
            return
        self.opening_words(step.cues)
        self.stave.chime(step.tone, "cue")

    def rounds(self, done: Step | Group) -> None:
        """Round 1 first side, switch, second side; rest; round 2 … Both sides get the full time."""
        if not done.repeats:  # it belongs to the turn of its heading, if it has one
            self.once(done)
            self.quiet_after_fill(done)
            return
        stave, count = self.stave, self.amount(done.rounds)
        outside = stave.tag.side
        for number, side, again in self.turns(done, count):
            if again:
                stave.quiet(self.moving(done.switch or 0), "switch")
                stave.chime("switch", "switch")
            elif number > 1:
                stave.chime("switch", "switch")
                stave.say(self.stave.wording.round.format(number=number), "count")
            if side and self.plan.names_only:
                stave.say(f"{self.stave.wording.sides[side].capitalize()}.", "count")
            self.once(done)
            if number < count and again == (len(done.sides) > 1):
                self.cues(done, "rest")
                resting = stave.tag.turned(stave.tag.round, outside)
                stave.quiet(self.amount(done.rest or 0), "rest", resting)
        self.quiet_after_fill(done)

    def turns(self, done: Step | Group, count: int) -> Iterator[tuple[int, str, bool]]:
        """Each time that it is done: its round, its side, and whether that is the second one.

        Meanwhile words, tags and names are those of that turn.
        """
        stave, outer, last = self.stave, self.turn, (len(done.sides) or 1) - 1
        tag, names = stave.tag, stave.names
        for number in range(1, count + 1):
            for index, side in enumerate(done.sides or ("",)):
                stave.names, turn = names, outer
                final = outer.final and number == count and index == last
                if done.rounds != 1:
                    within = outer.second
                    turn = Turn(number, within, number == count > 1, within, final)
                    stave.names = stave.names | {"round": str(number), "rounds": str(count)}
                if side:
                    turn = Turn(turn.round, index > 0, turn.last, final=final)
                    stave.names = stave.names | self.side_names(side)
                shown = turn.round if count > 1 or side else tag.round
                self.turn, stave.tag = turn, tag.turned(shown, side or tag.side)
                yield number, side, index > 0
        stave.tag, stave.names, self.turn = tag, names, outer

    def once(self, done: Step | Group) -> None:
        """One turn of a step, its words first, or of all under a heading."""
        if isinstance(done, Group):
            self.body(done.body)
            return
        self.opening_words(done.cues)
        self.stave.quiet(self.moving(READY if done.ready is None else done.ready), "ready")
        self.stave.put(self.dose(done))
        self.after(done)

    def opening_words(self, cues: Iterable[Words]) -> None:
        """The words ahead of what is done."""
        for cue in self.chosen(cues):
            self.stave.words(cue, "cue", after=AFTER_CUE)

    def chosen(self, cues: Iterable[Words]) -> tuple[Words, ...]:
        """Those for this listener and this turn."""
        return taken(self.spoken(cues), self.turn)

    def cues(self, done: Step | Group, kind: str) -> None:
        """Its words of one kind."""
        after = AFTER_PARAGRAPH if isinstance(done, Group) else AFTER_CUE
        for cue in self.spoken(done.cues):
            if cue.mark.kind == kind:
                self.stave.words(cue, "cue", after=after)

    def dose(self, step: Step) -> Span:
        """The time itself, with all that is heard in it."""
        if step.verb == "reps":
            return self.repetitions(step)
        length = self.amount(step.amount)
        tag = self.stave.tag
        if step.verb == "hold":
            self.holds += 1
            tag = tag.holding(self.holds)
        return Span(length, step.verb, tag, self.sounds(step, length))

    def sounds(self, step: Step, length: int) -> tuple[Beat, ...]:
        """What is heard in a hold: in every turn the same, unless its words name something."""
        found = self.known.get((step.place, length))
        if found is None:
            asked = (Beat(0, tone("start"), "start", asked=True), *self.inside(step, length))
            counts = step.verb == "hold"
            profile = self.plan.profile
            if step.led:  # “in silence”: nobody who settles is counted down
                profile = replace(profile, half="", countdown=0)
            signs = signals.signs(length, asked, profile, self.stave, counts=counts)
            found = signals.in_order((*asked, *signs))
            if not any("{" in cue.text for cue in step.cues):
                self.known[step.place, length] = found
        return found

    def inside(self, step: Step, length: int) -> Iterator[Beat]:
        """Where cues are heard in a hold; one said again and again may give way but for the first time."""
        for cue in self.spoken(step.cues):
            kind, amount = cue.mark.kind, cue.mark.amount
            if kind not in INSIDE:
                continue
            at = {"half": length // 2, "before end": length - amount}.get(kind, amount)
            sound = self.sound(cue)
            yield Beat(at, sound, "mid", str(cue.place), asked=True)
            for again in range(2 * amount, length, amount) if kind == "every" else ():
                yield Beat(again, sound, "mid", str(cue.place))

    def repetitions(self, step: Step) -> Span:
        """A set, with the words for single repetitions."""
        said = {
            cue.mark.amount: Beat(0, self.sound(cue), "mid", str(cue.place), asked=True)
            for cue in self.spoken(step.cues)
            if cue.mark.kind == "rep"
        }
        return signals.repetitions(step, self.amount, step.led or self.plan.profile.led, said, self.stave)

    def sound(self, cue: Words) -> Sound:
        """A cue as the voice is to say it."""
        return self.stave.sound(self.stave.filled(cue.text))

    def after(self, step: Step) -> None:
        """The end tone brings the listener back; then the @end words."""
        self.stave.chime("end", "end")
        self.cues(step, "end")

    def side_names(self, side: str) -> dict[str, str]:
        """What words name on a side: the side itself, and values that are others there."""
        sides = self.stave.wording.sides
        lengths = {
            name: wording.time(amount, self.stave.wording)
            for (own, name), amount in self.sided.items()
            if own == side
        }
        return lengths | {"side": sides[side], "other side": sides["right" if side == "left" else "left"]}

    def quiet_after_fill(self, done: Step | Group) -> None:
        """What whole breaths leave over when the fill meets a length exactly."""
        last = self.filling
        if last and done is last and self.plan.remainder and self.turn.final:
            self.stave.quiet(self.plan.remainder, "breathe" if last.verb == "breathe" else "rest")


def _moving(technique: Technique) -> Iterator[str]:
    """The names of values that say how long moving takes."""
    for part in within(technique.body):
        if isinstance(part, Words):
            continue
        amounts = [part.switch]
        if isinstance(part, Step):
            amounts += [part.ready, part.amount if part.verb == "move" else None]
        yield from (amount.name for amount in amounts if isinstance(amount, Name))


def _last_filling(part: Part) -> Step | None:
    """The last step that the fill stretches: what is left over stands behind it."""
    filling = [
        step
        for step in steps(part.technique.body)
        if isinstance(step.amount, Name) and step.amount.name == part.fill
    ]
    return filling[-1] if filling else None
