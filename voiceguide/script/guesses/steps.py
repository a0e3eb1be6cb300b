"""Answer a step line that is not understood with the line that does what it says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide.script.guesses.amounts import COUNT, TIME, rewrite_amounts
from voiceguide.script.guesses.headings import answer_heading, answer_use
from voiceguide.script.guesses.kinds import take_kind
from voiceguide.script.guesses.options import ROUNDS, rewrite_option, round_count
from voiceguide.script.guesses.parts import (
    Line,
    count_of,
    parses,
    phase_of,
    split_parts,
    take_part,
    take_rounds,
    take_series,
)
from voiceguide.script.vocabulary import STEP_KINDS, SYNONYMS, StepKind

if TYPE_CHECKING:
    from voiceguide.errors import Problem

_READY_AT_ONCE = re.compile(r"\bready 0 ?s")
"""Option that can be parsed, although no time is zero."""

MAX_CHARACTERS = 200
"""Characters of the longest line that is answered."""

_EXAMPLE_PHASES = ("up 2s", "down 2s")


@lru_cache(maxsize=256)
def answer(text: str, start: str) -> str:
    """Return a hint such as “Write “8 x go 20s, every 30s”.” for a step, a heading's options or a use, or ""."""
    if len(text) > MAX_CHARACTERS or not any(map(str.isalnum, text)):
        return ""
    if start != "section" and parses(text, start) and not _READY_AT_ONCE.search(text):
        return ""
    if start == "step":
        return _answer_step(text)
    if start == "section":
        return answer_heading(text)
    return answer_use(text) if start == "use" else ""


_NEAR = 0.75
"""Least similarity of a word and of the word that it misspells: that of “hodl” and “hold”."""


def _similarity(word: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, word.lower()[:MAX_CHARACTERS], other).ratio()


def is_misspelling(problem: Problem) -> bool:
    """Return whether a problem says what to do: it names the word that was misspelt, or what is there twice."""
    word = re.match(r"“(.+)” is not understood here", problem.message)
    meant = re.match(r"Did you mean “(.+)”", problem.hint)
    is_near = (
        word is not None
        and meant is not None
        and word[1].lower() not in {*SYNONYMS, "with"}
        and _similarity(word[1], meant[1]) >= _NEAR
    )
    return is_near or "appears twice" in problem.message or "cannot be combined" in problem.message


def _answer_step(text: str) -> str:
    text = rewrite_amounts(text)
    if re.search(r"\buse\b", text):
        return ""
    if special := _special(text) or _range(text):
        return special
    line = _read_step(text)
    if not line:
        return ""
    written = line.text()
    if not parses(written, "step"):
        return ""
    below = f", and “{line.words}” on the line below" if line.words else ""
    return f"Write “{written}”{below}."


def _range(text: str) -> str:
    """Return the answer to a step with a range of amounts, “hold 20-30s”, or ""."""
    times = re.search(r"\b(\d+) ?(s|min)? ?(?:-|to|or|up to) ?(\d+) ?(s|min)\b", text)
    counts = re.search(
        r"\b(?:reps|breathe) (\d+) ?(?:-|to|or) ?(\d+)\b(?!-)|\b(\d+) ?(?:-|to|or) ?(\d+) (?:reps|breaths)\b",
        text,
    )
    if times:
        first, last = f"{times[1]}{times[2] or times[4]}", f"{times[3]}{times[4]}"
        name, value = "hold", f"{first} ({first}-{last})".replace("min", " min")
        written = f"{text[: times.start()]}{{hold}}{text[times.end() :]}"
    elif counts:
        low, high = counts[1] or counts[3], counts[2] or counts[4]
        if not 1 < int(low) < int(high):
            return ""
        name, value = "times", f"{low} ({low}-{high})"
        verb = "" if counts[1] is None else f"{counts[0].split(' ', 1)[0]} "
        written = f"{text[: counts.start()]}{verb or 'reps '}{{times}}{text[counts.end() :]}"
    else:
        return ""
    line = _read_step(written)
    if not line or not parses(line.text(), "step"):
        return ""
    return f"Write “{line.text()}”, and “{name}: {value}” between the “---” lines."


def _special(text: str) -> str:
    """Return the answer to a whole line that is no step of its own, or ""."""
    patterns: tuple[tuple[str, str], ...] = (
        (
            (
                rf"(?:repeat|loop|again|do (?:it|this|all|that) again|circuit|superset|block|round"
                rf"|set)s?:? ?(?:all |everything |this |it |the above )?"
                rf"(?:x )?({COUNT})?(?: ?(?:x|times|rounds?|sets?))?:?"
            ),
            "heading",
        ),
        (rf"({COUNT}) ?(?:x|times|rounds?(?: of)?|sets?(?: of)?):?", "heading"),
        (r"(?:wait|hold on|pause)(?: for)? a (?:moment|bit|while|little)|a moment", "moment"),
        (r"(?:say|speak|tell|announce|note|cue|words?):? (.+)", "words"),
        (
            r"(?:ring(?: the| a)?|play(?: the| a)?|sound(?: the| a)?)? ?(?:bell|gong|ding|chime|tone|beep|sound)s?",
            "chime",
        ),
        (rf"(?:tabata|hiit)(?: ({COUNT})(?: rounds?| x)?)?(?: .*)?", "tabata"),
        (rf"({COUNT}) ?(?:min|rounds?)? emom", "emom"),
        (rf"emom:? ?({COUNT})(?: ?(?:min|minutes|rounds?|x))?(?: .*)?", "emom"),
    )
    for pattern, name in patterns:
        match = re.fullmatch(pattern, text, re.IGNORECASE)
        if not match:
            continue
        group = match[1] if match.groups() else ""
        answers = {
            "heading": f"Write a heading above what is repeated: “## Name, {group or 2} x”.",
            "words": f"Words need no step: write “{group}” as a paragraph, without “- ”.",
            "moment": "Write “pause 3s”.",
            "chime": "Write “chime start”.",
            "tabata": f"Write “{group or 8} x go 20s, every 30s”.",
            "emom": f"Write “{group or 12} x go 45s, every 60s”.",
        }
        return answers[name]
    return ""


