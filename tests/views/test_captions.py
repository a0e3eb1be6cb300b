from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import external_tools
from tests.helpers.timelines import spoken_timeline
from voiceguide.errors import FileError, RequestError
from voiceguide.export.render import render
from voiceguide.plan.options import Choices
from voiceguide.score.transcript import transcribe
from voiceguide.views import captions
from voiceguide.views.captions import lrc, srt, vtt

if TYPE_CHECKING:
    from pathlib import Path

SILENT = Choices(voice="silent")
TWO_CUES = spoken_timeline(
    (0.0245, 1.5, "Sit tall."), (3725.6789, 3727, "Breathe <in> & out --> now."), length=4000
)


def test_lrc_has_a_time_to_the_hundredth_and_takes_a_line_away_before_a_long_silence() -> None:
    assert lrc(TWO_CUES).splitlines() == [
        "[ti:Reset]",
        "[ar:voiceguide]",
        "[al:voiceguide sessions]",
        "[length:1:06:40]",
        "[00:00.02]Sit tall.",
        "[00:01.50]",
        "[62:05.67]Breathe <in> & out --> now.",
        "[62:07.00]",
    ]


def test_vtt_has_start_and_end_and_no_markup_of_an_author() -> None:
    assert vtt(TWO_CUES) == (
        "WEBVTT\n\n00:00:00.024 --> 00:00:01.500\nSit tall.\n\n"
        "01:02:05.678 --> 01:02:07.000\nBreathe &lt;in&gt; &amp; out --&gt; now.\n"
    )


def test_srt_numbers_its_cues() -> None:
    assert srt(TWO_CUES) == (
        "1\n00:00:00,024 --> 00:00:01,500\nSit tall.\n\n"
        "2\n01:02:05,678 --> 01:02:07,000\nBreathe <in> & out --> now.\n"
    )


@given(st.integers(0, 200_000_000), st.integers(1, 2_000_000))
def test_no_cue_comes_after_its_sound_nor_a_millisecond_early(start: int, length: int) -> None:
    said = spoken_timeline((start / 24_000, (start + length) / 24_000, "Hm."), length=10_000)
    (found,) = re.findall(r"(\d+):(\d+):(\d+)\.(\d+) -->", vtt(said))
    hours, minutes, seconds, thousandths = map(int, found)
    early = start - ((hours * 60 + minutes) * 60 + seconds) * 24_000 - thousandths * 24
    assert 0 <= early < 24


@pytest.mark.judge
def test_ffmpeg_reads_every_cue_within_30_ms_of_the_timeline(shrug: Path) -> None:
    done = render(
        str(shrug), SILENT, shrug.parent / "shrug.mp3", sidecars=captions.caption_writers("vtt,srt,lrc")
    )
    said = transcribe(done.laid_out_session.timeline)
    for form in ("vtt", "srt"):
        read = _probe_captions(shrug.parent / f"shrug.{form}")
        assert len(read) == len(said)
        for packet, line in zip(read, said, strict=True):
            assert float(packet["pts_time"]) == pytest.approx(line.start / 24_000, abs=0.03)
            assert float(packet["duration_time"]) == pytest.approx((line.end - line.start) / 24_000, abs=0.03)
    # It also has times at which a line goes.
    starts = {float(packet["pts_time"]) for packet in _probe_captions(shrug.parent / "shrug.lrc")}
    assert all(any(abs(start - line.start / 24_000) < 0.03 for start in starts) for line in said)


def _probe_captions(path: Path) -> list[dict[str, str]]:
    asked = "-v error -of json -show_packets -show_entries packet=pts_time,duration_time"
    command = [external_tools.require_program("ffprobe"), *asked.split(), str(path)]
    run = subprocess.run(command, check=True, capture_output=True)
    read: list[dict[str, str]] = json.loads(run.stdout)["packets"]
    return read


def test_caption_formats_are_chosen_by_name() -> None:
    assert list(captions.caption_writers("lrc, VTT")) == [".lrc", ".vtt"]
    with pytest.raises(RequestError, match=r"kind “ass”. Write lrc, vtt or srt"):
        captions.caption_writers("lrc,ass")


@pytest.mark.slow
def test_files_are_written_all_or_none(shrug: Path) -> None:
    (shrug.parent / "shrug.vtt").mkdir()
    (shrug.parent / "shrug.lrc").write_text("by voiceguide", encoding="utf-8")
    beside = captions.caption_writers("lrc,vtt")
    with pytest.raises(FileError, match=r"shrug\.vtt cannot be written: it is a folder"):
        render(str(shrug), SILENT, shrug.parent / "shrug.mp3", sidecars=beside)
    assert (shrug.parent / "shrug.lrc").read_text(encoding="utf-8") == "by voiceguide"
    assert not (shrug.parent / "shrug.mp3").exists()
    (shrug.parent / "shrug.vtt").rmdir()
    done = render(str(shrug), SILENT, shrug.parent / "shrug.mp3", sidecars=beside)
    assert (shrug.parent / "shrug.lrc").read_text(encoding="utf-8") == lrc(done.laid_out_session.timeline)
    assert sorted(path.name for path in shrug.parent.iterdir()) == [
        "shrug.lrc",
        "shrug.md",
        "shrug.mp3",
        "shrug.vtt",
    ]


def test_a_session_without_a_word_has_captions_without_a_cue() -> None:
    assert vtt(spoken_timeline(length=2)) == "WEBVTT\n"
    assert srt(spoken_timeline(length=2)) == ""
