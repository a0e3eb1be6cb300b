"""Options as people write them, by pattern, and the options of the format that do it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.script.guesses.amounts import COUNT, TIME, period

if TYPE_CHECKING:
    from collections.abc import Callable

_LIMB = r"(?:side|leg|arm|hand|foot|knee|hip|shoulder|way|direction)s?"
_BETWEEN = (
    r"(?:(?:in )?between(?: (?:each|the|every))?(?: ?(?:sets?|rounds?|exercises?|sides?|reps?|them))?"
    r"|after each(?: (?:set|round))?|after every (?:set|round))"
)

_OPTIONS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    # sides
    (rf"(?:on |for |to |do )?(?:each|both|per|either|every|the two)(?: of the)? (?:{_LIMB})", "each side"),
    (
        r"both|left and right|right and left|left,? then right|left/right|l ?/ ?r|l ?\+ ?r|bilateral(?:ly)?",
        "each side",
    ),
    (rf"(?:alternat(?:e|ing|ely|ed)|switch(?:ing)?|changing|swap(?:ping)?)(?: {_LIMB})?", "sides in turn"),
    (
        rf"(?:each )?{_LIMB} (?:alternately|by turns|alternating)|side to side|left,? right,? left|in alternation",
        "sides in turn",
    ),
    (
        (
            rf"(?:the |on the )?(?:(?:left|right|operated|affected|injured|bad|sore|weak(?:er)?|one|single"
            rf"|surgical) (?:{_LIMB})|(?:left|right))(?: only)?"
            rf"|only (?:the )?(?:left|right|one)(?: {_LIMB})?|one[- ]sided|unilateral(?:ly)?"
        ),
        "one side",
    ),
    (
        r"(?:start(?:ing)?|begin(?:ning)?)(?: on| with)?(?: the)? right|right (?:leg|arm|side) first",
        "right first",
    ),
    # times between
    (
        (
            rf"(?:starts?|starting|leav(?:e|ing)|repeat(?:ing|ed)?|again|once|go)? ?(?:every|each|on"
            rf"|on the|at) ?({TIME})"
        ),
        r"every \1",
    ),
    (r"(?:every|on the|each) minute(?:,? on the minute)?|emom|once a minute", "every 60s"),
    (
        (
            rf"(?:and )?(?:then )?(?:rest|recover(?:y)?|break|pause|off|recuperate"
            rf"|relax)(?: for)? ?({TIME})(?: {_BETWEEN})?"
        ),
        r"rest \1",
    ),
    (
        rf"(?:and )?(?:then )?({TIME}) ?(?:of )?(?:rest|recover(?:y)?|break|pause|off|rests)(?: {_BETWEEN})?",
        r"rest \1",
    ),
    (
        rf"(?:rest|pause|break) {_BETWEEN} ({TIME})|({TIME}) {_BETWEEN}|{_BETWEEN} ({TIME})",
        lambda m: f"rest {m[1] or m[2] or m[3]}",
    ),
    (
        rf"(?:switch|change)(?: sides?)?(?: for| in)? ?({TIME})|({TIME}) (?:to )?(?:switch|change)(?: sides?)?",
        lambda m: f"switch {m[1] or m[2]}",
    ),
    # getting ready
    (
        (
            r"ready 0 ?s?|(?:no|without)(?: (?:any|a))? (?:get[- ]?ready|ready|prep(?:aration)?|countdown"
            r"|pause|break|gap|delay|lead[- ]?in|rest)"
        ),
        "at once",
    ),
    (
        (
            r"immediately|straight ?away|right away|directly|instantly|now|back[- ]to[- ]back|non-?stop"
            r"|at the same time|without stopping"
        ),
        "at once",
    ),
    (
        rf"(?:get[- ]?ready|prep(?:are|aration)?|count ?down|lead[- ]?in|set ?up|get set)(?: for| time)? ?({TIME})",
        r"ready \1",
    ),
    (
        rf"({TIME}) (?:to )?(?:get[- ]?ready|prep(?:are|aration)?|count ?down|lead[- ]?in|set ?up)",
        r"ready \1",
    ),
    # beats
    (
        (
            r"(?:(?:at|to|with|on)(?: a)? )?(?:(?:beat|metronome|tempo|cadence|rhythm|pace|click)(?: of"
            r"| at)?:? )?(\d+) ?(?:bpm|beats?(?: (?:a|per) minute)?|steps? (?:a|per) minute|spm|rpm|/ ?min)"
        ),
        lambda m: f"beat {period(m[1])}",
    ),
    (
        r"(\d+) (?:beats?|steps?|ticks?) (?:a|per|each|every) second",
        lambda m: f"beat {period(str(int(m[1]) * 60))}",
    ),
    (
        r"(?:(?:at|to|with|on)(?: a)? )?(?:beat|metronome|cadence|click|rhythm)(?: of| at)?:? (\d+)",
        lambda m: f"beat {period(m[1])}",
    ),
    (
        (
            rf"(?:(?:at|to|with|on)(?: a)? )?(?:beats?|metronome|tick(?:s|ing)?|clicks?|pulse)(?: of| at"
            rf"| every)?:? ({TIME})"
        ),
        r"beat \1",
    ),
    (
        rf"(?:an? )?(?:beat|tick|click|bell|tone) every ({TIME})|({TIME}) (?:beat|tick|pulse)s?",
        lambda m: f"beat {m[1] or m[2]}",
    ),
    (
        (
            rf"beat ({TIME})(?:,? (?:accent|strong|stress|emphasis|every|in groups of|groups? of"
            rf"|grouped? in)(?: every| on| on every)?) (\d+)(?:th|rd|nd|st)?"
        ),
        r"beat \1 in \2",
    ),
    # sounds
    (
        (
            r"silent(?:ly)?|quiet(?:ly)?|(?:in )?quiet|silence|no (?:sounds?|tones?|bells?|cues?|voice"
            r"|words)|without (?:sounds?|tones?|bells?|cues?|words)|mute[d]?"
        ),
        "in silence",
    ),
    (
        (
            r"count(?:ing)?(?: (?:aloud|out|out loud|reps|them|up))?|counted (?:aloud|out|out loud)"
            r"|with (?:a )?count(?:ing)?|number(?:ed|s)|say the numbers?"
        ),
        "counted",
    ),
    (
        (
            r"(?:with|in|using) words|words|spoken|voice[d]?|by voice|say (?:it|them|the (?:words|names"
            r"|phases))|talk(?:ed)? through|with voice"
        ),
        "by words",
    ),
    (
        r"(?:with|in|using) (?:tones?|sounds?|bells?|beeps?)|tones?|by (?:tone|bells?|sounds?|beeps?)|beeps?",
        "by tones",
    ),
    (
        (
            r"(?:no|without)(?: (?:the|round))? (?:announcements?|announcing|numbers?|round numbers?)"
            r"|unnumbered|not announced|silent rounds|quiet rounds|no announce"
        ),
        "unannounced",
    ),
    (
        (
            r"(?:after|between) (?:(?:each|every|the) )?(?:words?|lines?|one|names?|cues?)|word by word"
            r"|one by one|each word"
        ),
        "after each",
    ),
)
OPTIONS = tuple((re.compile(pattern, re.IGNORECASE), new) for pattern, new in _OPTIONS)
"""Patterns of whole parts between commas, and what to write."""

ROUNDS = re.compile(
    rf"(?:x|repeat(?:ed)?|do(?: it)?|for|times|rounds:?|sets:?)? ?({COUNT}) ?(?:x|times|rounds?"
    rf"|sets?|series|laps|cycles|repeats?)(?: in all| total| each)?"
    rf"|(?:x|repeat(?:ed)?|rounds:?|sets:?) ?({COUNT})|(twice)|(thrice)",
    re.IGNORECASE,
)
"""Pattern of a part that only says how many rounds."""


def rewrite_option(part: str) -> str:
    """Return a part between commas as an option of the format, or "" if no pattern matches all of it."""
    for pattern, new in OPTIONS:
        if match := pattern.fullmatch(part):
            return match.expand(new) if isinstance(new, str) else new(match)
    return ""


def round_count(match: re.Match[str]) -> str:
    """Return the number of rounds in a match of ROUNDS."""
    return match[1] or match[2] or ("2" if match[3] else "3")
