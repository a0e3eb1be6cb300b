"""Choices as they are heard: sessions are decoded by libsndfile, and tones and words are found by matched
filter, without the timeline."""

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
from tests.helpers.matched_filter import ClipFinder
from voiceguide import paths
from voiceguide.audio import samples, tones
from voiceguide.cli.main import cli
from voiceguide.export.clip_factory import ClipFactory
from voiceguide.export.clips import ClipEncoding
from voiceguide.files.cache import Cache
from voiceguide.score.items import Sound, SoundKind
from voiceguide.speech import engines

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 24_000
TIMING_TOLERANCE = 0.050
"""Tolerance in seconds of a hold and its countdown; sounds are placed on a grid of 24 ms."""

SHORTEST_HALVED_HOLD = 15
"""Seconds of the shortest hold with a signal half-way."""

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
class ListeningCase:
    """Choices for a session, and what must be heard: the length of each hold, in seconds."""

    choices: str
    holds: tuple[float, ...]
    countdown_from: int = 0
    """Number from which each hold is counted down."""
    half_way_signal: str = "tone"
    """Signal half-way: tone, word or nothing."""
    session: str = "day"
    length: float = 0
    chime: str = "bowl"
    audible_texts: tuple[str, ...] = field(default=())
    absent_texts: tuple[str, ...] = field(default=())
    """Words that must be heard, and words that must not."""

    def __str__(self) -> str:
        return f"{self.session} {self.choices}"


LISTENING_CASES = (
    ListeningCase(
        "--guidance brief", (12, 12, 12, 12, 10), audible_texts=("Reach up.", "Round 2.", "Next, lean.")
    ),
    ListeningCase("--guidance brief --hold 9s", (9,) * 5),
    ListeningCase("--guidance brief --hold +3s", (15, 15, 15, 15, 13)),
    ListeningCase("--guidance brief --hold lean=-2s", (12, 12, 12, 12, 8)),
    ListeningCase("--guidance brief --hold longer", (18, 18, 18, 18, 15)),
    ListeningCase("--guidance brief --hold shorter", (8, 8, 8, 8, 7)),
    ListeningCase("--guidance brief --hold reach.left=15s", (15, 12, 15, 12, 10)),
    ListeningCase("--guidance brief --hold reach=10s --rounds 1", (10, 10, 10), absent_texts=("Round 2.",)),
    ListeningCase(
        "--guidance brief --rounds reach=3", (12,) * 6 + (10,), audible_texts=("Round 2.", "Round 3.")
    ),
    ListeningCase("--guidance brief --hold reach=30s --beyond-limits --rounds 1", (30, 30, 10)),
    ListeningCase(
        "--guidance brief --sounds guided", (12, 12, 12, 12, 10), countdown_from=3, half_way_signal="word"
    ),
    ListeningCase("--guidance brief --sounds minimal --rounds 1", (12, 12, 10), half_way_signal=""),
    ListeningCase("--guidance brief --hold 20s --countdown 5", (20,) * 5, countdown_from=5),
    ListeningCase("--guidance brief --hold 20s --rounds 1", (20,) * 3),
    ListeningCase("--guidance brief --hold 20s --sounds minimal --rounds 1", (20,) * 3, half_way_signal=""),
    ListeningCase("--guidance brief --hold 16s --halfway word --rounds 1", (16,) * 3, half_way_signal="word"),
    ListeningCase(
        "--guidance brief --countdown 3 --halfway word --rounds 1",
        (12, 12, 10),
        countdown_from=3,
        half_way_signal="word",
    ),
    ListeningCase(
        "--guidance brief --sounds guided --countdown none", (12, 12, 12, 12, 10), half_way_signal="word"
    ),
    ListeningCase("--guidance brief --halfway none --countdown 5 --hold lean=25s", (12,) * 4 + (25,), 5, ""),
    ListeningCase("--guidance brief --chime bell --rounds 1", (12, 12, 10), chime="bell"),
    ListeningCase("--guidance brief --chime wood --rounds 1", (12, 12, 10), chime="wood"),
    ListeningCase("--guidance brief --level gentle", (8, 8, 8, 8, 10)),
    ListeningCase("--guidance brief --level strong --sounds guided --rounds 1", (16, 16, 10), 3, "word"),
    ListeningCase(
        "--guidance names --halfway word",
        (12, 12, 12, 12, 10),
        half_way_signal="word",
        audible_texts=("Left.", "Right.", "Round 2.", "Next, lean."),
        absent_texts=("Reach up.", "Lean out."),
    ),
    ListeningCase(
        "--guidance brief --no-announce-next --hold lean=40s",
        (12, 12, 12, 12, 40),
        audible_texts=("Lean out.",),
        absent_texts=("First, reach.", "Next, lean."),
    ),
    ListeningCase("--guidance brief --moving 1.5x", (12, 12, 12, 12, 10)),
    ListeningCase("--guidance brief --minutes 3", (12, 12, 12, 12, 10), session="hour", length=180),
    ListeningCase("--guidance brief --length 3:36", (14, 14, 14, 14, 12), session="hour", length=216),
    ListeningCase(
        "--guidance brief --minutes 3.6 --hold reach=12s", (12, 12, 12, 12, 12), session="hour", length=216
    ),
    ListeningCase(
        "--guidance brief --length 1:25", (12, 12), session="hour", length=85, absent_texts=("Next, lean.",)
    ),
    ListeningCase(
        "--guidance brief --only seated-twist --skip bells --countdown 3 --hold seated-twist=25s",
        (25,) * 4,
        countdown_from=3,
        half_way_signal="",
        session="upper-back-reset",
        audible_texts=("Breathe into your ribs.",),
    ),
)


