"""Plan → score: every sound and every silence in order, with lengths of silences but no positions yet.

    Say     a cue or a tone; it lasts as long as its clip
    Span    a stretch of fixed length, quiet but for the sounds marked inside it
    Opens   a chapter begins at the next sound

This file is the contract's “what it means”: the anatomy of a hold, sides and rounds, what is said
without being written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from voiceguide import units
from voiceguide.script.model import Amount, Change, Cue, Name, Step, Words
from voiceguide.script.vocabulary import INSIDE, OPENING
from voiceguide.session import wording
from voiceguide.session.wording import ENGLISH
from voiceguide.session.plan import Part, Plan

READY = units.samples(4)
"""Time to get there before a hold, where the script says nothing (the contract's default)."""

AFTER_CUE = units.samples(Fraction(1, 2))
AFTER_PARAGRAPH = units.samples(1)
AFTER_TONE = units.samples(Fraction(2, 5))
"""Quiet behind a sound, so that the next never steps on it. (Pace: the contract.)"""

LAST = units.samples(2)
"""Quiet at the very end, so that no player cuts the last word."""

QUIET_AT_MOST = units.samples(30)
"""In a hold nobody waits longer than this for a sound (the contract)."""

SPOKEN_BREATHS = 2
"""So many breaths are led by words, the rest by rising and falling tones."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Something with a clip: words to speak, or a tone by name."""

    kind: Literal["speech", "tone"]
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """What an event belongs to; fields that do not apply stay empty. Counts begin at 1."""

    technique: str = ""
    chapter: int = 0
    step: int = 0
    hold: int = 0
    round: int = 0
    side: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sound inside a span, `at` samples after its start; one not `asked` for gives way where it crowds."""

    at: int
    sound: Sound
    role: str
    source: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A sound that takes the time it takes."""

    sound: Sound
    role: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class Span:
    """`length` samples, quiet but for `marks`, which stand in order."""

    length: int
    role: str
    tag: Tag
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Opens:
    """The chapter that begins at the next sound."""

    title: str
    technique: str = ""


Item = Say | Span | Opens


def score(plan: Plan) -> tuple[Item, ...]:
    """The whole session, in order. Pure: the same plan gives the same score."""
    return tuple(_Performance(plan).session())


def score_of(plan: Plan, part: Part) -> tuple[Item, ...]:
    """One technique's turn alone, from its own position."""
    return tuple(_Performance(plan).technique(part, part.technique.position, first=False))


def tone(name: str) -> Sound:
    """The sound of a tone."""
    return Sound("tone", name)


@dataclass
class _Performance:
    """One walk through a plan; counts chapters, steps and holds as it goes."""

    plan: Plan
    tag: Tag = field(default_factory=Tag)
    names: dict[str, str] = field(default_factory=dict)
    part: Part | None = None
    holds: int = 0

    def session(self) -> Iterator[Item]:
        plan, title = self.plan, self.plan.session.title
        self.names = {"length": wording.time(plan.said[0])}
        yield from self.open(ENGLISH.opening)
        yield from self.chime("switch", "greeting")
        greeting = ENGLISH.greeting.format(title=title, length=self.names["length"])
        yield from self.say(greeting, "greeting", after=AFTER_PARAGRAPH)
        opening = plan.parts[0].before if plan.parts else ()
        yield from self.body(opening)
        for words in (*plan.safety.full, *plan.session.notes):
            yield from self.words(words, "safety")
        needs = tuple(dict.fromkeys(thing for part in plan.parts for thing in part.technique.needs))
        if needs:
            text = ENGLISH.needs.format(things=wording.listed(needs))
            yield from self.say(text, "greeting", after=AFTER_PARAGRAPH)
        position = ""
        for number, part in enumerate(plan.parts):
            if number:
                yield from self.body(part.before)
            yield from self.technique(part, position, first=number == 0)
            position = part.technique.ends or position
        self.part = None
        yield from self.body(plan.after)
        left = 0 if plan.filling else plan.remainder
        yield Span(LAST + left, "pause", replace(self.tag, step=0, source=""))

    def open(self, title: str, technique: str = "") -> Iterator[Item]:
        self.tag = Tag(technique=technique, chapter=self.tag.chapter + 1, step=self.tag.step)
        yield Opens(title, technique)

    def technique(self, part: Part, position: str, *, first: bool) -> Iterator[Item]:
        technique = part.technique
        self.part = None
        yield from self.open(technique.title, technique.name)
        yield from self.chime("switch", "next")
        lead = ENGLISH.first if first else ENGLISH.next
        yield from self.say(lead.format(title=wording.lowered(technique.title)), "next")
        if technique.position and technique.position != position:
            yield from self.body(_change(self.plan.changes, position, technique.position).body)
        self.part = part
        self.names = {"length": wording.time(self.plan.said[0])} | {
            value.name: self.spoken_value(part, value.name, value.unit) for value in technique.values
        }
        for note in technique.notes:
            yield from self.words(note, "safety")
        yield from self.body(technique.body)

    def spoken_value(self, part: Part, name: str, unit: str) -> str:
        amount = self.plan.said[1] if name == part.fill and self.plan.said[1] else part.amount(name)
        return wording.time(amount) if unit == "time" else str(amount)

    def body(self, parts: Iterable[Words | Step]) -> Iterator[Item]:
        for part in parts:
            if isinstance(part, Words):
                yield from self.words(part, "cue")
            else:
                self.tag = replace(self.tag, step=self.tag.step + 1, source=str(part.place))
                yield from self.step(part)
                self.tag = replace(self.tag, source="")

    def words(self, words: Words, role: str) -> Iterator[Item]:
        tag = replace(self.tag, step=0, source=str(words.place))
        yield Say(self.speech(words.text), role, tag)
        yield Span(AFTER_PARAGRAPH, "pause", tag)

    def say(self, text: str, role: str, *, after: int = AFTER_CUE, tag: Tag | None = None) -> Iterator[Item]:
        yield Say(self.speech(text), role, tag or self.tag)
        yield Span(after, "pause", tag or self.tag)

    def chime(self, name: str, role: str) -> Iterator[Item]:
        yield Say(tone(name), role, self.tag)
        yield Span(AFTER_TONE, "pause", self.tag)

    def speech(self, text: str) -> Sound:
        return Sound("speech", _filled(text, self.names))

    def amount(self, amount: Amount) -> int:
        if isinstance(amount, int):
            return amount
        assert self.part is not None  # noqa: S101 - the rules let only techniques use names
        return self.part.amount(amount.name)

    def moving(self, amount: Amount) -> int:
        """Time to move, stretched as the listener asked."""
        return int(self.amount(amount) * self.plan.moving)

    # Steps ---------------------------------------------------------------------------------------

    def step(self, step: Step) -> Iterator[Item]:
        if step.verb == "chime":
            yield from self.chime(step.tone, _CHIME_ROLES.get(step.tone, "cue"))
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
                yield from self.opening_words(step, number, turn)
                yield Span(self.moving(READY if step.ready is None else step.ready), "ready", self.tag)
                yield from self.dose(step)
                yield from self.after(step)
            if number < count:
                yield Span(self.amount(step.rest or 0), "rest", self.tag)
        yield from self.quiet_after_fill(step)
        self.tag = before

    def opening_words(self, step: Step, number: int, turn: int) -> Iterator[Item]:
        """All the words the first time; later a shorter line, where the author wrote one."""
        kinds = {cue.mark.kind for cue in step.cues}
        rounds = {cue.mark.amount for cue in step.cues if cue.mark.kind == "round"}
        if turn and "other side" in kinds:
            yield from self.cues(step, "other side")
        elif not turn and number in rounds:
            yield from self.cues(step, "round", number)
        elif not turn and number > 1 and "rounds" in kinds:
            yield from self.cues(step, "rounds")
        else:
            yield from self.cues(step, OPENING)

    def cues(self, step: Step, kind: str, amount: int = 0) -> Iterator[Item]:
        for cue in step.cues:
            if cue.mark.kind == kind and amount in {0, cue.mark.amount}:
                yield from self.say(cue.text, "cue", tag=replace(self.tag, source=str(cue.place)))

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
        asked = tuple(self.inside(cue, length) for cue in step.cues if cue.mark.kind in INSIDE)
        marks = (start, *asked, *_signs(length, asked))
        yield Span(length, step.verb, tag, tuple(sorted(marks, key=lambda mark: mark.at)))

    def inside(self, cue: Cue, length: int) -> Mark:
        at = length // 2 if cue.mark.kind == "half" else length - cue.mark.amount
        return Mark(at, self.speech(cue.text), "mid", str(cue.place), asked=True)

    def repetitions(self, step: Step) -> Span:
        """Phases named on the first repetition; then a rising tone for the first, a falling one for the last."""
        lengths = [self.amount(phase.length) for phase in step.phases]
        marks = []
        at = 0
        for number in range(self.amount(step.amount)):
            for index, (phase, length) in enumerate(zip(step.phases, lengths, strict=True)):
                if number == 0:
                    text = phase.name[:1].upper() + phase.name[1:] + "."
                    marks.append(Mark(at, self.speech(text), "rep", str(phase.place), asked=True))
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
                    sound = self.speech(ENGLISH.breaths[phase.name])
                    marks.append(Mark(at, sound, "breathe", str(phase.place), asked=True))
                elif phase.name != "hold":
                    marks.append(Mark(at, tone("rise" if phase.name == "in" else "fall"), "breathe"))
                at += self.amount(phase.length)
        yield Span(at, "breathe", self.tag, tuple(marks))
        yield from self.quiet_after_fill(step)

    def quiet_after_fill(self, step: Step) -> Iterator[Item]:
        """What whole breaths leave over when the fill meets a length exactly."""
        filling = self.part is not None and isinstance(step.amount, Name) and step.amount.name == self.part.fill
        if filling and self.plan.remainder:
            yield Span(self.plan.remainder, step.verb if step.verb == "breathe" else "rest", self.tag)

    def after(self, step: Step) -> Iterator[Item]:
        """The end tone brings the listener back; then the @end words."""
        yield from self.chime("end", "end")
        yield from self.cues(step, "end")


_CHIME_ROLES = {"start": "start", "half": "half", "end": "end", "switch": "switch"}


def _signs(length: int, asked: tuple[Mark, ...]) -> Iterator[Mark]:
    """The half-way tone, unless the author put words there; and a soft one wherever it would be quiet too long."""
    points = sorted({0, length, *(mark.at for mark in asked)})
    half = length // 2
    if half not in points:
        yield Mark(half, tone("half"), "half")
        points = sorted({*points, half})
    for start, end in zip(points, points[1:], strict=False):
        parts = -(-(end - start) // QUIET_AT_MOST)
        for number in range(1, parts):
            yield Mark(start + (end - start) * number // parts, tone("still"), "mid")


def _change(changes: tuple[Change, ...], start: str, goal: str) -> Change:
    """The words for this very change, else those that serve from anywhere (always there: the reader saw to it)."""
    found = {(change.start, change.goal): change for change in changes}
    return found.get((start, goal)) or found["", goal]


def _filled(text: str, names: dict[str, str]) -> str:
    return re.sub(r"\{ *([^{}]*?) *\}", lambda match: names[match[1]], text)


def _side_names(side: str) -> dict[str, str]:
    if not side:
        return {}
    other = "right" if side == "left" else "left"
    return {"side": ENGLISH.sides[side], "other side": ENGLISH.sides[other]}
