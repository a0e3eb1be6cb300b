"""Find text that cannot be spoken: Markdown that scripts do not have, and mistyped steps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.script.vocabulary import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP_WORDS = "|".join(StepKind)
_BULLET_PATTERN = re.compile(
    r"[•‣⁃◦●○∙·▪►➤→]"
    r"|[-‐‑‒–—―−]++(?!\d|$)"
    rf"|(?!\*[^*]+\*)[-‐‑‒–—―−*+]+(?:\s|(?:\d+ *x *)?(?:{_STEP_WORDS}|use)\b)",
    re.IGNORECASE,
)
_STEP_LINE_PATTERN = re.compile(
    rf"(?:(?:\d+|\{{[^{{}}]*\}}) *x +)?(?:{_STEP_WORDS}) +[\d{{]"
    r"|(?i:(?:hold|go|move|rest|pause) +\d+s\b|breathe +\d+ times, in\b)"  # editors may capitalise
    r"|(?:use|chime) +[\w-]+ *(?:,|$)"
)
_DIVIDER_PATTERN = re.compile(
    r"[-=_*][-=_* ]*$|(?=[^*]*\*)[\W_]*$"
)  # an asterisk without words is not spoken


@dataclass(frozen=True, slots=True)
class _ForeignMarkup:
    """Markup that cannot be spoken, found by `pattern`; nothing else in `full_pattern` is reported."""

    pattern: re.Pattern[str]
    message: str
    hint: str
    full_pattern: re.Pattern[str] | None = None


_FOREIGN_MARKUP = (
    _ForeignMarkup(
        re.compile(r"\]\(|\]\[|\]:|https?:|\bwww\."),
        "A link cannot be spoken.",
        "Write the words alone.",
        re.compile(r"!?\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\]|:)|(?:https?:|\bwww\.)\S*"),
    ),
    _ForeignMarkup(re.compile(r"[\[\]]"), "Square brackets cannot be spoken.", "Write the words alone."),
    _ForeignMarkup(
        re.compile(r"</?[a-z][^<>]*>|<!--|&#?\w+;", re.IGNORECASE),
        "HTML cannot be spoken.",
        "Only <!-- comments --> are allowed here.",
        re.compile(r">"),
    ),
    _ForeignMarkup(
        re.compile(r"`|~~"), "Code cannot be spoken.", "Write the words alone.", re.compile(r"`[^`]*`")
    ),
    _ForeignMarkup(re.compile(r"\|"), "A table cannot be spoken.", "Write sentences."),
    _ForeignMarkup(re.compile(r"\\"), "A backslash cannot be spoken.", "Remove it."),
    _ForeignMarkup(
        re.compile(r"^#"), "This looks like a heading.", "Put “## ”, with its space, before the words."
    ),
    _ForeignMarkup(
        re.compile(r"^\d+[.)] "), "A numbered list is not understood.", "Begin each step with “- ”."
    ),
    _ForeignMarkup(re.compile(r"_"), "An underscore cannot be spoken.", "Write the words alone."),
)

_SUSPICIOUS_PATTERN = re.compile(r"[][<>&`~|\\#_]|https?:|\bwww\.")
"""A character of each of `_FOREIGN_MARKUP`, but for what begins a line: a test before all of them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Text that cannot be spoken: its offset in the line, a message and a hint."""

    offset: int
    message: str
    hint: str
    is_step_like: bool = False
    """True if the whole line was probably meant as a step."""


def first_fault(line: str, *, is_first_line: bool) -> Fault | None:
    """Return the first fault of a line, or None."""
    return next(find_faults(line, is_first_line=is_first_line), None)


def find_faults(line: str, *, is_first_line: bool) -> Iterator[Fault]:
    """Yield the first fault of each kind in a line of text.

    `is_first_line` is True for the first line of a paragraph; a later line may begin with “hold 20”.
    """
    if line[:1].isalpha() and not _SUSPICIOUS_PATTERN.search(line):
        if is_first_line and _STEP_LINE_PATTERN.match(line):
            yield _step_fault()
        return
    if _BULLET_PATTERN.match(line) or (is_first_line and _STEP_LINE_PATTERN.match(line)):
        yield _step_fault()
        return
    if _DIVIDER_PATTERN.match(line):
        yield Fault(0, "This line is not spoken.", "Remove it.")
        return
    for markup in _FOREIGN_MARKUP:
        if match := markup.pattern.search(line):
            yield Fault(match.start(), markup.message, markup.hint)
            if markup.full_pattern:
                line = markup.full_pattern.sub(lambda found: " " * len(found[0]), line)


def _step_fault() -> Fault:
    hint = "Begin it with “- ”, in a separate block."
    return Fault(0, "This looks like a step.", hint, is_step_like=True)
