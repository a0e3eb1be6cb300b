"""Plan → score: every sound and every silence in order, with lengths of silences but no positions yet.

This file is what a script means (docs/script-format.md): the anatomy of a hold, sides and rounds, what is
said without being written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.model import Amount, Change, Cue, Name, Step, Technique, Words
from voiceguide.script.vocabulary import INSIDE, OPENING
from voiceguide.session import wording
from voiceguide.session.items import Item, Mark, Opens, Say, Sound, Span, Tag, tone
from voiceguide.session.wording import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.session.plan import Part, Plan

READY = units.samples(4)
"""Time to get there before a hold, where the script says nothing."""

AFTER_CUE = units.samples(Fraction(1, 2))
AFTER_PARAGRAPH = units.samples(1)
AFTER_TONE = units.samples(Fraction(2, 5))
"""Quiet behind a sound, so that the next never steps on it."""

FIRST = units.FRAME
"""Quiet at the very start: there the lead-in of the first clip stands (mp3/frames.stream)."""

LAST = units.samples(2)
"""Quiet at the very end, so that no player cuts the last word."""

QUIET_AT_MOST = units.samples(30)
"""In a hold nobody waits longer than this for a sound."""

SOON = units.samples(2)
"""No half-way tone where words begin this soon after it: one would step on the other."""

SPOKEN_BREATHS = 1
"""The first breath is led by words, the others by rising and falling tones."""


def score(plan: Plan) -> tuple[Item, ...]:
    """The whole session, in order. Pure: the same plan gives the same score."""
    return tuple(_Performance(plan).session())


def score_of(plan: Plan, part: Part) -> tuple[Item, ...]:
    """One technique's turn alone, from its own position."""
    return tuple(_Performance(plan).technique(part, part.technique.position, first=False))


