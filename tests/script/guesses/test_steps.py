"""Forms that a coach, a physiotherapist or the leader of a choir may try, and the forms that do what they say."""

from __future__ import annotations

import re

import pytest

from voiceguide.errors import ScriptError
from voiceguide.script.guesses.parts import parses
from voiceguide.script.reader import read_session, read_technique

STEPS = {
    "reps 12, 10, 8, up 2s, down 2s": "Write “reps 12 then 10 then 8, up 2s, down 2s”.",
    "reps 12-10-8, up 2s, down 2s": "Write “reps 12 then 10 then 8, up 2s, down 2s”.",
    "reps 12/10/8": "Write “reps 12 then 10 then 8, up 2s, down 2s”.",
    "reps 10 to 1, up 1s, down 1s": "Write “reps 10 down to 1, up 1s, down 1s”.",
    "reps 10..1, up 1s": "Write “reps 10 down to 1, up 1s”.",
    "reps 10-1, down 1s, up 1s": "Write “reps 10 down to 1, down 1s, up 1s”.",
    "reps from 10 to 1, up 2s": "Write “reps 10 down to 1, up 2s”.",
    "hold 10s, 20s, 30s": "Write “hold 10s then 20s then 30s”.",
    "hold 10s/20s/30s": "Write “hold 10s then 20s then 30s”.",
    "hold 1:00, 1:30, 2:00": "Write “hold 1:00 then 1:30 then 2:00”.",
    "5 x hold 10s, each forehead, back": "Write “5 x hold 10s, each of forehead, back”.",
    "hold 10s for each of forehead, back, left": "Write “hold 10s, each of forehead, back, left”.",
    "hold 10s, each direction: forehead, back": "Write “hold 10s, each of forehead, back”.",
    "go 60s, beat 120": "Write “go 60s, beat 0.5s”.",
    "go 60s at 120 bpm": "Write “go 60s, beat 0.5s”.",
    "go 60s, 120 bpm": "Write “go 60s, beat 0.5s”.",
    "go 60s, metronome 0.5s": "Write “go 60s, beat 0.5s”.",
    "go 60s, with a beat of 0.5s": "Write “go 60s, beat 0.5s”.",
    "go 60s, to a beat of 110": "Write “go 60s, beat 0.55s”.",
    "go 60s, 2 beats per second": "Write “go 60s, beat 0.5s”.",
    "12 x go 45s, every minute": "Write “12 x go 45s, every 60s”.",
    "12 x go 45s, on the minute": "Write “12 x go 45s, every 60s”.",
    "8 x go 50s on 1:10": "Write “8 x go 50s, every 1:10”.",
    "8 x go 20s, rest 10s in all": "Write “8 x go 20s, every 30s”.",
    "go 20s, rest 10s, 8 rounds": "Write “8 x go 20s, rest 10s”.",
    "20s on, 10s off, 8 times": "Write “reps 8, on 20s, off 10s”.",
    "8 x 20s on, 10s off": "Write “reps 8, on 20s, off 10s”.",
    "8 x 20/10": "Write “8 x go 20s, every 30s”.",
    "work 20s, rest 10s, 8 rounds": "Write “8 x go 20s, every 30s”.",
    "8 rounds: work 20s, rest 10s": "Write “8 x go 20s, every 30s”.",
    "tabata": "Write “8 x go 20s, every 30s”.",
    "emom 12": "Write “12 x go 45s, every 60s”.",
    "12 min emom": "Write “12 x go 45s, every 60s”.",
    "hold 20s, right only": "Write “hold 20s, one side”.",
    "hold 20s, left leg": "Write “hold 20s, one side”.",
    "hold 20s, operated leg only": "Write “hold 20s, one side”.",
    "hold 20s, left and right": "Write “hold 20s, each side”.",
    "hold 20s on each side": "Write “hold 20s, each side”.",
    "hold 20s each side": "Write “hold 20s, each side”.",
    "hold 20s per side": "Write “hold 20s, each side”.",
    "hold 20s, both legs": "Write “hold 20s, each side”.",
    "hold 20s, alternating": "Write “hold 20s, each side”.",
    "reps 10, up 2s, down 2s, alternating sides": "Write “reps 10, up 2s, down 2s, sides in turn”.",
    "reps 10, up 2s, down 2s, alternate legs": "Write “reps 10, up 2s, down 2s, sides in turn”.",
    "reps 10 per leg, up 2s, down 2s": "Write “reps 10, up 2s, down 2s, each side”.",
    "hold 1 min 30s": "Write “hold 1:30”.",
    "go 1m30": "Write “go 1:30”.",
    "go 1'30\"": "Write “go 1:30”.",
    "hold thirty seconds": "Write “hold 30s”.",
    "hold for 20s": "Write “hold 20s”.",
    "hold 20": "Write “hold 20s”.",
    "hold 20-30s": "Write “hold {hold}”, and “hold: 20s (20s-30s)” between the “---” lines.",
    "hold 20s to 30s, each side": "Write “hold {hold}, each side”, and “hold: 20s (20s-30s)” between the “---” lines.",
    "reps 8-12, up 2s, down 2s": "Write “reps {times}, up 2s, down 2s”, and “times: 8 (8-12)” between the “---” lines.",
    "go for 5 minutes": "Write “go 5 min”.",
    "rest for half a minute": "Write “rest 30s”.",
    "rest a minute": "Write “rest 60s”.",
    "go 60s, ready 0s": "Write “go 60s, at once”.",
    "go 60s, no ready": "Write “go 60s, at once”.",
    "go 60s, immediately": "Write “go 60s, at once”.",
    "hold 20s, prep 10s": "Write “hold 20s, ready 10s”.",
    "hold 20s, get ready 10s": "Write “hold 20s, ready 10s”.",
    "hold 20s x 3": "Write “3 x hold 20s”.",
    "hold 20s, 3 times": "Write “3 x hold 20s”.",
    "hold 20s 3 times": "Write “3 x hold 20s”.",
    "3 times hold 20s": "Write “3 x hold 20s”.",
    "3 sets of hold 20s": "Write “3 x hold 20s”.",
    "3 rounds of hold 20s, rest 10s": "Write “3 x hold 20s, rest 10s”.",
    "hold 20s, repeat 3 times": "Write “3 x hold 20s”.",
    "hold 20s, twice": "Write “2 x hold 20s”.",
    "hold 30 s x 2 each side": "Write “2 x hold 30 s, each side”.",
    "2x30s each side": "Write “2 x hold 30s, each side”.",
    "10 x 5s hold": "Write “10 x hold 5s”.",
    "2 hold 20s": "Write “2 x hold 20s”.",
    "3 sets of 10, up 2s, down 2s": "Write “3 x reps 10, up 2s, down 2s”.",
    "3x10 squats": "Write “3 x reps 10, up 2s, down 2s”, and “Squats.” on the line below.",
    "3 x 10": "Write “3 x reps 10, up 2s, down 2s”.",
    "3 x 10 reps, up 2s, down 2s": "Write “3 x reps 10, up 2s, down 2s”.",
    "3 sets of 15 lunges, rest 9s": "Write “3 x reps 15, up 2s, down 2s, rest 9s”, and “Lunges.” on the line below.",
    "heel raises 3x15": "Write “3 x reps 15, up 2s, down 2s”, and “Heel raises.” on the line below.",
    "ankle pumps x 20": "Write “reps 20, up 2s, down 2s”, and “Ankle pumps.” on the line below.",
    "10 reps, up 2s, down 2s": "Write “reps 10, up 2s, down 2s”.",
    "10 squats": "Write “reps 10, up 2s, down 2s”, and “Squats.” on the line below.",
    "up 2s, down 2s, 10 times": "Write “reps 10, up 2s, down 2s”.",
    "10 x up 2s, down 2s": "Write “reps 10, up 2s, down 2s”.",
    "reps 10, 2s up, 2s down": "Write “reps 10, up 2s, down 2s”.",
    "reps 10, tempo 3-1-1": "Write “reps 10, down 3s, hold 1s, up 1s”.",
    "squats 20s": "Write “go 20s”, and “Squats.” on the line below.",
    "plank 60s": "Write “hold 60s”, and “Plank.” on the line below.",
    "run 5 min": "Write “go 5 min”, and “Run.” on the line below.",
    "stretch 30s per leg": "Write “hold 30s, each side”, and “Stretch.” on the line below.",
    "30 seconds of jumping jacks": "Write “go 30s”, and “Jumping jacks.” on the line below.",
    "walk 5 min, run 3 min, walk 90s": "Write “reps 1, walk 5 min, run 3 min, walk 90s”.",
    "squeeze 10s, relax 10s, 5 times": "Write “reps 5, squeeze 10s, relax 10s”.",
    "12 breaths, in 4s, out 6s": "Write “breathe 12 times, in 4s, out 6s”.",
    "breathe for 5 min, in 4s, out 6s": "Write “breathe 5 min, in 4s, out 6s”.",
    "breathe 12, in 4s, out 6s": "Write “breathe 12 times, in 4s, out 6s”.",
    "breathe 4-7-8": "Write “breathe 6 times, in 4s, hold 7s, out 8s”.",
    "box breathing": "Write “breathe 6 times, in 4s, hold 4s, out 4s, hold 4s”.",
    "breathe 12 times, 4s in, 6s out": "Write “breathe 12 times, in 4s, out 6s”.",
    "breathe in 4s, out 6s, 12 times": "Write “breathe 12 times, in 4s, out 6s”.",
    "breathe 10 times, in 4, hold 7, out 8": "Write “breathe 10 times, in 4s, hold 7s, out 8s”.",
    "inhale 4s, exhale 8s": "Write “breathe 6 times, in 4s, out 8s”.",
    "hold 5 breaths": "Write “breathe 5 times, in 4s, out 6s”.",
    "3 x hold 20s, 10s rest between sets": "Write “3 x hold 20s, rest 10s”.",
    "3 x hold 20s, 60s between sets": "Write “3 x hold 20s, rest 60s”.",
    "go 60s, silently": "Write “go 60s, in silence”.",
    "reps 10, up 2s, down 2s, count aloud": "Write “reps 10, up 2s, down 2s, counted”.",
    "reps 10, up 2s, down 2s, with words": "Write “reps 10, up 2s, down 2s, by words”.",
    "3 x go 20s, no announcement": "Write “3 x go 20s, unannounced”.",
    "pause 2s, after each word": "Write “pause 2s, after each”.",
    "relax 10s": "Write “rest 10s”.",
    "transition 10s": "Write “move 10s”.",
    "AMRAP 10 min": "Write “go 10 min”.",
    "push-ups to failure": "Write “go 60s”.",
    "wait a moment": "Write “pause 3s”.",
    "repeat 3 times": "Write a heading above what is repeated: “## Name, 3 x”.",
    "3 rounds:": "Write a heading above what is repeated: “## Name, 3 x”.",
    "say Breathe out.": "Words need no step: write “Breathe out.” as a paragraph, without “- ”.",
    "ring the bell": "Write “chime start”.",
}
"""Step lines and their answers."""

