from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from voiceguide.errors import Location, PictureError
from voiceguide.files.cache import Cache
from voiceguide.script.model import Session, Use
from voiceguide.views import colours, cover_drawing
from voiceguide.views.cover import MAX_PARTS, CoverDesign, cover_jpeg, design_cover
from voiceguide.views.cover_drawing import draw_cover

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES_PER_SECOND = 24_000
START = Location("reset.md", 1, 1)
RESET = Session("reset", "Upper-back reset", START, body=(Use("bells", START), Use("twist", START)))
TEN_MINUTES = CoverDesign("Upper-back reset", 10, 2)


def open_jpeg(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def count_pixels(image: Image.Image, box: tuple[int, int, int, int], colour: str) -> int:
    """Return the number of pixels in a box that are close to a colour."""
    wanted = np.frombuffer(bytes.fromhex(colour[1:]), np.uint8).astype(int)
    pixels = np.asarray(image.convert("RGB").crop(box)).astype(int)
    return int((abs(pixels - wanted).max(axis=2) < 24).sum())


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(600, 10), (601, 10), (629, 10), (631, 11), (1, 1), (86_400, 1440)]
)
def test_a_cover_shows_whole_minutes_and_a_part_for_each_technique(seconds: int, minutes: int) -> None:
    design = design_cover(RESET, "Reset (preview)", seconds * SAMPLES_PER_SECOND)
    assert design == CoverDesign("Reset (preview)", minutes, 2)


@pytest.mark.parametrize(("uses", "parts"), [(0, 1), (1, 1), (48, 48), (49, 48)])
def test_a_band_has_at_least_one_part_and_at_most_as_many_as_can_be_seen(uses: int, parts: int) -> None:
    session = Session("reset", "Reset", START, body=(Use("twist", START),) * uses)
    assert design_cover(session, session.title, SAMPLES_PER_SECOND).parts == parts


def test_it_is_a_baseline_jpeg_of_600_pixels() -> None:
    image = open_jpeg(draw_cover("Upper-back reset", 10, 2))
    assert (image.format, image.size, image.mode) == ("JPEG", (600, 600), "RGB")
    assert not image.info.get("progressive")
    assert "exif" not in image.info


def test_at_60_pixels_the_minutes_and_the_band_are_still_there() -> None:
    small = open_jpeg(draw_cover("Upper-back reset", 10, 2)).resize((60, 60), Image.Resampling.LANCZOS)
    assert count_pixels(small, (0, 24, 60, 44), colours.DARK_FOREGROUND) > 60
    assert count_pixels(small, (4, 47, 30, 56), colours.DARK_HOLDS) > 150
    assert count_pixels(small, (31, 47, 56, 56), colours.DARK_WORDS) > 150


@pytest.mark.parametrize(
    "title",
    ["Upper-back reset", "Größer", "Спина", "Πλάτη", "W" * 60, "a b " * 80, "Schulterblattmuskulatur"],
)
def test_a_title_stays_within_the_edges(title: str) -> None:
    image = open_jpeg(draw_cover(title, 10, 1))
    assert count_pixels(image, (30, 30, 570, 260), colours.DARK_FOREGROUND) > 300
    assert count_pixels(image, (572, 0, 600, 600), colours.DARK_FOREGROUND) == 0
    assert count_pixels(image, (0, 0, 600, 28), colours.DARK_FOREGROUND) == 0


@pytest.mark.parametrize("title", ["背中をねじる", "ظهر", "Rest 休む", "🧘", " "])
def test_title_is_omitted_when_the_font_lacks_its_letters(title: str) -> None:
    assert draw_cover(title, 10, 1) == draw_cover("", 10, 1)


@pytest.mark.parametrize("title", ["Rest 🧘🏽‍♀️ & calm ✨", "🧘 Rest & calm", "Rest & calm 🏔️"])
def test_pictures_in_a_title_are_left_out_and_its_words_stay(title: str) -> None:
    assert draw_cover(title, 10, 1) == draw_cover("Rest & calm", 10, 1)


def test_an_accent_stands_on_its_letter_however_it_was_typed() -> None:
    assert draw_cover("e\N{COMBINING ACUTE ACCENT}tirement", 10, 1) == draw_cover("étirement", 10, 1)


def test_minutes_of_a_whole_day_fit() -> None:
    """The last letter of “min” is whole, and nothing is drawn beyond the edge."""
    image = open_jpeg(draw_cover("A", 1440, 1))
    assert count_pixels(image, (500, 280, 570, 430), colours.DARK_MUTED) > 300
    assert count_pixels(image, (572, 280, 600, 430), colours.DARK_MUTED) == 0


def test_each_of_48_parts_is_visible() -> None:
    image = open_jpeg(draw_cover("A", 10, MAX_PARTS))
    row = image.convert("RGB").crop((36, 500, 564, 501)).tobytes()
    bright = [sum(row[at : at + 3]) > 3 * 100 for at in range(0, len(row), 3)]
    assert sum(now and not before for before, now in zip([False, *bright], bright, strict=False)) == MAX_PARTS


def test_same_cover_has_same_bytes_and_others_differ() -> None:
    first = draw_cover("A", 10, 2)
    assert draw_cover("A", 10, 2) == first
    others = [draw_cover("B", 10, 2), draw_cover("A", 9, 2), draw_cover("A", 10, 3)]
    assert len({first, *others}) == 4


def test_cover_comes_from_cache_when_drawn_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cover_jpeg(TEN_MINUTES, Cache(tmp_path))
    monkeypatch.setattr(cover_drawing, "draw_cover", lambda *_: pytest.fail("it was drawn again"))
    assert cover_jpeg(TEN_MINUTES, Cache(tmp_path)) == first


def test_without_pillow_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(PictureError, match="pip install --force-reinstall pillow"):
        draw_cover("A", 10, 1)


def test_without_the_font_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    cover_drawing._load_font.cache_clear()
    monkeypatch.setitem(sys.modules, "fontpkg_inter", None)
    with pytest.raises(PictureError, match="fontpkg-inter"):
        draw_cover("A", 10, 1)