@dataclass
class _Performance:
    """One walk through a plan; counts chapters, steps and holds as it goes."""

    plan: Plan
    tag: Tag = field(default_factory=Tag)
    names: dict[str, str] = field(default_factory=dict)
    part: Part | None = None
    steps: int = 0
    holds: int = 0

    def session(self) -> Iterator[Item]:
        plan = self.plan
        self.names = self.everywhere()
        yield from self.open(ENGLISH.opening)
        yield Span(FIRST, "pause", self.tag)
        yield from self.chime("switch", "greeting")
        greeting = ENGLISH.greeting.format(title=plan.session.title, **self.names)
        yield from self.say(greeting, "greeting", after=AFTER_PARAGRAPH)
        yield from self.between(plan.parts[0].before if plan.parts else ())
        for words in (*plan.safety.full, *plan.session.notes):
            yield from self.words(words, "safety")
        needs = tuple(dict.fromkeys(thing for part in plan.parts for thing in part.technique.needs))
        if needs:
            text = ENGLISH.needs.format(things=wording.listed(needs))
            yield from self.say(text, "greeting", after=AFTER_PARAGRAPH)
        position = ""
        for number, part in enumerate(plan.parts):
            if number:
                yield from self.between(part.before)
            yield from self.technique(part, position, first=number == 0)
            position = part.technique.ends or position
        yield from self.between(plan.after)
        left = 0 if plan.filling else plan.remainder
        yield Span(LAST + left, "pause", self.tag)

    def between(self, parts: Iterable[Words | Step]) -> Iterator[Item]:
        """The session's own words and steps: in the chapter where they are heard, but of no technique."""
        self.part, self.names, self.tag = None, self.everywhere(), Tag(chapter=self.tag.chapter)
        yield from self.body(parts)

    def everywhere(self) -> dict[str, str]:
        """What any words may name."""
        return {"length": wording.time(self.plan.length)}

    def open(self, title: str, technique: str = "") -> Iterator[Item]:
        self.tag = Tag(technique=technique, chapter=self.tag.chapter + 1)
        yield Opens(title, technique)

    def technique(self, part: Part, position: str, *, first: bool) -> Iterator[Item]:
        technique = part.technique
        self.part = None
        yield from self.open(technique.title, technique.name)
        lead = ENGLISH.first if first else ENGLISH.next
        yield from self.say(lead.format(title=wording.lowered(technique.title)), "next")
        if technique.position and technique.position != position:
            yield from self.body(_change(self.plan.changes, position, technique.position).body)
        self.part = part
        self.names = self.everywhere() | self.values(part)
        for note in technique.notes:
            yield from self.words(note, "safety")
        yield from self.body(technique.body)

    def values(self, part: Part) -> dict[str, str]:
        """What the words call each value: times to move as the listener stretched them."""
        moving, said = set(_moving(part.technique)), {}
        for value in part.technique.values:
            amount = (value.name == part.fill and self.plan.said) or part.amount(value.name)
            amount = self.stretched(amount) if value.name in moving else amount
            said[value.name] = wording.amount(amount, value.unit)
        return said

    def body(self, parts: Iterable[Words | Step]) -> Iterator[Item]:
        for part in parts:
            if isinstance(part, Words):
                yield from self.words(part, "cue")
                continue
            before = self.tag
            self.steps += 1
            self.tag = replace(before, step=self.steps, source=str(part.place))
            yield from self.step(part)
            self.tag = before

    def words(self, words: Words, role: str) -> Iterator[Item]:
        tag = replace(self.tag, source=str(words.place))
        yield from self.say(self.filled(words.text), role, after=AFTER_PARAGRAPH, tag=tag)

    def say(self, text: str, role: str, *, after: int = AFTER_CUE, tag: Tag | None = None) -> Iterator[Item]:
        yield Say(Sound("speech", text), role, tag or self.tag)
        yield Span(after, "pause", tag or self.tag)

    def chime(self, name: str, role: str) -> Iterator[Item]:
        yield Say(tone(name), role, self.tag)
        yield Span(AFTER_TONE, "pause", self.tag)

    def filled(self, text: str) -> str:
        """An author's words, with the names in braces replaced by what they stand for."""
        return re.sub(r"\{ *([^{}]*?) *\}", lambda match: self.names[match[1]], text)

    def amount(self, amount: Amount) -> int:
        if isinstance(amount, int):
            return amount
        assert self.part is not None  # noqa: S101 - the rules let only techniques use names
        return self.part.amount(amount.name)

    def moving(self, amount: Amount) -> int:
        """Time to move, stretched as the listener asked."""
        return self.stretched(self.amount(amount))

    def stretched(self, length: int) -> int:
        return int(length * self.plan.moving)

    # Steps ---------------------------------------------------------------------------------------

    def step(self, step: Step) -> Iterator[Item]:
        if step.verb == "chime":
            yield from self.chime(step.tone, "cue")
        elif step.verb in {"hold", "go", "reps"}:
            yield from self.rounds(step)
        else:
            yield from self.cues(step, OPENING)
            if step.verb == "breathe":
                yield from self.breaths(step)
                yield from self.after(step)
            else:
                length = self.moving(step.amount) if step.verb == "move" else self.amount(step.amount)
                yield Span(length, step.verb, self.tag)
                yield from self.quiet_after_fill(step)

    def rounds(self, step: Step) -> Iterator[Item]:
        """Round 1 first side, switch, second side; rest; round 2 … Both sides get the full time."""
        count, before = self.amount(step.rounds), self.tag
        self.names = self.names | {"rounds": str(count)}
        for number in range(1, count + 1):
            for turn, side in enumerate(step.sides or ("",)):
                self.tag = replace(before, round=number if count > 1 or step.sides else 0, side=side)
                self.names = self.names | {"round": str(number), **_side_names(side)}
                if turn:
                    yield Span(self.moving(step.switch or 0), "switch", self.tag)
                    yield from self.chime("switch", "switch")
                elif number > 1:
                    yield from self.chime("switch", "switch")
                    yield from self.say(ENGLISH.round.format(number=number), "count")
                yield from self.opening_words(step, number, turn, last=number == count > 1)
                yield Span(self.moving(READY if step.ready is None else step.ready), "ready", self.tag)
                yield from self.dose(step)
                yield from self.after(step)
            if number < count:
                yield from self.cues(step, "rest")
                yield Span(self.amount(step.rest or 0), "rest", replace(self.tag, side=""))
        yield from self.quiet_after_fill(step)
        self.tag = before

    def opening_words(self, step: Step, number: int, turn: int, *, last: bool) -> Iterator[Item]:
        """All the words the first time; later a shorter line, where the author wrote one."""
        kinds = {cue.mark.kind for cue in step.cues}
        rounds = {cue.mark.amount for cue in step.cues if cue.mark.kind == "round"}
        if turn and "other side" in kinds:
            yield from self.cues(step, "other side")
        elif number in rounds:
            yield from self.cues(step, "round", number)
        elif last and "last" in kinds:
            yield from self.cues(step, "last")
        elif number > 1 and "rounds" in kinds:
            yield from self.cues(step, "rounds")
        else:
            yield from self.cues(step, OPENING)

    def cues(self, step: Step, kind: str, amount: int = 0) -> Iterator[Item]:
        for cue in step.cues:
            if cue.mark.kind == kind and amount in {0, cue.mark.amount}:
                tag = replace(self.tag, source=str(cue.place))
                yield from self.say(self.filled(cue.text), "cue", tag=tag)

    def dose(self, step: Step) -> Iterator[Item]:
        if step.verb == "reps":
            yield self.repetitions(step)
            return
        length = self.amount(step.amount)
        tag = self.tag
        if step.verb == "hold":
            self.holds += 1
            tag = replace(tag, hold=self.holds)
        start = Mark(0, tone("start"), "start", asked=True)
        asked = tuple(mark for cue in step.cues for mark in self.inside(cue, length))
        marks = (start, *asked, *_signs(length, asked))
        yield Span(length, step.verb, tag, tuple(sorted(marks, key=lambda mark: mark.at)))

    def inside(self, cue: Cue, length: int) -> Iterator[Mark]:
        """Where a cue is heard in a hold; one said again and again may give way but for the first time."""
        kind, amount = cue.mark.kind, cue.mark.amount
        if kind not in INSIDE:
            return
        at = {"half": length // 2, "before end": length - amount}.get(kind, amount)
        sound = Sound("speech", self.filled(cue.text))
        yield Mark(at, sound, "mid", str(cue.place), asked=True)
        for again in range(2 * amount, length, amount) if kind == "every" else ():
            yield Mark(again, sound, "mid", str(cue.place))

    def repetitions(self, step: Step) -> Span:
        """Phases are named the first time; then a tone rises for the first and falls for the last."""
        lengths = [self.amount(phase.length) for phase in step.phases]
        said = {cue.mark.amount: cue for cue in step.cues if cue.mark.kind == "rep"}
        marks = []
        at = 0
        for number in range(self.amount(step.amount)):
            for index, (phase, length) in enumerate(zip(step.phases, lengths, strict=True)):
                if index == 0 and (cue := said.get(number + 1)):
                    sound = Sound("speech", self.filled(cue.text))
                    marks.append(Mark(at, sound, "mid", str(cue.place), asked=True))
                elif number == 0:
                    text = phase.name[:1].upper() + phase.name[1:] + "."
                    marks.append(Mark(at, Sound("speech", text), "rep", str(phase.place), asked=True))
                elif index in {0, len(lengths) - 1}:
                    marks.append(Mark(at, tone("rise" if index == 0 else "fall"), "rep"))
                at += length
        return Span(at, "rep", self.tag, tuple(marks))

    def breaths(self, step: Step) -> Iterator[Item]:
        """The first breaths led by words, the others by a rising tone for in and a falling one for out."""
        marks = []
        at = 0
        for number in range(self.amount(step.amount)):
            for phase in step.phases:
                if number < SPOKEN_BREATHS:
                    sound = Sound("speech", ENGLISH.breaths[phase.name])
                    marks.append(Mark(at, sound, "breathe", str(phase.place), asked=True))
                elif phase.name != "hold":
                    marks.append(Mark(at, tone("rise" if phase.name == "in" else "fall"), "breathe"))
                at += self.amount(phase.length)
        yield Span(at, "breathe", self.tag, tuple(marks))
        yield from self.quiet_after_fill(step)

    def quiet_after_fill(self, step: Step) -> Iterator[Item]:
        """What whole breaths leave over when the fill meets a length exactly."""
        if self.plan.remainder and self.part and step is _last_filling(self.part):
            yield Span(self.plan.remainder, "breathe" if step.verb == "breathe" else "rest", self.tag)

    def after(self, step: Step) -> Iterator[Item]:
        """The end tone brings the listener back; then the @end words."""
        yield from self.chime("end", "end")
        yield from self.cues(step, "end")


def _signs(length: int, asked: tuple[Mark, ...]) -> Iterator[Mark]:
    """The half-way tone, unless an author's words stand there; soft ones wherever it is quiet too long."""
    points = {0, length, *(mark.at for mark in asked)}
    half = length // 2
    if not any(half <= mark.at < half + SOON for mark in asked):
        yield Mark(half, tone("half"), "half")
        points.add(half)
    for start, end in pairwise(sorted(points)):
        parts = -(-(end - start) // QUIET_AT_MOST)
        for number in range(1, parts):
            yield Mark(start + (end - start) * number // parts, tone("still"), "mid")


def _moving(technique: Technique) -> Iterator[str]:
    """The names of values that say how long moving takes."""
    for step in technique.body:
        if isinstance(step, Step):
            amounts = (step.ready, step.switch, step.amount if step.verb == "move" else None)
            yield from (amount.name for amount in amounts if isinstance(amount, Name))


def _last_filling(part: Part) -> Step | None:
    """The last step that the fill stretches: what is left over stands behind it."""
    steps = [step for step in part.technique.body if isinstance(step, Step)]
    filling = [step for step in steps if isinstance(step.amount, Name) and step.amount.name == part.fill]
    return filling[-1] if filling else None


def _change(changes: tuple[Change, ...], start: str, goal: str) -> Change:
    """The words for this very change, else those that serve from anywhere: the reader saw that there are."""
    found = {(change.start, change.goal): change for change in changes}
    return found.get((start, goal)) or found["", goal]


def _side_names(side: str) -> dict[str, str]:
    if not side:
        return {}
    other = "right" if side == "left" else "left"
    return {"side": ENGLISH.sides[side], "other side": ENGLISH.sides[other]}
