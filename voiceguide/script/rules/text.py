"""Rules for all spoken text: it can be spoken, and braces, brackets and asterisks are well formed."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from voiceguide.script import address
from voiceguide.script.did_you_mean import bounded_did_you_mean
from voiceguide.script.source import MAX_LISTED_CHARACTERS, printable
from voiceguide.script.vocabulary import GLOBAL_PLACEHOLDERS, MOMENT_PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.rules.context import RuleContext

_BRACE_PATTERN = re.compile(r"\{([^{}]*)\}|\{+(?![^{}]*\})|\}+")
_SLOW_PATTERN = re.compile(r"(?<!\w)\*(?![\s*])[^*\w]*\w[^*]*+(?<!\s)\*(?!\w)")
_MAX_CUE_CHARACTERS = 2_000


def placeholders_are_known(context: RuleContext) -> Iterator[Problem]:
    """Require that a name in braces is a value or a placeholder valid there, and that braces are paired."""
    anywhere = frozenset({*context.values, *GLOBAL_PLACEHOLDERS})
    in_turns, suggest = anywhere.union(context.turn_placeholders), bounded_did_you_mean()
    for spoken in context.spoken_cues:
        if "{" not in spoken.cue.text and "}" not in spoken.cue.text:
            continue
        known = in_turns if spoken.repeatable_part else anywhere
        mark = spoken.cue.timing.mark
        known = known.union(MOMENT_PLACEHOLDERS) if mark and mark.position else known
        for line in spoken.cue.lines:
            for match in _BRACE_PATTERN.finditer(line.text):
                location = line.location.offset_by(match.start())
                if match[1] is None:
                    yield location.problem("This brace has no partner.", "Put a name in a pair of braces.")
                elif context.has_familiar_address and address.is_pair(match[1]):
                    continue
                elif (name := match[1].strip()) not in known:
                    hint = suggest(name, known) or _known_names_hint(known)
                    yield location.problem(f"“{printable(match[0])}” has no meaning here.", hint)


@lru_cache(maxsize=2)
def _known_names_hint(names: frozenset[str]) -> str:
    return f"Choose one of: {printable(', '.join(sorted(names)), MAX_LISTED_CHARACTERS)}."


def cues_are_speakable(context: RuleContext) -> Iterator[Problem]:
    """Require a letter or digit in each cue, and at most _MAX_CUE_CHARACTERS characters."""
    for cue in (spoken.cue for spoken in context.spoken_cues):
        if not any(map(str.isalnum, _BRACE_PATTERN.sub("a", cue.text))):
            yield cue.location.problem("There is nothing here that a voice can say.", "Write words.")
        if len(cue.text) > _MAX_CUE_CHARACTERS:
            yield cue.location.problem(f"This is longer than {_MAX_CUE_CHARACTERS} characters.", "Split it.")


def marks_begin_cues(context: RuleContext) -> Iterator[Problem]:
    """Allow “@” only at the start of a cue; anywhere else it would be spoken."""
    for cue in (spoken.cue for spoken in context.spoken_cues):
        if "@" not in cue.text:
            continue
        at_signs = [(line, match.start()) for line in cue.lines for match in re.finditer("@", line.text)]
        faults = at_signs[cue.mark_count :]
        for line, group in groupby(faults, key=itemgetter(0)):
            location = line.location.offset_by(next(group)[1])
            yield location.problem("There is an “@” among the words.", "Begin a separate cue with the mark.")


def brackets_are_closed(context: RuleContext) -> Iterator[Problem]:
    """Require that a bracket at the start of a cue is closed; otherwise the cue would not be a detail."""
    for cue in (spoken.cue for spoken in context.spoken_cues):
        if not cue.text.startswith("("):
            continue
        depths = accumulate((character == "(") - (character == ")") for character in cue.text)
        if 0 not in depths:
            yield cue.location.problem("This bracket is never closed.", "Put “)” after the detail.")


def asterisks_come_in_pairs(context: RuleContext) -> Iterator[Problem]:
    """Require that asterisks are in pairs right around the words that are spoken slower."""
    for cue in (spoken.cue for spoken in context.spoken_cues):
        if "*" not in cue.text:
            continue
        # Another rule reports a line without letters and digits.
        texts = (line.text for line in cue.lines)
        joined_text = " ".join(text if any(map(str.isalnum, text)) else " " * len(text) for text in texts)
        offset = _SLOW_PATTERN.sub(lambda match: " " * len(match[0]), joined_text).find("*")
        for line in cue.lines if offset >= 0 else ():
            if offset <= len(line.text):
                hint = "Put one on each side of *slow* words."
                yield line.location.offset_by(offset).problem("This asterisk has no partner.", hint)
                break
            offset -= len(line.text) + 1
