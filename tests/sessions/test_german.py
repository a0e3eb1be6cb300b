"""German sessions: no spoken word, number or text is English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import mutagen
import pytest
import soundfile

from voiceguide.checks.check import check
from voiceguide.errors import RequestError
from voiceguide.export.render import render
from voiceguide.language import LANGUAGES
from voiceguide.language.normalise import normalise_text
from voiceguide.plan.options import Choices

if TYPE_CHECKING:
    from pathlib import Path

TWIST_SCRIPT = """---
title: Drehsitz
language: de
position: chair
needs: ein fester Stuhl, eine Decke
hold: 12s (10s-30s)
rounds: 2 (1-3)
---

> Drehen Sie sich nur so weit, wie es angenehm ist. Hören Sie auf, wenn es zwickt.

- {rounds} x hold {hold}, each side, switch 5s
  - Drehen Sie die Brust *langsam* nach {side}, für {hold}.
  - @other side Und nach {side}, Runde {round} von {rounds}.

- reps 3, heben 2s, senken 2s

- breathe 3 times, in 4s, out 6s
"""

ENGLISH_WORDS = {
    *("next", "first", "round", "left", "right", "second", "seconds", "minute", "minutes", "about", "and"),
    *("breathe", "have", "within", "reach", "half", "up", "down", "two", "three", "twelve"),
}


@pytest.fixture
def twist(tmp_path: Path) -> Path:
    path = tmp_path / "drehsitz.md"
    path.write_text(TWIST_SCRIPT, encoding="utf-8")
    return path


def test_a_german_session_is_german_to_the_last_word_and_to_the_tag(twist: Path, tmp_path: Path) -> None:
    output = tmp_path / "drehsitz.mp3"
    done = render(str(twist), Choices(sounds="guided"), output)
    timeline = done.laid_out_session.timeline
    speech = [event for event in timeline.events if event.kind == "speech" and event.sound]
    texts = [event.sound.text for event in speech if event.sound]
    heard = {word for event in speech for word in re.findall(r"\w+", event.spoken.lower())}
    assert not heard & ENGLISH_WORDS
    assert heard >= {"links", "rechts", "runde", "zwölf", "sekunden", "drei", "zwei", "einatmen"}
    for said in (
        "Bitte bereitlegen: ein fester Stuhl und eine Decke.",
        "Als Nächstes: Drehsitz.",
        "Setzen Sie sich auf Ihren Stuhl, beide Füße flach am Boden.",
        "Drehen Sie die Brust langsam nach links, für 12 Sekunden.",
        "Und nach rechts, Runde 2 von 2.",
        "Runde 2.",
        "Heben.",
        "Ausatmen.",
    ):
        assert said in texts
    assert LANGUAGES["en"].wording.opening_title not in {chapter.title for chapter in timeline.chapters}
    tags = mutagen.File(output).tags
    assert tags["TLAN"].text == ["deu"]
    assert soundfile.info(output).frames == timeline.length
    assert done.laid_out_session.voice_name.startswith("pyttsx3:")


def test_a_german_script_is_checked_in_german(twist: Path) -> None:
    assert check((twist,))[1] == ()
    twist.write_text(TWIST_SCRIPT.replace("Brust", "Брust"), encoding="utf-8")
    (problem,) = check((twist,))[1]
    assert "can't be spoken" in problem.message
    assert normalise_text("½ Stunde, 1,5 kg", "de") == "eine halbe Stunde, eins Komma fünf Kilogramm"


def test_a_voice_that_speaks_only_english_is_refused_for_german(twist: Path) -> None:
    with pytest.raises(RequestError, match="hibari speaks English only"):
        render(str(twist), Choices(voice="hibari"))
