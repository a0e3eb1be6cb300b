"""Records of the texts for the eye: the handout, the shared page, a programme's page and a published site."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.language.base import Texts, mapping, template

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HandoutStrings(Texts):
    """Texts of the printed handout that no author has written. Braces are for `str.format`."""

    total: str = field(metadata=template("length"))
    hold: str = field(metadata=template("time"))
    go: str = field(metadata=template("time"))
    repetitions: tuple[str, str] = field(metadata=template("count", "phases"))
    """Singular and plural."""
    breaths: tuple[str, str] = field(metadata=template("count", "phases"))
    """Singular and plural."""
    rest: str = field(metadata=template("time"))
    each_side: str
    phases: Mapping[str, str] = field(metadata=mapping("in", "hold", "out"))
    """Names of the phases of a breath; the phases of other movements are named by their author."""
    decimal_mark: str
    """Mark in “1.5 s”."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageStrings(Texts):
    """Texts of the page that `voiceguide share` serves; page.html names each by its field."""

    play: str
    pause: str
    player: str
    previous: str
    next: str
    words: str
    chapters: str
    save: str
    lost: str
    """Message when the audio cannot be loaded."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProgrammeStrings(Texts):
    """Texts of a programme's page and calendar that no author has written. Braces are for `str.format`."""

    week: str = field(metadata=template("number"))
    day: str = field(metadata=template("number"))
    weekdays: tuple[str, ...]
    """Names of the days, Monday first."""
    minutes: str = field(metadata=template("count"))
    optional: str
    """Note on a session that may be left out."""
    safety: str
    """Heading of the safety note."""
    rules: str
    """Heading of the rules for going on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteStrings(Texts):
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
        metadata=mapping(
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
class ViewTexts:
    """Texts of a language for the eye. Every field is required."""

    handout: HandoutStrings
    page: PageStrings
    programme: ProgrammeStrings
    site: SiteStrings
