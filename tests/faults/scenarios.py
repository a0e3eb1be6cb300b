"""Commands that are tried with faults, the files they read and write, and what they must leave."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.export.formats import FORMATS

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

PROGRAMME = """---
title: Two days
summary: A lift, twice.
---

For evenings at home.

> Not after a recent operation.

## Week 1: Begin

Nothing should be sore.

- Monday: brief
- Thursday: brief, hold 7s
"""
PEOPLE = "name,session,hold\nAnn,brief,5s\nBob,brief,7s\n"
HANDOUT = "# Chin tuck\n\nHold for 5 seconds. Repeat 3 times.\n"

PREFERENCES = '# Mine.\nversion = 1\nhold = "8s"\n\n[desk-twist]\nhold = "20s"\n'


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command, run in a folder that has the scripts and preferences above.

    before        commands that make the state before it, such as an older file
    targets       files it writes, the main one first; the others belong to the main one
    is_cold       whether the cache is empty
    needs_ffmpeg  whether it runs FFmpeg
    is_variant    whether another scenario makes the same calls up to the first that changes something
    folder        folder whose files it replaces one by one, so that a fault may leave some old and some new
    """

    name: str
    command: str
    before: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    is_cold: bool = False
    needs_ffmpeg: bool = False
    is_variant: bool = False
    folder: str = ""

    @property
    def is_set(self) -> bool:
        """Return whether the targets appear together."""
        return len(self.targets) > 1


_VOICE = "--voice silent"
_OLD = f"render pause.md {_VOICE} --hold 5s -o out"
_SIDECARS = "--captions lrc,vtt,srt --transcript"


def _render(suffix: str, options: str = "", *, is_cold: bool = False, is_first: bool = False) -> Scenario:
    """Return a render over an older file with the same companions, or none if `is_first`."""
    companions = tuple(f"out{end}" for end in (".lrc", ".vtt", ".srt", "-transcript.md")) * (
        _SIDECARS in options
    )
    state = "".join(" first" * is_first + ", cold" * is_cold)
    return Scenario(
        f"render {suffix} {options.replace(_SIDECARS, 'with captions and page')}".strip() + state,
        f"render pause.md {_VOICE} -o out.{suffix} {options}",
        () if is_first else (f"{_OLD}.{suffix} {_SIDECARS if companions else ''}",),
        (f"out.{suffix}", *companions),
        is_cold=is_cold,
        needs_ffmpeg=suffix not in {"mp3", "wav"},
        is_variant=not is_cold and (suffix, options) not in {("mp3", ""), ("mp3", _SIDECARS), ("m4a", "")},
    )


_SUFFIXES = tuple(suffix.removeprefix(".") for suffix in FORMATS)

SCENARIOS = (
    *(
        _render(suffix, options)
        for suffix in _SUFFIXES
        for options in ("", _SIDECARS, "--music rain", f"--music rain {_SIDECARS}")
    ),
    _render("mp3", _SIDECARS, is_first=True, is_cold=True),
    _render("mp3", "--music rain --trim-proof", is_cold=True),
    _render("m4a", _SIDECARS, is_first=True),
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
    Scenario(
        "programme",
        f"programme days --start 2027-01-04 {_VOICE} --out days",
        (f"programme days --start 2027-01-04 {_VOICE} --out days --hold 5s",),
        folder="days",
    ),
    Scenario(
        "publish",
        f"publish site pause.md brief {_VOICE} --runtime runtime.tgz",
        (f"publish site pause.md {_VOICE} --runtime runtime.tgz",),
        is_variant=True,
        folder="site",
    ),
    Scenario("batch", "batch people.csv --out people --workers 1", folder="people"),
    Scenario("batch, links", "batch people.csv --out people --links https://a.example/", folder="people"),
    Scenario("link", "link brief --hold 7s --site https://a.example/"),
    Scenario("adopt", "adopt handout.txt -o tuck.md", targets=("tuck.md",)),
    Scenario("cache info", "cache info"),
    Scenario("cache verify", "cache verify"),
    Scenario("cache clear", "cache clear"),
    Scenario("doctor", "doctor"),
)
SCENARIOS_BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
