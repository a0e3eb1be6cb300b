"""Default session as MP3, decoded by independent decoders."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tests.helpers import external_tools, recogniser
from tests.helpers.program import run_program
from voiceguide.audio.settings import TARGET_LUFS

if TYPE_CHECKING:
    from pathlib import Path

RATE = 24_000
Audio = NDArray[np.float32]
Event = dict[str, Any]


@dataclass(frozen=True)
class DecodedSession:
    """Rendered file, its timeline from `show --json`, and its decoded samples."""

    path: Path
    timeline: dict[str, Any]
    audio: Audio

    def events_of_kind(self, kind: str) -> list[Event]:
        return [event for event in self.timeline["events"] if event["kind"] == kind]

    def slice(self, start: float, end: float) -> Audio:
        return self.audio[max(round(start * RATE), 0) : max(round(end * RATE), 0)]


def run_voiceguide(*arguments: str) -> bytes:
    """Run the program, and return its standard output."""
    ended = run_program(*arguments)
    ended.check_returncode()
    return ended.stdout


def render_and_decode(folder: Path, *choices: str) -> DecodedSession:
    external_tools.require_package("hibari")
    path = folder / "session.mp3"
    run_voiceguide("render", "-o", str(path), *choices)
    timeline = json.loads(run_voiceguide("show", "--json", *choices))
    audio, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    return DecodedSession(path, timeline, audio)


@pytest.fixture(scope="session")
def decoded_session(tmp_path_factory: pytest.TempPathFactory) -> DecodedSession:
    return render_and_decode(tmp_path_factory.mktemp("heard"))


@pytest.fixture(scope="session")
def session_with_longer_hold(tmp_path_factory: pytest.TempPathFactory) -> DecodedSession:
    return render_and_decode(tmp_path_factory.mktemp("longer"), "--hold", "seated-twist=25s")


LENGTHS = [
    (("--minutes", "7"), 10_080_000),
    (("--length", "9:59"), 14_376_000),
]


@pytest.mark.parametrize(("choice", "samples"), LENGTHS, ids=str)
def test_every_decoder_finds_exactly_the_samples_that_were_planned(
    choice: tuple[str, str], samples: int, tmp_path: Path
) -> None:
    external_tools.require_package("hibari")
    path = tmp_path / "session.mp3"
    run_voiceguide("render", *choice, "-o", str(path))

    assert soundfile.info(path).frames == samples
    assert _ffmpeg_samples(path) == samples
    assert _mpg123_samples(path, tmp_path) == samples
    assert abs(_ffprobe_seconds(path) - samples / RATE) <= 0.05
    assert abs(external_tools.require_package("mutagen").File(path).info.length - samples / RATE) <= 0.05
    _assert_valid_mp3(path)


def _ffmpeg_samples(path: Path) -> int:
    command = [
        external_tools.require_program("ffmpeg"),
        "-v",
        "warning",
        "-xerror",
        "-i",
        str(path),
        "-f",
        "s16le",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return len(done.stdout) // 2


def _mpg123_samples(path: Path, folder: Path) -> int:
    wav = folder / "mpg123.wav"
    done = subprocess.run(
        [external_tools.require_program("mpg123"), "-q", "-w", str(wav), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return int(soundfile.info(wav).frames)


def _ffprobe_seconds(path: Path) -> float:
    command = [
        external_tools.require_program("ffprobe"),
        "-v",
        "error",
        "-show_entries",
        "format=duration",
        "-of",
        "csv=p=0",
    ]
    return float(subprocess.run([*command, str(path)], capture_output=True, text=True, check=True).stdout)


def _assert_valid_mp3(path: Path) -> None:
    done = subprocess.run(
        [external_tools.require_program("mp3val"), str(path)], capture_output=True, text=True, check=True
    )
    assert "WARNING" not in done.stdout
    assert "ERROR" not in done.stdout


def _sound_bounds(clip: Audio) -> tuple[int, int]:
    """Return the first and the last sample within 50 dB of the clip's peak."""
    loud = np.flatnonzero(np.abs(clip) >= np.abs(clip).max() * 10 ** (-50 / 20))
    return int(loud[0]), int(loud[-1])


def test_every_sound_starts_and_ends_where_the_timeline_says(decoded_session: DecodedSession) -> None:
    around = 0.1  # seconds to look at on both sides
    sounds = decoded_session.events_of_kind("speech") + decoded_session.events_of_kind("tone")
    assert len(sounds) > 80
    for event in sounds:
        first, last = _sound_bounds(decoded_session.slice(event["start"] - around, event["end"] + around))
        lead = min(around, event["start"])
        assert abs(first / RATE - lead) <= 0.030, event
        if event["kind"] == "speech":
            assert abs(last / RATE - lead - (event["end"] - event["start"])) <= 0.060, event


def test_every_silence_event_is_silent(decoded_session: DecodedSession) -> None:
    silences = decoded_session.events_of_kind("silence")
    assert len(silences) > 80
    for event in silences:
        inside = decoded_session.slice(event["start"] + 0.060, event["end"] - 0.060)
        assert not inside.size or np.abs(inside).max() < 10 ** (-60 / 20), event


def test_the_same_clip_sounds_the_same_wherever_it_is_placed(decoded_session: DecodedSession) -> None:
    """Assert that each repetition of a clip decodes as its first one, so that none is cut."""
    first: dict[str, Audio] = {}
    repeated = 0
    for event in decoded_session.events_of_kind("speech") + decoded_session.events_of_kind("tone"):
        clip = decoded_session.slice(event["start"], event["end"])
        known = first.setdefault(f"{event['kind']} {event.get('text', event.get('tone'))}", clip)
        repeated += known is not clip
        assert known.size == clip.size
        assert np.abs(known - clip).max() < 1e-3, event
    assert repeated > 20


