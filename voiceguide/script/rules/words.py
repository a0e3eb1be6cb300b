"""What holds for all words: a voice can say them, and every brace and asterisk in them means something."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from voiceguide.script.grammar import sparing
from voiceguide.script.source import LISTED, shown
from voiceguide.script.vocabulary import ANYWHERE, IN_TURNS, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.rules.context import View

_BRACES = re.compile(r"\{([^{}]*)\}|\{+(?![^{}]*\})|\}+")
_SLOW = re.compile(r"(?<!\w)\*(?![\s*])[^*\w]*\w[^*]*+(?<!\s)\*(?!\w)")
_CUE_AT_MOST = 2_000


def braces_are_known(view: View) -> Iterator[Problem]:
    """A name in the words is a value, or one that has a meaning at that moment; braces come in pairs."""
    anywhere = frozenset({*view.values, *ANYWHERE})
    in_turns, guess = anywhere.union(IN_TURNS), sparing()
    for spoken in view.spoken:
        known = in_turns if spoken.turns else anywhere
        for line in spoken.words.lines if _BRACES.search(spoken.words.text) else ():
            for match in _BRACES.finditer(line.text):
                at = line.place.further(match.start())
                if match[1] is None:
                    yield at.problem("A brace stands alone.", "Braces come in pairs, around a name.")
                elif (name := match[1].strip()) not in known:
                    hint = guess(name, known) or _known(known)
                    yield at.problem(f"“{shown(match[0])}” has no meaning here.", hint)


@lru_cache(maxsize=2)
def _known(names: frozenset[str]) -> str:
    return f"Known are: {shown(', '.join(sorted(names)), LISTED)}."


def words_can_be_said(view: View) -> Iterator[Problem]:
    """Words hold at least one letter or digit, and no more than a voice can take."""
    for words in (spoken.words for spoken in view.spoken):
        if not any(map(str.isalnum, _BRACES.sub("a", words.text))):
            yield words.place.problem("There is nothing here that a voice can say.", "Write words.")
        if len(words.text) > _CUE_AT_MOST:
            yield words.place.problem(f"This is longer than {_CUE_AT_MOST} characters.", "Split it.")


def marks_begin_cues(view: View) -> Iterator[Problem]:
    """An “@” stands nowhere but at the start of a cue: anywhere else it would be spoken."""
    for words in (spoken.words for spoken in view.spoken):
        for number, line in enumerate(words.lines):
            at = line.text.find("@", int(number == 0 and words.mark.kind != OPENING))
            if at >= 0:
                place = line.place.further(at)
                yield place.problem("There is an “@” among the words.", "A mark begins a cue of its own.")


def details_are_closed(view: View) -> Iterator[Problem]:
    """A bracket that begins words is closed: else they would be no detail, and heard with brief guidance."""
    for words in (spoken.words for spoken in view.spoken):
        depths = accumulate((sign == "(") - (sign == ")") for sign in words.text)
        if words.text.startswith("(") and 0 not in depths:
            yield words.place.problem("This bracket is never closed.", "Put “)” behind the detail.")


def asterisks_come_in_pairs(view: View) -> Iterator[Problem]:
    """An asterisk stands right before and right behind words that are said slower."""
    for words in (spoken.words for spoken in view.spoken):
        if "*" not in words.text:
            continue
        # A line of nothing but signs has a Problem of its own.
        texts = (line.text for line in words.lines)
        whole = " ".join(text if any(map(str.isalnum, text)) else " " * len(text) for text in texts)
        at = _SLOW.sub(lambda match: " " * len(match[0]), whole).find("*")
        for line in words.lines if at >= 0 else ():
            if at <= len(line.text):
                hint = "Put one on each side of *slow* words."
                yield line.place.further(at).problem("This asterisk has no partner.", hint)
                break
            at -= len(line.text) + 1
