"""Captions of a session: LRC, WebVTT and SubRip.

Music players read LRC (times in hundredths of a second), browsers WebVTT (https://www.w3.org/TR/webvtt1/), and
video players SubRip.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.score.transcript import ALBUM, ARTIST, lyrics, transcribe
from voiceguide.script.source import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Timeline

_CLEAR_AFTER = units.to_samples(10)
"""Samples of silence after which a line is cleared, since it no longer applies."""

_FORMATS_HINT = "Write lrc, vtt or srt, or several with commas between."


def lrc(timeline: Timeline) -> str:
    """Return the lines as LRC with their start times, and an empty line before each long silence."""
    length = units.format_clock(timeline.length)
    head = [f"[ti:{timeline.title}]", f"[ar:{ARTIST}]", f"[al:{ALBUM}]", f"[length:{length}]"]
    lines = lyrics(timeline)
    next_starts = [line.start for line in lines[1:]] + [timeline.length]
    body = []
    for line, next_start in zip(lines, next_starts, strict=True):
        body.append(f"[{_format_lrc_time(line.start)}]{line.text}")
        if next_start - line.end > _CLEAR_AFTER:
            body.append(f"[{_format_lrc_time(line.end)}]")
    return "\n".join([*head, *body, ""])


def vtt(timeline: Timeline) -> str:
    """Return the lines as WebVTT, from start to end."""
    cues = [
        f"{_format_time(line.start, '.')} --> {_format_time(line.end, '.')}\n{_escape_vtt(line.text)}\n"
        for line in transcribe(timeline)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def srt(timeline: Timeline) -> str:
    """Return the lines as SubRip, numbered, from start to end."""
    cues = [
        f"{number}\n{_format_time(line.start, ',')} --> {_format_time(line.end, ',')}\n{line.text}\n"
        for number, line in enumerate(transcribe(timeline), start=1)
    ]
    return "\n".join(cues)


_FORMATS = {"lrc": lrc, "vtt": vtt, "srt": srt}


def caption_writers(names: str) -> dict[str, Callable[[Timeline, Plan], str]]:
    """Return for “lrc,vtt” the suffix of each file, and the function that writes it.

    Raise RequestError for an unknown format.
    """
    return {
        f".{name}": partial(_format_captions, _formatter(name))
        for name in (name.strip().lower() for name in names.split(","))
    }


def format_captions(timeline: Timeline, name: str) -> str:
    """Return the captions of a timeline in a format: “lrc”, “vtt” or “srt”. Raise RequestError for another."""
    return _formatter(name)(timeline)


def _formatter(name: str) -> Callable[[Timeline], str]:
    if name not in _FORMATS:
        raise RequestError(f"There are no captions of the kind “{printable(name)}”. {_FORMATS_HINT}")
    return _FORMATS[name]


def _format_captions(formatter: Callable[[Timeline], str], timeline: Timeline, _plan: Plan) -> str:
    return formatter(timeline)


def _format_time(position: int, decimal_mark: str) -> str:
    """Format samples as 00:05:49.020, rounded down so that a caption is never later than its sound."""
    thousandths = position * 1000 // units.SAMPLE_RATE
    seconds, thousandths = divmod(thousandths, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{decimal_mark}{thousandths:03}"


def _format_lrc_time(position: int) -> str:
    """Format samples as 05:49.02; an hour is 60:00.00."""
    hundredths = position * 100 // units.SAMPLE_RATE
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"


def _escape_vtt(text: str) -> str:
    """Escape the characters of WebVTT's markup, and of the arrow between two times."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
