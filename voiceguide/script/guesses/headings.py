"""Answer a heading, or a use of a technique, that is not understood: “Circuit x 3”, “use plank 30s”."""

from __future__ import annotations

import re

from voiceguide.script.guesses.amounts import COUNT, TIME, rewrite_amounts
from voiceguide.script.guesses.options import ROUNDS, rewrite_option, round_count
from voiceguide.script.guesses.parts import parses, split_parts

_TITLE_END = re.compile(
    rf"[ :(]+(?=(?:x ?)?{COUNT} ?(?:x|times|rounds?|sets?)?\)?$|(?:each|both|per) (?:side|leg|arm)s?\)?$)",
    re.IGNORECASE,
)


def answer_heading(text: str) -> str:
    """Return the answer to the text of a heading: “Circuit x 3”, “Twist, both sides, 3 rounds”."""
    title, comma, options = text.partition(",")
    if not comma and (end := _TITLE_END.search(title)):
        title, options = title[: end.start()], title[end.end() :].rstrip(") ")
    elif not comma and not parses(title.lower(), "section"):
        return ""
    if parses(title.lower(), "section"):
        title, options = "Name", text.lower()
    written = ", ".join(_heading_options(options))
    return f"Write “## {title.strip()}, {written}”." if written and parses(written, "section") else ""


def _heading_options(text: str) -> list[str]:
    options: list[str] = []
    for part in split_parts(rewrite_amounts(text)):
        if match := ROUNDS.fullmatch(part):
            options.append(f"{round_count(match)} x")
        elif parses(part, "section"):
            options.append(part)
        elif option := rewrite_option(part):
            options.append("each side" if option == "sides in turn" else option)
        else:
            return []
    return options


def answer_use(text: str) -> str:
    """Return the answer to a use whose settings lack a comma or a name."""
    text = rewrite_amounts(text)
    match = re.fullmatch(
        rf"use:? ([a-z][\w-]*),? ?(?:(?:for )?({TIME})|(?:x ?)?({COUNT})(?: times| x| reps)?|(.*))", text
    )
    if not match:
        return ""
    name, time, count, rest = match.groups()
    settings = re.findall(rf"([^\W\d][\w-]*) ({TIME}|{COUNT})|(optional|fill)", rest or "")
    parts = [f"hold {time}"] if time else [f"times {count}"] if count else []
    parts += [flag or f"{key} {amount}" for key, amount, flag in settings]
    written = ", ".join((f"use {name}", *parts))
    return f"Write “{written}”." if parts and parses(written, "use") else ""
