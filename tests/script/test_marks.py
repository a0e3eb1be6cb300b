from __future__ import annotations

import pytest

from tests.helpers.golden_timelines import fit_and_lay_out, plan_script
from voiceguide.errors import ScriptError
from voiceguide.script import vocabulary
from voiceguide.script.formatter import format_source
from voiceguide.script.model import Step
from voiceguide.script.reader import read_technique
from voiceguide.script.vocabulary import CueKind, Mark, StepKind
from voiceguide.units import FRAME_SAMPLES, SAMPLE_RATE

_SCRIPT = "---\ntitle: A\n---\n\n- hold 60s\n  - Lean to the side.\n  - {mark}   Breathe.\n"


@pytest.fixture
def new_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a row for a mark without an amount, and one for a mark with an amount."""
    places = frozenset({StepKind.HOLD})
    for mark in (
        Mark("third", "after a third of the hold", places, position=lambda length, _amount: length // 3),
        Mark(
            "past half ",
            "that long after half-way",
            places,
            unit="time",
            example_amount="4s",
            position=lambda length, amount: length // 2 + amount,
        ),
    ):
        monkeypatch.setitem(vocabulary.MARKS, mark.prefix.strip(), mark)


@pytest.mark.usefixtures("new_marks")
@pytest.mark.parametrize(
    ("mark", "kind", "amount", "seconds_into_hold"),
    [("@third", "third", 0, 20), ("@past half 4s", "past half", 4, 34)],
)
def test_one_row_adds_a_mark(mark: str, kind: str, amount: int, seconds_into_hold: int) -> None:
    script = _SCRIPT.format(mark=mark)
    (step,) = read_technique(script, "a", "a.md").body
    assert isinstance(step, Step)
    assert (step.cues[1].timing.kind, step.cues[1].timing.amount) == (kind, amount * SAMPLE_RATE)
    formatted = format_source(script, "a.md", lambda text: read_technique(text, "a", "a.md"))
    assert f"\n  - {mark} Breathe.\n" in formatted
    events = fit_and_lay_out(plan_script(script)).events
    start, cue = (next(event for event in events if event.role == role) for role in ("start", "mid"))
    assert cue.sound
    assert cue.sound.text == "Breathe."
    assert cue.start - start.start == pytest.approx(seconds_into_hold * SAMPLE_RATE, abs=FRAME_SAMPLES)


@pytest.mark.usefixtures("new_marks")
def test_one_row_adds_a_mark_to_the_hints() -> None:
    with pytest.raises(ScriptError) as caught:
        read_technique(_SCRIPT.format(mark="@thrid"), "a", "a.md")
    assert "Did you mean “@third”?" in str(caught.value)
    with pytest.raises(ScriptError) as caught:
        read_technique(_SCRIPT.format(mark="@third").replace("hold 60s", "go 60s"), "a", "a.md")
    assert "A “go” has no such moment." in str(caught.value)


def test_every_cue_kind_that_code_names_has_a_row() -> None:
    assert {*CueKind} - {CueKind.FIRST} <= {*vocabulary.MARKS}