MARKS = {
    "@halfway Breathe.": "Write “@half Breathe.”.",
    "@mid Breathe.": "Write “@half Breathe.”.",
    "@last 10s Hold on.": "Write “@-10s Hold on.”.",
    "@end-5s Nearly.": "Write “@-5s Nearly.”.",
    "@every 15 Breathe.": "Write “@every 15s Breathe.”.",
    "@every minute Breathe.": "Write “@every 60s Breathe.”.",
    "@each 15s Breathe.": "Write “@every 15s Breathe.”.",
    "@each round Again.": "Write “@rounds Again.”.",
    "@last round The last.": "Write “@last The last.”.",
    "@final The last.": "Write “@last The last.”.",
    "@round 2 and 3 Go.": (
        "One mark names one of them: write “@round 2 Go.” and “@round 3 Go.”, each on a line of its own."
    ),
    "@rep 3, 6 Now.": "One mark names one of them: write “@rep 3 Now.” and “@rep 6 Now.”, each on a line of its own.",
    "@reps 3 Now.": "Write “@rep 3 Now.”.",
    "@start Begin.": "Words without a mark come first: write “Begin.”.",
    "@side 2 Now the other.": "Write “@other side Now the other.”.",
    "@right Now the other.": "Write “@other side Now the other.”.",
    "@finish Done.": "Write “@end Done.”.",
    "@after 10s Breathe.": "Write “@10s Breathe.”.",
    "@between Shake.": "Write “@rest Shake.”.",
    "@easy Less.": "Write “@gentle Less.”.",
    "@50% Half.": "Write “@half Half.”.",
}

