"""The reference of docs/script-format.md: each example, and below it the timeline that it makes.

`python -m tests.helpers.reference_page` writes the timelines into the page anew.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.export.render import resolve_session
from voiceguide.fit.fit import fit
from voiceguide.plan.choices import Choices
from voiceguide.plan.plan import make_plan
from voiceguide.score.score import write_score, write_technique_score
from voiceguide.score.timeline import Event, lay_out

PAGE = Path(__file__).parents[2] / "docs" / "script-format.md"

_EXAMPLE = re.compile(r"(^```markdown\n(.*?)^```\n)(?:\n^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
_HEADING = "\n## Reference\n"


def examples(page: str) -> list[tuple[str, str]]:
    """Each example of the reference, and the timeline printed below it."""
    return [(example[2], example[3]) for example in _EXAMPLE.finditer(page.partition(_HEADING)[2])]


def timeline(example: str) -> str:
    """What an example lays out: a technique its own turn, a session all that comes after the safety note.

    One line for each event, with its start in seconds and its role; the short pauses between are left out.
    """
    script = example if example.startswith("---") else f"---\ntitle: Example\n---\n\n{example}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.md"
        path.write_text(script, encoding="utf-8")
        session, library = resolve_session(str(path))
        plan = fit(make_plan(session, library, Choices()), estimate)
    part = next((part for part in plan.techniques if part.technique.name == "example"), None)
    if part is None:
        whole = lay_out("", "", write_score(plan), estimate)
        return _rows(whole.events, whole.chapters[1].start)
    opens, _next, _pause, *own = write_technique_score(plan, part)
    return _rows(lay_out("", "", (opens, *own), estimate).events, 0)


def _rows(events: tuple[Event, ...], begin: int) -> str:
    told = (
        event
        for event in events
        if event.start >= begin and (event.sound or event.role != "pause" or _long(event))
    )
    return "".join(
        f"{units.to_seconds(event.start - begin):6.1f}  {event.role:7}  {_what(event)}\n" for event in told
    )


def _long(event: Event) -> bool:
    return event.end - event.start > units.to_samples(1) + units.FRAME_SAMPLES


def _what(event: Event) -> str:
    if event.sound:
        return event.sound.text if event.kind == "speech" else f"♪ {event.sound.text}"
    return f"… {units.to_seconds(event.end - event.start):.1f} s"


def written(page: str) -> str:
    """The page with the timeline of each example below it."""
    above, heading, below = page.partition(_HEADING)
    return (
        above + heading + _EXAMPLE.sub(lambda match: f"{match[1]}\n```text\n{timeline(match[2])}```\n", below)
    )


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
