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

    iso_639_2: str
    """ISO 639-2, as MP3 tags name languages."""
    opening_title: str
    greeting: str
    needs: str
    list_of_two: str
    list_of_many: str
    """The same behind two things or more."""
    first_announcement: str
    next_announcement: str
    has_lowercase_titles: bool
    """Whether a title inside a sentence begins small."""
    round: str
    halfway: str
    breath_cues: dict[str, str]
    sides: dict[str, str]
    second: tuple[str, str]
    minute: tuple[str, str]
    about: str
    and_a_half: str


ENGLISH_WORDING = Wording(
    iso_639_2="eng",
    opening_title="Before you begin",
    greeting="{title}, {length}.",
    needs="Have {things} within reach.",
    list_of_two="{most} and {last}",
    list_of_many="{most}, and {last}",
    first_announcement="First, {title}.",
    next_announcement="Next, {title}.",
    has_lowercase_titles=True,
    round="Round {number}.",
    halfway="Half-way.",
    breath_cues={"in": "Breathe in.", "hold": "Hold.", "out": "Breathe out."},
    sides={"left": "left", "right": "right"},
    second=("second", "seconds"),
    minute=("minute", "minutes"),
    about="about {time}",
    and_a_half="{whole} and a half {unit}",
)

GERMAN_WORDING = Wording(
    iso_639_2="deu",
    opening_title="Bevor es losgeht",
    greeting="{title}, {length}.",
    needs="Griffbereit sein sollten: {things}.",
    list_of_two="{most} und {last}",
    list_of_many="{most} und {last}",
    first_announcement="Zuerst: {title}.",
    next_announcement="Als Nächstes: {title}.",
    has_lowercase_titles=False,
    round="Runde {number}.",
    halfway="Halbzeit.",
    breath_cues={"in": "Einatmen.", "hold": "Halten.", "out": "Ausatmen."},
    sides={"left": "links", "right": "rechts"},
    second=("Sekunde", "Sekunden"),
    minute=("Minute", "Minuten"),
    about="etwa {time}",
    and_a_half="{whole},5 {unit}",
)

WORDINGS = {"en": ENGLISH_WORDING, "de": GERMAN_WORDING}

_MINUTE = 60 * units.SAMPLE_RATE


def describe_time(length: int, wording: Wording = ENGLISH_WORDING) -> str:
    """Samples → words for the ear: “45 seconds”, “2 minutes”, “about 7 and a half minutes”.

    Below 90 s to the second, above to the half minute; “about” wherever that rounds.
    """
    precision = units.SAMPLE_RATE if length < 90 * units.SAMPLE_RATE else _MINUTE // 2
    count = max((length + precision // 2) // precision, 1)
    is_exact = count * precision == length
    if precision == units.SAMPLE_RATE and count != 60:  # noqa: PLR2004 - sixty seconds are a minute
        words = f"{count} {wording.second[count != 1]}"
    else:
        whole, half = divmod(count * precision, _MINUTE)
        unit = wording.minute[whole != 1 or half > 0]
        words = wording.and_a_half.format(whole=whole, unit=unit) if half else f"{whole} {unit}"
    return words if is_exact else wording.about.format(time=words)


def describe_minutes(length: int, wording: Wording = ENGLISH_WORDING) -> str:
    """Samples → whole minutes: “10 minutes”, “about 13 minutes”."""
    whole = max((length + _MINUTE // 2) // _MINUTE, 1) * _MINUTE
    words = describe_time(whole, wording)
    return words if whole == length else wording.about.format(time=words)


def describe_amount(value: int, unit: Unit, wording: Wording = ENGLISH_WORDING) -> str:
    """A value as words name it: a time in words, a number in digits."""
    return describe_time(value, wording) if unit == "time" else str(value)


def join_list(things: tuple[str, ...], wording: Wording = ENGLISH_WORDING) -> str:
    """“a chair”, “a chair and a mat”, “a chair, a mat, and a ball”."""
    *most, last = things
    template = wording.list_of_many if len(most) > 1 else wording.list_of_two
    return template.format(most=", ".join(most), last=last) if most else last


def title_in_sentence(title: str, wording: Wording = ENGLISH_WORDING) -> str:
    """A title inside a sentence: its first letter small, unless it is a word in capitals.

    Some languages keep it as it is.
    """
    if not wording.has_lowercase_titles:
        return title
    first_word = title.split(maxsplit=1)[0]
    return title if first_word.isupper() and len(first_word) > 1 else title[:1].lower() + title[1:]
