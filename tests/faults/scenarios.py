"""Commands that are tried with faults, the files they read and write, and what they must leave."""

from __future__ import annotations

from dataclasses import dataclass

SCRIPT = """---
title: Shrug
position: chair
hold: 6s (4s-120s)
---

Sit tall.

- hold {hold}
  - Lift your shoulders…
  - @end Let them drop.

> Stop if it hurts.
"""
SHORT_SCRIPT = SCRIPT.replace("title: Shrug", "title:   Reach").replace("Lift", "Reach with")
"""Script that `format` changes."""

SESSION = "---\ntitle: Pause\n---\n\n- use shrug\n"
"""Session of few cues, so that a run with an empty cache is quick."""

PREFERENCES = '# Mine.\nversion = 1\nhold = "8s"\n\n[desk-twist]\nhold = "20s"\n'


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command, run in a folder that has the scripts and preferences above.

    before        commands that make the state before it, such as an older file
    targets       files it writes, the main one first; the others belong to the main one
    is_cold       whether the cache is empty
    needs_ffmpeg  whether it runs FFmpeg
    """

    name: str
    command: str
    before: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    is_cold: bool = False
    needs_ffmpeg: bool = False

    @property
    def is_set(self) -> bool:
        """Return whether the targets appear together."""
        return len(self.targets) > 1


_VOICE = "--voice silent"
_OLD = f"render pause.md {_VOICE} --hold 5s -o out"
_SIDECARS = "--captions lrc,vtt,srt --transcript"
_SET = ("out.mp3", "out.lrc", "out.vtt", "out.srt", "out-transcript.md")


def _render(suffix: str, options: str = "", *, old: str = "", **fields: bool) -> Scenario:
    return Scenario(
        f"render {suffix} {options}".strip(),
        f"render pause.md {_VOICE} -o out.{suffix} {options}",
        (f"{_OLD}.{suffix} {old}",),
        (f"out.{suffix}",),
        **fields,
    )


SCENARIOS = (
    _render("mp3"),
    Scenario(
        "render mp3 with captions and page",
        f"render pause.md {_VOICE} -o out.mp3 {_SIDECARS}",
        (f"{_OLD}.mp3 {_SIDECARS}",),
        _SET,
    ),
    Scenario(
        "render a first mp3 with captions and page, cold",
        f"render pause.md {_VOICE} -o out.mp3 {_SIDECARS}",
        (),
        _SET,
        is_cold=True,
    ),
    _render("mp3", "--music rain"),
    _render("mp3", "--music rain --trim-proof", is_cold=True),
    _render("wav"),
    _render("wav", "--music rain"),
    _render("m4a", needs_ffmpeg=True),
    _render("m4b", needs_ffmpeg=True),
    _render("ogg", needs_ffmpeg=True),
    _render("flac", needs_ffmpeg=True),
    Scenario(
        "voices mp3",
        f"voices --say Sit. {_VOICE} -o out.mp3",
        (f"voices --say Stand. {_VOICE} -o out.mp3",),
        ("out.mp3",),
    ),
    Scenario(
        "voices wav",
        f"voices --say Sit. {_VOICE} -o out.wav",
        (f"voices --say Stand. {_VOICE} -o out.wav",),
        ("out.wav",),
    ),
    Scenario(
        "show svg",
        f"show pause.md {_VOICE} --svg out.svg",
        (f"show pause.md {_VOICE} --hold 5s --svg out.svg",),
        ("out.svg",),
    ),
    Scenario("show", f"show pause.md {_VOICE}"),
    Scenario("show json, cold", f"show pause.md {_VOICE} --json", is_cold=True),
    Scenario("list", "list"),
    Scenario("check", "check shrug.md"),
    Scenario("check, cold", "check shrug.md", is_cold=True),
    Scenario("format", "format reach.md", targets=("reach.md",)),
    Scenario("new", "new twist", targets=("twist.md",)),
    Scenario(
        "compose",
        f"compose lift {_VOICE} -o out.mp3 --captions lrc",
        (f"compose lift {_VOICE} --hold 5s -o out.mp3 --captions lrc",),
        ("out.mp3", "out.lrc"),
    ),
    Scenario(
        "compose, saved",
        f"compose lift {_VOICE} --save evening",
        targets=("scripts/evening.md",),
    ),
    Scenario("set", "set hold 9s", targets=("preferences.toml",)),
    Scenario("unset", "unset desk-twist.hold", targets=("preferences.toml",)),
    Scenario("prefs", "prefs"),
    Scenario("cache info", "cache info"),
    Scenario("cache verify", "cache verify"),
    Scenario("cache clear", "cache clear"),
    Scenario("doctor", "doctor"),
)
SCENARIOS_BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
