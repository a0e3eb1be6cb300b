"""What a listener asked for is what is heard: sessions decoded by libsndfile, tones and words found in the
sound itself by matched filter, and nothing taken from the timeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from tests.helpers import external_tools
from tests.helpers.matched_filter import Ear
from voiceguide import paths
from voiceguide.audio import samples, tones
from voiceguide.cache import Cache
from voiceguide.cli.main import cli
from voiceguide.export.clips import ClipFactory
from voiceguide.score.items import Sound
from voiceguide.speech import engines

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 24_000
NEAR = 0.050
"""Seconds that a hold and its countdown may be off; sounds are placed on a grid of 24 ms."""

SCRIPTS = {
    "techniques/reach.md": """---
title: Reach
hold: 12s (6s-20s), gentle 8s, strong 16s
rounds: 2 (1-3)
---

- {rounds} x hold {hold}, each side, ready 2s, switch 3s, rest 4s
  - Reach up.
""",
    "techniques/lean.md": """---
title: Lean
hold: 10s (6s-40s)
---

- hold {hold}
  - Lean out.
""",
    "techniques/waves.md": """---
title: Waves
times: 6 (2-60)
---

- breathe {times} times, in 2s, out 3s
""",
    "sessions/day.md": "---\ntitle: Day\n---\n\n- use reach\n\n- use lean\n",
    "sessions/hour.md": "---\ntitle: Hour\nlength: 3:00\n---\n\n- use reach\n\n- use lean, optional\n\n"
    "- use waves, fill\n",
}


@dataclass(frozen=True)
class Asked:
    """Choices for a session, and what must be heard then: the length of each hold, all in seconds."""

    choices: str
    holds: tuple[float, ...]
    counted: int = 0
    """From which number each hold is counted down."""
    half: str = "tone"
    """The sign half-way: tone, word or nothing."""
    session: str = "day"
    length: float = 0
    chime: str = "bowl"
    heard: tuple[str, ...] = field(default=())
    unheard: tuple[str, ...] = field(default=())
    """Words that must be heard, and that must not be."""

    def __str__(self) -> str:
        return f"{self.session} {self.choices}"


TABLE = (
    Asked("--guidance brief", (12, 12, 12, 12, 10), heard=("Reach up.", "Round 2.", "Next, lean.")),
    Asked("--guidance brief --hold 9s", (9,) * 5),
    Asked("--guidance brief --hold +3s", (15, 15, 15, 15, 13)),
    Asked("--guidance brief --hold lean=-2s", (12, 12, 12, 12, 8)),
    Asked("--guidance brief --hold longer", (18, 18, 18, 18, 15)),
    Asked("--guidance brief --hold shorter", (8, 8, 8, 8, 7)),
    Asked("--guidance brief --hold reach.left=15s", (15, 12, 15, 12, 10)),
    Asked("--guidance brief --hold reach=10s --rounds 1", (10, 10, 10), unheard=("Round 2.",)),
    Asked("--guidance brief --rounds reach=3", (12,) * 6 + (10,), heard=("Round 2.", "Round 3.")),
    Asked("--guidance brief --hold reach=30s --beyond-limits --rounds 1", (30, 30, 10)),
    Asked("--guidance brief --sounds guided", (12, 12, 12, 12, 10), counted=3, half="word"),
    Asked("--guidance brief --sounds minimal --rounds 1", (12, 12, 10), half=""),
    Asked("--guidance brief --hold 20s --countdown 5", (20,) * 5, counted=5),
    Asked("--guidance brief --countdown 3 --halfway word --rounds 1", (12, 12, 10), counted=3, half="word"),
    Asked("--guidance brief --sounds guided --countdown none", (12, 12, 12, 12, 10), half="word"),
    Asked("--guidance brief --halfway none --countdown 5 --hold lean=25s", (12,) * 4 + (25,), 5, ""),
    Asked("--guidance brief --chime bell --rounds 1", (12, 12, 10), chime="bell"),
    Asked("--guidance brief --chime wood --rounds 1", (12, 12, 10), chime="wood"),
    Asked("--guidance brief --level gentle", (8, 8, 8, 8, 10)),
    Asked("--guidance brief --level strong --sounds guided --rounds 1", (16, 16, 10), 3, "word"),
    Asked(
        "--guidance names --halfway word",
        (12, 12, 12, 12, 10),
        half="word",
        heard=("Left.", "Right.", "Round 2.", "Next, lean."),
        unheard=("Reach up.", "Lean out."),
    ),
    Asked(
        "--guidance brief --no-announce-next --hold lean=40s",
        (12, 12, 12, 12, 40),
        heard=("Lean out.",),
        unheard=("First, reach.", "Next, lean."),
    ),
    Asked("--guidance brief --moving 1.5x", (12, 12, 12, 12, 10)),
    Asked("--guidance brief --minutes 3", (12, 12, 12, 12, 10), session="hour", length=180),
    Asked("--guidance brief --length 3:36", (14, 14, 14, 14, 12), session="hour", length=216),
    Asked(
        "--guidance brief --minutes 3.6 --hold reach=12s", (12, 12, 12, 12, 12), session="hour", length=216
    ),
    Asked("--guidance brief --length 1:25", (12, 12), session="hour", length=85, unheard=("Next, lean.",)),
    Asked(
        "--guidance brief --only seated-twist --skip bells --countdown 3 --hold seated-twist=25s",
        (25,) * 4,
        counted=3,
        half="",
        session="upper-back-reset",
        heard=("Breathe into your ribs.",),
    ),
)


@dataclass(frozen=True, eq=False)
class Ears:
    """Renders sessions of these scripts by the command line, and listens to them."""

    folder: Path
    booth: ClipFactory
    """Where the words are recorded that are listened for."""

    def of(self, asked: Asked) -> Ear:
        path = self.folder / "asked.mp3"
        words = ("render", asked.session, *asked.choices.split())
        ran = CliRunner().invoke(cli, (*words, "--scripts", str(self.folder), "-o", str(path)))
        assert ran.exit_code == 0, ran.exception
        sound, rate = soundfile.read(path, dtype="float32")
        assert rate == RATE
        return Ear(sound.astype(np.float64))

    @cache  # noqa: B019 - for as long as these tests run
    def words(self, text: str) -> NDArray[np.float64]:
        return samples.from_pcm(self.booth.data(Sound("speech", text))).astype(np.float64)


@cache
def tone(name: str, chime: str) -> NDArray[np.float64]:
    return samples.from_pcm(tones.synthesise_tone(name, chime)).astype(np.float64)


@pytest.fixture(scope="module")
def ears(tmp_path_factory: pytest.TempPathFactory) -> Ears:
    external_tools.package("hibari")
    folder = tmp_path_factory.mktemp("asked")
    for name, text in SCRIPTS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Ears(folder, ClipFactory(engines.open_voice("hibari"), Cache(paths.cache_dir()), "pcm"))


def holds(ear: Ear, chime: str) -> list[tuple[float, float]]:
    """When each hold begins and ends: from the strike of a start tone to that of the next end tone."""
    ends = ear.hears(tone("end", chime))
    starts = ear.hears(tone("start", chime))
    found = [(start, next(end for end in ends if end > start)) for start in starts]
    assert all(end < start for (_, end), (start, _) in pairwise(found))
    return found


@pytest.mark.parametrize("asked", TABLE, ids=str)
def test_what_was_asked_is_heard(asked: Asked, ears: Ears) -> None:
    ear = ears.of(asked)
    found = holds(ear, asked.chime)
    assert [end - start for start, end in found] == pytest.approx(asked.holds, abs=NEAR)
    assert ear.sound.size == asked.length * RATE or (not asked.length and ear.sound.size % RATE == 0)
    for number in range(1, asked.counted + 2):
        counted = [end - number for _, end in found] if number <= asked.counted else []
        assert ear.hears(ears.words(str(number))) == pytest.approx(counted, abs=NEAR), number
    # No sign half-way where counting begins within two seconds after it.
    lengths = zip(found, asked.holds, strict=True)
    halves = [(start + end) / 2 for (start, end), length in lengths if length / 2 - asked.counted >= 2]
    assert ear.hears(tone("half", asked.chime)) == pytest.approx(halves * (asked.half == "tone"), abs=NEAR)
    assert ear.hears(ears.words("Half-way.")) == pytest.approx(halves * (asked.half == "word"), abs=NEAR)
    for text in asked.heard:
        assert ear.hears(ears.words(text)), text
    for text in asked.unheard:
        assert not ear.hears(ears.words(text)), text