@dataclass(frozen=True, eq=False)
class SessionListener:
    """Renderer of the test's scripts by the command line, and detector of tones and words in the result."""

    folder: Path
    clip_factory: ClipFactory
    """Source of the recordings of the words that are searched for."""

    def render_case(self, case: ListeningCase) -> ClipFinder:
        path = self.folder / "asked.mp3"
        arguments = ("render", case.session, *case.choices.split())
        result = CliRunner().invoke(cli, (*arguments, "--scripts", str(self.folder), "-o", str(path)))
        assert result.exit_code == 0, result.exception
        sound, rate = soundfile.read(path, dtype="float32")
        assert rate == RATE
        return ClipFinder(sound.astype(np.float64))

    @cache  # noqa: B019 - for as long as these tests run
    def clip_of_words(self, text: str) -> NDArray[np.float64]:
        return samples.from_pcm(self.clip_factory.data(Sound(SoundKind.SPEECH, text))).astype(np.float64)


@cache
def tone_clip(name: str, chime: str) -> NDArray[np.float64]:
    return samples.from_pcm(tones.synthesise_tone(name, chime)).astype(np.float64)


@pytest.fixture(scope="module")
def listener(tmp_path_factory: pytest.TempPathFactory) -> SessionListener:
    external_tools.require_package("hibari")
    folder = tmp_path_factory.mktemp("asked")
    for name, text in SCRIPTS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return SessionListener(
        folder, ClipFactory(engines.open_voice("hibari"), Cache(paths.cache_dir()), ClipEncoding.PCM)
    )


def find_holds(finder: ClipFinder, chime: str) -> list[tuple[float, float]]:
    """Return the start and end of each hold: from a start tone to the next end tone."""
    ends = finder.find_clip(tone_clip("end", chime))
    starts = finder.find_clip(tone_clip("start", chime))
    intervals = [(start, next(end for end in ends if end > start)) for start in starts]
    assert all(end < start for (_, end), (start, _) in pairwise(intervals))
    return intervals


@pytest.mark.parametrize("asked", LISTENING_CASES, ids=str)
def test_session_sounds_as_chosen(asked: ListeningCase, listener: SessionListener) -> None:
    finder = listener.render_case(asked)
    intervals = find_holds(finder, asked.chime)
    assert [end - start for start, end in intervals] == pytest.approx(asked.holds, abs=TIMING_TOLERANCE)
    assert finder.sound.size == asked.length * RATE or (not asked.length and finder.sound.size % RATE == 0)
    for number in range(1, asked.countdown_from + 2):
        countdown_starts = [end - number for _, end in intervals] if number <= asked.countdown_from else []
        assert finder.find_clip(listener.clip_of_words(str(number))) == pytest.approx(
            countdown_starts, abs=TIMING_TOLERANCE
        ), number
    # No sign half-way in a short hold, nor where counting begins within two seconds after it.
    lengths = zip(intervals, asked.holds, strict=True)
    halves = [
        (start + end) / 2
        for (start, end), length in lengths
        if length >= SHORTEST_HALVED_HOLD and length / 2 - asked.countdown_from >= 2
    ]
    assert finder.find_clip(tone_clip("half", asked.chime)) == pytest.approx(
        halves * (asked.half_way_signal == "tone"), abs=TIMING_TOLERANCE
    )
    assert finder.find_clip(listener.clip_of_words("Halfway.")) == pytest.approx(
        halves * (asked.half_way_signal == "word"), abs=TIMING_TOLERANCE
    )
    for text in asked.audible_texts:
        assert finder.find_clip(listener.clip_of_words(text)), text
    for text in asked.absent_texts:
        assert not finder.find_clip(listener.clip_of_words(text)), text
