"""Rows of a table → orders: what to make for each person, checked cell by cell before anything is made."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide.errors import Problem, RequestError, ScriptError
from voiceguide.export.batch.table import MAX_PROBLEMS
from voiceguide.export.programme import parse_start
from voiceguide.plan.options import OPTIONS_BY_NAME
from voiceguide.plan.schedule import Listener, make_schedule, plan_with_settings
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.files import is_path
from voiceguide.script.library import open_library
from voiceguide.script.programme_library import find_programme
from voiceguide.script.source import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from voiceguide.export.batch.table import Row, Table
    from voiceguide.plan.option import OptionTexts
    from voiceguide.script.library import Library

NAME, FILE, SESSION, PROGRAMME, START = "name", "file", "session", "programme", "start"
OWN_COLUMNS = (NAME, FILE, SESSION, PROGRAMME, START)
"""Columns that are not options."""

_ITEM_SEPARATOR = ";"
"""Between the items of an option that may be repeated: “cat-camel=12; seated-twist=25s”."""

_MAX_NAME_CHARACTERS = 60
"""Characters of a person's name in a file's name, which then has at most 255 bytes in UTF-8."""

_RESERVED_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
)
"""Names that Windows does not allow, whatever the suffix."""


@dataclass(frozen=True, slots=True)
class Order:
    """Request for the session or programme of one person.

    line          line of the table
    name          name of the person, "" if the table has none
    script        name of the session, or of the programme if there is a `start`
    start         first day of the programme; None for a session
    texts         texts of each chosen option, as on the command line
    stem          file's name without its suffix, or the name of the programme's folder
    """

    line: int
    name: str
    script: str
    start: date | None
    texts: tuple[tuple[str, OptionTexts], ...]
    stem: str

    @property
    def choices_text(self) -> str:
        """Chosen options in words: “minutes 12, avoid knees”."""
        return ", ".join(f"{name} {text}" for name, texts in self.texts for text in texts)

    def listener(self, scripts_dir: Path | None) -> Listener:
        """Return the person's choices. Remembered choices of whoever runs the batch do not count."""
        return Listener(dict(self.texts), scripts_dir)


def read_orders(table: Table, scripts_dir: Path | None, default_start: date) -> tuple[Order, ...]:
    """Return the order of each row. Raise ScriptError with the problems of all rows."""
    problems = list(_column_problems(table))
    if problems:
        raise ScriptError(problems)
    reader = _OrderReader(table, scripts_dir, default_start)
    orders = []
    for row in table.rows:
        if order := reader.read(row):
            orders.append(order)
        if len(reader.problems) >= MAX_PROBLEMS:
            break
    if reader.problems:
        raise ScriptError(reader.problems[:MAX_PROBLEMS])
    return tuple(orders)


def _column_problems(table: Table) -> Iterator[Problem]:
    names = (*OWN_COLUMNS, *OPTIONS_BY_NAME)
    for name, index in table.columns.items():
        if name not in names and "." not in name:
            hint = did_you_mean(name, names) or (
                "A column is one of "
                f"{', '.join(OWN_COLUMNS)}, an option such as minutes, or a value such as seated-twist.hold."
            )
            message = f"There is no option “{printable(name)}”."
            ignored = f"If it is not for voiceguide, name it “#{printable(name)}”."
            yield Problem(table.file, 1, index + 1, message, f"{hint} {ignored}")
    if not {NAME, FILE} & table.columns.keys():
        yield Problem(
            table.file, 1, 1, "No column names the files.", "Add a column “name” with each person's name."
        )
    if not {SESSION, PROGRAMME} & table.columns.keys():
        hint = "Add a column “session”, or “programme”."
        yield Problem(table.file, 1, 1, "No column says what to make.", hint)


