"""What is unkind by its words alone. Each warning is one small function; its docstring states the rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.warnings.sentences import SpokenSentences
from voiceguide.errors import Problem
from voiceguide.language import LANGUAGES
from voiceguide.script.model import Reference, Section, Session, Step, Text, walk_parts, walk_steps
from voiceguide.script.vocabulary import LEVEL_MARKS, LEVELS, CueKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Location
    from voiceguide.script.model import Script, ScriptBody

MAX_SENTENCE_WORDS = 20
MAX_CUE_WORDS = 25
"""Spoken words that people follow with their eyes closed: teachers' practice."""

MAX_HOLD_LENGTH = units.to_samples(60)
"""Static stretches are held for 10-30 s, by older people for up to 60 s (ACSM guidelines, 11th ed.)."""

TOO_MANY_CUES = 3
"""With so many cues, the first is forgotten before it is done."""


def make_warning(location: Location, message: str, hint: str) -> Problem:
    """A Problem that lets the script be heard."""
    return Problem(location.file, location.line, location.column, message, hint, "warning")


def script_parts(script: Script) -> ScriptBody:
    """All that a script says and does itself, in order."""
    return tuple(part for part in script.body if isinstance(part, Text | Step | Section))


def script_texts(script: Script) -> Iterator[Text]:
    """Every paragraph, note and cue."""
    yield from script.notes
    for part in walk_parts(script_parts(script)):
        if isinstance(part, Text):
            yield part
        elif isinstance(part, Step):
            yield from part.cues


def sentences_are_short(script: Script) -> Iterator[Problem]:
    """A sentence has no more words than one can follow."""
    sentences = SpokenSentences(script)
    for text in script_texts(script):
        for number, count in enumerate(sentences.word_counts(text.text), 1):
            if count > MAX_SENTENCE_WORDS:
                message = f"This sentence has {count} words: who listens may lose its beginning."
                hint = f"Make two of it, of {MAX_SENTENCE_WORDS} words at most."
                yield make_warning(sentences.sentence_location(text, number), message, hint)


def cues_are_short(script: Script) -> Iterator[Problem]:
    """A cue, or a paragraph, has no more words than one can keep in mind."""
    sentences = SpokenSentences(script)
    for text in script_texts(script):
        if (count := sum(sentences.word_counts(text.text))) > MAX_CUE_WORDS:
            message = f"This cue has {count} words: more than one can keep in mind."
            hint = f"Shorten it, or make two of it, of {MAX_CUE_WORDS} words at most."
            yield make_warning(text.location, message, hint)


def long_holds_have_limits(script: Script) -> Iterator[Problem]:
    """A hold of more than a minute is a value whose limits reach that far."""
    values = () if isinstance(script, Session) else script.values
    constants = {value.name: value for value in values if value.least == value.most}
    for step in walk_steps(script_parts(script)):
        if step.kind != "hold":
            continue
        name, amount, location = "hold", step.amount, step.location
        if isinstance(amount, Reference):
            if not (value := constants.get(amount.name)):
                continue
            name, amount, location = value.name, value.default, value.location
        if amount > MAX_HOLD_LENGTH:
            duration = units.format_duration(amount)
            hint = f"Shorten it, or allow it by limits, as “{name}: {duration} (30s-{duration})” would."
            if isinstance(script, Session):
                hint = "Shorten it, or use a technique whose limits allow it."
            yield make_warning(location, f"A hold of {duration} is longer than a minute.", hint)


def technique_says_when_to_stop(script: Script) -> Iterator[Problem]:
    """A technique in which something is done says when to stop, and not in a detail alone."""
    active_steps = [step for step in walk_steps(script_parts(script)) if step.kind in {"hold", "go", "reps"}]
    if isinstance(script, Session) or not active_steps:
        return
    stop_pattern = _stop_pattern(script.language)
    if not any(stop_pattern.search(text.text) for text in script_texts(script) if not text.is_detail):
        hint = f"Write “> {LANGUAGES[script.language].stop.example}” or the like."
        yield make_warning(active_steps[0].location, "Nobody is told when to stop.", hint)


def _stop_pattern(language: str) -> re.Pattern[str]:
    """A pattern for each way to say so."""
    patterns = (
        re.escape(phrase).replace(r"\ …\ ", r"\b[^.!?…]*\b") for phrase in LANGUAGES[language].stop.phrases
    )
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def cues_leave_time(script: Script) -> Iterator[Problem]:
    """Of three cues in a row at one moment of a step, one of the first two ends with a pause."""
    sentences = SpokenSentences(script)
    for cues in (cues for step in walk_steps(script_parts(script)) for cues in _consecutive_cues(step)):
        for cue in _cues_without_pause(cues, sentences):
            message = "This is the third cue in a row, with no time to follow the first."
            hint = "Leave one out, speak one later, or end one before it with “…”."
            yield make_warning(cue.location, message, hint)


def _consecutive_cues(step: Step) -> Iterator[tuple[Text, ...]]:
    """Cues that are spoken one behind the other; those that open the step, as each level has them."""
    opening = {CueKind.FIRST, *LEVEL_MARKS}
    for timing in dict.fromkeys(cue.timing for cue in step.cues if cue.timing.kind not in opening):
        yield tuple(cue for cue in step.cues if cue.timing == timing)
    for level in LEVELS:
        yield tuple(cue for cue in step.cues if cue.timing.kind in {CueKind.FIRST, level})


def _cues_without_pause(cues: tuple[Text, ...], sentences: SpokenSentences) -> Iterator[Text]:
    """The cue with which each row becomes too long."""
    run_length = 0
    for cue in cues:
        run_length += 1
        if run_length == TOO_MANY_CUES:
            yield cue
        if sentences.spoken_text(cue.text).endswith("…"):
            run_length = 0
