"""A session's cover: its title, how long it lasts, and its chapters as a band.

A player shows it as small as 60 pixels: there the minutes and the band still read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.cache import Store, key
from voiceguide.versions import versions

if TYPE_CHECKING:
    from voiceguide.score.timeline import Timeline

PARTS = 48
"""The band's length. So coarse, one cover serves nearly every change of a hold."""

_DRAWING = "2"
"""To be raised when covers shall look different: those in stores are then drawn anew."""


@dataclass(frozen=True, slots=True)
class Design:
    """All that a cover shows. `band` has the length of each chapter, out of PARTS in all."""

    title: str
    minutes: int
    band: tuple[int, ...]


def design(timeline: Timeline) -> Design:
    """What the cover of a timeline shows: whole minutes, at least one, and chapters to a 48th."""
    length = max(timeline.length, 1)
    starts = [round(chapter.start * PARTS / length) for chapter in timeline.chapters] or [0]
    band = tuple(end - start for start, end in zip(starts, [*starts[1:], PARTS], strict=True) if end > start)
    return Design(timeline.title, max(round(length / (60 * units.RATE)), 1), band)


def cover(timeline: Timeline, store: Store) -> bytes:
    """A baseline JPEG of 600 x 600 pixels, out of the store where it was drawn before.

    Raises PictureError if it cannot be drawn.
    """
    shows = design(timeline)
    shaped_by = {"cover": _DRAWING, "shows": repr(shows), **versions("pillow", "fontpkg-inter")}
    name = key(shaped_by)
    if (kept := store.read(name)) is not None:
        return kept
    from voiceguide.views.cover_drawing import draw

    drawn = draw(shows.title, shows.minutes, shows.band)
    store.write(name, drawn)
    return drawn
