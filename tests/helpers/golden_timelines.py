"""Golden cases: a script in tests/cases and, beside it, its expected timeline.

A case is two files, NAME.md and NAME.timeline; other techniques come from tests/cases/library. In a timeline,
lines with “#” are comments; “choices:” has options as on the command line; then come the length, the notes, and
one line for each event, with the chapters between them. Starts are multiples of 24 ms, the MP3 frame: each is
the one nearest to the sum of the lengths before it, which begins with one frame of silence.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers.fixed_lengths import fixed_measure
from voiceguide import units
from voiceguide.fit.fit import fit
from voiceguide.plan.merge import make_choices
from voiceguide.plan.options import OPTIONS_BY_NAME, Choices
from voiceguide.plan.planner import make_plan
from voiceguide.plan.preferences import parse_pronunciation
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.library import Library
from voiceguide.script.reader import read_session, read_technique
from voiceguide.script.uses import as_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.plan.plan import Plan
    from voiceguide.score.layout import Measure
    from voiceguide.score.timeline import Event, Timeline
    from voiceguide.script.model import Technique
    from voiceguide.script.shared_pages import PositionChange, SafetyNotes

CASES_DIR = Path(__file__).parents[1] / "cases"
LIBRARY_DIR = CASES_DIR / "library"


def case_names() -> tuple[str, ...]:
    """Return the names of all cases, in alphabetical order."""
    return tuple(sorted(path.stem for path in CASES_DIR.glob("*.md")))


@cache
def case_timeline(name: str) -> Timeline:
    """Return the timeline of a case, computed once for all tests."""
    script, expected = ((CASES_DIR / f"{name}.{kind}").read_text("utf-8") for kind in ("md", "timeline"))
    return fit_and_lay_out(plan_script(script, parse_choices(expected), name))


@dataclass(frozen=True)
class InlineLibrary(Library):
    """Fixed library, with more techniques given as text."""

    texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def technique_names(self) -> tuple[str, ...]:
        return tuple(sorted({*CASE_LIBRARY.technique_names, *self.texts}))

    @cached_property
    def position_changes(self) -> tuple[PositionChange, ...]:
        return CASE_LIBRARY.position_changes

    @cached_property
    def safety_notes(self) -> SafetyNotes:
        return CASE_LIBRARY.safety_notes

    def technique(self, name: str) -> Technique:
        if name in self.texts:
            return read_technique(self.texts[name], name, f"{name}.md")
        return CASE_LIBRARY.technique(name)


CASE_LIBRARY = Library(
    LIBRARY_DIR, tuple(CASES_DIR / f"{name}.md" for name in ("chin-tuck", "doorway-stretch", "box-breathing"))
)
"""Techniques that any case may use; an author who knew only the guide wrote the last three."""


def plan_script(text: str, choices: Choices | None = None, name: str = "given", **techniques: str) -> Plan:
    """Plan a script given as text: a session if it uses techniques or has a length, else a technique.

    A single technique becomes a session. Further techniques that a session uses are given by name.
    """
    if re.search(r"^(length:|- use )", text, re.MULTILINE):
        library = InlineLibrary(LIBRARY_DIR, texts=techniques)
        session = read_session(text, name, f"{name}.md")
    else:
        library = InlineLibrary(LIBRARY_DIR, texts={name: text})
        session = as_session(library.technique(name))
    return make_plan(session, library, choices or Choices())


def fit_and_lay_out(plan: Plan, voice: Measure = fixed_measure) -> Timeline:
    """Fit a plan and return its timeline."""
    fitted_plan = fit(plan, voice)
    return lay_out(
        fitted_plan.session.name,
        fitted_plan.session.title,
        write_score(fitted_plan),
        voice,
        fitted_plan.notes,
    )


def parse_choices(expected: str) -> Choices:
    """Return the choices in a timeline file; `--say` are the listener's pronunciations."""
    match = re.search(r"^choices: (.*)$", expected, re.MULTILINE)
    words = shlex.split(match[1]) if match else []
    values: dict[str, tuple[str, ...]] = {}
    for option, text in zip(words[::2], words[1::2], strict=True):
        name = option.removeprefix("--")
        values[name] = (*values.get(name, ()), text)
    pronunciations = (parse_pronunciation(*text.split("=")) for text in values.pop("say", ()))
    assert values.keys() <= OPTIONS_BY_NAME.keys()
    return replace(make_choices(values), pronunciations=tuple(pronunciations))


def strip_annotations(expected: str) -> str:
    """Return a timeline file without comments and choices."""
    lines = (line for line in expected.splitlines() if not line.startswith(("#", "choices:")))
    return "\n".join(line for line in lines if line.strip())


def format_timeline(timeline: Timeline) -> str:
    """Format a timeline as in the files of cases."""
    return "\n".join(_timeline_lines(timeline))


def _timeline_lines(timeline: Timeline) -> Iterator[str]:
    yield f"length: {units.to_seconds(timeline.length):.3f}"
    yield from (f"note: {note}" for note in timeline.notes)
    chapters = {chapter.start: chapter for chapter in timeline.chapters}
    for event in timeline.events:
        if event.start in chapters:
            chapter = chapters.pop(event.start)
            yield f"== {chapter.title}" + (f" ({chapter.technique})" if chapter.technique else "")
        yield _event_line(event)


def _event_line(event: Event) -> str:
    tag = event.context
    context = (f"hold {tag.hold}" * bool(tag.hold), f"round {tag.round}" * bool(tag.round), tag.side)
    context_text = ", ".join(text_part for text_part in context if text_part)
    start, end = units.to_seconds(event.start), units.to_seconds(event.end)
    text = event.sound.text if event.sound else ""
    parts = (
        f"{start:8.3f} {end:8.3f}",
        f"{event.kind:7}",
        f"{event.role:8}",
        f"[{context_text}]" * bool(context_text),
        text,
    )
    return " ".join(part for part in parts if part).rstrip()
