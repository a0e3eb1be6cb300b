"""Parts of a line as people write it, between commas, and what is understood of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from voiceguide.errors import Location, ScriptError
from voiceguide.script.grammar import parse_tree
from voiceguide.script.guesses.amounts import COUNT, TIME
from voiceguide.script.guesses.options import ROUNDS, rewrite_option, round_count

_SIDES = {"left", "right"}
_EACH_OF = re.compile(
    r"\b(?:for |on |in |to |at )?(?:each|all|every one|every)"
    r"(?:(?: (?:one|directions?|spots?|positions?|exercises?|muscles?|areas?))?(?: of|:)(?: these)?:? +(.+)"
    r"| (?!(?:side|leg|arm|hand|foot|way|round|set|minute|min|time|word|rep)s?\b)([^\W\d]\w*(?:,| and ).+))",
    re.IGNORECASE,
)
_BREATH_NAMES = {
    "inhale": "in",
    "breathe in": "in",
    "exhale": "out",
    "breathe out": "out",
    "retain": "hold",
    "wait": "hold",
}


@dataclass(slots=True)
class Line:
    """Parts of a step as far as they are understood."""

    rounds: str = ""
    kind: str = ""
    amount: str = ""
    phases: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    words: str = ""
    """Words that belong on the line below."""

    def text(self) -> str:
        """Return the line as the format writes it."""
        rounds = f"{self.rounds} x " if self.rounds else ""
        amount = (
            f"{self.amount} times"
            if self.kind == "breathe" and re.fullmatch(COUNT, self.amount)
            else self.amount
        )
        return ", ".join((f"{rounds}{self.kind} {amount}".strip(), *self.phases, *self.options))


def parses(text: str, start: str) -> bool:
    """Return whether a text is a “step”, “section”, “use” or “value” of the format."""
    try:
        parse_tree(text, start, Location("", 1, 1))
    except ScriptError:
        return False
    return True


def split_parts(text: str) -> list[str]:
    """Return the parts of a line between commas; a list after “each of” is one part."""
    each = _EACH_OF.search(text)
    tail: list[str] = []
    if each and not re.match(r"(?:sides?|legs?|arms?)\b", each[1] or each[2]):
        pieces = [piece.strip() for piece in re.split(r",|;|\band\b|/", each[1] or each[2]) if piece.strip()]
        items = [
            piece
            for piece in pieces
            if piece in _SIDES
            or not (rewrite_option(piece) or ROUNDS.fullmatch(piece) or re.search(r"\d", piece))
        ]
        if each[1] or len(items) > 1:
            tail = [f"each of {', '.join(items)}", *(piece for piece in pieces if piece not in items)]
            text = text[: each.start()]
    text = re.sub(r"\bwith (?=a? ?(?:\d|rest|break|beat|metronome))", ", ", text)
    parts = [part.strip(" .:-") for part in re.split(r",(?!\d{3}\b)|;|\band then\b| - | \+ ", text)]
    return [part for part in (*parts, *tail) if part]


def count_of(part: str) -> str:
    """Return the number of a part that only counts rounds or repetitions, or ""."""
    match = ROUNDS.fullmatch(part)
    reps = re.fullmatch(rf"({COUNT}) ?(?:reps?|repetitions?|breaths?)", part, re.IGNORECASE)
    return round_count(match) if match else reps[1] if reps else ""


def take_rounds(part: str, line: Line) -> str:
    """Return a line's first part without the rounds at its start or end, which the line gets."""
    leading = re.match(
        r"(\d+|\{[^{}]*\}) ?(?:(?:x(?=\d|\b)|(?:times|rounds?|sets?|series)\b):?(?: of)?:? *(?=\S)"
        r"|(?=(?:hold|go|reps) \d))",
        part,
        re.IGNORECASE,
    )
    if leading:
        line.rounds = leading[1]
        return part[leading.end() :]
    trailing = re.search(
        rf"(?<=\S)[ ,]+(?:(?:x|repeat(?:ed)?|for) ?({COUNT})(?: times| x| rounds?| sets?)?"
        rf"|({COUNT}) ?(?:x|times|rounds?|sets?)|(twice))$",
        part,
        re.IGNORECASE,
    )
    if trailing and not re.match(r"breathe \d", part):
        line.rounds = trailing[1] or trailing[2] or "2"
        return part[: trailing.start()]
    return part


