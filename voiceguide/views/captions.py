"""The words of a session as captions, for players that show them: LRC, WebVTT, SubRip.

LRC is what music players read (its times are hundredths of a second), WebVTT is what browsers do
(https://www.w3.org/TR/webvtt1/), SubRip what video players do.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import AskedError
from voiceguide.score.transcript import lines
from voiceguide.script.source import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Timeline

ARTIST = "voiceguide"
ALBUM = "voiceguide sessions"

_LONG = units.samples(10)
"""After so much silence a line is taken away: it is no longer what one should do."""

_FORMS_THERE_ARE = "Write lrc, vtt or srt, or several with commas between."


def lrc(timeline: Timeline) -> str:
    """Every line with the time at which it begins; an empty one where a long silence follows it."""
    length = units.clock(timeline.length)
    head = [f"[ti:{timeline.title}]", f"[ar:{ARTIST}]", f"[al:{ALBUM}]", f"[length:{length}]"]
    said = lines(timeline)
    following = [line.start for line in said[1:]] + [timeline.length]
    body = []
    for line, next_start in zip(said, following, strict=True):
        body.append(f"[{_hundredths(line.start)}]{line.text}")
        if next_start - line.end > _LONG:
            body.append(f"[{_hundredths(line.end)}]")
    return "\n".join([*head, *body, ""])


def vtt(timeline: Timeline) -> str:
    """Every line from its start to its end, as heard."""
    cues = [
        f"{_time(line.start, '.')} --> {_time(line.end, '.')}\n{_escaped(line.text)}\n"
        for line in lines(timeline)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def srt(timeline: Timeline) -> str:
    """Every line from its start to its end, numbered."""
    cues = [
        f"{number}\n{_time(line.start, ',')} --> {_time(line.end, ',')}\n{line.text}\n"
        for number, line in enumerate(lines(timeline), start=1)
    ]
    return "\n".join(cues)


_FORMS = {"lrc": lrc, "vtt": vtt, "srt": srt}


def wanted(names: str) -> dict[str, Callable[[Timeline, Plan], str]]:
    """“lrc,vtt” → the suffix of each file, and what writes it. Raises AskedError."""
    asked = [name.strip().lower() for name in names.split(",")]
    for name in asked:
        if name not in _FORMS:
            raise AskedError(f"There are no captions of the kind “{shown(name)}”. {_FORMS_THERE_ARE}")
    return {f".{name}": partial(_written, _FORMS[name]) for name in asked}


def _written(form: Callable[[Timeline], str], timeline: Timeline, _plan: Plan) -> str:
    return form(timeline)


def _time(position: int, point: str) -> str:
    """Samples → 00:05:49.020, rounded down: a cue must not come after its sound."""
    thousandths = position * 1000 // units.RATE
    seconds, thousandths = divmod(thousandths, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{point}{thousandths:03}"


def _hundredths(position: int) -> str:
    """Samples → 05:49.02; minutes go on counting after an hour."""
    hundredths = position * 100 // units.RATE
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"


def _escaped(text: str) -> str:
    """Free of what WebVTT takes for markup, or for the arrow between two times."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
