"""The familiar form of German: a text that says “Sie” → the same text with “du”.

What is turned: an imperative (“Drehen Sie sich” → “Dreh dich”), a modal verb (“können Sie” → “kannst du”), the
possessive (“Ihre Hände” → “deine Hände”), “Ihnen”, “vor sich” → “vor dir”, and “ohne sich” → “ohne dich”. Any
other “Sie” needs both forms from its author: `{bis Sie es spüren / bis du es spürst}`.
"""

from __future__ import annotations

import re

_MODAL_VERBS = {
    "können": "kannst",
    "sollen": "sollst",
    "sollten": "solltest",
    "wollen": "willst",
    "möchten": "möchtest",
    "dürfen": "darfst",
    "müssen": "musst",
    "haben": "hast",
    "sind": "bist",
    "brauchen": "brauchst",
}
"""Verbs before “Sie” that are statements or questions, never imperatives."""

_IRREGULAR_IMPERATIVES = {
    "nehmen": "nimm",
    "geben": "gib",
    "sehen": "sieh",
    "lesen": "lies",
    "sprechen": "sprich",
    "brechen": "brich",
    "treten": "tritt",
    "vergessen": "vergiss",
    "helfen": "hilf",
    "seien": "sei",
    "tun": "tu",
}
_SHORT_IMPERATIVES = frozenset(
    {
        *(
            "bleib",
            "drück",
            "dreh",
            "geh",
            "hol",
            "hör",
            "komm",
            "lass",
            "leg",
            "mach",
            "roll",
            "schau",
            "setz",
        ),
        *(
            "steh",
            "stell",
            "such",
            "zieh",
            "fang",
            "ruf",
            "nick",
            "denk",
            "rutsch",
            "fahr",
            "greif",
            "schlaf",
        ),
    }
)
"""Stems that are said without a final e; both forms are right, and others keep it."""

_IMPERATIVE = re.compile(r"\b(\w+(?:en|eln|ern)|[Tt]un|[Ss]ind) Sie\b( sich\b)?")
"""A verb and the formal “Sie”, with its capital: “Schmerzen behandeln sie nicht” speaks of others."""

_WORDS = re.compile(r"\b(Ihr(?:e[mnrs]?)?|Ihnen)\b")
_PLACE = re.compile(r"\b(vor|neben|hinter|unter|über|bei) sich\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\b(ohne|um) sich\b", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?…:(“„])\W*$")


def familiar(text: str) -> str:
    """Return a text that addresses its listener with “du” in place of “Sie”."""
    text = _IMPERATIVE.sub(_turn_verb, text)
    text = _WITHOUT.sub(r"\1 dich", _PLACE.sub(r"\1 dir", text))
    return _WORDS.sub(_turn_pronoun, text)


def first_left_over(text: str) -> int | None:
    """Return the index in a formal text of the first “Sie” that `familiar` cannot turn, or None."""
    without = _IMPERATIVE.sub(lambda match: " " * len(match[0]), text)
    left_over = re.search(r"\bSie\b", without)
    return left_over.start() if left_over else None


def _turn_verb(match: re.Match[str]) -> str:
    verb, reflexive = match[1], match[2]
    lower = verb.lower()
    turned = f"{_MODAL_VERBS[lower]} du" if lower in _MODAL_VERBS else _imperative(lower)
    turned += " dich" if reflexive else ""
    return turned[0].upper() + turned[1:] if verb[0].isupper() else turned


def _imperative(verb: str) -> str:
    """Return the imperative of the second person: “drehen” → “dreh”, “halten” → “halte”, “lockern” → “lockere”."""
    if verb in _IRREGULAR_IMPERATIVES:
        return _IRREGULAR_IMPERATIVES[verb]
    if verb.endswith("eln"):
        return f"{verb[:-3]}le"
    if verb.endswith("ern"):
        return f"{verb[:-1]}e"
    stem = verb[:-2]
    return stem if stem in _SHORT_IMPERATIVES else f"{stem}e"


def _turn_pronoun(match: re.Match[str]) -> str:
    word = match[1]
    turned = "dir" if word == "Ihnen" else f"dein{word[3:]}"
    is_start = _SENTENCE_START.search(match.string[: match.start()])
    return turned.capitalize() if is_start else turned
