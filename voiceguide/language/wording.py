"""What is said without being written: one table for each language, and how amounts are named in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units

if TYPE_CHECKING:
    from voiceguide.units import Unit


@dataclass(frozen=True, slots=True)
class Wording:
    """The automatic words of one language. Braces are filled by `str.format`."""

    code: str
    """ISO 639-2, as MP3 tags name languages."""
    opening: str
    greeting: str
    needs: str
    and_: str
    comma_and: str
    """The same behind two things or more."""
    first: str
    next: str
    lowers: bool
    """Whether a title inside a sentence begins small."""
    round: str
    halfway: str
    breaths: dict[str, str]
    sides: dict[str, str]
    second: tuple[str, str]
    minute: tuple[str, str]
    about: str
    half: str


ENGLISH = Wording(
    code="eng",
    opening="Before you begin",
    greeting="{title}, {length}.",
    needs="Have {things} within reach.",
    and_="{most} and {last}",
    comma_and="{most}, and {last}",
    first="First, {title}.",
    next="Next, {title}.",
    lowers=True,
    round="Round {number}.",
    halfway="Half-way.",
    breaths={"in": "Breathe in.", "hold": "Hold.", "out": "Breathe out."},
    sides={"left": "left", "right": "right"},
    second=("second", "seconds"),
    minute=("minute", "minutes"),
    about="about {time}",
    half="{whole} and a half {unit}",
)

GERMAN = Wording(
    code="deu",
    opening="Bevor es losgeht",
    greeting="{title}, {length}.",
    needs="Griffbereit sein sollten: {things}.",
    and_="{most} und {last}",
    comma_and="{most} und {last}",
    first="Zuerst: {title}.",
    next="Als Nächstes: {title}.",
    lowers=False,
    round="Runde {number}.",
    halfway="Halbzeit.",
    breaths={"in": "Einatmen.", "hold": "Halten.", "out": "Ausatmen."},
    sides={"left": "links", "right": "rechts"},
    second=("Sekunde", "Sekunden"),
    minute=("Minute", "Minuten"),
    about="etwa {time}",
    half="{whole},5 {unit}",
)

WORDINGS = {"en": ENGLISH, "de": GERMAN}

_MINUTE = 60 * units.RATE


def time(length: int, wording: Wording = ENGLISH) -> str:
    """Samples → words for the ear: “45 seconds”, “2 minutes”, “about 7 and a half minutes”.

    Below 90 s to the second, above to the half minute; “about” wherever that rounds.
    """
    step = units.RATE if length < 90 * units.RATE else _MINUTE // 2
    steps = max((length + step // 2) // step, 1)
    exact = steps * step == length
    if step == units.RATE and steps != 60:  # noqa: PLR2004 - sixty seconds are a minute
        words = f"{steps} {wording.second[steps != 1]}"
    else:
        whole, half = divmod(steps * step, _MINUTE)
        unit = wording.minute[whole != 1 or half > 0]
        words = wording.half.format(whole=whole, unit=unit) if half else f"{whole} {unit}"
    return words if exact else wording.about.format(time=words)


def minutes(length: int, wording: Wording = ENGLISH) -> str:
    """Samples → whole minutes: “10 minutes”, “about 13 minutes”."""
    whole = max((length + _MINUTE // 2) // _MINUTE, 1) * _MINUTE
    words = time(whole, wording)
    return words if whole == length else wording.about.format(time=words)


def amount(value: int, unit: Unit, wording: Wording = ENGLISH) -> str:
    """A value as words name it: a time in words, a number in digits."""
    return time(value, wording) if unit == "time" else str(value)


def listed(things: tuple[str, ...], wording: Wording = ENGLISH) -> str:
    """“a chair”, “a chair and a mat”, “a chair, a mat, and a ball”."""
    *most, last = things
    joint = wording.comma_and if len(most) > 1 else wording.and_
    return joint.format(most=", ".join(most), last=last) if most else last


def titled(title: str, wording: Wording = ENGLISH) -> str:
    """A title inside a sentence: its first letter small, unless it is a word in capitals.

    Some languages keep it as it is.
    """
    if not wording.lowers:
        return title
    first = title.split(maxsplit=1)[0]
    return title if first.isupper() and len(first) > 1 else title[:1].lower() + title[1:]
