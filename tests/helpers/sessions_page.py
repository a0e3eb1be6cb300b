"""docs/sessions.md: how each shipped session spends its time, at each level and with each note and guidance.

`python -m tests.helpers.sessions_page` rewrites the page; with names of sessions it prints their rows instead.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby, pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.fit.fit import fit
from voiceguide.language import LANGUAGES, wording
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.activities import find_activities
from voiceguide.score.items import Role
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.library import open_library
from voiceguide.script.shared_pages import NOTE_LENGTHS
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.vocabulary import Guidance, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from voiceguide.plan.plan import Plan
    from voiceguide.score.activities import HasExtent
    from voiceguide.score.timeline import Event, Timeline

PAGE_PATH = Path(__file__).parents[2] / "docs" / "sessions.md"
SHIPPED_LIBRARY = open_library()

QUIET_TECHNIQUES = frozenset(
    {
        *("settle", "seated-settle", "heat", "posture-check", "letting-go"),
        *("slow-breathing", "breathing-lying-down"),
    }
)
"""Techniques in which nobody stretches or exercises: their activities are no movement."""

SETTING_UP = "desk-setup"
"""Technique whose times to move things are what one does: it changes a desk, not a back."""

HEADER = """\
# How the sessions spend their time

Each shipped session at its own length, in English, with estimated lengths of words. Made by
`python -m tests.helpers.sessions_page`; with names of sessions it prints their tables alone.

- **instruction**: when the first words say what to do: what to fetch, a change of position, or a cue; with
  `names`, the name of a technique is one. **movement**: when the first stretch or exercise begins, or the setting
  up of a desk; settling, breathing alone, posture and heat are none.
- **doing**: the share of holds, repetitions, moving freely and breathing, with the words inside them, and of the
  time to set up a desk.
  **administration**: the share of greeting, safety notes, bells, announcements, changes of position and the
  close. What remains is setting up, time to get ready, and rest.
- **speech**: the share of words. **silence**: the longest stretch without words or tones.
- **left out**: techniques for which there is no time.
"""
TABLE_HEAD = """\
| level | note | guidance | length | instruction | movement | doing | administration | speech | silence | left out |
|---|---|---|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one session with one set of choices; times in samples, shares from 0 to 1.

    A first instruction or movement is None if there is none.
    """

    session: str
    level: Level
    note: str
    guidance: Guidance
    length: int
    first_instruction: int | None
    first_movement: int | None
    doing: float
    administration: float
    speech: float
    longest_silence: int
    longest_wordless: int
    """Longest time between words, with tones or without, in samples."""
    left_out: tuple[str, ...]

    def __str__(self) -> str:
        """Return the row in Markdown."""
        times = (self.length, self.first_instruction, self.first_movement)
        shares = (self.doing, self.administration, self.speech)
        cells = (
            *(self.level, self.note, self.guidance),
            *("–" if time is None else units.format_clock(time) for time in times),
            *(f"{share:.0%}".replace("%", " %") for share in shares),
            units.format_clock(self.longest_silence),
            ", ".join(self.left_out),
        )
        return f"| {' | '.join(cells)} |"


def session_rows(name: str) -> Iterator[Row]:
    """Yield the rows of a session."""
    for level, note, guidance in product(Level, NOTE_LENGTHS, Guidance):
        yield session_row(name, level, note, guidance)


@cache
def session_row(name: str, level: Level, note: str, guidance: Guidance, language: str = "en") -> Row:
    """Return the figures of a session at its own length."""
    library, measure = open_library(language=language), partial(estimate, language=language)
    session = library.session(name)
    plan = fit(make_plan(session, library, Choices(level=level, note=note, guidance=guidance)), measure)
    timeline = lay_out(name, session.title, write_score(plan), measure)
    activities = find_activities(timeline.events)
    spoken = [event for event in timeline.events if event.text]
    names = [chapter.technique for chapter in timeline.chapters]
    movements = [
        activity.start for activity in activities if names[activity.chapter_index] not in QUIET_TECHNIQUES
    ]
    setting_up = [event for event in timeline.events if _is_setting_up(event)]
    movements += [event.start for event in setting_up]
    instructions = [event.start for event in timeline.events if _is_instruction(event, plan)]
    kept = {planned.technique.name for planned in plan.techniques}
    return Row(
        *(name, level, note, guidance, timeline.length),
        first_instruction=min(instructions, default=None),
        first_movement=min(movements, default=None),
        doing=(_total(activities) + _total(setting_up)) / timeline.length,
        administration=_share(timeline, _is_administration),
        speech=_share(timeline, lambda event: event.kind == "speech"),
        longest_silence=_longest_run(timeline.events),
        longest_wordless=max(after.start - before.end for before, after in pairwise(spoken)),
        left_out=tuple(use.technique for use in session.uses if use.technique not in {*kept, BOOKENDS[0]}),
    )


def _is_instruction(event: Event, plan: Plan) -> bool:
    bells, _ = BOOKENDS
    things = wording.join_list(plan.needs, LANGUAGES[plan.session.language].wording) if plan.needs else ""
    if things and things in event.text:
        return True
    roles = {Role.CUE, Role.NEXT} if plan.choices.guidance == Guidance.NAMES else {Role.CUE}
    return bool(event.text) and event.role in roles and event.context.technique not in {"", bells}


def _is_setting_up(event: Event) -> bool:
    return event.role is Role.MOVE and event.context.technique == SETTING_UP and not _is_transition(event)


def _is_transition(event: Event) -> bool:
    source = event.context.source
    return source is not None and source.file.endswith("positions.md")


def _is_administration(event: Event) -> bool:
    context = event.context
    is_around = context.chapter == 1 or context.technique in {"", *BOOKENDS}
    return is_around or _is_transition(event) or event.role in {Role.NEXT, Role.SAFETY}


def _total(parts: Iterable[HasExtent]) -> int:
    return sum(part.end - part.start for part in parts)


def _share(timeline: Timeline, is_counted: Callable[[Event], bool]) -> float:
    return _total(event for event in timeline.events if is_counted(event)) / timeline.length


def _longest_run(events: tuple[Event, ...]) -> int:
    """Return the length of the longest run of silences, in samples."""
    runs = (tuple(run) for is_silent, run in groupby(events, lambda event: event.sound is None) if is_silent)
    return max(run[-1].end - run[0].start for run in runs)


def session_section(name: str) -> str:
    """Return the heading and the table of a session."""
    rows = "\n".join(map(str, session_rows(name)))
    return f"\n## {SHIPPED_LIBRARY.session(name).title}\n\n{TABLE_HEAD}{rows}\n"


def sessions_page() -> str:
    """Return the whole page."""
    return HEADER + "".join(map(session_section, SHIPPED_LIBRARY.session_names))


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stdout.write("".join(map(session_section, sys.argv[1:])))
    else:
        PAGE_PATH.write_text(sessions_page(), encoding="utf-8")
