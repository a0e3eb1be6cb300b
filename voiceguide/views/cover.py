"""Cover of a session: its title, its length in minutes, and a band with one part for each technique.

The minutes and the band remain legible at 60 pixels, the smallest size in players. A cover depends on the script and
on whole minutes only, so that a new hold reuses it, and so that all covers of a session can be drawn beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.files.cache import cache_key
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from voiceguide.files.cache import Cache
    from voiceguide.script.model import Session

MAX_PARTS = 48
"""Upper bound of the parts of a band: more would be too narrow to see."""

_DRAWING_VERSION = "4"
"""Version of the drawing. Raise it when covers change: cached ones are then drawn again."""


@dataclass(frozen=True, slots=True)
class CoverDesign:
    """Contents of a cover: a title, whole minutes, and the number of equal parts of its band."""

    title: str
    minutes: int
    parts: int


def design_cover(session: Session, title: str, length: int) -> CoverDesign:
    """Return the cover of a session under a title, `length` samples long: at least one minute and one part."""
    parts = min(max(len(session.uses), 1), MAX_PARTS)
    return CoverDesign(title, max(round(length / (60 * units.SAMPLE_RATE)), 1), parts)


def cover_jpeg(design: CoverDesign, cache: Cache) -> bytes:
    """Return a cover as a baseline JPEG of 600 x 600 pixels, from the cache if it is there.

    Raise PictureError if it cannot be drawn.
    """
    inputs = {
        "cover": _DRAWING_VERSION,
        "shows": repr(design),
        **installed_versions("pillow", "fontpkg-inter"),
    }
    name = cache_key(inputs)
    if (cached_jpeg := cache.read(name)) is not None:
        return cached_jpeg
    from voiceguide.views.cover_drawing import draw_cover

    jpeg = draw_cover(design.title, design.minutes, design.parts)
    cache.write(name, jpeg)
    return jpeg
