"""Durations, amounts and lists in words of a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units

if TYPE_CHECKING:
    from voiceguide.language.base import Wording
    from voiceguide.units import Unit

_MINUTE = 60 * units.SAMPLE_RATE


def describe_time(length: int, wording: Wording) -> str:
    """Return a length in samples in words: “45 seconds”, “2 minutes”, “about 7 and a half minutes”.

    Below 90 s it is rounded to the second, from there on to the half minute. “About” marks a rounded length.
    """
    precision = units.SAMPLE_RATE if length < 90 * units.SAMPLE_RATE else _MINUTE // 2
    count = max((length + precision // 2) // precision, 1)
    is_exact = count * precision == length
    if precision == units.SAMPLE_RATE and count != 60:  # noqa: PLR2004 - sixty seconds are one minute
        words = f"{count} {wording.second[count != 1]}"
    else:
        whole, half = divmod(count * precision, _MINUTE)
        unit = wording.minute[whole != 1 or half > 0]
        words = wording.and_a_half.format(whole=whole, unit=unit) if half else f"{whole} {unit}"
    return words if is_exact else wording.about.format(time=words)


def describe_remaining(length: int, wording: Wording) -> str:
    """Return a sentence that names the time left, in samples; "" if it cannot be named exactly, as 105 s."""
    step = units.SAMPLE_RATE if length < 90 * units.SAMPLE_RATE else _MINUTE // 2
    if length % step:
        return ""
    sentence = wording.remaining.format(time=describe_time(length, wording))
    return sentence[:1].upper() + sentence[1:]


def describe_minutes(length: int, wording: Wording) -> str:
    """Return a length in samples in whole minutes: “10 minutes”, “about 13 minutes”."""
    whole = max((length + _MINUTE // 2) // _MINUTE, 1) * _MINUTE
    words = describe_time(whole, wording)
    return words if whole == length else wording.about.format(time=words)


def describe_session_length(length: int, wording: Wording) -> str:
    """Return the length of a session in samples as its greeting names it.

    From ten minutes on it is a whole or half number of minutes exactly, or about a whole number.
    """
    is_rounded = length >= 10 * _MINUTE and length % (_MINUTE // 2)
    return describe_minutes(length, wording) if is_rounded else describe_time(length, wording)


def describe_amount(value: int, unit: Unit, wording: Wording) -> str:
    """Return a value as a cue names it: a time in words, a number in digits."""
    return describe_time(value, wording) if unit == "time" else str(value)


def join_list(things: tuple[str, ...], wording: Wording) -> str:
    """Return a list in words: “a chair”, “a chair and a mat”, “a chair, a mat, and a ball”."""
    *most, last = things
    template = wording.list_of_many if len(most) > 1 else wording.list_of_two
    return template.format(most=", ".join(most), last=last) if most else last


def title_in_sentence(title: str, wording: Wording) -> str:
    """Return a title as it is written inside a sentence.

    Where the language has lower-case titles, the first letter becomes small, unless the first word is in capitals.
    """
    if not wording.has_lowercase_titles:
        return title
    first_word = title.split(maxsplit=1)[0]
    return title if first_word.isupper() and len(first_word) > 1 else title[:1].lower() + title[1:]
