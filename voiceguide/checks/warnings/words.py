"""Warnings about text, without a plan; one function per warning."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.warnings.sentences import SpokenSentences
from voiceguide.errors import Problem
from voiceguide.language import LANGUAGES
from voiceguide.script.address import can_be_familiar
from voiceguide.script.guesses.headings import answer_heading
from voiceguide.script.model import Reference, Section, Series, Session, Step, Text
from voiceguide.script.printer import format_step
from voiceguide.script.vocabulary import LEVEL_MARKS, CueKind, Level, StepKind
from voiceguide.script.walk import own_body, walk_parts, walk_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Location
    from voiceguide.script.model import Script

MAX_SENTENCE_WORDS = 20
MAX_CUE_WORDS = 25
"""Maximum number of spoken words in a cue, which is followed with eyes closed. Source: teachers' practice."""

MAX_HOLD_LENGTH = units.to_samples(60)
"""Longest hold in samples: 10-30 s for static stretches, up to 60 s for older people (ACSM guidelines, 11th ed.)."""

TOO_MANY_CUES = 3
"""Number of cues in a row at which a listener forgets the first before doing it."""


def make_warning(location: Location, message: str, hint: str) -> Problem:
    """Return a Problem that does not keep the script from being rendered."""
    return Problem(location.file, location.line, location.column, message, hint, "warning")


def script_texts(script: Script) -> Iterator[Text]:
    """Yield every note, paragraph and cue."""
    yield from script.notes
    for part in walk_parts(own_body(script)):
        if isinstance(part, Text):
            yield part
        elif isinstance(part, Step):
            yield from part.cues


def addresses_can_be_familiar(script: Script) -> Iterator[Problem]:
    """Warn of words to the listener that have no familiar form, in a language that has one."""
    address = LANGUAGES[script.language].address
    for text in script_texts(script) if address else ():
        if address and not can_be_familiar(text.text, address):
            hint = "Write both in braces: “{bis Sie es spüren / bis du es spürst}”."
            yield make_warning(text.location, "A “Sie” here cannot be turned into “du”.", hint)


def sentences_are_short(script: Script) -> Iterator[Problem]:
    """Warn of a sentence with more than MAX_SENTENCE_WORDS spoken words."""
    sentences = SpokenSentences(script)
    for text in script_texts(script):
        for number, count in enumerate(sentences.word_counts(text.text), 1):
            if count > MAX_SENTENCE_WORDS:
                message = f"This sentence has {count} words: a listener may forget its beginning."
                hint = f"Split it into sentences of at most {MAX_SENTENCE_WORDS} words."
                yield make_warning(sentences.sentence_location(text, number), message, hint)


def cues_are_short(script: Script) -> Iterator[Problem]:
    """Warn of a cue or a paragraph with more than MAX_CUE_WORDS spoken words."""
    sentences = SpokenSentences(script)
    for text in script_texts(script):
        if (count := sum(sentences.word_counts(text.text))) > MAX_CUE_WORDS:
            message = f"This cue has {count} words: more than a listener can remember."
            hint = f"Shorten it, or split it into cues of at most {MAX_CUE_WORDS} words."
            yield make_warning(text.location, message, hint)


def long_holds_have_limits(script: Script) -> Iterator[Problem]:
    """Warn of a hold of more than a minute, unless it is a value whose limits allow it."""
    values = () if isinstance(script, Session) else script.values
    constants = {value.name: value for value in values if value.least == value.most}
    for step in walk_steps(own_body(script)):
        if step.kind != "hold":
            continue
        name, amount, location = "hold", step.amount, step.location
        if isinstance(amount, Series):
            amount = max(amount.amounts)
        if isinstance(amount, Reference):
            if not (value := constants.get(amount.name)):
                continue
            name, amount, location = value.name, value.default, value.location
        if amount > MAX_HOLD_LENGTH:
            duration = units.format_duration(amount)
            hint = f"Shorten it, or allow it by limits: “{name}: {duration} (30s-{duration})”."
            if isinstance(script, Session):
                hint = "Shorten it, or use a technique whose limits allow it."
            yield make_warning(location, f"A hold of {duration} is longer than a minute.", hint)