def _hold_tone_times(heard: DecodedSession, hold: int) -> tuple[float, float]:
    """Return the seconds at which a hold's start and end tones are heard in the decoded file."""
    events = heard.timeline["events"]
    inside = [number for number, event in enumerate(events) if event.get("hold") == hold]
    start, end = events[inside[0]], events[inside[-1] + 1]
    assert (start["role"], end["role"]) == ("start", "end")
    return _find_onset(heard, start["start"]), _find_onset(heard, end["start"])


def _find_onset(heard: DecodedSession, about: float) -> float:
    clip = heard.slice(about - 0.1, about + 0.5)
    loud = np.flatnonzero(np.abs(clip) >= np.abs(clip).max() * 10 ** (-20 / 20))
    return about - 0.1 + float(loud[0]) / RATE


def _event_lengths(heard: DecodedSession) -> dict[int, tuple[str, float]]:
    events = heard.timeline["events"]
    holds = sorted({event["hold"] for event in events if "hold" in event})
    technique = {event["hold"]: event["technique"] for event in events if "hold" in event}
    return {
        hold: (technique[hold], _hold_tone_times(heard, hold)[1] - _hold_tone_times(heard, hold)[0])
        for hold in holds
    }


def test_a_longer_hold_changes_that_hold_everywhere_and_nothing_else(
    decoded_session: DecodedSession, session_with_longer_hold: DecodedSession
) -> None:
    before, after = _event_lengths(decoded_session), _event_lengths(session_with_longer_hold)
    assert before.keys() == after.keys()
    assert [name for name, _ in before.values()].count("seated-twist") == 4
    for hold, (technique, length) in after.items():
        wanted = 25.0 if technique == "seated-twist" else before[hold][1]
        assert abs(length - wanted) <= 0.050, (hold, technique)


def test_a_longer_hold_only_moves_the_rest(
    decoded_session: DecodedSession, session_with_longer_hold: DecodedSession
) -> None:
    fields = ("kind", "role", "text", "tone", "side", "round", "chapter", "step", "source")

    def other_samples(one: DecodedSession) -> list[Event]:
        return [event for event in one.timeline["events"] if event["role"] not in {"hold", "breathe"}]

    assert len(other_samples(decoded_session)) == len(other_samples(session_with_longer_hold)) > 200
    for before, after in zip(
        other_samples(decoded_session), other_samples(session_with_longer_hold), strict=True
    ):
        assert [before.get(field) for field in fields] == [after.get(field) for field in fields]
        # A silence may be a frame longer or shorter, as its ends snap to the grid.
        assert abs((before["end"] - before["start"]) - (after["end"] - after["start"])) <= 0.025, before
    assert decoded_session.timeline["length"] == session_with_longer_hold.timeline["length"] == 600.0


def test_session_has_target_loudness(decoded_session: DecodedSession) -> None:
    command = [external_tools.require_program("ffmpeg"), "-nostats", "-i", str(decoded_session.path)]
    report = subprocess.run(
        [*command, "-filter_complex", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr.rpartition("Summary:")[2]
    integrated = re.search(r"I: +(-[\d.]+) LUFS", report)
    peak = re.search(r"Peak: +(-?[\d.]+) dBFS", report)
    assert integrated
    assert peak
    assert float(integrated[1]) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert float(peak[1]) <= -1.0


def test_long_cues_keep_the_target_pace(decoded_session: DecodedSession) -> None:
    paces = {
        event["text"]: len(event["spoken"].split()) / (event["end"] - event["start"]) * 60
        for event in decoded_session.events_of_kind("speech")
        if len(event["spoken"].split()) > 8
    }
    assert len(paces) >= 15
    assert {text: pace for text, pace in paces.items() if not 120 <= pace <= 160} == {}


def test_the_chapters_are_where_the_timeline_says(decoded_session: DecodedSession) -> None:
    command = [
        external_tools.require_program("ffprobe"),
        "-v",
        "error",
        "-show_chapters",
        "-of",
        "json",
        str(decoded_session.path),
    ]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["chapters"]
    assert [chapter["tags"]["title"] for chapter in found] == [
        chapter["title"] for chapter in decoded_session.timeline["chapters"]
    ]
    for chapter, promised in zip(found, decoded_session.timeline["chapters"], strict=True):
        assert abs(float(chapter["start_time"]) - promised["start"]) <= 0.05


def test_bytes_are_the_same_when_cache_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = tmp_path / "usual.mp3", tmp_path / "again.mp3"
    run_voiceguide("render", "settle", "-o", str(files[0]))
    monkeypatch.setenv("VOICEGUIDE_STORE", str(tmp_path / "empty"))
    run_voiceguide("render", "settle", "-o", str(files[1]))
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.judge
def test_a_recogniser_hears_every_cue_at_its_place(decoded_session: DecodedSession) -> None:
    """Return each text at its first use; another test shows that repetitions sound equal."""
    first = {event["text"]: event for event in reversed(decoded_session.events_of_kind("speech"))}
    cues = [
        (decoded_session.slice(event["start"] - 0.2, event["end"] + 0.2), text)
        for text, event in reversed(first.items())
    ]
    wrong, words, misheard = recogniser.count_word_errors(cues)
    assert words > 300
    assert wrong <= 0.05 * words, misheard
