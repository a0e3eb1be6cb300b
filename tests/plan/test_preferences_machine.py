"""The file of preferences against a dict, with crashes between any two calls to the file system."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.faults.doors import Fault, Killed, Mode, faulty_doors
from voiceguide.plan.merge import Preference
from voiceguide.plan.preferences import read_preferences
from voiceguide.plan.preferences_file import set_preference, unset_preferences

if TYPE_CHECKING:
    from collections.abc import Callable

TECHNIQUES = st.sampled_from(("", "seated-twist", "floor-twist"))
AMOUNTS = st.sampled_from(("20s", "25s", "30s"))
CRASHES = st.sampled_from((Mode.KILL, Mode.POWER_CUT))
MOMENTS = st.integers(1, 40)


class PreferencesMachine(RuleBasedStateMachine):
    """File of preferences beside a model: technique, or "" for all → hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="preferences-machine-")).resolve()
        self.file = self.folder / "voiceguide.toml"
        self.model: dict[str, str] = {}

    def teardown(self) -> None:
        set_preference(Preference("", "hold", ("40s",)), self.file)
        names = {path.name for path in self.folder.iterdir()}
        shutil.rmtree(self.folder)
        assert names <= {self.file.name, f"{self.file.name}.lock"}, "a stray file"

    def read(self) -> dict[str, str]:
        entries = read_preferences(self.file).entries
        return {entry.target: entry.texts[0] for entry in entries}

    def crash(self, action: Callable[[], object], mode: Mode, moment: int, after: dict[str, str]) -> None:
        """Do an action up to a call. The file must be as before it or as after it, and that if it was not ended."""
        with faulty_doors(self.folder, Fault(mode, moment)) as doors, suppress(Killed):
            action()
        now = self.read()
        assert now == after or (doors.is_dead and now == self.model)
        self.model = now

    @rule(technique=TECHNIQUES, amount=AMOUNTS)
    def set_hold(self, technique: str, amount: str) -> None:
        set_preference(Preference(technique, "hold", (amount,)), self.file)
        self.model[technique] = amount

    @rule(technique=TECHNIQUES, amount=AMOUNTS, mode=CRASHES, moment=MOMENTS)
    def set_and_crash(self, technique: str, amount: str, mode: Mode, moment: int) -> None:
        entry = Preference(technique, "hold", (amount,))
        after = {**self.model, technique: amount}
        self.crash(lambda: set_preference(entry, self.file), mode, moment, after)

    @rule(data=st.data(), mode=CRASHES, moment=MOMENTS)
    def unset_and_crash(self, data: st.DataObject, mode: Mode, moment: int) -> None:
        if not self.model:
            return
        technique = data.draw(st.sampled_from(sorted(self.model)))
        after = {name: amount for name, amount in self.model.items() if name != technique}
        key = Preference(technique, "hold", ("1s",)).key
        self.crash(lambda: unset_preferences((key,), self.file), mode, moment, after)

    @invariant()
    def file_is_the_model(self) -> None:
        assert self.read() == self.model


TestPreferencesMachine = PreferencesMachine.TestCase
TestPreferencesMachine.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
