"""Every problem in scripts, found without any voice."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.clips import unspeakable
from voiceguide.errors import AskedError, FileError, Problem, ScriptError, in_order
from voiceguide.estimate import estimate
from voiceguide.kindness.planned import Rehearsal
from voiceguide.kindness.rules import as_written, unkind
from voiceguide.script.files import SHARED_READERS, script_files, shipped
from voiceguide.script.model import Place, Safety, Session, Technique, Use, Words, within
from voiceguide.script.shelf import library, read_with_library
from voiceguide.script.text import LARGEST, read_text, shown
from voiceguide.script.uses import alone
from voiceguide.script.vocabulary import LANGUAGES
from voiceguide.session import room
from voiceguide.session.choices import Choices
from voiceguide.session.fit import fit
from voiceguide.session.plan import make_plan
from voiceguide.session.score import score, score_of
from voiceguide.session.timeline import crowded
from voiceguide.voice.spoken import strangers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.script.library import Library
    from voiceguide.session.plan import Plan
    from voiceguide.session.timeline import Takes

_BEFORE, _ROOM = 48, 72
"""Cells of a source line shown ahead of a problem, and in all: with its margin, a terminal of 80 holds it."""

_NEAR = 4 * _ROOM
"""Characters looked at on either side: a page may be one line, with thousands of problems."""


def check(paths: tuple[Path, ...] = (), scripts: Path | None = None) -> tuple[int, tuple[Problem, ...]]:
    """How many scripts were read, and every problem in them; without paths, in all that there are.

    These are errors, and for a script without any, what is unkind in it.

    `scripts` is the user's folder, None for the usual one. A folder means every script below it; a link that
    leads out of it is none. Raises AskedError for a folder without any.
    """
    usual = library(scripts)
    wanted = (file for path in paths or (shipped(),) for file in script_files(path))
    files = tuple(dict.fromkeys((*wanted, *(() if paths else usual.own))))
    found = (each(file, usual) for file in files for each in (_problems, _unheard))
    return len(files), in_order(chain.from_iterable(found))


def _problems(file: Path, usual: Library) -> tuple[Problem, ...]:
    try:
        if file.name in SHARED_READERS:
            return tuple(as_written(_shared(file)))
        rehearsal = _rehearsal(file, usual)
        return tuple(_unfit(rehearsal)) or tuple(unkind(rehearsal))
    except ScriptError as error:
        return error.problems
    except (AskedError, FileError) as error:
        return (Problem(str(file), 1, 1, str(error)),)


def _unheard(file: Path, usual: Library) -> Iterator[Problem]:
    """Two scripts of the user's cannot have one name: only one of them is ever heard."""
    if first := usual.heard_instead(file):
        wrong = f"Another script of yours has this name, {first}, and is heard in its place."
        yield Problem(str(file), 1, 1, wrong, "Rename one of the two.")


def _shared(file: Path) -> Technique:
    """The words that all scripts share, as one page, in the language of its folder: scripts/de/."""
    name, folder = str(file), file.parent.name
    shared = SHARED_READERS[file.name](read_text(file, name), name)
    page = Technique("", "", Place(name, 1, 1), language=folder if folder in LANGUAGES else "en")
    if isinstance(shared, Safety):
        return replace(page, notes=(*shared.full, *shared.short))
    return replace(page, body=tuple(part for change in shared for part in change.body))


def _rehearsal(file: Path, usual: Library) -> Rehearsal:
    """A script from a file, planned as it is written. Raises what reading raises."""
    script, scripts = read_with_library(file, usual)
    session = alone(script) if isinstance(script, Technique) else script
    takes = partial(estimate, language=session.language)
    return Rehearsal(script, make_plan(session, scripts, Choices()), takes)


