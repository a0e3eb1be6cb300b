"""What is unkind by its words alone. Each warning is one small function; its docstring states the rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.warnings.sentences import Ear
from voiceguide.errors import Problem
from voiceguide.script.model import Group, Name, Session, Step, Words, steps, within
from voiceguide.script.vocabulary import LEVELS, ONLY, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Location
    from voiceguide.script.model import Parts, Script

SENTENCE_AT_MOST = 20
CUE_AT_MOST = 25
"""Spoken words that people follow with their eyes closed: teachers' practice."""

HOLD_AT_MOST = units.samples(60)
"""Static stretches are held for 10-30 s, by older people for up to 60 s (ACSM guidelines, 11th ed.)."""

IN_A_ROW = 3
"""With so many cues, the first is forgotten before it is done."""

STOPS = {
    "en": (
        *("stop … if", "stop … when", "stop … as soon as", "stop at", "stop for"),
        *("if … stop", "when … stop", "as soon as … stop"),
        *("ease off", "ease back", "back off", "leave this out", "leave it out"),
    ),
    "de": (
        *("hören Sie … auf, wenn", "hören Sie … auf, sobald", "hören Sie … auf bei"),
        *("hör … auf, wenn", "hör … auf, sobald", "hör … auf bei"),
        *("wenn … hören Sie … auf", "sobald … hören Sie … auf", "wenn … hör … auf", "sobald … hör … auf"),
        *("aufhören, wenn", "aufhören, sobald", "pause, wenn", "pause, sobald", "bei Schmerzen"),
        *("brechen Sie … ab", "brich … ab", "abbrechen", "lassen Sie … aus, wenn", "lass … aus, wenn"),
    ),
}
"""How people are told when to stop, by language. “…” stands for words of the same sentence, or for none."""

_STOP = {"en": "Stop if anything hurts.", "de": "Hören Sie auf, wenn etwas weh tut."}


def warning(place: Location, message: str, hint: str) -> Problem:
    """A Problem that lets the script be heard."""
    return Problem(place.file, place.line, place.column, message, hint, "warning")


def parts(script: Script) -> Parts:
    """All that a script says and does itself, in order."""
    return tuple(part for part in script.body if isinstance(part, Words | Step | Group))


def said(script: Script) -> Iterator[Words]:
    """Every paragraph, note and cue."""
    yield from script.notes
    for part in within(parts(script)):
        if isinstance(part, Words):
            yield part
        elif isinstance(part, Step):
            yield from part.cues


def sentences_are_short(script: Script) -> Iterator[Problem]:
    """A sentence has no more words than one can follow."""
    ear = Ear(script)
    for words in said(script):
        for number, count in enumerate(ear.sentences(words.text), 1):
            if count > SENTENCE_AT_MOST:
                message = f"This sentence has {count} words: who listens may lose its beginning."
                hint = f"Make two of it, of {SENTENCE_AT_MOST} words at most."
                yield warning(ear.begins(words, number), message, hint)


def cues_are_short(script: Script) -> Iterator[Problem]:
    """A cue, or a paragraph, has no more words than one can keep in mind."""
    ear = Ear(script)
    for words in said(script):
        if (count := sum(ear.sentences(words.text))) > CUE_AT_MOST:
            message = f"This cue has {count} words: more than one can keep in mind."
            hint = f"Shorten it, or make two of it, of {CUE_AT_MOST} words at most."
            yield warning(words.place, message, hint)


def long_holds_are_meant(script: Script) -> Iterator[Problem]:
    """A hold of more than a minute is a value whose limits reach that far."""
    values = () if isinstance(script, Session) else script.values
    constants = {value.name: value for value in values if value.least == value.most}
    for step in steps(parts(script)):
        if step.verb != "hold":
            continue
        name, amount, place = "hold", step.amount, step.place
        if isinstance(amount, Name):
            if not (value := constants.get(amount.name)):
                continue
            name, amount, place = value.name, value.default, value.place
        if amount > HOLD_AT_MOST:
            longest = units.written(amount)
            hint = f"Shorten it, or allow it by limits, as “{name}: {longest} (30s-{longest})” would."
            if isinstance(script, Session):
                hint = "Shorten it, or use a technique whose limits allow it."
            yield warning(place, f"A hold of {longest} is longer than a minute.", hint)


def stopping_is_told(script: Script) -> Iterator[Problem]:
    """A technique in which something is done says when to stop, and not in a detail alone."""
    done = [step for step in steps(parts(script)) if step.verb in {"hold", "go", "reps"}]
    if isinstance(script, Session) or not done:
        return
    stops = _stops(script.language)
    if not any(stops.search(words.text) for words in said(script) if not words.detail):
        hint = f"Write “> {_STOP[script.language]}” or the like."
        yield warning(done[0].place, "Nobody is told when to stop.", hint)


def _stops(language: str) -> re.Pattern[str]:
    """A pattern for each way to say so."""
    ways = (re.escape(way).replace(r"\ …\ ", r"\b[^.!?…]*\b") for way in STOPS[language])
    return re.compile(rf"\b(?:{'|'.join(ways)})\b", re.IGNORECASE)


def cues_leave_time(script: Script) -> Iterator[Problem]:
    """Of three cues in a row at one moment of a step, one of the first two ends with a pause."""
    ear = Ear(script)
    for moment in (moment for step in steps(parts(script)) for moment in _moments(step)):
        for cue in _hurried(moment, ear):
            message = "This is the third cue in a row, with no time to follow the first."
            hint = "Leave one out, speak one later, or end one before it with “…”."
            yield warning(cue.place, message, hint)


def _moments(step: Step) -> Iterator[tuple[Words, ...]]:
    """Cues that are spoken one behind the other; those that open the step, as each level has them."""
    opening = {OPENING, *ONLY}
    for mark in dict.fromkeys(cue.mark for cue in step.cues if cue.mark.kind not in opening):
        yield tuple(cue for cue in step.cues if cue.mark == mark)
    for level in LEVELS:
        yield tuple(cue for cue in step.cues if cue.mark.kind in {OPENING, level})


def _hurried(cues: tuple[Words, ...], ear: Ear) -> Iterator[Words]:
    """The cue with which each row becomes too long."""
    row = 0
    for cue in cues:
        row += 1
        if row == IN_A_ROW:
            yield cue
        if ear.hears(cue.text).endswith("…"):
            row = 0
