"""The only door to Pillow and to the font: a cover's parts become a JPEG."""

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

SIZE = 600
"""Pixels on each side."""

_QUALITY = 85
_EDGE = 36
_WIDTH = SIZE - 2 * _EDGE
_BAND = 104
_GAP = 6  # narrower than the shortest chapter, and still a line at 60
_FOOT = SIZE - _EDGE - _BAND - 44  # where the minutes stand
_MINUTES, _UNIT = 190, 84  # heights in pixels
_LONG, _MINUTES_OF_HOURS = 4, 150  # four digits: a day has no more
_TITLE = range(88, 28, -4)
_MOST_LINES, _LINE = 3, 1.12
_TITLE_ROOM = _FOOT - _EDGE - 160
_LARGE, _BOLD = 32, 750  # Inter's axes: optical size and weight
_NOBODYS = "\uffff"
_PICTURES = {"So", "Sk", "Cf", "Mn", "Me"}
"""The Unicode categories of emoji, their tones, joints and variants."""


def draw(title: str, minutes: int, band: tuple[int, ...]) -> bytes:
    """A baseline JPEG of SIZE x SIZE pixels; the same bytes for the same cover, Pillow and font.

    `band` has the lengths of chapters, in any unit. Raises PictureError.
    """
    try:
        from PIL import Image, ImageDraw

        image = Image.new("RGB", (SIZE, SIZE), colours.NIGHT_PAPER)
        pen = ImageDraw.Draw(image)
        _write_title(pen, title)
        _write_minutes(pen, str(minutes))
        _draw_band(pen, band)
        file = io.BytesIO()
        # Not progressive: some players, those in cars above all, show no other kind.
        image.save(file, "JPEG", quality=_QUALITY, subsampling=0)
        return file.getvalue()
    except (ImportError, OSError, ValueError) as error:
        mend = "Install it again: pip install --force-reinstall pillow fontpkg-inter"
        raise PictureError(f"The cover cannot be drawn: {error}. {mend}") from error


def _write_minutes(pen: ImageDraw.ImageDraw, minutes: str) -> None:
    digits, unit = _font(_MINUTES if len(minutes) < _LONG else _MINUTES_OF_HOURS), _font(_UNIT)
    pen.text((_EDGE - 10, _FOOT), minutes, colours.NIGHT_INK, digits, "ls")
    pen.text((_EDGE + digits.getlength(minutes) + 16, _FOOT), "min", colours.NIGHT_FAINT, unit, "ls")


def _draw_band(pen: ImageDraw.ImageDraw, band: tuple[int, ...]) -> None:
    tints = (colours.NIGHT_HOLDS, colours.NIGHT_WORDS, colours.NIGHT_TONES, colours.NIGHT_BREATHS)
    at, step = 0, (_WIDTH + _GAP) / max(sum(band), 1)
    for number, length in enumerate(band):
        left, right = round(_EDGE + at * step), round(_EDGE + (at + length) * step) - _GAP
        pen.rectangle((left, SIZE - _EDGE - _BAND, max(right, left + 2), SIZE - _EDGE), tints[number % 4])
        at += length


def _write_title(pen: ImageDraw.ImageDraw, title: str) -> None:
    """As large as its room allows; one in letters that the font lacks is left to the player."""
    words = _writable(title, _font(_TITLE[0]))
    if not words:
        return
    for height in _TITLE:
        font = _font(height)
        lines = _broken(words, font)
        widest = max(map(font.getlength, lines))
        if widest <= _WIDTH and len(lines) <= _MOST_LINES and len(lines) * height * _LINE <= _TITLE_ROOM:
            break
    for number, line in enumerate(lines[:_MOST_LINES]):
        top = _EDGE + number * height * _LINE
        pen.text((_EDGE, top), _shortened(line, font), colours.NIGHT_INK, font, "la")


def _broken(words: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    first, *rest = words
    lines = [first]
    for word in rest:
        if font.getlength(f"{lines[-1]} {word}") <= _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _shortened(line: str, font: ImageFont.FreeTypeFont) -> str:
    while font.getlength(line) > _WIDTH:
        line = line.rstrip("…")[:-1] + "…"
    return line


@cache
def _font(height: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    file = io.BytesIO((files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf").read_bytes())
    # The basic layout is Pillow's own; the other one depends on what the system has.
    font = ImageFont.truetype(file, height, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([_LARGE, _BOLD])
    return font


def _writable(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """The words of a title; none where the font lacks a letter, which then looks like one that nobody has.

    Pictures and their joints are no letters: they are left out, and the words stay.
    """
    lacking = bytes(font.getmask(_NOBODYS))
    letters = normalize("NFC", title)  # the basic layout puts an accent anywhere
    seen = {letter for letter in letters if not letter.isspace()}
    lacks = {letter for letter in seen if bytes(font.getmask(letter)) == lacking}
    if any(category(letter) not in _PICTURES for letter in lacks):
        return []
    return "".join(letter for letter in letters if letter not in lacks).split()
