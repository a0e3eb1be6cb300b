"""Answer a value of the front matter that is not understood, “20-30s”, with the value that does what it says."""

from __future__ import annotations

import re

from voiceguide.errors import Location, ScriptError
from voiceguide.script.grammar import parse_tree
from voiceguide.script.guesses.amounts import period, rewrite_amounts

_AMOUNT = r"(\d+(?:\.\d+)?|\d+:\d\d) ?(s|min)?"
_LEVELS = {"easy": "gentle", "easier": "gentle", "beginner": "gentle", "light": "gentle", "soft": "gentle"} | {
    "hard": "strong", "harder": "strong", "advanced": "strong", "heavy": "strong", "intense": "strong"
}  # fmt: skip


def answer_value(name: str, text: str) -> str:
    """Return a hint with the value as the format writes it, or ""."""
    written = _rewrite(rewrite_amounts(text[:200]))
    try:
        parse_tree(written, "value", Location("", 1, 1))
    except ScriptError:
        return ""
    return f"Write “{name}: {written}”." if written != text else ""


def _rewrite(text: str) -> str:
    if beats := re.fullmatch(r"(\d+) ?(?:bpm|beats?(?: (?:a|per) minute)?)", text, re.IGNORECASE):
        return period(beats[1])
    for word, level in _LEVELS.items():
        text = re.sub(rf"\b{word}\b:?", level, text, flags=re.IGNORECASE)
    text = re.sub(r"\b(gentle|strong)[:=] ?", r"\1 ", text)
    text = re.sub(r"(?<=[\w)]) (?=gentle|strong)", ", ", text)
    text = text.replace("[", "(").replace("]", ")")
    head, *levels = re.split(r",(?= ?(?:gentle|strong)\b)", text)
    return ", ".join((_rewrite_head(head.strip()), *map(str.strip, levels)))


def _rewrite_head(text: str) -> str:  # noqa: PLR0911 - one branch for each form
    """Return the amount and its limits: “20s (10s-30s)” for “20s, 10-30s”, “20s (20s-30s)” for “20-30s”."""
    spread = re.fullmatch(rf"(?:from |between )?{_AMOUNT} ?(?:-|to|and|or|\.\.) ?{_AMOUNT}", text)
    if (
        spread
        and spread[2] == spread[4] is None
        and float(spread[1].replace(":", ".")) > float(spread[3].replace(":", "."))
    ):
        return f"{spread[1]} down to {spread[3]}"
    if spread:
        low, high = _with_unit(spread[1], spread[2] or spread[4]), _with_unit(spread[3], spread[4])
        return f"{low} ({low}-{high})"
    limited = re.fullmatch(
        rf"{_AMOUNT},? ?\(?(?:limits?:? |range:? |from )?{_AMOUNT} ?(?:-|to|and|up to|\.\.) ?{_AMOUNT}\)?",
        text,
    )
    if limited:
        unit = limited[2] or limited[4] or limited[6]
        amounts = [_with_unit(limited[number], limited[number + 1] or unit) for number in (1, 3, 5)]
        if limited[2] and not limited[4] and not limited[6] and float(limited[5]) < float(limited[1]):
            return text
        return "{} ({}-{})".format(*amounts)
    bounded = re.fullmatch(
        rf"{_AMOUNT},? ?\(?(?:(?:min(?:imum)?|at least|from):? {_AMOUNT})?,? ?(?:(?:max(?:imum)?|up to"
        rf"|at most|to):? {_AMOUNT})?\)?",
        text,
    )
    if bounded and (bounded[3] or bounded[5]):
        amount = _with_unit(bounded[1], bounded[2])
        low = _with_unit(bounded[3], bounded[4] or bounded[2]) if bounded[3] else amount
        high = _with_unit(bounded[5], bounded[6] or bounded[2]) if bounded[5] else amount
        return f"{amount} ({low}-{high})"
    if re.fullmatch(r"\d+(?:(?:, ?|/|-)\d+){2,}", text):
        return " then ".join(re.split(r", ?|/|-", text))
    if re.fullmatch(r"\d+(?:(?:, ?|/) ?\d+)+", text):
        return " then ".join(re.split(r", ?|/", text))
    if re.fullmatch(r"[\d:]+ ?(?:s|min)?(?:, ?[\d:]+ ?(?:s|min)?)+", text):
        return " then ".join(re.split(r", ?", text))
    return re.sub(r"(\d) ?(?:reps|times|rounds|sets|x|repetitions|breaths)\b", r"\1", text)


def _with_unit(number: str, unit: str | None) -> str:
    return f"{number} {unit}" if unit == "min" else f"{number}{unit or ''}"
