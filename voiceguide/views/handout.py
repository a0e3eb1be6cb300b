"""A session as a page to print: its words, doses, sides and times, as Markdown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import wording
from voiceguide.score.activities import doses
from voiceguide.script.model import Step, steps
from voiceguide.views.summary import lasting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.plan import Part, Plan
    from voiceguide.score.activities import Dose
    from voiceguide.score.timeline import Event, Timeline
    from voiceguide.script.model import Amount

_UNPRINTED = {"next", "count", "rep", "half", "breathe"}
"""The roles of words that lead somebody who listens."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


@dataclass(frozen=True, slots=True)
class _Wording:
    """What a page says that nobody wrote, in one language. Braces are filled by `str.format`."""

    whole: str
    hold: str
    go: str
    rep: tuple[str, str]
    """One, and several."""
    breath: tuple[str, str]
    rest: str
    each_side: str
    sides: dict[str, str]
    phases: dict[str, str]
    """What breaths are made of; the phases of other movements are their author's words."""
    comma: str
    """In 1.5 s."""


_ENGLISH = _Wording(
    whole="{length} in all.",
    hold="hold {time}",
    go="move freely {time}",
    rep=("{count} time {phases}", "{count} times {phases}"),
    breath=("{count} breath: {phases}", "{count} breaths: {phases}"),
    rest="rest {time}",
    each_side="each side",
    sides=wording.ENGLISH.sides,
    phases={},
    comma=".",
)
_GERMAN = _Wording(
    whole="{length} insgesamt.",
    hold="{time} halten",
    go="{time} frei bewegen",
    rep=("{count}-mal {phases}", "{count}-mal {phases}"),
    breath=("{count} Atemzug: {phases}", "{count} Atemzüge: {phases}"),
    rest="{time} Pause",
    each_side="jede Seite",
    sides=wording.GERMAN.sides,
    phases={"in": "ein", "hold": "halten", "out": "aus"},
    comma=",",
)
_WORDINGS = {"en": _ENGLISH, "de": _GERMAN}


