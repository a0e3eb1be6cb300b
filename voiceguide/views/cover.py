"""A session's cover: its title, how long it lasts, and its chapters as a band.

A player shows it as small as 60 pixels: there the minutes and the band still read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.cache import Cache, cache_key
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from voiceguide.score.timeline import Timeline

BAND_UNITS = 48
"""The band's length. So coarse, one cover serves nearly every change of a hold."""

_DRAWING_VERSION = "2"
"""To be raised when covers shall look different: those in stores are then drawn anew."""


@dataclass(frozen=True, slots=True)
class CoverDesign:
    """All that a cover shows. `band` has the length of each chapter, out of PARTS in all."""

    title: str
    minutes: int
    band: tuple[int, ...]


def design_cover(timeline: Timeline) -> CoverDesign:
    """What the cover of a timeline shows: whole minutes, at least one, and chapters to a 48th."""
    length = max(timeline.length, 1)
    starts = [round(chapter.start * BAND_UNITS / length) for chapter in timeline.chapters] or [0]
    band = tuple(
        end - start for start, end in zip(starts, [*starts[1:], BAND_UNITS], strict=True) if end > start
    )
    return CoverDesign(timeline.title, max(round(length / (60 * units.SAMPLE_RATE)), 1), band)


def cover_jpeg(timeline: Timeline, cache: Cache) -> bytes:
    """A baseline JPEG of 600 x 600 pixels, out of the store where it was drawn before.

    Raises PictureError if it cannot be drawn.
    """
    contents = design_cover(timeline)
    inputs = {
        "cover": _DRAWING_VERSION,
        "shows": repr(contents),
        **installed_versions("pillow", "fontpkg-inter"),
    }
    name = cache_key(inputs)
    if (cached_jpeg := cache.read(name)) is not None:
        return cached_jpeg
    from voiceguide.views.cover_drawing import draw_cover

    jpeg = draw_cover(contents.title, contents.minutes, contents.band)
    cache.write(name, jpeg)
    return jpeg
