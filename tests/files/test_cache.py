from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults import cache_damage
from voiceguide.files import cache_maintenance
from voiceguide.files.cache import Cache, cache_key

KEY = cache_key({"spoken": "Sit tall."})

KILLED_PROGRAM = """
import os, signal, sys
from pathlib import Path
from voiceguide.files.cache import Cache

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

Path.replace = kill
Cache(Path(sys.argv[1])).write(sys.argv[2], b"half")
"""

WRITER_PROGRAM = """
import sys
import tempfile
from pathlib import Path
from voiceguide.files.cache import Cache

cache = Cache(Path(sys.argv[1]))
for _ in range(30):
    assert cache.write(sys.argv[2], sys.argv[3].encode() * 10_000)
"""


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    kept = Cache(tmp_path / "not there yet" / "store")
    assert kept.write(KEY, b"a clip")
    return kept


def entry_path(kept: Cache) -> Path:
    (found,) = file_names(kept.root)
    return found


def file_names(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_written_is_read_and_what_was_not_is_none(cache: Cache) -> None:
    assert cache.read(KEY) == b"a clip"
    assert cache.read(cache_key({"spoken": "Stand up."})) is None


@settings(max_examples=25)  # each writes to the disk
@given(st.binary(max_size=200))
def test_any_content_comes_back_as_it_was(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = Cache(Path(folder))
        assert kept.write(KEY, content)
        assert kept.read(KEY) == content


def test_a_later_content_replaces_the_earlier_one(cache: Cache) -> None:
    assert cache.write(KEY, b"another")
    assert cache.read(KEY) == b"another"
    assert len(file_names(cache.root)) == 1


def test_a_flipped_bit_in_any_byte_is_found_and_the_entry_can_be_written_again(cache: Cache) -> None:
    path = entry_path(cache)
    whole = path.read_bytes()
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        path.write_bytes(flipped)
        assert cache.read(KEY) is None
    assert cache.write(KEY, b"a clip")
    assert cache.read(KEY) == b"a clip"


def test_each_truncation_is_found(cache: Cache) -> None:
    path = entry_path(cache)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert cache.read(KEY) is None
    path.write_bytes(whole + b"\0")
    assert cache.read(KEY) is None


def test_an_entry_of_another_version_counts_as_missing(cache: Cache) -> None:
    path = entry_path(cache)
    path.write_bytes(path.read_bytes().replace(b"clip 2\n", b"clip 1\n"))
    assert cache.read(KEY) is None
    assert cache.write(KEY, b"a clip")
    assert cache.read(KEY) == b"a clip"


@pytest.mark.skipif(sys.platform == "win32", reason="has neither pipes nor links for everybody")
@pytest.mark.parametrize("damage", cache_damage.DAMAGES)
def test_damage_is_detected_told_and_healed(
    damage: cache_damage.Damage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for seed in range(6):
        cache_damage.damage_and_heal(damage, random.Random(seed), tmp_path_factory.mktemp("cache"))


def test_clearing_the_cache_does_not_disturb_a_writer(tmp_path: Path) -> None:
    kept, is_over = Cache(tmp_path), threading.Event()

    def clear_again_and_again() -> None:
        while not is_over.is_set():
            assert cache_maintenance.clear(tmp_path)[1].count == 0

    with ThreadPoolExecutor() as pool:
        clearing = pool.submit(clear_again_and_again)
        try:
            assert all(kept.write(KEY, b"a clip") for _ in range(300))
        finally:
            is_over.set()
        clearing.result()
    assert kept.write(KEY, b"a clip")
    assert kept.read(KEY) == b"a clip"


def test_unwritable_cache_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for root in (tmp_path / "file", tmp_path / "file" / "below"):
        kept = Cache(root)
        assert kept.read(KEY) is None
        assert not kept.write(KEY, b"a clip")
    assert file_names(tmp_path) == [tmp_path / "file"]


def test_cache_key_depends_on_every_value_and_on_no_order() -> None:
    assert cache_key({"a": "1", "b": "2"}) == cache_key({"b": "2", "a": "1"})
    assert (
        len(
            {
                cache_key({"a": "1"}),
                cache_key({"a": "2"}),
                cache_key({"b": "1"}),
                cache_key({"a": "1", "b": ""}),
                cache_key({}),
            }
        )
        == 5
    )


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signal on Windows ends a process at once")
def test_a_kill_in_mid_write_leaves_a_clip_missing_not_broken(tmp_path: Path) -> None:
    kept = Cache(tmp_path)
    ended = subprocess.run([sys.executable, "-c", KILLED_PROGRAM, tmp_path, KEY], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert kept.read(KEY) is None
    assert kept.write(KEY, b"a clip")
    assert kept.read(KEY) == b"a clip"
    assert file_names(tmp_path) == [kept.entry_path(KEY)]


def test_many_processes_may_write_one_name_and_a_reader_sees_only_whole_clips(tmp_path: Path) -> None:
    kept = Cache(tmp_path)
    letters = "abcd"
    whole = {letter.encode() * 10_000 for letter in letters} | {None}
    with contextlib.ExitStack() as stack:
        writers = [
            stack.enter_context(
                subprocess.Popen([sys.executable, "-c", WRITER_PROGRAM, tmp_path, KEY, letter])
            )
            for letter in letters
        ]
        while any(writer.poll() is None for writer in writers):
            assert kept.read(KEY) in whole
    assert [writer.returncode for writer in writers] == [0] * len(letters)
    assert kept.read(KEY) in whole - {None}
    assert len(file_names(tmp_path)) == 1
