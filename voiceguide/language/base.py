"""Records of a language: everything in which one language differs from another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def check_placeholders(name: str, text: str, placeholders: set[str]) -> None:
    """Raise ValueError unless a text contains these placeholders and no others."""
    if set(_PLACEHOLDER.findall(text)) != placeholders:
        expected = ", ".join(f"{{{placeholder}}}" for placeholder in sorted(placeholders)) or "none"
        raise ValueError(f"The placeholders of {name} must be: {expected}. It is “{text}”.")


def template(*placeholders: str) -> Any:  # noqa: ANN401 - metadata of a dataclass field
    """Return the metadata of a text for `str.format`: the placeholders that it contains."""
    return {"placeholders": set(placeholders)}


def mapping(*keys: str) -> Any:  # noqa: ANN401 - metadata of a dataclass field
    """Return the metadata of a mapping from fixed keys to texts."""
    return {"keys": set(keys)}


class Texts:
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
class Wording(Texts):
    """Phrases that a session says without an author having written them. Braces are for `str.format`."""

    opening_title: str
    """Title of the chapter before the first technique."""
    greeting: str = field(metadata=template("title", "length"))
    needs: str = field(metadata=template("things"))
    list_of_two: str = field(metadata=template("most", "last"))
    list_of_many: str = field(metadata=template("most", "last"))
    """List of three things or more; `most` are all but the last, separated by commas."""
    first_announcement: str = field(metadata=template("title"))
    next_announcement: str = field(metadata=template("title"))
    has_lowercase_titles: bool
    """True if a title begins with a small letter inside a sentence."""
    round: str = field(metadata=template("number"))
    halfway: str
    signal_words: Mapping[str, str] = field(metadata=mapping("chapter", "start", "end", "still"))
    """Words in place of tones, for listeners who want none."""
    remaining: str = field(metadata=template("time"))
    """Time left in a hold."""
    breath_cues: Mapping[str, str] = field(metadata=mapping("in", "again", "hold", "out"))
    """Words that lead a breath; “again” is a second breath in before it goes out."""
    side_forms: tuple[str, ...]
    """Words for a side in all their forms, “left/right”. In braces, each follows the side: `{left}`, `{right}`."""
    sides: Mapping[str, str] = field(metadata=mapping("left", "right"))
    second: tuple[str, str]
    """Singular and plural."""
    minute: tuple[str, str]
    """Singular and plural."""
    about: str = field(metadata=template("time"))
    and_a_half: str = field(metadata=template("whole", "unit"))
    """Half minutes: “7 and a half minutes”."""

    def side_words(self, side: str) -> dict[str, str]:
        """Return the word on a side for each form: on the right, “left” is “right” and “right” is “left”."""
        others: dict[str, str] = {}
        for left, _, right in (form.partition("/") for form in self.side_forms):
            others |= {left: right, right: left}
        return others if side == "right" else {word: word for word in others}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StopPhrases(Texts):
    """Phrases by which a technique tells its listeners when to stop."""

    phrases: tuple[str, ...]
    """Recognised phrases. “…” matches any words within one sentence, or none."""
    example: str
    """Sentence suggested to an author whose technique has no such phrase."""
