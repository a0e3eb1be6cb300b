from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import golden_timelines, random_formatting
from tests.helpers.random_scripts import SessionScripts, session_scripts
from tests.helpers.shipped_scripts import SCRIPT_READERS, SCRIPT_TEXTS, ScriptReader, read_script, reader_for
from tests.helpers.without_locations import repr_without_locations
from voiceguide.errors import ScriptError, VoiceguideError
from voiceguide.score.timeline_json import timeline_to_dict
from voiceguide.script import printer
from voiceguide.script.formatter import format_source
from voiceguide.script.source import blank_comments

if TYPE_CHECKING:
    from random import Random

    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Timeline

TECHNIQUE, SESSION, SAFETY = (SCRIPT_READERS[kind] for kind in ("techniques", "sessions", "safety.md"))
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def format_and_check(text: str, reader: ScriptReader) -> str:
    """Return a formatted script, after asserting what holds for every formatted script."""
    after = format_source(text, "a.md", reader)
    one, other = (repr_without_locations(reader(blank_comments(script))) for script in (after, text))
    assert one == other
    assert format_source(after, "a.md", reader) == after
    assert _COMMENT.findall(after) == _COMMENT.findall(text)
    bare = _COMMENT.sub("<!---->", after)
    assert not re.search(r"\A\n| $|\n\n\Z", bare, re.MULTILINE)
    assert after.endswith("\n")
    assert "<!--" in bare or "\n\n\n" not in bare
    return after


# Any script -----------------------------------------------------------------------------------------------

_RNGS = st.randoms(use_true_random=True)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(random_formatting.scripts(), _RNGS)
def test_formatting_keeps_the_model(script: random_formatting.Script, chance: Random) -> None:
    format_and_check(random_formatting.RandomWriter(chance, comments=True).write(script), _reader(script))


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(random_formatting.scripts(), _RNGS)
def test_script_has_one_format_however_it_is_written(
    script: random_formatting.Script, chance: Random
) -> None:
    one, other = (random_formatting.RandomWriter(chance).write(script) for _ in range(2))
    assert format_and_check(one, _reader(script)) == format_and_check(other, _reader(script))


def _reader(script: random_formatting.Script) -> ScriptReader:
    return SESSION if script.is_session else TECHNIQUE


_FRAGMENTS = [
    " ",
    "\n",
    "\n\n",
    "    ",
    "–",
    "…",
    "1. ",
    "*",
    "(",
    ")",
    ",",
    "> ",
    "\n> ",
    ">",
    "- ",
    "  - ",
    " x ",
]
_ODD_FRAGMENTS = st.sampled_from(
    [
        *_FRAGMENTS,
        *(
            "<!-- a -->",
            "<!--a \n\n b-->",
            "\n- pause 3s\n",
            "## A\n",
            "@end ",
            "{length}",
            "hold 20s",
            "use ",
        ),
    ]
)


@st.composite
def _mutants(draw: st.DrawFn) -> tuple[str, str]:
    """Draw the name of a shipped script, and its text with odd texts inserted anywhere."""
    name = draw(st.sampled_from(sorted(SCRIPT_TEXTS)))
    text = SCRIPT_TEXTS[name]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(_ODD_FRAGMENTS) + text[at:]
    return name, text


@settings(deadline=None)
@given(_mutants())
def test_any_script_is_formatted_or_refused(mutant: tuple[str, str]) -> None:
    name, text = mutant
    try:
        read_script(text.encode(), reader_for(name))
    except ScriptError:
        with pytest.raises(ScriptError):
            format_source(text, "a.md", reader_for(name))
        return
    format_and_check(text, reader_for(name))


@pytest.mark.parametrize("name", SCRIPT_TEXTS)
def test_a_shipped_script_is_laid_out(name: str) -> None:
    format_and_check(SCRIPT_TEXTS[name], reader_for(name))


# Timelines -----------------------------------------------------------------------------------------------


