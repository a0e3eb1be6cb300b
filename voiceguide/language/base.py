"""Records of a language: everything in which one language differs from another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from voiceguide.language.tables import Normalisation, check_placeholders


def _template(*placeholders: str) -> Any:  # noqa: ANN401 - metadata of a dataclass field
    """Return the metadata of a text for `str.format`: the placeholders that it contains."""
    return {"placeholders": set(placeholders)}


def _mapping(*keys: str) -> Any:  # noqa: ANN401 - metadata of a dataclass field
    """Return the metadata of a mapping from fixed keys to texts."""
    return {"keys": set(keys)}


class _Texts:
    """Record whose texts are checked when it is made."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Raise ValueError naming the first field that is empty, lacks a key or has a wrong placeholder."""
        for text_field in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            value, name = getattr(self, text_field.name), f"{type(self).__name__}.{text_field.name}"
            texts: tuple[str, ...]
            if isinstance(value, Mapping):
                keys = text_field.metadata["keys"]
                if wrong := sorted(keys ^ value.keys()):
                    raise ValueError(f"The keys of {name} must be {sorted(keys)}. Check: {', '.join(wrong)}.")
                texts = tuple(value.values())
            elif isinstance(value, str | tuple):
                texts = (value,) if isinstance(value, str) else value
            else:
                continue
            if not texts or not all(texts):
                raise ValueError(f"{name} is empty.")
            for text in texts:
                check_placeholders(name, text, text_field.metadata.get("placeholders", set()))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wording(_Texts):
    """Phrases that a session says without an author having written them. Braces are for `str.format`."""

    opening_title: str
    """Title of the chapter before the first technique."""
    greeting: str = field(metadata=_template("title", "length"))
    needs: str = field(metadata=_template("things"))
    list_of_two: str = field(metadata=_template("most", "last"))
    list_of_many: str = field(metadata=_template("most", "last"))
    """List of three things or more; `most` are all but the last, separated by commas."""
    first_announcement: str = field(metadata=_template("title"))
    next_announcement: str = field(metadata=_template("title"))
    has_lowercase_titles: bool
    """True if a title begins with a small letter inside a sentence."""
    round: str = field(metadata=_template("number"))
    halfway: str
    signal_words: Mapping[str, str] = field(metadata=_mapping("chapter", "start", "end", "still"))
    """Words in place of tones, for listeners who want none."""
    remaining: str = field(metadata=_template("time"))
    """Time left in a hold."""
    breath_cues: Mapping[str, str] = field(metadata=_mapping("in", "again", "hold", "out"))
    """Words that lead a breath; “again” is a second breath in before it goes out."""
    side_forms: tuple[str, ...]
    """Words for a side in all their forms, “left/right”. In braces, each follows the side: `{left}`, `{right}`."""
    sides: Mapping[str, str] = field(metadata=_mapping("left", "right"))
    second: tuple[str, str]
    """Singular and plural."""
    minute: tuple[str, str]
    """Singular and plural."""
    about: str = field(metadata=_template("time"))
    and_a_half: str = field(metadata=_template("whole", "unit"))
    """Half minutes: “7 and a half minutes”."""

    def side_words(self, side: str) -> dict[str, str]:
        """Return the word on a side for each form: on the right, “left” is “right” and “right” is “left”."""
        others: dict[str, str] = {}
        for left, _, right in (form.partition("/") for form in self.side_forms):
            others |= {left: right, right: left}
        return others if side == "right" else {word: word for word in others}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Turning of a text from the formal address, in which scripts are written, to the familiar one.

    `first_left_over` returns the index of the first word in a text that `familiar` cannot turn, or None.
    """

    familiar: Callable[[str], str]
    first_left_over: Callable[[str], int | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HandoutStrings(_Texts):
    """Texts of the printed handout that no author has written. Braces are for `str.format`."""

    total: str = field(metadata=_template("length"))
    hold: str = field(metadata=_template("time"))
    go: str = field(metadata=_template("time"))
    repetitions: tuple[str, str] = field(metadata=_template("count", "phases"))
    """Singular and plural."""
    breaths: tuple[str, str] = field(metadata=_template("count", "phases"))
    """Singular and plural."""
    rest: str = field(metadata=_template("time"))
    each_side: str
    phases: Mapping[str, str] = field(metadata=_mapping("in", "hold", "out"))
    """Names of the phases of a breath; the phases of other movements are named by their author."""
    decimal_mark: str
    """Mark in “1.5 s”."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageStrings(_Texts):
    """Texts of the page that `voiceguide share` serves; page.html names each by its field."""

    play: str
    pause: str
    player: str
    previous: str
    next: str
    words: str
    chapters: str
    save: str
    trim: str
    """Advice to turn off a player's removal of silence."""
    proof: str
    """Note in place of `trim`, for a session whose silences contain an inaudible tone."""
    lost: str
    """Message when the audio cannot be loaded."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProgrammeStrings(_Texts):
    """Texts of a programme's page and calendar that no author has written. Braces are for `str.format`."""

    week: str = field(metadata=_template("number"))
    day: str = field(metadata=_template("number"))
    weekdays: tuple[str, ...]
    """Names of the days, Monday first."""
    minutes: str = field(metadata=_template("count"))
    optional: str
    """Note on a session that may be left out."""
    safety: str
    """Heading of the safety note."""
    rules: str
    """Heading of the rules for going on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteStrings(_Texts):
    """Texts of a published site; its scripts name each by its field, in camel case."""

    title: str
    all: str
    kept: str
    forget: str
    change: str
    length: str
    include: str
    options: str
    making: str
    loading: str
    loading_engine: str
    engine_failed: str
    lost: str
    unknown: str
    update: str
    keep: str
    is_kept: str
    not_kept: str
    download: str
    copy_link: str
    share: str
    now: str
    then: str
    hold: str
    again: str
    left: str
    right: str
    place: str
    speed: str
    sleep: str
    follow: str
    picture: str
    noscript: str
    labels: Mapping[str, str] = field(
        metadata=_mapping(
            *(
                "level",
                "avoid",
                "guidance",
                "note",
                "sounds",
                "countdown",
                "halfway",
                "announce-next",
                "chime",
                "bells",
                "side",
            )
        )
    )
    """Names of the options that the page offers as a list of names."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StopPhrases(_Texts):
    """Phrases by which a technique tells its listeners when to stop."""

    phrases: tuple[str, ...]
    """Recognised phrases. “…” matches any words within one sentence, or none."""
    example: str
    """Sentence suggested to an author whose technique has no such phrase."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdoptWords:
    """Patterns of words in handouts from which `voiceguide adopt` guesses a dose. Case does not matter."""

    common_words: tuple[str, ...]
    """Frequent words, by which the language of a handout is recognised."""
    numbers: Mapping[str, int]
    adverbs: Mapping[str, int]
    """Words for a number of times: twice."""
    seconds: str
    minutes: str
    hold: str
    """Words before the length of a hold."""
    hold_after: str
    """Words after the length of a hold."""
    rest: str
    times: str
    frequency: str
    """Words after a number of times that are no dose of one session: 3 times *daily*."""
    repetitions: str
    sets: str
    breaths: str
    sides: str
    filler: str
    """Words of a sentence about a dose that are no instruction."""
    caution: str
    """Words with which a warning begins."""
    caution_action: str
    """Words that make a warning of a sentence with one of `caution_reason`."""
    caution_reason: str
    equipment: str
    """Words before a list of things that are needed."""
    phases: tuple[str, str]
    """Names of the phases of a movement."""
    positions: Mapping[str, str]
    """Pattern of the words for a starting position by its key, the most telling first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language(_Texts):
    """One language. Every field is required, so an incomplete record raises TypeError or ValueError."""

    name: str
    """English name, for messages."""
    native_name: str
    """Name in the language itself."""
    iso_639_2: str
    """ISO 639-2 code, by which MP3 tags name a language."""
    espeak_voice: str
    """Name of espeak-ng's voice."""
    time_per_word: float
    """Time of a usual word in usual English words. German 1.1: sixteen cues in both languages, spoken by
    espeak-ng at one rate, took 0.388 s a word and 0.432 s."""
    wording: Wording
    handout: HandoutStrings
    page: PageStrings
    programme: ProgrammeStrings
    site: SiteStrings
    stop: StopPhrases
    address: Address | None
    """Formal and familiar address; None where a language has one for everybody."""
    adopt: AdoptWords
    normalisation: Normalisation