def _unfit(rehearsal: Rehearsal) -> Iterator[Problem]:
    """What is wrong with a script that can be planned.

    Words no voice can say, cues that do not fit, a length that cannot be met.
    """
    script, plan, takes = rehearsal.script, rehearsal.plan, rehearsal.takes
    told = tuple(_unspeakable(script))
    yield from (problem for _, problem in told)
    places = {place for place, _ in told}
    for item in score(plan):  # one by one, since the same words may stand at two lines
        found = unspeakable([item], script.language)
        yield from (problem for problem in found if (problem.line, problem.column) not in places)
    if problems := tuple(_crowded(plan, takes)):
        yield from problems
        return
    try:
        fit(plan, takes)
    except ScriptError as error:
        yield from error.problems
    except AskedError as error:
        yield Problem(script.place.file, script.place.line, script.place.column, str(error))


def _unspeakable(script: Technique | Session) -> Iterator[tuple[tuple[int, int], Problem]]:
    """Every character that no voice can say, at its place, and where its words begin; at any level."""
    parts = tuple(within(part for part in script.body if not isinstance(part, Use)))
    cues = (cue for part in parts for cue in ((part,) if isinstance(part, Words) else part.cues))
    for words in (*script.notes, *cues):
        for line in words.lines:
            for at, strange in strangers(line.text, script.language):
                message, hint = f"This has {strange}.", "Write it in words."
                place = replace(line.place, column=line.place.column + at)
                yield (
                    (words.place.line, words.place.column),
                    Problem(place.file, place.line, place.column, message, hint),
                )


def _crowded(plan: Plan, takes: Takes) -> Iterator[Problem]:
    """Cues that do not fit the holds their authors wrote, in every part; `fit` stops at the first."""
    own = (*chain.from_iterable(part.before for part in plan.parts), *plan.after)
    yield from crowded(score(replace(plan, parts=(), after=own)), takes)
    for part in plan.parts:
        yield from crowded(score_of(plan, room.as_written(part)), takes)


def tallied(count: int, problems: tuple[Problem, ...]) -> str:
    """How many scripts were checked, and how many errors and warnings there are, in a sentence."""
    kinds = ("error", "warning")
    found = {kind: sum(problem.severity == kind for problem in problems) for kind in kinds}
    result = " and ".join(_counted(number, kind) for kind, number in found.items())
    return f"{_counted(count, 'script')} checked: {result if problems else 'no problem'}."


def _counted(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'s' * (number > 1)}"


def told(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as people are told it: with its source line, where that can be read."""
    lines_of = cache(_lines)
    for problem in problems:
        lines = lines_of(problem.file)
        yield excerpt(problem, lines[problem.line - 1] if problem.line <= len(lines) else "")


def _lines(name: str) -> tuple[str, ...]:
    """The lines of the file that a problem names, as they stand there; none where they cannot be read."""
    path = Path(name)
    try:
        if not path.is_file():  # a pipe would be waited for
            return ()
        with path.open("rb") as file:
            return tuple(file.read(LARGEST).decode("utf-8", "replace").split("\n"))
    except OSError:
        return ()


def excerpt(problem: Problem, line: str) -> str:
    """A problem, and below it its source line with a caret under the column; a blank line is not shown.

    What a terminal would obey is shown as “�”. A long line is cut around the column, at “…”.
    """
    if not line.strip():
        return str(problem)
    column = problem.column - 1
    before = _cut(_drawn(line[max(column - _NEAR, 0) : column])[::-1], _BEFORE)[::-1]
    under = sum(map(_cells, before))
    behind = _cut(_drawn(line[column : column + _NEAR]), _ROOM - under)
    return f"{problem}\n    {before}{behind}\n    {' ' * under}^"


def _drawn(text: str) -> str:
    text = text.replace("\t", "    ")
    return shown(text, len(text))


def _cut(text: str, room: int) -> str:
    """As much of a text as fits into so many cells."""
    if text.isascii():
        return text if len(text) <= room else text[: room - 1] + "…"
    ends = tuple(accumulate(map(_cells, text)))
    if not ends or ends[-1] <= room:
        return text
    return text[: bisect_right(ends, room - 1)] + "…"


@lru_cache(maxsize=1024)
def _cells(character: str) -> int:
    """How many cells of a terminal a character takes: 2 for a wide one, 0 for one drawn onto another."""
    if unicodedata.category(character) in {"Mn", "Me"} or "\u1160" <= character <= "\u11ff":
        return 0  # accents, and the vowels and finals of Hangul written letter by letter
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
