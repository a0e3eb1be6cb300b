"""Plan → score: every sound and every silence in order, with lengths of silences but no positions yet.

This file is what a script means (docs/script-format.md): the anatomy of a hold, sides and rounds, what is
said without being written. What is heard inside a hold, a set or a breath is in marks.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.model import Amount, Change, Group, Name, Place, Step, Technique, Words, steps, within
from voiceguide.script.turns import Turn, taken
from voiceguide.script.vocabulary import INSIDE, ONLY
from voiceguide.session import marks, wording
from voiceguide.session.items import Item, Mark, Opens, Say, Sound, Span, Tag, tone
from voiceguide.session.profile import PROFILES, Profile
from voiceguide.session.sayings import pronounced
from voiceguide.session.wording import WORDINGS, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.script.model import Parts
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


def score(plan: Plan) -> tuple[Item, ...]:
    """The whole session, in order. Pure: the same plan gives the same score."""
    return tuple(pronounced(_Performance(plan).session(), plan, plan.parts))


def score_of(plan: Plan, part: Part) -> tuple[Item, ...]:
    """One technique's turn alone, from its own position."""
    items = _Performance(plan).technique(part, part.technique.position, first=False)
    return tuple(pronounced(items, plan, (part,)))


@dataclass
class _Performance:
    """One walk through a plan; counts chapters, steps and holds as it goes."""

    plan: Plan
    tag: Tag = field(default_factory=Tag)
    names: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    """What the values of this technique are."""
    filling: Step | None = None
    """The last step of this technique that the fill stretches."""
    turn: Turn = field(default_factory=Turn)
    numbers: dict[Place, int] = field(default_factory=dict)
    """The steps of this technique, or between two, as they were counted when first met."""
    steps: int = 0
    holds: int = 0

    @property
    def words_for(self) -> Wording:
        """The automatic words of the session's language."""
        return WORDINGS[self.plan.session.language]

    @property
    def profile(self) -> Profile:
        """The sounds that the listener chose."""
        return PROFILES[self.plan.sounds]

    def session(self) -> Iterator[Item]:
        plan, words_for = self.plan, self.words_for
        self.names = self.everywhere()
        yield from self.open(words_for.opening)
        yield Span(FIRST, "pause", self.tag)
        yield from self.chime("switch", "greeting")
        greeting = words_for.greeting.format(title=plan.session.title, **self.names)
        yield from self.say(greeting, "greeting", after=AFTER_PARAGRAPH)
        yield from self.between(plan.parts[0].before if plan.parts else ())
        safety = plan.safety.short if plan.brief else plan.safety.full
        for words in (*safety, *plan.session.notes):
            yield from self.words(words, "safety")
        needs = tuple(dict.fromkeys(thing for part in plan.parts for thing in part.technique.needs))
        if needs:
            text = words_for.needs.format(things=wording.listed(needs, words_for))
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
        self.names, self.tag = self.everywhere(), Tag(chapter=self.tag.chapter)
        self.numbers = {}
        yield from self.body(tuple(parts))

    def everywhere(self) -> dict[str, str]:
        """What any words may name."""
        length = self.plan.length
        return {
            "length": wording.time(length, self.words_for),
            "minutes": wording.minutes(length, self.words_for),
            "round": "1",
            "rounds": "1",
        }

    def open(self, title: str, technique: str = "") -> Iterator[Item]:
        self.tag = Tag(technique=technique, chapter=self.tag.chapter + 1)
        yield Opens(title, technique)

    def technique(self, part: Part, position: str, *, first: bool) -> Iterator[Item]:
        technique = part.technique
        self.numbers = {}
        yield from self.open(technique.title, technique.name)
        lead = self.words_for.first if first else self.words_for.next
        yield from self.say(lead.format(title=wording.titled(technique.title, self.words_for)), "next")
        if technique.position and technique.position != position:
            yield from self.body(_change(self.plan.changes, position, technique.position).body)
        self.amounts, self.filling = dict(part.values), _last_filling(part)
        self.names = self.everywhere() | self.values(part)
        for note in technique.notes:
            yield from self.words(note, "safety")
        yield from self.body(technique.body)

    def values(self, part: Part) -> dict[str, str]:
        """What the words call each value: times to move as the listener stretched them."""
        moving, said = set(_moving(part.technique)), {}
        for value in part.technique.values:
            amount = (value.name == part.fill and self.plan.said) or self.amounts[value.name]
            amount = self.stretched(amount) if value.name in moving else amount
            said[value.name] = wording.amount(amount, value.unit, self.words_for)
        return said

    def body(self, parts: Parts) -> Iterator[Item]:
        """Paragraphs, steps and headings, in order; of paragraphs in a row, those for this turn."""
        for prose, run in groupby(parts, key=lambda part: isinstance(part, Words)):
            if prose:
                for words in self.chosen(part for part in run if isinstance(part, Words)):
                    yield from self.words(words, "cue")
                continue
            for part in run:
                if isinstance(part, Group):
                    yield from self.rounds(part)
                elif isinstance(part, Step):
                    before = self.tag
                    number = self.numbers.setdefault(part.place, self.steps + 1)
                    self.steps = max(self.steps, number)
                    self.tag = replace(before, step=number, source=str(part.place))
                    yield from self.step(part)
                    self.tag = before

    def words(self, words: Words, role: str, *, after: int = AFTER_PARAGRAPH) -> Iterator[Item]:
        tag = self.tag.at(str(words.place))
        yield from self.say(self.filled(words.text), role, after=after, tag=tag)

    def say(self, text: str, role: str, *, after: int = AFTER_CUE, tag: Tag | None = None) -> Iterator[Item]:
        after = AFTER_PARAGRAPH if text.endswith("…") else after
        yield Say(Sound("speech", text), role, tag or self.tag)
        yield Span(after, "pause", tag or self.tag)

    def chime(self, name: str, role: str) -> Iterator[Item]:
        yield Say(tone(name), role, self.tag)
        yield Span(AFTER_TONE, "pause", self.tag)

    def filled(self, text: str) -> str:
        """An author's words, with the names in braces replaced by what they stand for."""
        if "{" not in text:
            return text
        one, several = self.words_for.minute
        text = re.sub(rf"(\{{ *minutes *\}}) {several}\b", r"\1", text)
        whole = self.names["minutes"].removesuffix(f" {several}").removesuffix(f" {one}")
        text = re.sub(rf"\{{ *minutes *\}}(?=-{one}\b)", whole, text)
        return re.sub(r"\{ *([^{}]*?) *\}", lambda match: self.names[match[1]], text)

    def sound(self, words: Words) -> Sound:
        return Sound("speech", self.filled(words.text))

    def spoken(self, cues: Iterable[Words]) -> tuple[Words, ...]:
        """Those that are for this listener's level and guidance."""
        return tuple(
            cue
            for cue in cues
            if not (cue.detail and self.plan.brief)
            and (cue.mark.kind not in ONLY or cue.mark.kind == self.plan.level)
        )

    def amount(self, amount: Amount) -> int:
        return amount if isinstance(amount, int) else self.amounts[amount.name]

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
            yield from self.opening_words(step.cues)
            if step.verb == "breathe":
                yield marks.breaths(step, self.amount, self.words_for, self.tag)
                yield from self.quiet_after_fill(step)
                yield from self.after(step)
                return
            length = self.moving(step.amount) if step.verb == "move" else self.amount(step.amount)
            yield Span(length, step.verb, self.tag, marks.in_order(self.inside(step, length)))
            yield from self.quiet_after_fill(step)

    def rounds(self, done: Step | Group) -> Iterator[Item]:
        """Round 1 first side, switch, second side; rest; round 2 … Both sides get the full time."""
        if not done.repeats:  # it belongs to the turn of its heading, if it has one
            yield from self.once(done)
            yield from self.quiet_after_fill(done)
            return
        count, before = self.amount(done.rounds), (self.tag, self.names, self.turn)
        for number in range(1, count + 1):
            for turn, side in enumerate(done.sides or ("",)):
                self.turn = before[2]
                self.tag = before[0]
                if done.rounds != 1:
                    self.turn = replace(self.turn, round=number, last=number == count > 1)
                    self.names = self.names | {"round": str(number), "rounds": str(count)}
                if done.sides:
                    self.turn = replace(self.turn, second=turn > 0)
                    self.names = self.names | self.side_names(side)
                    self.tag = replace(self.tag, side=side)
                final = before[2].final and number == count and turn + 1 == (len(done.sides) or 1)
                self.turn = replace(self.turn, final=final)
                if count > 1 or done.sides:
                    self.tag = replace(self.tag, round=self.turn.round)
                if turn:
                    yield Span(self.moving(done.switch or 0), "switch", self.tag)
                    yield from self.chime("switch", "switch")
                elif number > 1:
                    yield from self.chime("switch", "switch")
                    yield from self.say(self.words_for.round.format(number=number), "count")
                yield from self.once(done)
            if number < count:
                yield from self.cues(done, "rest")
                yield Span(self.amount(done.rest or 0), "rest", replace(self.tag, side=before[0].side))
        self.tag, self.names, self.turn = before
        yield from self.quiet_after_fill(done)

    def once(self, done: Step | Group) -> Iterator[Item]:
        """One turn of a step, its words first, or of all under a heading."""
        if isinstance(done, Group):
            yield from self.body(done.body)
            return
        yield from self.opening_words(done.cues)
        yield Span(self.moving(READY if done.ready is None else done.ready), "ready", self.tag)
        yield self.dose(done)
        yield from self.after(done)

    def opening_words(self, cues: Iterable[Words]) -> Iterator[Item]:
        for cue in self.chosen(cues):
            yield from self.words(cue, "cue", after=AFTER_CUE)

    def chosen(self, cues: Iterable[Words]) -> tuple[Words, ...]:
        """Those for this listener and this turn."""
        return taken(self.spoken(cues), self.turn)

    def cues(self, done: Step | Group, kind: str) -> Iterator[Item]:
        after = AFTER_PARAGRAPH if isinstance(done, Group) else AFTER_CUE
        for cue in self.spoken(done.cues):
            if cue.mark.kind == kind:
                yield from self.words(cue, "cue", after=after)

    def dose(self, step: Step) -> Span:
        if step.verb == "reps":
            return self.repetitions(step)
        length = self.amount(step.amount)
        tag = self.tag
        if step.verb == "hold":
            self.holds += 1
            tag = replace(tag, hold=self.holds)
        start = Mark(0, tone("start"), "start", asked=True)
        asked = (start, *self.inside(step, length))
        counts = step.verb == "hold"
        signs = marks.signs(length, asked, self.profile, self.words_for, counts=counts)
        return Span(length, step.verb, tag, marks.in_order((*asked, *signs)))

    def inside(self, step: Step, length: int) -> Iterator[Mark]:
        """Where cues are heard in a hold; one said again and again may give way but for the first time."""
        for cue in self.spoken(step.cues):
            kind, amount = cue.mark.kind, cue.mark.amount
            if kind not in INSIDE:
                continue
            at = {"half": length // 2, "before end": length - amount}.get(kind, amount)
            sound = self.sound(cue)
            yield Mark(at, sound, "mid", str(cue.place), asked=True)
            for again in range(2 * amount, length, amount) if kind == "every" else ():
                yield Mark(again, sound, "mid", str(cue.place))

    def repetitions(self, step: Step) -> Span:
        said = {
            cue.mark.amount: Mark(0, self.sound(cue), "mid", str(cue.place), asked=True)
            for cue in self.spoken(step.cues)
            if cue.mark.kind == "rep"
        }
        return marks.repetitions(step, self.amount, step.led or self.profile.led, said, self.tag)

    def after(self, step: Step) -> Iterator[Item]:
        """The end tone brings the listener back; then the @end words."""
        yield from self.chime("end", "end")
        yield from self.cues(step, "end")

    def side_names(self, side: str) -> dict[str, str]:
        if not side:
            return {}
        sides = self.words_for.sides
        return {"side": sides[side], "other side": sides["right" if side == "left" else "left"]}

    def quiet_after_fill(self, done: Step | Group) -> Iterator[Item]:
        """What whole breaths leave over when the fill meets a length exactly."""
        last = self.filling
        if last and done is last and self.plan.remainder and self.turn.final:
            yield Span(self.plan.remainder, "breathe" if last.verb == "breathe" else "rest", self.tag)


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


def _change(changes: tuple[Change, ...], start: str, goal: str) -> Change:
    """The words for this very change, else those that serve from anywhere: the reader saw that there are."""
    found = {(change.start, change.goal): change for change in changes}
    return found.get((start, goal)) or found["", goal]