def handout(timeline: Timeline, plan: Plan) -> str:
    """A heading for each chapter, in bold what is done in it; below that, what is said and done when.

    Safety notes are quoted. Left out is what says nothing on paper: tones, silences, the name of what comes
    next, and words that stand in the same chapter already.
    """
    return _Page(timeline, _WORDINGS[plan.session.language], dict(_asked(timeline, plan))).written()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A step as its author wrote it, and the part of the session that has its values, if there is one."""

    step: Step
    part: Part | None = None

    def amount(self, amount: Amount) -> int:
        """What an amount is for this listener."""
        if isinstance(amount, int):
            return amount
        return self.part.amount(amount.name) if self.part else 0


def _asked(timeline: Timeline, plan: Plan) -> Iterator[tuple[tuple[int, int], _Asked]]:
    """What was asked for in each chapter and step, as events number them."""
    parts, known = list(plan.parts), {}
    own = chain(plan.after, *(part.before for part in plan.parts))
    elsewhere = {str(step.place): _Asked(step) for step in steps(own)}
    for number, chapter in enumerate(timeline.chapters, 1):
        part = next((part for part in parts if part.technique.name == chapter.technique), None)
        if part:
            parts.remove(part)
            for step in steps(part.technique.body):
                known[number, str(step.place)] = _Asked(step, part)
    for event in timeline.events:
        tag = event.tag
        if asked := known.get((tag.chapter, tag.source)) or elsewhere.get(tag.source):
            yield (tag.chapter, tag.step), asked


@dataclass(frozen=True, slots=True)
class _Page:
    """What is printed of a timeline, in words of its language."""

    timeline: Timeline
    wording: _Wording
    asked: dict[tuple[int, int], _Asked]

    def written(self) -> str:
        """All of it."""
        whole = self.wording.whole.format(length=units.clock(self.timeline.length))
        parts = [f"# {_plain(self.timeline.title)}", whole]
        done = {dose.start: dose for dose in doses(self.timeline.events)}
        starts = [event.start for event in self.timeline.events]
        for chapter in self.timeline.chapters:
            begin, end = units.clock(chapter.start), units.clock(chapter.end)
            parts.append(f"## {_plain(chapter.title)} ({begin}–{end})")
            inside = self.timeline.events[
                bisect_left(starts, chapter.start) : bisect_left(starts, chapter.end)
            ]
            here = [(event, done[event.start]) for event in inside if event.start in done]
            parts += filter(None, [self.in_all(here)])
            parts += filter(None, ["\n".join(_listed(self.noticed(inside, done))).strip("\n")])
        return "\n\n".join(parts) + "\n"

    def in_all(self, done: list[tuple[Event, Dose]]) -> str:
        """“**2 × hold 20 s, each side**”: alike ones together, in the order in which they first come."""
        alike: dict[str, Counter[str]] = {}
        for event, dose in done:
            alike.setdefault(self.dose(event, dose), Counter())[dose.side] += 1
        return "\\\n".join(f"**{_plain(self.counted(what, sides))}**" for what, sides in alike.items())

    def counted(self, what: str, sides: Counter[str]) -> str:
        """How often, and on which side."""
        left, right = sides["left"], sides["right"]
        if left == right and not sides[""]:
            times, where = left, [self.wording.each_side]
        else:
            times, where = sides.total(), [self.side(side) for side in sides if side and len(sides) == 1]
        return ", ".join([f"{times} × {what}" if times > 1 else what, *where])

    def dose(self, event: Event, dose: Dose) -> str:
        """What is done, without its side: “hold 20 s”, “8 times up 3 s, down 3 s”."""
        asked = self.asked.get((event.tag.chapter, event.tag.step))
        if asked and asked.step.phases:
            names = self.wording.phases if dose.role == "breathe" else {}
            phases = (
                f"{names.get(phase.name, phase.name)} {self.lasting(asked.amount(phase.length))}"
                for phase in asked.step.phases
            )
            forms = self.wording.breath if dose.role == "breathe" else self.wording.rep
            count = asked.amount(asked.step.amount)
            return forms[count != 1].format(count=count, phases=", ".join(phases))
        form = self.wording.hold if dose.role == "hold" else self.wording.go
        return form.format(time=self.lasting(dose.end - dose.start))

    def lasting(self, length: int) -> str:
        """Samples → 20 s, 1.5 s, 1:10."""
        return lasting(0, length).replace(".", self.wording.comma)

    def side(self, side: str) -> str:
        """Its name in this language; "" for none."""
        return self.wording.sides.get(side, "")

    def noticed(self, inside: tuple[Event, ...], done: dict[int, Dose]) -> Iterator[tuple[str, str]]:
        """What stands below a heading: the role of each line (“safety”, “cue”, “dose”) and its Markdown."""
        said: set[str] = set()
        for event in inside:
            time = units.clock(event.start)
            if dose := done.get(event.start):
                what = ", ".join(filter(None, (self.dose(event, dose), self.side(dose.side))))
                yield "dose", f"{time} **{_plain(what)}**"
            elif event.role == "rest" and event.kind == "silence":
                yield "dose", f"{time} {self.wording.rest.format(time=self.lasting(event.end - event.start))}"
            if event.kind != "speech" or not event.sound or event.role in _UNPRINTED:
                continue
            if event.sound.text in said:
                continue
            said.add(event.sound.text)
            text = _plain(event.sound.text)
            yield ("safety", text) if event.role == "safety" else ("cue", f"{time} {text}")


def _listed(noticed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """An item for each thing to notice; a quotation begins and ends with a blank line."""
    before = "cue"
    for role, text in noticed:
        if "safety" in {role, before} and role != before:
            yield ""
        before = role
        yield f"> {text}  " if role == "safety" else f"- {text}"


def _plain(text: str) -> str:
    """Text that Markdown takes for nothing but text."""
    return _MARKUP.sub(r"\\\1", text)