def _read_step(text: str) -> Line | None:  # noqa: C901, PLR0911, PLR0912 - one branch for each form
    """Return a step line as far as it is understood, None if some part of it is not."""
    parts = split_parts(text)
    line = Line()
    if not parts:
        return None
    total = re.fullmatch(
        r"(?:rest|pause|break) (\d+) ?s (?:in all|in total|altogether|exactly|all in)", parts[-1]
    )
    first = take_rounds(parts[0], line)
    if total and (work := re.fullmatch(r"(?:go|hold) (\d+) ?s", first)):
        kind, _, amount = first.partition(" ")
        period = f"every {int(work[1]) + int(total[1])}s"
        return Line(rounds=line.rounds or "8", kind=kind, amount=amount, options=[period])
    if sequence := _sequence([first, *parts[1:]], line):
        return sequence
    intervals = _intervals([first, *parts[1:]], line)
    if intervals:
        return intervals
    rest = take_kind(first, line)
    if rest is None:
        return None
    pending = [*([rest] if rest else []), *parts[1:]]
    pending = take_series(pending, line)
    for part in pending:
        if not take_part(part, line):
            return None
    if line.kind == "reps" and not line.phases:
        line.phases = list(_EXAMPLE_PHASES)
    if line.kind == "breathe" and not line.phases:
        line.phases = ["in 4s", "out 6s"]
    if line.kind != "reps":
        line.options = ["each side" if option == "sides in turn" else option for option in line.options]
    if not line.rounds and any(option.split()[0] in {"rest", "unannounced"} for option in line.options):
        line.rounds = "2"
    if line.rounds and not STEP_KINDS[StepKind(line.kind)].can_repeat and line.kind != "breathe":
        return None
    if any(option.startswith("every") for option in line.options) and not line.rounds and not _has_list(line):
        line.rounds = "8"
    return line


_SHORTEST_SEQUENCE = 2


def _sequence(parts: list[str], line: Line) -> Line | None:
    """Return parts that are all names with times, “walk 5 min, run 3 min”, as the phases of a set, or None."""
    counts = [count for part in parts if (count := count_of(part))]
    named = [part for part in parts if not count_of(part)]
    phases = [phase_of(part, "reps") for part in named]
    kinds = {re.split(r" ", part, maxsplit=1)[0].lower() for part in named[:1]}
    if (
        len(named) < _SHORTEST_SEQUENCE
        or not all(phases)
        or not all(re.search(TIME, part) for part in named)
        or kinds & {*StepKind, "breath", "work", "on"}
    ):
        return None
    breaths = [phase_of(part, "breathe") for part in named]
    if all(breaths):
        return Line("", "breathe", line.rounds or (counts or ["6"])[0], breaths)
    if counts and line.rounds:
        return Line(line.rounds, "reps", counts[0], phases)
    return Line("", "reps", line.rounds or (counts or ["1"])[0], phases)


def _has_list(line: Line) -> bool:
    return any(option.startswith("each") for option in line.options)


def _intervals(parts: list[str], line: Line) -> Line | None:
    """Return “20s on, 10s off” and “work 20s, rest 10s” as an interval from start to start, or None."""
    work, rest, others = "", "", []
    text = re.fullmatch(r"(\d+) ?s? ?(?:on|work)? ?[/:-] ?(\d+) ?s? ?(?:off|rest)?", parts[0])
    if text and len(parts) >= 1 and (line.rounds or len(parts) > 1):
        work, rest = text[1], text[2]
        others = parts[1:]
    else:
        for part in parts:
            on = re.fullmatch(
                r"(?:work|on|effort|hard|fast|sprint)(?: for)? (\d+) ?s|(\d+) ?s (?:of )?(?:on|work|effort"
                r"|hard|fast)",
                part,
                re.IGNORECASE,
            )
            off = re.fullmatch(
                r"(?:rest|off|break|easy|recover)(?: for)? (\d+) ?s|(\d+) ?s (?:of )?(?:off|rest|break|easy)",
                part,
                re.IGNORECASE,
            )
            if on and not work:
                work = on[1] or on[2]
            elif off and not rest and work:
                rest = off[1] or off[2]
            else:
                others.append(part)
    if not (work and rest):
        return None
    result = Line(line.rounds, "go", f"{work}s")
    for part in others:
        if match := ROUNDS.fullmatch(part):
            result.rounds = round_count(match)
        elif option := rewrite_option(part):
            result.options.append(option)
        else:
            return None
    result.rounds = result.rounds or "8"
    result.options.append(f"every {int(work) + int(rest)}s")
    return result
