"""Parse front matter: flat `key: value` lines between two “---”. It is not YAML: there is no nesting."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import Location, Problem
from voiceguide.language import LANGUAGES
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.foreign_markup import Fault, first_fault
from voiceguide.script.guesses.steps import is_misspelling
from voiceguide.script.guesses.values import answer_value
from voiceguide.script.model import Pronunciation, Reference, Value
from voiceguide.script.shared_pages import DEFAULT_SUBJECT
from voiceguide.script.source import printable
from voiceguide.script.step_line import MAX_COUNT, parse_value
from voiceguide.script.vocabulary import OWN_WORDS, POSITIONS, SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from voiceguide.units import Unit

_MAX_TITLE_CHARACTERS = 80
_SPECIAL_CHARACTER = re.compile(r"[{}*]")


def title_from_name(name: str) -> str:
    """Return a title made from a script's name: “neck-roll” → “Neck roll”."""
    return name.replace("-", " ").capitalize()[:_MAX_TITLE_CHARACTERS].rstrip()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One `key: text` line; `location` is where the text begins, `line_location` where the line begins."""

    key: str
    text: str
    location: Location
    line_location: Location


@dataclass
class FrontMatterParser:
    """Parser of the front matter of a file, with the problems found so far.

    `keys` are the keys of the format; any other key names a value. `body_index` is the index of the first
    line after the front matter. `written_keys` also has keys without a text.
    """

    file: str
    keys: tuple[str, ...]
    body_index: int = 0
    problems: list[Problem] = field(default_factory=list)
    entries: dict[str, _Entry] = field(default_factory=dict)
    written_keys: set[str] = field(default_factory=set)

    def add_problem(self, location: Location, message: str, hint: str = "") -> None:
        """Add a Problem."""
        self.problems.append(Problem(location.file, location.line, location.column, message, hint))

    def read(self, lines: list[str]) -> None:
        """Read the entries from the lines of a file."""
        file_start = Location(self.file, 1, 1)
        fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
        if 0 not in fences:
            self.add_problem(
                file_start, "A script begins with “---” in its first line.", "Below it comes “title: …”."
            )
            self.body_index = len(lines) if fences else 0
            return
        if len(fences) == 1:
            self.add_problem(file_start, "The front matter never ends.", "Write “---” below its last line.")
            self.body_index = len(lines)
            return
        self.body_index = fences[1] + 1
        for number, line in enumerate(lines[1 : fences[1]], 2):
            if line.strip():
                self._read_entry(line, Location(self.file, number, 1))
        if "title" not in self.written_keys:
            self.add_problem(file_start, "There is no title.", "Write “title: …” in the front matter.")

    def _read_entry(self, line: str, line_location: Location) -> None:
        raw_key, colon, raw_text = line.partition(":")
        key, text = raw_key.strip().lower(), raw_text.strip()
        has_key = bool(colon and key[:1].isalpha())
        if not has_key or raw_key[:1] == " " or raw_text[:1] not in {"", " "}:
            hint = "Begin the line with its key; put a colon and a space after it."
            self.add_problem(line_location, "This is not a “key: value” line.", hint)
        if not has_key:
            return
        if key in self.written_keys:
            self.add_problem(line_location, f"“{printable(key)}” appears twice.", "Keep one of the two.")
        elif text:
            column = len(line) - len(raw_text.lstrip()) + 1
            self.entries[key] = _Entry(key, text, line_location.offset_by(column - 1), line_location)
        else:
            hint = "Write one after the colon, or delete the line."
            self.add_problem(line_location, f"“{printable(key)}” has no value.", hint)
        self.written_keys.add(key)

    def _split_entry(self, key: str) -> Iterator[tuple[str, Location]]:
        """Yield the comma-separated parts of an entry and their locations.

        Consecutive empty parts are one Problem.
        """
        if key not in self.entries:
            return
        entry = self.entries[key]
        column, is_missing = 0, False
        for part in entry.text.split(","):
            location = entry.location.offset_by(column + len(part) - len(part.lstrip()))
            column += len(part) + 1
            if part.strip():
                yield part.strip(), location
            elif not is_missing:
                self.add_problem(
                    location, "Something is missing before or after a comma.", "Remove the comma."
                )
            is_missing = not part.strip()

    def _check_plain(self, text: str, location: Location) -> str:
        """Return a text; add a Problem unless it begins with a word and has no markup."""
        if not text[0].isalnum():
            hint = "Write plain words: quotation marks, lists and aliases have no meaning here."
            self.add_problem(location, f"“{text[0]}” is not the beginning of a word.", hint)
        elif markup_fault := first_fault(text, is_first_line=False) or _special_character_fault(text):
            self.add_problem(location.offset_by(markup_fault.offset), markup_fault.message, markup_fault.hint)
        return text

    def text(self, key: str, max_characters: int | None = None) -> str:
        """Return the text of an entry of plain words, or ""."""
        if key not in self.entries:
            return ""
        entry = self.entries[key]
        if max_characters and len(entry.text) > max_characters:
            self.add_problem(
                entry.location, f"The {key} is longer than {max_characters} characters.", "Shorten it."
            )
        return self._check_plain(entry.text, entry.location)

    def title(self) -> str:
        """Return the title, or "" if it is missing, which `read` reports."""
        return self.text("title", _MAX_TITLE_CHARACTERS)

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        """Return the text of an entry, or ""; add a Problem unless it is one of `known`."""
        if key not in self.entries:
            return ""
        self._check_known(self.entries[key].text, self.entries[key].location, known)
        return self.entries[key].text

    def position(self) -> tuple[str, bool]:
        """Return the position, and whether the technique's own words say how to get into it.

        `position: in my words` is a position of the author's own.
        """
        *positions, last = tuple(self._split_entry("position")) or (("", None),)
        if last[0] != OWN_WORDS:
            return self.one_of("position", POSITIONS), False
        if not positions:
            return OWN_WORDS, True
        entry = self.entries["position"]
        return self._check_known(entry.text.rpartition(",")[0].strip(), entry.location, POSITIONS), True

    def subject(self) -> Reference | None:
        """Return what the script is about, None for the upper back."""
        name = self.text("about").lower()
        if not name[:1].isalnum() or name == DEFAULT_SUBJECT:
            return None
        location = self.entries["about"].location
        if not SCRIPT_NAME.fullmatch(name.replace(" ", "-")):
            self.add_problem(
                location, f"“{printable(name)}” is not a subject.", "Write words such as “about: breathing”."
            )
            return None
        return Reference(name, location)

    def text_list(self, key: str) -> tuple[str, ...]:
        """Return the comma-separated plain texts of an entry."""
        return tuple(self._check_plain(part, location) for part, location in self._split_entry(key))

    def some_of(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Return the comma-separated parts of an entry; add a Problem for each that is not one of `known`."""
        return tuple(self._check_known(part, location, known) for part, location in self._split_entry(key))

    def language(self) -> str:
        """Return the language code of the script."""
        return self.one_of("language", tuple(LANGUAGES)) or "en"

    def technique_reference(self, key: str) -> Reference | None:
        """Return a reference to the technique that an entry names, or None."""
        if key not in self.entries:
            return None
        entry = self.entries[key]
        if not SCRIPT_NAME.fullmatch(entry.text):
            hint = "Write one such as “slow-breathing”, as in its file name, without “.md”."
            self.add_problem(
                entry.location, f"“{printable(entry.text)}” is not the name of a technique.", hint
            )
        return Reference(entry.text, entry.location)

    def technique_references(self, key: str) -> tuple[Reference, ...]:
        """Return references to the techniques that an entry names, separated by commas."""
        return tuple(Reference(name, location) for name, location in self._split_entry(key))

    def pronunciations(self) -> tuple[Pronunciation, ...]:
        """Return the pronunciations of the entry `say: scapula as skap you la, teres as terry z`."""
        by_word: dict[str, Pronunciation] = {}
        for part, location in self._split_entry("say"):
            word, separator, respelling = (piece.strip() for piece in part.partition(" as "))
            if not (separator and word and respelling):
                self.add_problem(
                    location, "This is not “word as sound”.", "Write it like “scapula as skap you la”."
                )
            elif word.lower() in by_word:
                self.add_problem(location, f"“{printable(word)}” appears twice.", "Keep one of the two.")
            else:
                by_word[word.lower()] = Pronunciation(
                    self._check_plain(word, location), self._check_plain(respelling, location)
                )
        return tuple(by_word.values())

    def _check_known(self, word: str, location: Location, known: Collection[str]) -> str:
        """Return a word; add a Problem unless it is one of `known`."""
        if word not in known:
            hint = did_you_mean(word, known) or f"Choose one of: {', '.join(known)}."
            self.add_problem(location, f"“{printable(word)}” is not known here.", hint)
        return word

    def values(self) -> tuple[Value, ...]:
        """Return the values: the entries whose key is not one of the format's keys.

        An unreadable value is a Problem and still becomes a value, so that its uses are not reported too.
        """
        return tuple(
            self._read_value(entry)
            for entry in self.entries.values()
            if entry.key not in self.keys and not self._report_mistyped_key(entry)
        )

    def _report_mistyped_key(self, entry: _Entry) -> bool:
        """Return True after adding a Problem if a key is a mistyped key of the format."""
        hint = did_you_mean(entry.key, self.keys) if entry.text[0].isalpha() else ""
        if hint:
            self.add_problem(entry.line_location, f"The key “{printable(entry.key)}” is not known.", hint)
        return bool(hint)

    def _read_value(self, entry: _Entry) -> Value:
        if entry.text[0] in "0123456789-(":
            value, problems = parse_value(entry.key, entry.text, entry.location)
            if value:
                return value
            hint = "" if is_misspelling(problems[0]) else answer_value(entry.key, entry.text)
            self.problems += (replace(problems[0], hint=hint),) if hint else problems
        elif answered := answer_value(entry.key, entry.text):
            self.add_problem(
                entry.location, f"“{printable(entry.text)}” is neither a time nor a number.", answered
            )
        else:
            keys = ", ".join(self.keys)
            hint = f"Values are written “{printable(entry.key)}: 20s”; the other keys are {keys}."
            self.add_problem(
                entry.location, f"“{printable(entry.text)}” is neither a time nor a number.", hint
            )
        unit: Unit = "time" if _TIME_LIKE.match(re.split(r"[,(]", entry.text)[0]) else "count"
        return Value(entry.key, unit, 1, 1, MAX_COUNT, entry.location)

    def reject_values(self) -> None:
        """Add a Problem for each entry whose key is not one of the format's keys."""
        for entry in self.entries.values():
            if entry.key not in self.keys:
                hint = did_you_mean(entry.key, self.keys) or f"Choose one of: {', '.join(self.keys)}."
                self.add_problem(
                    entry.line_location, f"The key “{printable(entry.key)}” is not known in a session.", hint
                )

    def location(self, key: str) -> Location | None:
        """Return the location of an entry's text, or None."""
        return self.entries[key].location if key in self.entries else None

    def length(self) -> int:
        """Return the session's length in samples, or 0 if none is written."""
        if "length" not in self.entries:
            return 0
        entry = self.entries["length"]
        try:
            return units.parse_duration(entry.text)
        except ValueError as error:
            self.add_problem(entry.location, str(error))
            return 0


_TIME_LIKE = re.compile(
    r"(?!\d+ *(?:x|then|down|up|times|rounds|sets|reps|breaths)\b).*[a-z:]", re.IGNORECASE
)
"""Pattern of an unreadable value that was meant as a time, unlike “6 times”."""


def _special_character_fault(text: str) -> Fault | None:
    """Return the fault of a character that has a meaning in cues but not in front matter, or None."""
    found = _SPECIAL_CHARACTER.search(text)
    if not found:
        return None
    message = "An asterisk has no meaning here." if found[0] == "*" else "Braces have no meaning here."
    return Fault(found.start(), message, "Write the words themselves.")