def timeline_without_lines(plan: Plan) -> object:
    """Return a plan's timeline as data without source lines, or the error message if there is no timeline."""
    try:
        return without_lines(golden_timelines.fit_and_lay_out(plan))
    except ScriptError as error:
        return [problem.message for problem in error.problems]


def without_lines(timeline: Timeline) -> object:
    """Return a timeline as data without source lines."""
    data = timeline_to_dict(timeline)
    for event in data["events"]:
        event.pop("source", None)
    return data


@pytest.mark.parametrize("name", golden_timelines.case_names())
def test_formatting_keeps_the_timeline_of_a_case(name: str) -> None:
    before, expected = (
        (golden_timelines.CASES_DIR / f"{name}.{kind}").read_text(encoding="utf-8")
        for kind in ("md", "timeline")
    )
    after = format_and_check(
        before, SESSION if re.search(r"^(length:|- use )", before, re.MULTILINE) else TECHNIQUE
    )
    plan = golden_timelines.plan_script(after, golden_timelines.parse_choices(expected), name)
    assert timeline_without_lines(plan) == without_lines(golden_timelines.case_timeline(name))


@pytest.mark.slow
@settings(deadline=None, max_examples=12)  # another test compares the models
@given(session_scripts())
def test_formatting_keeps_the_timeline_of_a_session(written: SessionScripts) -> None:
    session = format_and_check(written.session, SESSION)
    techniques = {name: format_and_check(text, TECHNIQUE) for name, text in written.techniques.items()}
    before = golden_timelines.plan_script(written.session, None, **written.techniques)
    assert timeline_without_lines(before) == timeline_without_lines(
        golden_timelines.plan_script(session, None, **techniques)
    )


# Single formats ------------------------------------------------------------------------------------------

_UNFORMATTED = """\
---
Hold : 0:20( 10 s-3 min ), strong 25 secs
position:  chair

title:   Seated  twist
sets: 2
needs: a mat ,a chair
say: scapula  as skap you la,teres as terry z
---
> Not after a meal.
>
> Stop
>  if it stings.



Sit   tall,
on a firm chair.

<!-- left and right:
       the same -->
##  Twist ,left first, 2x ,switch  6 s

@round  2 ( And again. )

- 1 x hold { hold },  ready 0:03
<!-- slowly -->

- 2x hold {hold} ,rest 8 seconds

  -  Turn { sets } times,
        and stay.
  - @-5 s Nearly.
- {sets} x reps 8, counted,up 2s , down 2.50s

   - Lift.
- chime  end"""

_FORMATTED = """\
---
title: Seated  twist
position: chair
needs: a mat, a chair
say: scapula as skap you la, teres as terry z
hold: 20s (10s-3:00), strong 25s
sets: 2
---

> Not after a meal.

> Stop if it stings.

Sit tall, on a firm chair.

<!-- left and right:
       the same -->
## Twist, 2 x, each side, switch 6s

@round 2 (And again.)

- hold {hold}, ready 3s
<!-- slowly -->

- 2 x hold {hold}, rest 8s
  - Turn { sets } times, and stay.
  - @-5s Nearly.

- {sets} x reps 8, up 2s, down 2.5s, counted
  - Lift.

- chime end
"""


def test_a_technique_has_this_layout() -> None:
    assert format_and_check(_UNFORMATTED, TECHNIQUE) == _FORMATTED


def test_a_session_has_this_layout() -> None:
    before = (
        "---\nlength: 600 s\ntitle: Day\n---\nWelcome.\n\n- use settle\n\n- use twist,hold 0:25 , optional\n"
        "<!-- - use roll -->\n- use breath ,fill\n- rest 5 s\n- use closing\n"
    )
    assert format_and_check(before, SESSION) == (
        "---\ntitle: Day\nlength: 10:00\n---\n\nWelcome.\n\n- use settle\n- use twist, hold 25s, optional\n"
        "<!-- - use roll -->\n- use breath, fill\n\n- rest 5s\n\n- use closing\n"
    )


