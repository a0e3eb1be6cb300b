"""Drawing of a cover as a JPEG: the adapter to Pillow and to the font Inter."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from voiceguide.errors import PictureError
from voiceguide.views import colours

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

SIZE_PX = 600
"""Pixels on each side."""

_JPEG_QUALITY = 85
_MARGIN = 36
_CONTENT_WIDTH = SIZE_PX - 2 * _MARGIN
_BAND_HEIGHT = 104
_BAND_GAP = 6  # narrower than the smallest part, yet a visible line at 60 pixels
_MINUTES_BASELINE = SIZE_PX - _MARGIN - _BAND_HEIGHT - 44
_MINUTES_HEIGHT, _UNIT_HEIGHT = 190, 84  # pixels
_SMALL_FROM_DIGITS, _SMALL_MINUTES_HEIGHT = 4, 150  # a day has four digits of minutes
_TITLE_HEIGHTS = range(88, 28, -4)
_MAX_TITLE_LINES, _LINE_SPACING = 3, 1.12
_MAX_TITLE_HEIGHT = _MINUTES_BASELINE - _MARGIN - 160
_OPTICAL_SIZE, _WEIGHT = 32, 750  # Inter's axes
_UNASSIGNED_CHARACTER = "\uffff"
_EMOJI_CATEGORIES = {"So", "Sk", "Cf", "Mn", "Me"}
"""Unicode categories of emoji, skin tones, joiners and variation selectors."""


def draw_cover(title: str, minutes: int, parts: int) -> bytes:
    """Return a cover as a baseline JPEG of SIZE_PX x SIZE_PX pixels.

    `parts` is the number of equal parts of its band. The bytes depend on the arguments, Pillow and the font
    alone. Raise PictureError if Pillow or the font is missing or broken.
    """
    try:
        from PIL import Image, ImageDraw

        image = Image.new("RGB", (SIZE_PX, SIZE_PX), colours.DARK_BACKGROUND)
        pen = ImageDraw.Draw(image)
        _write_title(pen, title)
        _write_minutes(pen, str(minutes))
        _draw_band(pen, parts)
        file = io.BytesIO()
        # Baseline, with colours at half resolution: some players, above all in cars, show no other JPEG.
        image.save(file, "JPEG", quality=_JPEG_QUALITY, subsampling="4:2:0")
        return file.getvalue()
    except (ImportError, OSError, ValueError) as error:
        fix = "Install it again: pip install --force-reinstall pillow fontpkg-inter"
        raise PictureError(f"The cover cannot be drawn: {error}. {fix}") from error


def _write_minutes(pen: ImageDraw.ImageDraw, minutes: str) -> None:
    digits, unit = (
        _load_font(_MINUTES_HEIGHT if len(minutes) < _SMALL_FROM_DIGITS else _SMALL_MINUTES_HEIGHT),
        _load_font(_UNIT_HEIGHT),
    )
    pen.text((_MARGIN - 10, _MINUTES_BASELINE), minutes, colours.DARK_FOREGROUND, digits, "ls")
    pen.text(
        (_MARGIN + digits.getlength(minutes) + 16, _MINUTES_BASELINE), "min", colours.DARK_MUTED, unit, "ls"
    )


def _draw_band(pen: ImageDraw.ImageDraw, parts: int) -> None:
    tints = (colours.DARK_HOLDS, colours.DARK_WORDS, colours.DARK_TONES, colours.DARK_BREATHS)
    width = (_CONTENT_WIDTH + _BAND_GAP) / parts
    for index in range(parts):
        left, right = (round(_MARGIN + edge * width) for edge in (index, index + 1))
        top, bottom = SIZE_PX - _MARGIN - _BAND_HEIGHT, SIZE_PX - _MARGIN
        pen.rectangle((left, top, max(right - _BAND_GAP, left + 2), bottom), tints[index % len(tints)])


def _write_title(pen: ImageDraw.ImageDraw, title: str) -> None:
    """Write a title as large as it fits; omit a title with letters that the font lacks."""
    words = _renderable_words(title, _load_font(_TITLE_HEIGHTS[0]))
    if not words:
        return
    for height in _TITLE_HEIGHTS:
        font = _load_font(height)
        lines = _wrap_words(words, font)
        widest = max(map(font.getlength, lines))
        if (
            widest <= _CONTENT_WIDTH
            and len(lines) <= _MAX_TITLE_LINES
            and len(lines) * height * _LINE_SPACING <= _MAX_TITLE_HEIGHT
        ):
            break
    for index, line in enumerate(lines[:_MAX_TITLE_LINES]):
        top = _MARGIN + index * height * _LINE_SPACING
        pen.text((_MARGIN, top), _truncate(line, font), colours.DARK_FOREGROUND, font, "la")


def _wrap_words(words: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    first, *rest = words
    lines = [first]
    for word in rest:
        if font.getlength(f"{lines[-1]} {word}") <= _CONTENT_WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _truncate(line: str, font: ImageFont.FreeTypeFont) -> str:
    while font.getlength(line) > _CONTENT_WIDTH:
        line = line.rstrip("…")[:-1] + "…"
    return line


@cache
def _load_font(height: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    file = io.BytesIO((files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf").read_bytes())
    # Pillow's own basic layout: Raqm depends on the libraries of the system.
    font = ImageFont.truetype(file, height, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([_OPTICAL_SIZE, _WEIGHT])
    return font


def _renderable_words(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Return the words of a title without emoji, or no words if the font lacks a letter.

    The glyph of a missing letter equals that of an unassigned code point.
    """
    missing_glyph = bytes(font.getmask(_UNASSIGNED_CHARACTER))
    characters = normalize("NFC", title)  # the basic layout misplaces combining accents
    distinct_characters = {letter for letter in characters if not letter.isspace()}
    missing_characters = {
        letter for letter in distinct_characters if bytes(font.getmask(letter)) == missing_glyph
    }
    if any(category(letter) not in _EMOJI_CATEGORIES for letter in missing_characters):
        return []
    return "".join(letter for letter in characters if letter not in missing_characters).split()
