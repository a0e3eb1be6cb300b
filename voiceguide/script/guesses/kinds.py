"""Kind and amount of a step as people write it: “10 squats”, “hold for 20s”, “box breathing”."""

from __future__ import annotations

import re

from voiceguide.script.guesses.amounts import COUNT, TIME
from voiceguide.script.guesses.options import rewrite_option
from voiceguide.script.guesses.parts import Line, as_sentence
from voiceguide.script.vocabulary import STEP_KINDS, StepKind

_STILL = (
    r"planks?|side planks?|wall sits?|stretch|stay|keep|hang|dead hang|bridge|balance|tense"
    r"|squeeze|pose|sit|stand|press"
    r"|freeze|lean|isometric|maintain|remain"
)
_KINDS: tuple[tuple[str, StepKind], ...] = (
    (r"hold|holds|stay|keep|maintain|remain|freeze", StepKind.HOLD),
    (r"go|work|do|on|exercise|move freely|active|train|effort", StepKind.GO),
    (r"rest|recover|recovery|break|off|relax|recuperate", StepKind.REST),
    (r"pause|wait|silence|be quiet|quiet", StepKind.PAUSE),
    (
        (
            r"move|transition|(?:change|switch)(?: (?:positions?|sides?|legs?|arms?|over))?"
            r"|get into position|set ?up|move to the floor|get up|lie down|stand up"
        ),
        StepKind.MOVE,
    ),
    (r"breathe|breath|breaths|breathing|inhale and exhale", StepKind.BREATHE),
    (r"reps?|repetitions?|repeat", StepKind.REPS),
)
_HOLD_UNTIL = re.compile(
    r".*\b(?:to failure|until .*|as long as .*|as many .*|max(?:imum)?(?: reps| effort)?|amrap)\b.*",
    re.IGNORECASE,
)


def take_kind(first: str, line: Line) -> str | None:
    """Set the kind and amount of a line from its first part; return what is left of it, None if not understood."""
    first = re.sub(r"^(?:then|and|now|next) ", "", first, flags=re.IGNORECASE)
    box = re.fullmatch(
        r"(?:box|square|breathe|breathing)*:? ?(?:breath(?:e|ing))?:? ?(\d+(?:-\d+){1,3})?(?: breath(?:s|ing|e))?",
        first,
    )
    if box and ("breath" in first.lower()) and (box[1] or "box" in first.lower()):
        names = ("in", "hold", "out", "hold") if (box[1] or "4-4-4-4").count("-") != 1 else ("in", "out")
        line.kind, line.amount = "breathe", "6"
        line.phases = [f"{n} {s}s" for n, s in zip(names, (box[1] or "4-4-4-4").split("-"), strict=False)]
        return ""
    if _HOLD_UNTIL.fullmatch(first):
        verb, time = first.split(" ")[0].lower(), re.search(TIME, first)
        line.kind, line.amount = verb if verb in {"hold", "rest"} else "go", time[0] if time else "60s"
        return ""
    for pattern, kind in _KINDS:
        match = re.match(rf"(?:{pattern})\b(?: for)?:? *", first, re.IGNORECASE)
        if match:
            line.kind = kind
            return _take_amount(first[match.end() :], line)
    return _take_amount_first(first, line)


def _take_amount_first(first: str, line: Line) -> str | None:
    """Set the kind and amount from a first part such as “10 reps”, “12 breaths”, “20s plank”; return what is left."""
    match = re.match(rf"({COUNT}) ?(?:reps?|repetitions?)\b(?: of)? *(.*)", first, re.IGNORECASE)
    if match:
        line.kind, line.amount = "reps", match[1]
        return _named(match[2], line)
    match = re.match(
        rf"(?:({COUNT})|({TIME})) ?(?:of )?(?:(?:slow|deep|calm) )?breath(?:s|ing|e)?\b(.*)",
        first,
        re.IGNORECASE,
    )
    if match:
        line.kind, line.amount = "breathe", match[1] or match[2]
        return match[3].strip()
    for pattern, kind in _KINDS[:5]:
        match = re.match(rf"({TIME}) (?:of )?(?:{pattern})\b(.*)", first, re.IGNORECASE)
        if match:
            line.kind, line.amount = kind, match[1]
            return match[2].strip()
    return _take_name(first, line)


