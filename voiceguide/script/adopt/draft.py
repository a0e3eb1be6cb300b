"""Blocks of a handout → a draft of a script, with a comment at every guess. No word of the handout is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError
from voiceguide.language import LANGUAGES
from voiceguide.script.adopt.blocks import Block, read_blocks, visible_text, words_of
from voiceguide.script.adopt.doses import Dose, Span, find_dose
from voiceguide.script.adopt.lines import comment, missing_words, speakable_line, wrap
from voiceguide.script.source import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.language.tables import AdoptWords

MAX_TITLE_CHARACTERS = 80
_SHORT_HOLD_SECONDS = 10
_FEW_REPETITIONS = 5
"""A hold of at most so many seconds, repeated at least so often, is a phase of a repetition."""

_MAX_COUNT, _MAX_SECONDS = 1_000, 86_400
"""Limits of a count and of a length in a script."""

_PHASE, _BREATH_IN, _BREATH_OUT = "2s", "4s", "6s"


@dataclass
class _Part:
    """An exercise of the handout: its heading, what is said before and after its dose, and its dose."""

    heading: str = ""
    before: list[list[str]] = field(default_factory=list)
    """Blocks of lines before the dose; sentences that become cues, with comments among them."""
    after: list[list[str]] = field(default_factory=list)
    dose: Dose = field(default_factory=Dose)


def guess_language(text: str) -> str:
    """Return the code of the language whose frequent words are most frequent in a text."""
    words = words_of(text)
    return max(
        LANGUAGES, key=lambda code: sum(words.count(word) for word in LANGUAGES[code].adopt.common_words)
    )


def draft_script(text: str, name: str) -> str:
    """Return the draft of a technique from the text of a handout; `name` is that of its file.

    Raise RequestError if it has no words, or more than a script can hold.
    """
    text = visible_text(text)
    words = words_of(text)
    if not words:
        raise RequestError(f"There are no words in {name}. A scan has pictures of words: copy them by hand.")
    if sum(map(len, words)) > MAX_BYTES:  # each would stand in the script, and it would take long to find out
        raise _too_long(name, len(words))
    language = guess_language(text)
    draft = _Draft(language, LANGUAGES[language].adopt)
    source = draft.write(read_blocks(text), name)
    if len(source.encode()) > MAX_BYTES:
        raise _too_long(name, len(words))
    return source


def _too_long(name: str, word_count: int) -> RequestError:
    limit = f"more than {MAX_BYTES // 1000} kB hold as a script"
    return RequestError(f"{name} has {word_count:,} words, {limit}. Split it.")


class _Draft:
    """Writer of one draft."""

    def __init__(self, language: str, words: AdoptWords) -> None:
        self._language, self._words = language, words
        self._values: dict[str, str] = {}
        self._notes: list[str] = []
        self._head: list[str] = []
        self._needs: list[str] = []

    def write(self, blocks: tuple[Block, ...], name: str) -> str:
        """Return the draft."""
        blocks, title = self._title(blocks, name)
        parts = [_Part()]
        for block in blocks:
            if block.kind == "heading" and words_of(block.text) == words_of(title):
                continue
            if block.kind == "heading":
                parts.append(_Part(block.text))
            elif block.kind == "columns":
                parts[-1].before.append([comment("source", block.text)])
            else:
                if self._begins_exercise(parts[-1], block):
                    parts.append(_Part(before=self._take_words(parts[-1])))
                self._add_block(parts[-1], block)
        body = [
            lines
            for number, part in enumerate(parts)
            for lines in self._part_lines(part, is_first=number == 0)
        ]
        front = ["---", f"title: {title}"]
        front += [f"language: {self._language}"] if self._language != "en" else []
        position = self._position(blocks)
        front += [f"position: {position[0]}"] if position else []
        front += [f"needs: {', '.join(self._needs)}"] if self._needs else []
        front += [f"{key}: {value}" for key, value in self._values.items()]
        head = [
            [*front, "---"],
            [comment("draft", f"made from {name}; compare each line below a comment with it")],
        ]
        if position:
            head.append([comment("guess", f"the position, from “{position[1]}”")])
        return (
            "\n\n".join(
                "\n".join(lines)
                for lines in (*head, *([line] for line in self._head), self._notes, *body)
                if lines
            )
            + "\n"
        )

    def _title(self, blocks: tuple[Block, ...], name: str) -> tuple[tuple[Block, ...], str]:
        """Return the blocks after the title, and the title; the name of the file if there is none."""
        first = blocks[0] if blocks else Block("paragraph", "")
        title = speakable_line(first.text, self._language) if first.kind == "heading" else ""
        if title and len(title) <= MAX_TITLE_CHARACTERS:
            if missing_words(first.text, [title]):
                self._head.append(comment("source", first.text))
            return blocks[1:], title
        stem = re.sub(r"\.\w+$", "", name)
        title = " ".join(words_of(stem))[:MAX_TITLE_CHARACTERS].strip() or "handout"
        if speakable_line(title, self._language) != title:
            title = "handout"
        self._head.append(comment("guess", "the title, from the name of the file"))
        return blocks, title.capitalize()

    def _position(self, blocks: tuple[Block, ...]) -> tuple[str, str] | None:
        """Return the starting position, and the words from which it is guessed."""
        for block in blocks:
            for sentence in block.sentences:
                for position, pattern in self._words.positions.items():
                    if re.search(pattern, sentence, re.IGNORECASE):
                        return position, sentence
        return None

    def _begins_exercise(self, part: _Part, block: Block) -> bool:
        """Return whether a block with a dose belongs to an exercise that no heading begins."""
        doses = [find_dose(sentence, self._words) for sentence in block.sentences]
        if part.dose.is_empty or all(dose.is_empty for dose, _ in doses):
            return False
        least = 1 if block.kind == "item" else 2
        return bool(part.after) or any(self._word_count(other_words) >= least for _, other_words in doses)

    def _take_words(self, part: _Part) -> list[list[str]]:
        """Remove the words after the dose of an exercise, and return them for the next one."""
        words, part.after = part.after, []
        return words

    def _add_block(self, part: _Part, block: Block) -> None:
        """Add the sentences of a block to a part: as notes, dose or words."""
        if re.match(self._words.equipment, block.text, re.IGNORECASE) and self._add_needs(block.text):
            return
        said: list[str] = []
        for sentence in block.sentences:
            if self._is_caution(sentence) and (line := speakable_line(sentence, self._language)):
                self._notes += [*self._kept(sentence, [line]), *wrap("> ", line)]
                continue
            dose, other_words = find_dose(sentence, self._words)
            if dose.is_empty and not (dose.has_sides or dose.rest):
                said += self._spoken(sentence)
                continue
            part.dose = part.dose.merged(dose)
            target = part.before
            is_name = not (part.heading or said or _have_words(part.before)) and bool(words_of(other_words))
            if is_name or self._has_instruction(other_words):
                said += self._spoken(sentence)
            said.append(comment("guess", f"a dose, from “{sentence}”"))
            if said:
                target.append(said)
            said = []
        if said:
            (part.before if part.dose.is_empty else part.after).append(said)

    def _add_needs(self, text: str) -> bool:
        """Add the things of a list to `needs`; return False if there are none that can be spoken."""
        things = re.sub(self._words.equipment, "", text, count=1, flags=re.IGNORECASE).rstrip(". ")
        spoken = [speakable_line(thing, self._language) for thing in re.split(r"[,;]\s*", things)]
        if not all(spoken) or any(len(thing) > MAX_TITLE_CHARACTERS for thing in spoken):
            return False
        self._needs += spoken
        self._head.append(comment("guess", f"what is needed, from “{text}”"))
        return True

    def _is_caution(self, sentence: str) -> bool:
        words = self._words
        return bool(
            re.match(words.caution, sentence, re.IGNORECASE)
            or (
                re.search(words.caution_action, sentence, re.IGNORECASE)
                and re.search(words.caution_reason, sentence, re.IGNORECASE)
            )
        )

    def _has_instruction(self, text: str) -> bool:
        """Return whether words besides a dose are an instruction, rather than “hold for”."""
        return self._word_count(text) > 1

    def _word_count(self, text: str) -> int:
        """Return the number of words that do not belong to a dose."""
        filler = set(self._words.filler.split("|"))
        return sum(word not in filler and word.isalpha() and len(word) > 1 for word in words_of(text))

    def _spoken(self, sentence: str) -> list[str]:
        """Return the line of a sentence, and a comment if it lacks words of it."""
        line = speakable_line(sentence, self._language)
        return [*self._kept(sentence, [line]), *([line] if line else [])]

    def _kept(self, source: str, lines: list[str]) -> list[str]:
        """Return a comment with a source of which the lines lack words, or a sign that begins a mark in scripts."""
        return [comment("source", source)] if missing_words(source, lines) or "@" in source else []

    def _part_lines(self, part: _Part, *, is_first: bool) -> list[list[str]]:
        """Return the blocks of lines of an exercise."""
        found = [self._heading(part)] if part.heading and not is_first else []
        step = self._step(part.dose)
        if not step:
            return [*found, *self._paragraphs(part.before), *self._paragraphs(part.after)]
        comments = [[line for lines in part.before for line in lines if line.startswith("<!--")]]
        cues = [
            row
            for lines in part.before
            for line in lines
            if not line.startswith("<!--")
            for row in wrap("  - ", line)
        ]
        return [
            *found,
            *(lines for lines in comments if lines),
            [f"- {step}", *cues],
            *self._paragraphs(part.after),
        ]

    def _heading(self, part: _Part) -> list[str]:
        """Return the heading of an exercise, and a comment if it lacks words of it or has nothing below it."""
        heading = speakable_line(part.heading.replace(",", " "), self._language)
        heading = " ".join(re.sub(r"\d+\s*x\b|[:.…!?;]+$", " ", heading).split())
        has_words = _have_words((*part.before, *part.after))
        is_heading = (
            bool(heading)
            and len(heading) <= MAX_TITLE_CHARACTERS
            and (has_words or bool(self._step(part.dose)))
        )
        if not is_heading or missing_words(part.heading, [heading]):
            return [comment("source", part.heading), *(["", f"## {heading}"] if is_heading else [])]
        return [f"## {heading}"]

    def _paragraphs(self, blocks: list[list[str]]) -> list[list[str]]:
        """Return paragraphs; a comment stands in a block of its own."""
        found = []
        for lines in blocks:
            comments = [line for line in lines if line.startswith("<!--")]
            words = " ".join(line for line in lines if not line.startswith("<!--"))
            found += [[line] for line in comments]
            found += [wrap("", words)] if words else []
        return found

    def _step(self, dose: Dose) -> str:
        """Return the line of a step for a dose, "" if there is no amount. The first of a kind becomes a value."""
        repetitions, rounds = dose.repetitions, dose.rounds
        options = (", each side" if dose.has_sides else "") + (
            f", rest {dose.rest.least}s" if dose.rest else ""
        )
        first, last = self._words.phases
        if dose.hold:
            is_phase = (
                dose.hold.most <= _SHORT_HOLD_SECONDS
                and repetitions is not None
                and repetitions.most >= _FEW_REPETITIONS
            )
            hold = self._value("hold", dose.hold, "s")
            if is_phase and repetitions:
                count = self._value("reps", repetitions, "")
                return f"{self._times(rounds)}reps {count}, {first} {_PHASE}, hold {hold}, {last} {_PHASE}{options}"
            return f"{self._times(rounds or repetitions)}hold {hold}{options}"
        if repetitions:
            count = self._value("reps", repetitions, "")
            return f"{self._times(rounds)}reps {count}, {first} {_PHASE}, {last} {_PHASE}{options}"
        if dose.breaths:
            count = self._value("breaths", dose.breaths, "")
            return f"breathe {count} times, in {_BREATH_IN}, out {_BREATH_OUT}"
        return ""

    def _times(self, rounds: Span | None) -> str:
        return f"{self._value('rounds', rounds, '')} x " if rounds and rounds.most > 1 else ""

    def _value(self, name: str, span: Span, unit: str) -> str:
        """Return a reference to a value of this amount, or the amount if a value has the name already."""
        limit = _MAX_SECONDS if unit else _MAX_COUNT
        least, most = min(span.least, limit), min(span.most, limit)
        if least == most:
            low, high = max(1, least // 2), min(limit, least * 2)
        else:
            low, high = least, most
        written = f"{least}{unit} ({low}{unit}-{high}{unit})"
        if self._values.setdefault(name, written) == written:
            return f"{{{name}}}"
        return f"{least}{unit}"


def _have_words(blocks: Iterable[list[str]]) -> bool:
    """Return whether there is a line besides comments."""
    return any(not line.startswith("<!--") for lines in blocks for line in lines)
