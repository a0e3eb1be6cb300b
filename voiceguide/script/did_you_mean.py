"""Suggest the known word that is meant by a mistyped or misremembered one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from voiceguide.language import LANGUAGES, language_code
from voiceguide.script.source import MAX_LISTED_CHARACTERS, printable
from voiceguide.script.vocabulary import SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_MAX_WORD_CHARACTERS = 40

_MAX_COMPARISONS = 2_000
"""Name comparisons of one `bounded_did_you_mean`: ten unknown names in a library of two hundred scripts."""


def did_you_mean(word: str, known: Collection[str], *, cutoff: float = 0.6) -> str:
    """Return “Did you mean “hold”?” for the synonym or the most similar word in `known`, or "".

    `cutoff` is the least similarity (0 to 1) of difflib.get_close_matches.
    """
    word = word.lower()[:_MAX_WORD_CHARACTERS]
    if (meaning := SYNONYMS.get(word) or _language_meant(word, known)) in known:
        return f"Did you mean “{meaning}”?"
    candidates = [name for name in known if _could_match(word, name, cutoff)] if word else ()
    if not candidates:
        return ""
    import difflib

    matches = difflib.get_close_matches(word, candidates, n=1, cutoff=cutoff)
    return f"Did you mean “{matches[0]}”?" if matches else ""


def _language_meant(word: str, known: Collection[str]) -> str | None:
    """Return the code of the language that a word names, if languages are known; their names need all modules."""
    return language_code(word) if all(code in known for code in LANGUAGES.codes) else None


def list_hint(names: Iterable[str]) -> str:
    """Return “Choose one of: …” with the names, shortened if they are very many."""
    return f"Choose one of: {printable(', '.join(names), MAX_LISTED_CHARACTERS)}."


def _could_match(word: str, known: str, cutoff: float) -> bool:
    """Return True unless too few letters are shared to reach the cutoff; much cheaper than difflib."""
    return 2 * sum(map(known.__contains__, word)) >= cutoff * (len(word) + len(known))


def bounded_did_you_mean() -> Callable[[str, frozenset[str]], str]:
    """Return a memoised `did_you_mean` that gives no more suggestions after _MAX_COMPARISONS comparisons.

    Comparing thousands of unknown names with thousands of known ones would take minutes.
    """
    remaining = _MAX_COMPARISONS

    @cache
    def suggest(word: str, known: frozenset[str]) -> str:
        nonlocal remaining
        remaining -= len(known)
        return did_you_mean(word, known) if remaining >= 0 else ""

    return suggest