VALUES = {
    "20-30s": "Write “hold: 20s (20s-30s)”.",
    "20s, 10s-30s": "Write “hold: 20s (10s-30s)”.",
    "20s (10-30s)": "Write “hold: 20s (10s-30s)”.",
    "20s [10s-30s]": "Write “hold: 20s (10s-30s)”.",
    "20s (10s to 30s)": "Write “hold: 20s (10s-30s)”.",
    "10s to 30s": "Write “hold: 10s (10s-30s)”.",
    "12, 10, 8": "Write “hold: 12 then 10 then 8”.",
    "12/10/8": "Write “hold: 12 then 10 then 8”.",
    "120 bpm": "Write “hold: 0.5s”.",
    "20s, easy 15s": "Write “hold: 20s, gentle 15s”.",
    "20s (10s-30s), hard 30s": "Write “hold: 20s (10s-30s), strong 30s”.",
    "20s min 10s max 30s": "Write “hold: 20s (10s-30s)”.",
    "20s (up to 30s)": "Write “hold: 20s (20s-30s)”.",
    "1 min 30s": "Write “hold: 1:30”.",
    "2 rounds": "Write “hold: 2”.",
}

HEADINGS = {
    "Circuit, 3 rounds": "Write “## Circuit, 3 x”.",
    "Circuit, 3 sets, 60s rest": "Write “## Circuit, 3 x, rest 60s”.",
    "Twist, both sides": "Write “## Twist, each side”.",
    "Twist, left and right, 2 times": "Write “## Twist, each side, 2 x”.",
    "Circuit, 3 rounds, every 8 min": "Write “## Circuit, 3 x, every 8 min”.",
}