@dataclass(slots=True)
class _OrderReader:
    """Reader of rows, with the problems found so far."""

    table: Table
    scripts_dir: Path | None
    default_start: date
    problems: list[Problem] = field(default_factory=list)
    lines_by_file: dict[str, int] = field(default_factory=dict)
    """Line of the row that has a file's name, which is compared without regard to case."""
    known: dict[object, tuple[str, str] | None] = field(default_factory=dict)
    """Fault of a script and texts: the column and the message; None if there is none."""

    def read(self, row: Row) -> Order | None:
        """Return the order of a row, or None after adding its problems."""
        count = len(self.problems)
        cells = {name: self.table.cell(row, name) for name in self.table.columns}
        script = cells.get(SESSION) or cells.get(PROGRAMME) or ""
        is_programme = not cells.get(SESSION) and bool(script)
        texts = tuple(self._texts(row, cells))
        start = self._start(row, cells, is_programme=is_programme)
        if not script:
            self._add(row, SESSION, "It is not said what to make.", "Write the name of a session.")
        elif cells.get(SESSION) and cells.get(PROGRAMME):
            self._add(
                row,
                PROGRAMME,
                "There is a session and a programme.",
                "Leave one of them out: a row is for one.",
            )
        elif len(self.problems) == count:
            self._check_script(row, script, texts, is_programme=is_programme)
        stem = self._stem(row, cells, script)
        if len(self.problems) > count:
            return None
        return Order(row.line, cells.get(NAME, ""), script, start, texts, stem)

    def _add(self, row: Row, column: str, message: str, hint: str = "") -> None:
        named = f"{column}: {message}" if column in self.table.columns else message
        self.problems.append(self.table.location(row, column).problem(named, hint))

    def _texts(self, row: Row, cells: dict[str, str]) -> Iterator[tuple[str, OptionTexts]]:
        overrides: list[str] = []
        for column, text in cells.items():
            if not text or column in OWN_COLUMNS:
                continue
            name, given = ("set", f"{column}={text}") if "." in column else (column, text)
            option = OPTIONS_BY_NAME[name]
            items = given.split(_ITEM_SEPARATOR) if option.multiple and "." not in column else (given,)
            texts = tuple(item.strip() for item in items if item.strip())
            if self._can_parse(row, column, option.parse, option.split_texts(texts)):
                if name == "set":
                    overrides += texts
                else:
                    yield name, texts
        if overrides:
            yield "set", tuple(overrides)

    def _can_parse(self, row: Row, column: str, parse: Callable[[str], object], texts: OptionTexts) -> bool:
        try:
            for text in texts:
                parse(text)
        except RequestError as error:
            self._add(row, column, str(error))
            return False
        return True

    def _start(self, row: Row, cells: dict[str, str], *, is_programme: bool) -> date | None:
        text = cells.get(START, "")
        if not is_programme:
            if text:
                self._add(row, START, "Only a programme has a first day.", "Leave it empty.")
            return None
        try:
            return parse_start(text) if text else self.default_start
        except RequestError as error:
            self._add(row, START, str(error))
            return None

    def _check_script(
        self, row: Row, script: str, texts: tuple[tuple[str, OptionTexts], ...], *, is_programme: bool
    ) -> None:
        key = script, texts, is_programme
        if key not in self.known:
            self.known[key] = self._find_fault(script, texts, is_programme=is_programme)
        if fault := self.known[key]:
            self._add(row, *fault)

    def _find_fault(
        self, script: str, texts: tuple[tuple[str, OptionTexts], ...], *, is_programme: bool
    ) -> tuple[str, str] | None:
        """Return the column that prevents a plan, and why; None if there is a plan."""
        message = self._plan_error(script, dict(texts), is_programme=is_programme)
        if message is None:
            return None
        script_column = PROGRAMME if is_programme else SESSION
        if self._plan_error(script, {}, is_programme=is_programme) is not None:
            return script_column, message
        chosen: dict[str, OptionTexts] = {}
        for name, option_texts in texts:
            chosen[name] = option_texts
            if (reason := self._plan_error(script, chosen, is_programme=is_programme)) is not None:
                return self._column_of(name, option_texts), reason
        return script_column, message

    def _column_of(self, name: str, texts: OptionTexts) -> str:
        """Return the column that an option comes from; values have columns such as “seated-twist.hold”."""
        keys = {text.partition("=")[0] for text in texts}
        return next((key for key in keys if key in self.table.columns), name)

    def _plan_error(self, script: str, texts: dict[str, OptionTexts], *, is_programme: bool) -> str | None:
        """Return why there is no plan, in one line; None if there is one."""
        if is_path(script):
            return f"“{printable(script)}” is a path: write a script's name. --scripts names a folder of your own."
        try:
            listener = Listener(texts, self.scripts_dir)
            library = open_library_once(self.scripts_dir, language_of(texts))
            if is_programme:
                make_schedule(*find_programme(script, library), listener)
            else:
                session = library.session(script)
                plan_with_settings(session, library, listener, ())
        except RequestError as error:
            return str(error).partition("\n")[0]
        return None

    def _stem(self, row: Row, cells: dict[str, str], script: str) -> str:
        given = cells.get(FILE, "")
        column = FILE if given else NAME
        if given:
            stem = given.removesuffix(".mp3")
            if problem := _file_name_problem(stem):
                self._add(row, FILE, f"“{printable(given)}” {problem}", "Write a name such as “anna-berg”.")
        else:
            slug = make_slug(cells.get(NAME, ""))
            stem = f"{slug}-{make_slug(script)}"
            if not slug:
                self._add(
                    row, NAME, "The file has no name.", "Write the person's name, or a name for the file."
                )
                return stem
        first = self.lines_by_file.setdefault(unicodedata.normalize("NFC", stem).casefold(), row.line)
        if first != row.line:
            hint = "Add a column “file” with a name for each." if column == NAME else "Write another name."
            self._add(row, column, f"The file {stem} is already that of line {first}.", hint)
        return stem


def make_slug(text: str) -> str:
    """Return a text as part of a file's name, without accents and other signs: “Åsa Öz” → “asa-oz”."""
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character)
    )
    composed = unicodedata.normalize("NFC", plain).lower()
    words = "".join(character if character.isalnum() else " " for character in composed).split()
    return "-".join(words)[:_MAX_NAME_CHARACTERS].strip("-")


def _file_name_problem(stem: str) -> str:
    """Return what keeps a text from being a file's name on every system, "" if nothing does."""
    if any(character in '/\\:*?"<>|' or not character.isprintable() for character in stem):
        return "has a sign that a file's name cannot have."
    if stem.startswith(".") or stem.endswith((".", " ")) or not stem:
        return "begins or ends with a sign that a file's name cannot have there."
    if stem.partition(".")[0].casefold() in _RESERVED_NAMES:
        return "is a name that Windows does not allow."
    if len(stem.encode()) > 240:  # noqa: PLR2004 - file systems allow 255 bytes, with the suffix
        return "is too long for a file's name."
    return ""


def language_of(texts: dict[str, OptionTexts]) -> str:
    """Return the language that options choose, "" for the default."""
    return next(iter(texts.get("language", ())), "")


@lru_cache(maxsize=16)
def open_library_once(scripts_dir: Path | None, language: str) -> Library:
    """Return the library of a folder and a language, which is read once. Raise RequestError as open_library does."""
    return open_library(scripts_dir, language)
