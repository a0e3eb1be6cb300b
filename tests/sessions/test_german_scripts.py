"""The German scripts: complete, built like the English ones, and without a wrong word in either address."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.helpers.external_tools import require_program
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.plan.voice_options import ADDRESS_FORMS
from voiceguide.score.items import Interval, Say, SoundKind
from voiceguide.score.score import write_score
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import open_library
from voiceguide.script.model import Section, Step, Technique
from voiceguide.script.source import blank_comments
from voiceguide.script.uses import as_session
from voiceguide.script.vocabulary import Level
from voiceguide.script.walk import walk_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan

ENGLISH, GERMAN = open_library(), open_library(language="de")

TERMS = {
    *("ACSM", "NHS", "Andersen", "Buist", "Farrar", "Garber", "Thomeé"),
    *(
        "Ausklang",
        "Faszienrolle",
        "Kindhaltung",
        "Physiotherapie",
        "Rückbeuge",
        "Superman",
        "Vierfüßlerstand",
    ),
    *(
        "auseinandergleiten",
        "bereitlegen",
        "hochgleiten",
        "schulterbreit",
        "zurückgleiten",
        "Winkle",
        "winkle",
    ),
}
"""Right words that the speller does not know: names, terms of physiotherapy, and compounds."""

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@pytest.mark.parametrize("kind", ["techniques", "sessions", "programmes"])
def test_every_english_script_has_a_german_one(kind: str) -> None:
    assert {path.name for path in shipped_dir("de").glob(f"{kind}/*.md")} == {
        path.name for path in shipped_dir().glob(f"{kind}/*.md")
    }


def outline(technique: Technique) -> list[object]:
    """Return everything but the words of a technique, and the times to move between its parts."""
    steps = [
        (part.kind, part.amount if part.kind not in {"move", "pause"} else 0, part.tone)
        if isinstance(part, Step)
        else "heading"
        for part in walk_parts(technique.body)
        if isinstance(part, Step | Section)
    ]
    turns = [
        (part.sides, part.rounds) for part in walk_parts(technique.body) if isinstance(part, Step | Section)
    ]
    values = [
        (value.name, value.default, value.least, value.most, value.levels) for value in technique.values
    ]
    easier = technique.easier_form.name if technique.easier_form else ""
    keys = (technique.position, technique.end_position, technique.avoid, easier, len(technique.needs))
    return [keys, values, re.sub(r", location=Location\([^)]*\)", "", repr((steps, turns)))]


@pytest.mark.parametrize("name", GERMAN.technique_names)
def test_a_german_technique_is_built_like_the_english_one(name: str) -> None:
    assert outline(GERMAN.technique(name)) == outline(ENGLISH.technique(name))


@pytest.mark.parametrize("name", GERMAN.session_names)
def test_a_german_session_is_built_like_the_english_one(name: str) -> None:
    german, english = GERMAN.session(name), ENGLISH.session(name)
    assert german.length == english.length
    assert [(use.technique, use.optional, use.fill) for use in german.uses] == [
        (use.technique, use.optional, use.fill) for use in english.uses
    ]


def spoken_texts(plan: Plan) -> Iterator[str]:
    """Yield everything that is said in a plan."""
    for item in write_score(plan):
        sounds = [item.sound] if isinstance(item, Say) else []
        sounds += [timed.sound for timed in item.sounds] if isinstance(item, Interval) else []
        yield from (sound.text for sound in sounds if sound.kind == SoundKind.SPEECH)


@cache
def all_spoken_texts(form: str) -> frozenset[str]:
    """Return everything that is said in German: sessions, and techniques at each level."""
    plans = [make_plan(GERMAN.session(name), GERMAN, Choices(form=form)) for name in GERMAN.session_names]
    plans += [
        make_plan(GERMAN.session(name), GERMAN, Choices(form=form, level=level))
        for name in GERMAN.technique_names
        for level in Level
    ]
    return frozenset(text for plan in plans for text in spoken_texts(plan))


def test_the_words_for_a_side_have_their_endings_and_follow_the_side() -> None:
    technique = as_session(GERMAN.technique("thread-the-needle"))
    plan = make_plan(technique, GERMAN, Choices())
    left, right = (text for text in spoken_texts(plan) if "Schieben Sie" in text)
    assert "den linken Arm" in left
    assert "nach rechts" in left
    assert "den rechten Arm" in right
    assert "nach links" in right


def printed_texts() -> Iterator[str]:
    """Yield titles, summaries, things to have, and the prose of programmes."""
    for path in shipped_dir("de").rglob("*.md"):
        text = blank_comments(path.read_text(encoding="utf-8"))
        yield from re.findall(r"^(?:title|summary|needs): (.*)$", text, re.MULTILINE)
        if path.parent.name == "programmes":
            page = text.split("---\n", 2)[2]
            yield from (re.sub(r"^Weeks? [\d to]+", "", line.lstrip("#> ")) for line in page.split("\n"))


def test_no_familiar_text_has_a_formal_word() -> None:
    formal = re.compile(r"\bSie\b|\b(?<![.!?…:] )(?<!^)Ihr(?:e[mnrs]?)?\b|\bIhnen\b")
    assert {text for text in all_spoken_texts("du") if formal.search(text)} == set()


@pytest.mark.judge
def test_a_speller_knows_every_word_in_both_addresses() -> None:
    """Hunspell with the German dictionary of its project; a line of a week is English, and no word of it is read."""
    speller = require_program("hunspell")
    texts = {text for form in ADDRESS_FORMS for text in all_spoken_texts(form)}
    texts |= {text for text in printed_texts() if not re.match(r"- \w+day|Rules", text)}
    words = {word for text in texts for word in WORD.findall(text)}
    assert len(words) > 900
    ended = subprocess.run(
        [speller, "-i", "utf-8", "-d", "de_DE", "-l"],
        input="\n".join([*sorted(words), "Schulterblat"]),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert set(ended.stdout.split()) - TERMS == {"Schulterblat"}