def _take_name(first: str, line: Line) -> str | None:  # noqa: PLR0911 - one branch for each form
    """Set the kind and amount from a first part with the name of an exercise: “plank 60s”, “10 squats”."""
    match = re.fullmatch(
        rf"([^\W\d][\w' -]*?)(?: for)?:? ({TIME})(.*)|({TIME})(?: of)? ([^\W\d][\w' -]*)", first
    )
    if match:
        name, line.amount = match[1] or match[5], match[2] or match[4]
        if name.startswith("x "):
            return None
        if rewrite_option(name):
            line.kind = "hold"
            return name
        still = re.fullmatch(_STILL, name, re.IGNORECASE)
        line.kind = "hold" if still else "go"
        line.words = as_sentence(name)
        return (match[3] or "").strip()
    if match := re.fullmatch(rf"({TIME})", first):
        line.kind, line.amount = "hold", match[1]
        return ""
    if match := re.fullmatch(r"([^\W\d][\w' -]*?):? (\d+) ?x ?(\d+)(?: ?(s)(?: holds?)?| ?reps?)?", first):
        line.words, line.rounds, line.kind = as_sentence(match[1]), match[2], "hold" if match[4] else "reps"
        line.amount = f"{match[3]}{match[4] or ''}"
        return ""
    if line.rounds and re.fullmatch(r"[^\W\d][\w' -]*", first):
        line.words, line.kind, line.amount, line.rounds = as_sentence(first), "reps", line.rounds, ""
        return ""
    if line.rounds and re.fullmatch(COUNT, first):
        line.kind, line.amount = "reps", first
        return ""
    match = re.fullmatch(rf"({COUNT}) ?x? ?([^\W\d][\w' -]*)|([^\W\d][\w' -]*?)[ :]+(?:x ?)?({COUNT})", first)
    if match:
        line.kind, line.amount = "reps", match[1] or match[4]
        name = match[2] or match[3]
        return _named(name, line)
    if line.rounds and re.match(rf"(?:[^\W\d]\w* {TIME}|{TIME} [^\W\d]\w*)$", first):
        line.kind, line.amount, line.rounds = "reps", line.rounds, ""
        return first
    return None


def _named(name: str, line: Line) -> str:
    """Keep the name of an exercise as the words below the line; return phases that were taken for a name."""
    name = name.strip(" :")
    if re.search(r"\d", name) or rewrite_option(name):
        return name
    line.words = as_sentence(name) if name and not re.fullmatch(r"(?:reps?|times|x)", name) else ""
    return ""


def _take_amount(rest: str, line: Line) -> str | None:  # noqa: C901, PLR0911 - one branch for each form
    """Set the amount with which the rest of a first part begins; return what is left."""
    is_count = STEP_KINDS[StepKind(line.kind)].is_counted
    rest = re.sub(r"^(?:for|about|at least|up to|of) ", "", rest.strip(), flags=re.IGNORECASE)
    ladder = (
        re.match(
            r"(?:from )?(\d+) ?(?:\.\.+|to|down to|-|→|->|until|till|…) ?(\d+)\b(?! ?(?:s\b|min))(?:(?:-\d+)*)",
            rest,
        )
        if is_count
        else None
    )
    if ladder and rest[ladder.start() : ladder.end()].count("-") < 2 and " down to " not in rest:  # noqa: PLR2004
        first, last = int(ladder[1]), int(ladder[2])
        line.amount = f"{first} {'down' if last < first else 'up'} to {last}"
        return rest[ladder.end() :].strip()
    listed = re.match(r"\d+(?:[-/ ]\d+)+(?! ?(?:s\b|min))", rest) if is_count else None
    if listed:
        line.amount = " then ".join(re.split(r"[-/ ]", listed[0]))
        return rest[listed.end() :].strip()
    series = re.match(rf"{TIME}(?:(?: ?/ ?|-| to | ){TIME})+", rest)
    if series:
        line.amount = " then ".join(re.findall(TIME, series[0]))
        return rest[series.end() :].strip()
    match = (
        re.match(rf"(?:{TIME}|{COUNT})(?: then (?:{TIME}|{COUNT}))*", rest) if line.kind != "chime" else None
    )
    if not match:
        if is_count and (count := line.rounds):
            line.amount, line.rounds = count, ""
        elif line.kind == "breathe":
            line.amount = "6"
        elif is_count and re.search(r"\d", rest):
            line.amount = "10"
        else:
            return None
        return rest
    amount, left = match[0], rest[match.end() :].strip()
    if not is_count and re.fullmatch(r"\d+", amount):
        if re.match(r"(?:slow |deep )?breaths?\b", left):
            line.kind, line.amount = "breathe", amount
            return ""
        amount = f"{amount}s"
    if line.kind == "reps" and re.fullmatch(TIME, amount) and not amount.startswith("{"):
        line.kind = "go"
    left = re.sub(
        r"^(?:times|reps?|repetitions?|breaths?|each time)\b", "", left, flags=re.IGNORECASE
    ).strip()
    line.amount = amount
    return left
