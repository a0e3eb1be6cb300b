"""What a session's file says of itself: title, words, chapters, cover, and what a listener must know."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import voiceguide
from voiceguide import units
from voiceguide.audio.mp3.id3 import Chapter, Tags
from voiceguide.language.wording import WORDINGS
from voiceguide.plan.choices import Choices
from voiceguide.score.transcript import lines, transcript
from voiceguide.script.files import shipped
from voiceguide.script.library import Library
from voiceguide.views.captions import ALBUM, ARTIST
from voiceguide.views.cover import cover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.cache import Store
    from voiceguide.plan.plan import Part, Plan
    from voiceguide.score.timeline import Timeline
    from voiceguide.script.model import Technique

YEAR = 2026
"""The year of this release, not of the rendering: the same command gives the same bytes, always."""

TRIM_SILENCE = "Turn trim-silence off in the player: it would cut the holds short."

TRIM_PROOF = "Its silences carry a very low tone, so that trim-silence leaves the holds whole."


def tags(timeline: Timeline, plan: Plan, voice: str, store: Store) -> Tags:
    """The tag of a session that `voice` speaks; its cover comes out of the store, or is kept there.

    Raises PictureError.
    """
    said = lines(timeline)
    return Tags(
        title=timeline.title,
        artist=ARTIST,
        album=ALBUM,
        track=_track(timeline.session),
        year=YEAR,
        language=WORDINGS[plan.session.language].code,
        length=timeline.length,
        comment=comment(timeline, plan, voice),
        software=f"voiceguide {voiceguide.__version__}",
        transcript=transcript(said, timeline.chapters),
        lines=tuple((line.start, line.text) for line in said),
        chapters=tuple(Chapter(chapter.start, chapter.end, chapter.title) for chapter in timeline.chapters),
        cover=cover(timeline, store),
    )


def _track(session: str) -> int:
    """A session's place in the album: the shipped ones in the order of `list`, all others behind them."""
    places = _places()
    return places.get(session, len(places) + 1)


@cache
def _places() -> dict[str, int]:
    return {name: place for place, name in enumerate(Library(shipped()).sessions, start=1)}


def comment(timeline: Timeline, plan: Plan, voice: str) -> str:
    """What was chosen, and what a listener must know, in a few sentences."""
    values = [f"{part.technique.title}: {', '.join(_values(part))}." for part in plan.parts if part.values]
    chosen = [
        f"{units.clock(timeline.length)}, voice {voice}.",
        *_manner(plan),
        *values,
        *timeline.notes,
    ]
    return " ".join([*chosen, TRIM_PROOF if plan.trim_proof else TRIM_SILENCE])


def _manner(plan: Plan) -> Iterator[str]:
    """How it is done and told, where that is not as usual."""
    usual = Choices()
    if plan.level != usual.level:
        yield f"Level {plan.level}."
    if plan.brief:
        yield "Brief guidance."
    if plan.sounds != usual.sounds:
        yield f"Sounds {plan.sounds}."
    if plan.chime != usual.chime:
        yield f"Chime {plan.chime}."


def _values(part: Part) -> Iterator[str]:
    yield from (_value(part.technique, *value) for value in part.values)
    for side, name, amount, _ in part.sided:
        yield f"{_value(part.technique, name, amount)} on the {side}"


def _value(technique: Technique, name: str, amount: int) -> str:
    value = technique.value(name)
    timed = value is not None and value.unit == "time"
    return f"{name} {units.written(amount) if timed else amount}"
