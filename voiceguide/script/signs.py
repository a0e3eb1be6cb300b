"""What may not stand among words: Markdown of another kind, and steps gone wrong. No voice could say it."""

from __future__ import annotations

import re

from voiceguide.script.vocabulary import VERBS

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
_FOREIGN = (
    (re.compile(r"\]\(|\]\[|\]:|https?:|\bwww\."), "A link cannot be spoken.", "Write the words alone."),
    (re.compile(r"[\[\]]"), "Square brackets cannot be spoken.", "Write the words alone."),
    (re.compile(r"<|&#?\w+;"), "HTML cannot be spoken.", "Only <!-- comments --> may stand here."),
    (
        re.compile(r">"),
        "A “>” begins a note only at the start of a line.",
        "Leave a blank line before a note.",
    ),
    (re.compile(r"`|~~"), "Code cannot be spoken.", "Write the words alone."),
    (re.compile(r"\|"), "A table cannot be spoken.", "Write sentences."),
    (re.compile(r"\\"), "A backslash cannot be spoken.", "Take it away."),
    (re.compile(r"^#"), "This looks like a heading.", "Put “## ”, a space behind it, before its words."),
    (re.compile(r"^\d+[.)] "), "A numbered list is not understood.", "Begin each step with “- ”."),
    (re.compile(r"_"), "An underscore cannot be spoken.", "Write the words alone."),
)


def fault(line: str, *, begins: bool) -> tuple[int, str, str] | None:
    """The first fault of one line of words: where, counted from 0; what is wrong; what to do.

    `begins` is true for the first line of a paragraph; a later one may well begin with “hold 20”.
    """
    if _LIKE_A_BULLET.match(line) or (begins and _LIKE_A_DOSE.match(line)):
        return 0, LIKE_A_STEP, "Begin it with “- ”, in a block of its own."
    if _RULE.match(line):
        return 0, "This line is not spoken.", "Take it away."
    for pattern, message, hint in _FOREIGN:
        if match := pattern.search(line):
            return match.start(), message, hint
    return None
