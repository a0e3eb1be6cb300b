"""The cache against a dict, with crashes between any two calls to the file system."""

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
from voiceguide.files import cache_maintenance
from voiceguide.files.cache import Cache, cache_key

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = tuple(cache_key({"spoken": word}) for word in ("Sit.", "Stand.", "Lie."))
CONTENTS = st.sampled_from((b"", b"a clip", b"another clip", b"long " * 5_000))
CRASHES = st.sampled_from((Mode.KILL, Mode.POWER_CUT))
MOMENTS = st.integers(1, 40)


class CacheMachine(RuleBasedStateMachine):
    """Cache beside a model: for each key, the contents that may be read; None for a missing entry."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="cache-machine-")).resolve()
        self.cache = Cache(self.folder / "cache")
        self.possible: dict[str, set[bytes | None]] = {key: {None} for key in KEYS}

    def teardown(self) -> None:
        cache_maintenance.verify(self.cache)
        self.remove_leftovers()
        names = {path.parent.name + path.name for path in self.cache.root.rglob("*") if path.is_file()}
        shutil.rmtree(self.folder)
        assert names <= set(KEYS), "a stray file"

    def remove_leftovers(self) -> None:
        """Do what the next program does to the temporary files of one that was killed."""
        cache_maintenance.trim(self.cache.root, 10**9)

    def crash(self, action: Callable[[], object], mode: Mode, moment: int) -> bool:
        """Do an action up to a call; return whether it was ended there."""
        with faulty_doors(self.folder, Fault(mode, moment)) as doors:
            with suppress(Killed):
                action()
            return doors.is_dead

    @rule(key=st.sampled_from(KEYS), content=CONTENTS)
    def write(self, key: str, content: bytes) -> None:
        assert self.cache.write(key, content)
        self.possible[key] = {content}

    @rule(key=st.sampled_from(KEYS), content=CONTENTS, mode=CRASHES, moment=MOMENTS)
    def write_and_crash(self, key: str, content: bytes, mode: Mode, moment: int) -> None:
        was_ended = self.crash(lambda: self.cache.write(key, content), mode, moment)
        self.possible[key] = {*self.possible[key], content, None} if was_ended else {content}

    @rule(key=st.sampled_from(KEYS), damage=st.sampled_from(("cut", "flip", "swap", "folder", "empty")))
    def damage(self, key: str, damage: str) -> None:
        path = self.cache.entry_path(key)
        if not path.is_file():
            return
        data = path.read_bytes()
        if damage == "folder":
            path.unlink()
            path.mkdir()
        elif damage == "swap":
            other = self.cache.entry_path(KEYS[KEYS.index(key) - 1])
            other.parent.mkdir(parents=True, exist_ok=True)
            if not other.is_dir():
                other.write_bytes(data)
                self.possible[KEYS[KEYS.index(key) - 1]] = {None}
            return
        else:
            changed = {"cut": data[:-1], "flip": data[:-1] + bytes([data[-1] ^ 1]), "empty": b""}[damage]
            path.write_bytes(changed)
        self.possible[key] = {None}

    @rule()
    def clear(self) -> None:
        cache_maintenance.clear(self.cache.root)
        self.possible = {key: {None} for key in KEYS}

    @rule(mode=CRASHES, moment=MOMENTS)
    def clear_and_crash(self, mode: Mode, moment: int) -> None:
        self.crash(lambda: cache_maintenance.clear(self.cache.root), mode, moment)
        self.possible = {key: {*contents, None} for key, contents in self.possible.items()}

    @rule(mode=CRASHES, moment=MOMENTS)
    def verify_and_crash(self, mode: Mode, moment: int) -> None:
        self.crash(lambda: cache_maintenance.verify(self.cache), mode, moment)

    @rule(size=st.sampled_from((0, 200, 10**6)))
    def trim(self, size: int) -> None:
        cache_maintenance.trim(self.cache.root, size)
        self.possible = {key: {*contents, None} for key, contents in self.possible.items()}

    @invariant()
    def entries_are_right_or_missing(self) -> None:
        for key, contents in self.possible.items():
            assert self.cache.read(key) in contents
            self.possible[key] = {self.cache.read(key)}


TestCacheMachine = CacheMachine.TestCase
TestCacheMachine.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