def phases_mean_what_they_say(script: Script) -> Iterator[Problem]:
    """Warn of a rest or a time to get ready that comes in every repetition, where it may be meant for the whole set."""
    for step in walk_steps(own_body(script)):
        phases = step.phases if step.kind == StepKind.REPS else ()
        names = {phase.name for phase in phases}
        lengths = {phase.name: phase.length for phase in phases if isinstance(phase.length, int)}
        others = sum(length for name, length in lengths.items() if name != "rest")
        if "rest" in lengths and others and lengths["rest"] > _MAX_REST_IN_REPETITION * others:
            rest = units.format_duration(lengths["rest"])
            message = f"A rest of {rest} comes in every repetition."
            hint = f"For one after the set, write “- rest {rest}” below it; for one in each, “break {rest}”."
            yield make_warning(phases[-1].location, message, hint)
        if "ready" in names and phases[0].name == "ready":
            written = format_step(replace(step, phases=phases[1:], ready=phases[0].length))
            named = format_step(replace(step, phases=(replace(phases[0], name="get ready"), *phases[1:])))
            hint = f"For one before the first, write “{written}”; for one in each, “{named}”."
            yield make_warning(phases[0].location, "This time to get ready comes in every repetition.", hint)


_MAX_REST_IN_REPETITION = 4
"""Rest in multiples of the other phases from which it is more likely meant for the whole set."""


def headings_repeat_what_they_say(script: Script) -> Iterator[Problem]:
    """Warn of a heading whose name says how often, since only what follows a comma is done: “Circuit x 3”."""
    for part in own_body(script):
        if isinstance(part, Section) and not part.repeats and (answer := answer_heading(part.title)):
            yield make_warning(part.location, "This heading is a name, and repeats nothing.", answer)


def technique_says_when_to_stop(script: Script) -> Iterator[Problem]:
    """Warn of a technique with active steps that does not say, outside details, when to stop."""
    active_steps = [step for step in walk_steps(own_body(script)) if step.kind in {"hold", "go", "reps"}]
    if isinstance(script, Session) or not active_steps:
        return
    stop_pattern = _stop_pattern(script.language)
    if not any(stop_pattern.search(text.text) for text in script_texts(script) if not text.is_detail):
        hint = f"Write “> {LANGUAGES[script.language].stop.example}” or a similar sentence."
        yield make_warning(active_steps[0].location, "The technique does not say when to stop.", hint)


def _stop_pattern(language: str) -> re.Pattern[str]:
    """Return a regular expression that matches a language's phrases for when to stop."""
    patterns = (
        re.escape(phrase).replace(r"\ …\ ", r"\b[^.!?…]*\b") for phrase in LANGUAGES[language].stop.phrases
    )
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def cues_leave_time(script: Script) -> Iterator[Problem]:
    """Warn of three cues in a row at one moment of a step without a pause after the first or second."""
    sentences = SpokenSentences(script)
    for cues in (
        cues
        for step in walk_steps(own_body(script))
        if not step.after_each
        for cues in _consecutive_cues(step)
    ):
        for cue in _cues_without_pause(cues, sentences):
            message = "This is the third cue in a row, with no time to follow the first."
            hint = "Leave one out, speak one later, or end one before it with “…”."
            yield make_warning(cue.location, message, hint)


def _consecutive_cues(step: Step) -> Iterator[tuple[Text, ...]]:
    """Yield the cues that are spoken one after the other; for those that open the step, per level."""
    opening = {CueKind.FIRST, *LEVEL_MARKS}
    for timing in dict.fromkeys(cue.timing for cue in step.cues if cue.timing.kind not in opening):
        yield tuple(cue for cue in step.cues if cue.timing == timing)
    for level in Level:
        yield tuple(cue for cue in step.cues if cue.timing.kind in {CueKind.FIRST, level})


def _cues_without_pause(cues: tuple[Text, ...], sentences: SpokenSentences) -> Iterator[Text]:
    """Yield each cue that is the third in a row without a pause."""
    run_length = 0
    for cue in cues:
        run_length += 1
        if run_length == TOO_MANY_CUES:
            yield cue
        if sentences.spoken_text(cue.text).endswith("…"):
            run_length = 0
