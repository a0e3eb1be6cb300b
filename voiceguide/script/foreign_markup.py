"""What may not stand among words: Markdown of another kind, and steps gone wrong. No voice could say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.script.vocabulary import VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERBS = "|".join(VERBS)
_LIKE_A_BULLET = re.compile(
    r"[•‣⁃◦●○∙·▪►➤→]"
    r"|[-‐‑‒–—―−]++(?!\d|$)"
    rf"|(?!\*[^*]+\*)[-‐‑‒–—―−*+]+(?:\s|(?:\d+ *x *)?(?:{_VERBS}|use)\b)",
    re.IGNORECASE,
)
_LIKE_A_DOSE = re.compile(
    rf"(?:(?:\d+|\{{[^{{}}]*\}}) *x +)?(?:{_VERBS}) +[\d{{]"
    r"|(?i:(?:hold|go|move|rest|pause) +\d+s\b|breathe +\d+ times, in\b)"  # as editors begin a sentence
    r"|(?:use|chime) +[\w-]+ *(?:,|$)"
)
LIKE_A_STEP = "This looks like a step."
_RULE = re.compile(r"[-=_*][-=_* ]*$|(?=[^*]*\*)[\W_]*$")  # an asterisk is not spoken without words beside it


@dataclass(frozen=True, slots=True)
class _Sign:
    """What cannot be spoken; of the other signs in the `whole` of it nothing more need be told."""

    pattern: re.Pattern[str]
    message: str
    hint: str
    whole: re.Pattern[str] | None = None


_FOREIGN = (
    _Sign(
        re.compile(r"\]\(|\]\[|\]:|https?:|\bwww\."),
        "A link cannot be spoken.",
        "Write the words alone.",
        re.compile(r"!?\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\]|:)|(?:https?:|\bwww\.)\S*"),
    ),
    _Sign(re.compile(r"[\[\]]"), "Square brackets cannot be spoken.", "Write the words alone."),
    _Sign(
        re.compile(r"<|&#?\w+;"),
        "HTML cannot be spoken.",
        "Only <!-- comments --> may stand here.",
        re.compile(r">"),
    ),
    _Sign(
        re.compile(r">"),
        "A “>” begins a note only at the start of a line.",
        "Leave a blank line before a note.",
    ),
    _Sign(re.compile(r"`|~~"), "Code cannot be spoken.", "Write the words alone.", re.compile(r"`[^`]*`")),
    _Sign(re.compile(r"\|"), "A table cannot be spoken.", "Write sentences."),
    _Sign(re.compile(r"\\"), "A backslash cannot be spoken.", "Take it away."),
    _Sign(re.compile(r"^#"), "This looks like a heading.", "Put “## ”, a space behind it, before its words."),
    _Sign(re.compile(r"^\d+[.)] "), "A numbered list is not understood.", "Begin each step with “- ”."),
    _Sign(re.compile(r"_"), "An underscore cannot be spoken.", "Write the words alone."),
)


def fault(line: str, *, begins: bool) -> tuple[int, str, str] | None:
    """The first of its `faults`, if there is one."""
    return next(faults(line, begins=begins), None)


def faults(line: str, *, begins: bool) -> Iterator[tuple[int, str, str]]:
    """The faults of one line of words, the first of each kind: where, from 0; what is wrong; what to do.

    `begins` is true for the first line of a paragraph; a later one may well begin with “hold 20”.
    """
    if _LIKE_A_BULLET.match(line) or (begins and _LIKE_A_DOSE.match(line)):
        yield 0, LIKE_A_STEP, "Begin it with “- ”, in a block of its own."
        return
    if _RULE.match(line):
        yield 0, "This line is not spoken.", "Take it away."
        return
    for sign in _FOREIGN:
        if match := sign.pattern.search(line):
            yield match.start(), sign.message, sign.hint
            if sign.whole:
                line = sign.whole.sub(lambda found: " " * len(found[0]), line)
