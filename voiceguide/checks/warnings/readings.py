"""Warnings about text that can be read in two ways."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.checks.warnings.words import make_warning, script_texts
from voiceguide.language import LANGUAGES
from voiceguide.language.normalise import normalise_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.model import Script


def readings_are_sure(script: Script) -> Iterator[Problem]:
    """Warn of what can mean two things; say how it is read, and how to write the other."""
    for text in script_texts(script):
        for line in text.lines:
            if not any(map(str.isdigit, line.text)) and not re.search(r"\b[LR]\b", line.text):
                continue
            spoken_line = normalise_text(line.text, script.language)
            for pattern, hint in _patterns(script.language):
                for match in pattern.finditer(line.text):
                    written = _with_noun(line.text, match).strip()
                    said = normalise_text(written, script.language).rstrip(".,;")
                    if said.lower() in spoken_line.lower():
                        message = f"“{written}” can mean two things, and is read as “{said}”."
                        yield make_warning(line.location.offset_by(match.start()), message, hint)


def _with_noun(text: str, match: re.Match[str]) -> str:
    """Return what was found with the word after it, on which the reading may depend."""
    following = re.match(r"\s?[^\W\d]+", text[match.end() : match.end() + 30])
    return match[0] + (following[0] if following else "")


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    ambiguities = LANGUAGES[language].normalisation.ambiguities
    return tuple((re.compile(pattern), hint) for pattern, hint in ambiguities.items())
