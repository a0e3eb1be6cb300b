"""Lines of a draft: words that can be spoken, and comments that keep everything else."""

from __future__ import annotations

import re
import textwrap

from voiceguide.language.normalise import unspeakable_characters, unspeakable_reason
from voiceguide.script.adopt.blocks import words_of
from voiceguide.script.foreign_markup import first_fault

LINE_WIDTH = 100

_ADDRESS = re.compile(r"\(?(?:https?:|\bwww\.)\S*")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_MARKUP = re.compile(r"[\[\]<>|\\_#*~`{}^]+")


def comment(label: str, text: str) -> str:
    """Return a comment of one line, which no text can end early."""
    return f"<!-- {label}: {' '.join(text.split()).replace('--', '- -').replace('>', '›')} -->"


def speakable_line(text: str, language: str) -> str:
    """Return a text as a line that a script can speak; "" if nothing of it can be."""
    line = _ADDRESS.sub(" ", _LINK.sub(r"\1", text.replace("&", " & ")))
    line = (
        re.sub(r"(?<=\d)\s?>\s?|(?<=\w)\s>\s(?=\d)", " > ", line) if re.search(r"\w\s?>\s?\d", line) else line
    )
    kept = re.sub(r"[<>](?=\s?\d)", lambda sign: f"\0{sign[0]}", line)
    line = re.sub(r"\0?[\[\]<>|\\_#*~`{}^@]", lambda m: m[0][1] if m[0][0] == "\0" else " ", kept)
    line = _without_unspeakable(line, language)
    line = " ".join(line.split()).lstrip("-–—−+•·@>=:;,. ").strip()
    line = re.sub(r"^(\d+)[.)](?: |$)", "", line)
    if not words_of(line) or first_fault(line, is_first_line=True) or unspeakable_reason(line, language):
        return ""
    return line


def _without_unspeakable(text: str, language: str) -> str:
    """Return a text without the characters that no voice can say."""
    for start, _ in reversed([*unspeakable_characters(text, language)]):
        end = start + 1
        while end < len(text) and next(unspeakable_characters(text[end], language), None):
            end += 1
        text = f"{text[:start]} {text[end:]}"
    return text


def wrap(prefix: str, text: str) -> list[str]:
    """Return a text on lines of at most LINE_WIDTH characters; later lines are indented below the first."""
    later = "> " if prefix == "> " else " " * len(prefix)
    return textwrap.wrap(
        text,
        LINE_WIDTH,
        initial_indent=prefix,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def missing_words(source: str, lines: list[str]) -> bool:
    """Return whether a word of a source is in none of the lines."""
    return not set(words_of(source)) <= {word for line in lines for word in words_of(line)}
