"""The page on the script format answers what authors ask, where they would search for it, and stays one short page."""

from __future__ import annotations

import re

import pytest

from tests.helpers.reference_page import PAGE_PATH

PAGE = PAGE_PATH.read_text(encoding="utf-8")
PARAGRAPHS = [
    block
    for part in PAGE.split("\n\n")
    for block in (part.split("\n") if part.startswith(("|", "- ")) else [part])
]
MAX_WORDS = 3_244
"""One word less than the page had before it described intervals, circuits, beats and subjects."""

QUESTIONS = {
    "say something about breathing, not the back": ("upper back", "`about: breathing`"),
    "do it in a wheelchair or kneeling": ("wheelchair", "in my words"),
    "know what stretches with the length": ("stretches", "fill"),
    "name the value that --hold finds": ("`--hold`", "first time of a hold"),
    "write a Tabata or an EMOM": ("Tabata", "every 30s"),
    "call a phase rest or relax": ("relax", "reps 8"),
    "go through several directions": ("directions", "each of"),
    "hear a half-way sign or a countdown": ("counts down", "--sounds guided"),
    "leave out “Round 2.”": ("“Round 2.”", "unannounced"),
    "let cues take turns": ("take turns", "@every 15s"),
    "plan weeks": ("weeks", "programmes.md"),
    "begin without a pause": ("no time to get ready", "at once"),
    "do 12, 10 and 8 repetitions": ("change by round", "12 then 10 then 8"),
    "write a ladder or a superset": ("ladder", "10 down to 1"),
    "make a circuit of techniques": ("circuit", "## Circuit, 3 x"),
    "train one side only": ("operated", "one side"),
    "use a metronome": ("metronome", "beat 0.5s"),
    "alternate the sides": ("alternating", "sides in turn"),
    "have a step at one level only": ("one level only", "optional"),
    "say how much time has gone by": ("time gone by", "{elapsed}"),
    "work to failure": ("to failure", "{elapsed}"),
    "breathe for five minutes": ("whole breaths", "breathe 5 min"),
    "take a second breath in": ("second breath", "in 1s"),
    "say words one by one": ("one by one", "after each"),
    "ring a bell every minute": ("interval bell", "chime half"),
    "put rounds into rounds": ("rounds in rounds", "heading"),
    "count a hold in breaths": ("in breaths", "breathe 5 times"),
    "give a tempo such as 3-1-1": ("tempo", "down 3s"),
    "vary at random": ("random", "Not possible"),
    "run for a while, walk, and run again": ("sequence", "walk 5 min"),
}
"""Aim of an author → the words to search for, and the text that the passage found must have."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_where_its_words_are_found(question: str) -> None:
    search, answer = QUESTIONS[question]
    found = [passage for passage in PARAGRAPHS if search.lower() in _plain(passage)]
    assert 1 <= len(found) <= 4, found
    assert any(answer in " ".join(passage.split()) for passage in found)


def _plain(passage: str) -> str:
    return " ".join(passage.lower().split())


def test_the_page_stays_short() -> None:
    assert len(PAGE.split()) <= MAX_WORDS
    assert len(re.findall(r"^# ", PAGE, re.MULTILINE)) == 1