def test_files_without_front_matter_have_this_layout() -> None:
    before = "<!-- a -->\n##  full\n\nGo\ngently.\n\n\n## short\n\n( Stop. )"
    assert format_and_check(before, SAFETY) == "<!-- a -->\n## full\n\nGo gently.\n\n## short\n\n(Stop.)\n"


@pytest.mark.parametrize(
    ("front", "after"),
    [
        (
            "title: A\n\n\n<!-- b -->\n\nneeds: a ,b\nposition:  chair",
            "title: A\n\n<!-- b -->\n\nneeds: a, b\nposition: chair",
        ),
        ("needs: a ,b <!-- c -->  \ntitle:  A", "needs: a ,b <!-- c -->\ntitle: A"),
        ("needs: a ,b\n<!-- c\n\n d -->\ntitle:  A", "needs: a, b\n<!-- c\n\n d -->\ntitle: A"),
    ],
)
def test_front_matter_with_a_comment_keeps_its_order(front: str, after: str) -> None:
    assert format_and_check(f"---\n{front}\n---\nGo.", TECHNIQUE) == f"---\n{after}\n---\n\nGo.\n"


def format_page(text: str) -> str:
    """Return the formatted page of a technique."""
    front = "---\ntitle: A\n---\n\n"
    return format_and_check(front + text, TECHNIQUE).removeprefix(front).removesuffix("\n")


_LONG_LINE = "breathe " * 11
"""88 columns: twelve more fit."""


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (_LONG_LINE + "in and out on", [_LONG_LINE + "in and out", "on"]),
        (_LONG_LINE + "in, and out on", [_LONG_LINE + "in, and out", "on"]),
        (_LONG_LINE + "in, and out, on", [_LONG_LINE + "in, and out,", "on"]),
        (_LONG_LINE + "in and outer", [_LONG_LINE + "in and outer"]),
        (_LONG_LINE + "in, and out … on", [_LONG_LINE + "in, and", "out … on"]),
        (_LONG_LINE + "for *slow, …*", [_LONG_LINE + "for", "*slow, …*"]),
        (_LONG_LINE + "in, and out – on", [_LONG_LINE + "in, and", "out – on"]),
        (_LONG_LINE + "in, outwards 1. on", [_LONG_LINE + "in,", "outwards 1. on"]),
        (_LONG_LINE + "in, outwards -5 on", [_LONG_LINE + "in,", "outwards -5 on"]),
        (_LONG_LINE + "in, outwards + … on", [_LONG_LINE + "in,", "outwards + … on"]),
        (_LONG_LINE + "and so hold 20 of", [_LONG_LINE + "and so hold", "20 of"]),
        (_LONG_LINE + "and go, hold 20 of", [_LONG_LINE + "and go, hold", "20 of"]),
        (_LONG_LINE + "and gently hold 20 of", [_LONG_LINE + "and", "gently hold 20 of"]),
        (_LONG_LINE + "for {length}, on", [_LONG_LINE + "for", "{length}, on"]),
        (_LONG_LINE + "for { length } on", [_LONG_LINE + "for", "{ length } on"]),
        (_LONG_LINE + "for *very slow* on", [_LONG_LINE + "for *very", "slow* on"]),
        (_LONG_LINE + "for a *hold on* on", [_LONG_LINE + "for a *hold", "on* on"]),
        (_LONG_LINE + "for once *hold on* on", [_LONG_LINE + "for once", "*hold on* on"]),
        ("a" * 101 + " – on", ["a" * 101 + " –", "on"]),
        ("use your " + "a" * 95, ["use", "your " + "a" * 95]),
        ("use\nyour", ["use", "your"]),
        ("–\nthen\nfarther   on", ["–", "then", "farther on"]),
        ("(" + _LONG_LINE + "in, and out)", ["(" + _LONG_LINE + "in, and", "out)"]),
    ],
)
def test_words_are_broken_into_lines(words: str, lines: list[str]) -> None:
    assert format_page(words).split("\n") == [line.rstrip() for line in lines]


