"""Reference in docs/script-format.md: each example, and its timeline below it.

`python -m tests.helpers.reference_page` rewrites the timelines in the page.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.export.session import resolve_session
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score, write_technique_score

if TYPE_CHECKING:
    from voiceguide.score.timeline import Event

PAGE_PATH = Path(__file__).parents[2] / "docs" / "script-format.md"

_EXAMPLE = re.compile(r"(^```markdown\n(.*?)^```\n)(?:\n^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
_HEADING = "\n## Reference\n"


def examples(page: str) -> list[tuple[str, str]]:
    """Return each example of the reference, and the timeline printed below it."""
    return [(example[2], example[3]) for example in _EXAMPLE.finditer(page.partition(_HEADING)[2])]


def example_timeline(example: str) -> str:
    """Return the timeline of an example: of a technique alone, or of a session after the safety note.

    It has one line for each event, with its start in seconds and its role, but no line for a short pause.
    """
    script = example if example.startswith("---") else f"---\ntitle: Example\n---\n\n{example}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.md"
        path.write_text(script, encoding="utf-8")
        session, library = resolve_session(str(path))
        plan = fit(make_plan(session, library, Choices()), estimate)
    part = next((part for part in plan.techniques if part.technique.name == "example"), None)
    if part is None:
        full_timeline = lay_out("", "", write_score(plan), estimate)
        return _format_rows(full_timeline.events, full_timeline.chapters[1].start)
    chapter_start, _next, _pause, *items = write_technique_score(plan, part)
    return _format_rows(lay_out("", "", (chapter_start, *items), estimate).events, 0)


def _format_rows(events: tuple[Event, ...], start: int) -> str:
    visible_events = (
        event
        for event in events
        if event.start >= start and (event.sound or event.role != "pause" or _is_long(event))
    )
    return "".join(
        f"{units.to_seconds(event.start - start):6.1f}  {event.role:7}  {_event_text(event)}\n"
        for event in visible_events
    )


def _is_long(event: Event) -> bool:
    return event.end - event.start > units.to_samples(1) + units.FRAME_SAMPLES


def _event_text(event: Event) -> str:
    if event.sound:
        return event.sound.text if event.kind == "speech" else f"♪ {event.sound.text}"
    return f"… {units.to_seconds(event.end - event.start):.1f} s"


def update_timelines(page: str) -> str:
    """Return the page with the timeline of each example below it."""
    above, heading, below = page.partition(_HEADING)
    return (
        above
        + heading
        + _EXAMPLE.sub(lambda match: f"{match[1]}\n```text\n{example_timeline(match[2])}```\n", below)
    )


if __name__ == "__main__":
    PAGE_PATH.write_text(update_timelines(PAGE_PATH.read_text(encoding="utf-8")), encoding="utf-8")
