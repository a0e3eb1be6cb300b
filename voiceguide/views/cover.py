"""Cover of a session: its title, its length in minutes, and its chapters as a band.

The minutes and the band remain legible at 60 pixels, the smallest size in players.
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
"""Length of the band. It is coarse, so that most changes of a hold reuse the cover."""

_DRAWING_VERSION = "2"
"""Version of the drawing. Raise it when covers change: cached ones are then drawn again."""


@dataclass(frozen=True, slots=True)
class CoverDesign:
    """Contents of a cover; `band` has the lengths of the chapters, BAND_UNITS in total."""

    title: str
    minutes: int
    band: tuple[int, ...]


def design_cover(timeline: Timeline) -> CoverDesign:
    """Return the cover of a timeline: whole minutes, at least one, and chapters to a 48th."""
    length = max(timeline.length, 1)
    starts = [round(chapter.start * BAND_UNITS / length) for chapter in timeline.chapters] or [0]
    band = tuple(
        end - start for start, end in zip(starts, [*starts[1:], BAND_UNITS], strict=True) if end > start
    )
    return CoverDesign(timeline.title, max(round(length / (60 * units.SAMPLE_RATE)), 1), band)


def cover_jpeg(timeline: Timeline, cache: Cache) -> bytes:
    """Return the cover as a baseline JPEG of 600 x 600 pixels, from the cache if it is there.

    Raise PictureError if it cannot be drawn.
    """
    design = design_cover(timeline)
    inputs = {
        "cover": _DRAWING_VERSION,
        "shows": repr(design),
        **installed_versions("pillow", "fontpkg-inter"),
    }
    name = cache_key(inputs)
    if (cached_jpeg := cache.read(name)) is not None:
        return cached_jpeg
    from voiceguide.views.cover_drawing import draw_cover

    jpeg = draw_cover(design.title, design.minutes, design.band)
    cache.write(name, jpeg)
    return jpeg