@pytest.mark.parametrize(("first", "later"), [("> ", "> "), ("- hold 60s\n  - ", "    ")])
def test_what_a_line_begins_with_counts(first: str, later: str) -> None:
    text = f"{first}{_LONG_LINE}in and outer"
    assert format_page(f"Go.\n\n{text}") == f"Go.\n\n{text.removesuffix(' outer')}\n{later}outer"


@pytest.mark.parametrize(
    "kept",
    [
        "Go   on, <!-- why -->\nand  on.",
        "Go  on. <!-- why\n\n  or what  \n--> <!-- so -->",
        ">  Stop,  <!-- why -->\n>   if it stings.",
        "-  hold  20s <!-- why -->",
        "- hold 0:20\n\n\n  <!-- why -->\n  -  Go on.",
        "- hold 0:20\n  -  Go <!-- why --> on\n        and on.",
        "##   Again ,2x <!-- why -->",
    ],
)
def test_a_block_with_a_comment_inside_stays_as_it_is(kept: str) -> None:
    text = format_page(f"Begin  here.\n\n{kept}  \n\n- chime  end")
    assert text == f"Begin here.\n\n{kept}\n\n- chime end"


@pytest.mark.parametrize(
    ("between", "after"),
    [
        ("\n<!-- a -->\n", "\n<!-- a -->\n"),
        ("\n\n\n<!-- a -->\n", "\n\n<!-- a -->\n"),
        ("\n  <!-- a -->  \n \n", "\n  <!-- a -->\n\n"),
        ("\n\n<!-- a\n\n\n b  \n-->\n\n\n", "\n\n<!-- a\n\n\n b  \n-->\n\n"),
        (
            "\n<!-- a -->\n<!-- b --> <!-- c -->\n\n\n<!---->\n",
            "\n<!-- a -->\n<!-- b --> <!-- c -->\n\n<!---->\n",
        ),
        ("\n>\n> <!-- a -->\n", "\n\n> <!-- a -->\n"),
        ("\n>\n> <!-- a -->\n>\n", "\n\n> <!-- a -->\n\n"),
    ],
)
def test_a_comment_between_blocks_stays_there(between: str, after: str) -> None:
    assert (
        format_page(f"> Stop  here.{between}> Or  here.\n\nGo on.")
        == f"> Stop here.{after}> Or here.\n\nGo on."
    )


# Errors ---------------------------------------------------------------------------------------------------


def test_a_script_with_problems_is_not_laid_out() -> None:
    with pytest.raises(ScriptError) as caught:
        format_source("---\ntitle: A\n---\n\n- hodl 20s\n\n- rest\n", "a.md", TECHNIQUE)
    assert [problem.line for problem in caught.value.problems] == [5, 7]


@pytest.mark.parametrize("written", ["21s", "20", "20s <!-- -->"])
def test_formatting_fails_when_the_meaning_would_change(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "format_time", lambda _: written)
    with pytest.raises(VoiceguideError, match=r"^a\.md was not changed") as caught:
        format_source("---\ntitle: A\n---\n\n- hold 20s\n", "a.md", TECHNIQUE)
    assert not isinstance(caught.value, ScriptError)


# Speed ----------------------------------------------------------------------------------------------------


def count_calls(text: str) -> int:
    """Return the number of function calls to format a script."""
    counted = Counter[str]()
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, _argument: counted.update([event]))
    try:
        format_source(text, "a.md", TECHNIQUE)
    finally:
        sys.setprofile(before)
    return counted["call"] + counted["c_call"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "block",
    [
        "- 2 x hold 20s, each side\n  - Turn to the {side}.\n\n",
        "Go on, and on. <!-- why -->\n\n",
        "<!-- a -->\n\n",
        "> Stop.\n>\n",
    ],
)
def test_formatting_takes_linear_time(block: str) -> None:
    once, twice = (count_calls(f"---\ntitle: A\n---\n\nGo.\n\n{block * count}") for count in (40, 80))
    assert twice < 2.1 * once