def take_series(parts: list[str], line: Line) -> list[str]:
    """Join amounts that follow the first one, “12, 10, 8”, into a series; return the other parts."""
    pattern = COUNT if re.fullmatch(rf"{COUNT}", line.amount) and not line.amount.startswith("{") else TIME
    listed = [line.amount]
    rest = list(parts)
    while rest and (
        match := re.fullmatch(rf"(?:then |and )?({pattern})(?: (?:then|and) ({pattern}))?", rest[0])
    ):
        listed += [amount for amount in match.groups() if amount]
        rest.pop(0)
    if len(listed) > 1:
        line.amount = " then ".join(listed)
    return rest


def phase_of(part: str, kind: str) -> str:
    """Return a part as phases, “up 2s”, or ""."""
    tempo = re.fullmatch(r"(?:tempo )?(\d)-?(\d)-?(\d)(?:-?(\d))?", part)
    if tempo and kind == "reps":
        named = zip(("down", "hold", "up", "pause"), tempo.groups(), strict=True)
        return ", ".join(f"{name} {seconds}s" for name, seconds in named if seconds and seconds != "0")
    match = re.fullmatch(
        rf"([^\W\d][\w' -]*?)(?: for)?:? (?:({TIME})|(\d+))|(?:({TIME})|(\d+)) ?(?:of )?([^\W\d][\w' -]*)",
        part,
    )
    if not match:
        return ""
    name = (match[1] or match[6]).lower() if kind == "breathe" else match[1] or match[6]
    time = match[2] or match[4] or f"{match[3] or match[5]}s"
    if kind == "breathe":
        name = _BREATH_NAMES.get(name, name)
        return f"{name} {time}" if name in {"in", "out", "hold"} else ""
    return f"{name} {time}" if not re.search(r"\b(?:x|rounds?|sets?|times|bpm|between)\b", name) else ""


def take_part(part: str, line: Line) -> bool:
    """Add a part after the first to a line; return whether it is understood."""
    part = re.sub(r"^(?:(?:and|then|with|to|for|at|an?) (?=[^\d]))+", "", part).strip()
    if re.fullmatch(r"each of .*", part):
        line.options.append(part)
        return True
    part = re.sub(r" (?:each|every)(?: time| rep| repetition)?$", "", part)
    is_rest = bool(line.rounds) and part.startswith("rest")
    has_phases = line.kind in {"reps", "breathe"} and not is_rest
    phase = phase_of(part, line.kind) if has_phases else ""
    if phase and (line.kind == "breathe" or not _is_certain_option(part)):
        line.phases += phase.split(", ")
        return True
    if match := ROUNDS.fullmatch(part):
        count = round_count(match)
        if line.kind == "breathe":
            line.amount = count
        elif not line.rounds:
            line.rounds = count
        return True
    if option := rewrite_option(part) or (
        part if parses(f"{'2 x ' * (line.kind != 'breathe')}{_base(line)}, {part}", "step") else ""
    ):
        line.options.append(option)
        return True
    sub = re.split(
        r" (?=(?:each|both|one) (?:side|leg|arm)s?\b|rest \d|every \d|by |in silence|counted|at once)",
        part,
        maxsplit=1,
    )
    return len(sub) > 1 and all(take_part(piece, line) for piece in sub)


def _base(line: Line) -> str:
    phases = ", up 2s" if line.kind == "reps" else ", in 4s, out 6s" if line.kind == "breathe" else ""
    return (
        f"{line.kind} {'5 times' if line.kind == 'breathe' else '5' if line.kind == 'reps' else '5s'}{phases}"
    )


def _is_certain_option(part: str) -> bool:
    """Return whether a part of a set is an option, not a phase: sides, the get-ready, a beat, what is between."""
    option = rewrite_option(part)
    return (bool(option) and not option.startswith(("rest", "switch"))) or "between" in part


def as_sentence(name: str) -> str:
    """Return the name of an exercise as words to speak."""
    return f"{name[:1].upper()}{name[1:]}."