USES = {
    "use plank x 3": "Write “use plank, times 3”.",
    "use plank 30s": "Write “use plank, hold 30s”.",
    "use plank hold 30s": "Write “use plank, hold 30s”.",
    "use plank optional": "Write “use plank, optional”.",
}


def hints(body: str, *values: str, kind: str = "technique") -> list[str]:
    """Return the hint of each problem of a script."""
    text = "\n".join(("---", "title: Try", *values, "---", "", body, ""))
    try:
        read_session(text, "try", "try.md") if kind == "session" else read_technique(text, "try", "try.md")
    except ScriptError as error:
        return [problem.hint for problem in error.problems]
    return []


@pytest.mark.parametrize(("line", "answer"), STEPS.items())
def test_a_step_is_answered_with_the_line_that_does_it(line: str, answer: str) -> None:
    assert hints(f"- {line}") == [answer]


@pytest.mark.parametrize("answer", sorted(set(STEPS.values())))
def test_the_answer_is_a_valid_script(answer: str) -> None:
    line, *others = re.findall(r"“(.*?)”", answer)
    others += ["Words."] * line.startswith("pause")
    if parses(line, "step"):
        words = "".join(f"\n  - {other}" for other in others if ": " not in other and other != "---")
        values = [other for other in others if ": " in other]
        assert hints(f"- {line}{words}", *values) == []
    else:
        assert line.startswith("## ") or " paragraph" in answer


@pytest.mark.parametrize(("cue", "answer"), MARKS.items())
def test_a_mark_is_answered(cue: str, answer: str) -> None:
    assert hints(f"- 3 x hold 60s, each side, rest 5s\n  - {cue}") == [answer]


@pytest.mark.parametrize(("text", "answer"), VALUES.items())
def test_a_value_is_answered(text: str, answer: str) -> None:
    assert hints("- hold 20s", f"hold: {text}") == [answer]


@pytest.mark.parametrize(("text", "answer"), HEADINGS.items())
def test_a_heading_is_answered(text: str, answer: str) -> None:
    assert hints(f"## {text}\n\n- hold 20s") == [answer]


@pytest.mark.parametrize(("line", "answer"), USES.items())
def test_a_use_is_answered(line: str, answer: str) -> None:
    assert hints(f"- {line}", kind="session") == [answer]


def test_a_long_page_is_answered_only_at_its_beginning() -> None:
    found = hints("\n\n".join(f"- hold 20s x {number}" for number in range(2, 102)))
    assert [hint.startswith("Write “") and " x hold 20s" in hint for hint in found] == [True] * 50 + [
        False
    ] * 50
