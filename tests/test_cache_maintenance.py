from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide import cache_maintenance, paths
from voiceguide.cache import TOUCH_INTERVAL, Cache, cache_key
from voiceguide.errors import RequestError
from voiceguide.export import render
from voiceguide.plan.choices import Choices

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [cache_key({"number": str(number)}) for number in range(6)]
DAY = 24 * 3600.0


@pytest.fixture
def full(tmp_path: Path) -> Cache:
    """Six clips of about a kilobyte, the first one used longest ago."""
    store = Cache(tmp_path / "store")
    for number, name in enumerate(NAMES):
        assert store.write(name, bytes(1000))
        used(store, name, (10 - number) * DAY)
    return store


def used(store: Cache, name: str, ago: float) -> None:
    os.utime(store.entry_path(name), times=(time.time() - ago,) * 2)


def left(store: Cache) -> list[int]:
    return [number for number, name in enumerate(NAMES) if store.entry_path(name).exists()]


def program(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VOICEGUIDE_STORE": str(root)}
    command = [sys.executable, "-m", "voiceguide", "cache", *words]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)


def test_what_was_not_used_for_longest_goes_until_there_is_room(full: Cache) -> None:
    size = cache_maintenance.cache_usage(full.root).size
    assert cache_maintenance.trim(full.root, size) == cache_maintenance.CacheUsage(0, 0)
    assert cache_maintenance.trim(full.root, size - 1).count == 1
    assert left(full) == [1, 2, 3, 4, 5]
    assert full.read(NAMES[1]) is not None  # and so it was used just now
    cache_maintenance.trim(full.root, size // 2)
    assert left(full) == [1, 5]


def test_what_was_used_in_the_last_hours_stays_whatever_the_cap(full: Cache) -> None:
    used(full, NAMES[0], cache_maintenance.GRACE_PERIOD - 60)
    cache_maintenance.trim(full.root, 0)
    assert left(full) == [0]


def test_a_clock_that_was_wrong_keeps_nothing_for_ever(full: Cache) -> None:
    used(full, NAMES[5], -400 * DAY)
    cache_maintenance.trim(full.root, cache_maintenance.cache_usage(full.root).size - 1)
    assert left(full) == [0, 1, 2, 3, 4]
    used(full, NAMES[4], -400 * DAY)
    assert full.read(NAMES[4]) is not None
    assert abs(full.entry_path(NAMES[4]).stat().st_mtime - time.time()) < 60


def test_a_use_is_noted_once_an_hour(full: Cache) -> None:
    used(full, NAMES[0], TOUCH_INTERVAL - 60)
    before = full.entry_path(NAMES[0]).stat().st_mtime
    full.read(NAMES[0])
    assert full.entry_path(NAMES[0]).stat().st_mtime == before
    used(full, NAMES[0], TOUCH_INTERVAL + 60)
    full.read(NAMES[0])
    assert full.entry_path(NAMES[0]).stat().st_mtime > before


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(3, 400)), max_size=8), st.integers(0, 12_000))
def test_after_trimming_it_fits_and_no_more_has_gone_than_must(
    tmp_path_factory: pytest.TempPathFactory, clips: list[tuple[int, int]], most: int
) -> None:
    store = Cache(tmp_path_factory.mktemp("any"))
    for number, (size, days) in enumerate(clips):
        store.write(cache_key({"number": str(number)}), bytes(size))
        used(store, cache_key({"number": str(number)}), days * DAY)
    before = sorted((entry.idle_seconds, entry.size) for entry in cache_maintenance.entries(store.root))
    gone = cache_maintenance.trim(store.root, most)
    after = cache_maintenance.cache_usage(store.root)
    assert after.size <= most
    assert (gone.count + after.count, gone.size + after.size) == (
        len(before),
        sum(size for _, size in before),
    )
    if gone.count:  # without the last one to go it would still be too large
        assert after.size + before[after.count][1] > most * cache_maintenance.TRIM_FRACTION


def test_writings_that_were_broken_off_go_after_a_day(full: Cache) -> None:
    unfinished = full.entry_path(NAMES[0]).with_name(f".{NAMES[0][2:42]}-0123456789abcdef")
    unfinished.write_bytes(b"half")
    cache_maintenance.trim(full.root, 10**9)
    assert unfinished.exists()
    os.utime(unfinished, times=(time.time() - 2 * DAY,) * 2)
    cache_maintenance.trim(full.root, 10**9)
    assert not unfinished.exists()
    assert left(full) == [0, 1, 2, 3, 4, 5]


def test_clearing_removes_all_that_is_the_store_s_and_nothing_else(full: Cache) -> None:
    (full.root / "v7" / "ab").mkdir(parents=True)
    (full.root / "v7" / "ab" / NAMES[0][2:]).write_bytes(b"of another version")
    mine = [
        full.root / "letter.txt",
        full.root / "v1" / "ab.txt",
        full.entry_path(NAMES[0]).with_name("mine.mp3"),
    ]
    for path in mine:
        path.write_bytes(b"mine")
    assert cache_maintenance.cache_usage(full.root).count == 7
    assert cache_maintenance.clear(full.root).count == 7
    assert sorted(path for path in full.root.rglob("*") if path.is_file()) == sorted(mine)
    assert full.write(NAMES[0], b"again")


def test_a_link_out_of_the_store_is_not_followed(full: Cache, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "ab"
    outside.mkdir(parents=True)
    (outside / NAMES[0][2:]).write_bytes(b"mine")
    try:
        (full.root / "v9").symlink_to(outside.parent, target_is_directory=True)
    except OSError:
        pytest.skip("no links can be made here")
    cache_maintenance.clear(full.root)
    assert (outside / NAMES[0][2:]).exists()


def test_verifying_removes_what_is_damaged_and_leaves_other_versions_alone(full: Cache) -> None:
    other = full.root / "v7" / "ab" / NAMES[0][2:]
    other.parent.mkdir(parents=True)
    other.write_bytes(b"of another version")
    path = full.entry_path(NAMES[3])
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    told = program(full.root, "verify")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == "5 clips, 0.0 MB: whole; 1 clip, 0.0 MB: damaged\n"
    assert left(full) == [0, 1, 2, 4, 5]
    assert other.exists()
    assert program(full.root, "verify").stdout == "5 clips, 0.0 MB: whole\n"


def test_the_program_tells_what_is_there_and_clears_it(full: Cache) -> None:
    told = program(full.root, "info")
    assert told.returncode == 0
    assert told.stdout == f"{full.root}\n6 clips, 0.0 MB, at most 1,000 MB\n"
    assert program(full.root, "clear").stderr == "6 clips, 0.0 MB: removed\n"
    assert left(full) == []
    assert "0 clips" in program(full.root, "info").stdout


def test_a_store_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert (
        cache_maintenance.cache_usage(tmp_path / "nowhere")
        == cache_maintenance.clear(tmp_path / "nowhere")
        == cache_maintenance.CacheUsage(0, 0)
    )
    assert cache_maintenance.trim(tmp_path / "nowhere", 0) == cache_maintenance.CacheUsage(0, 0)


def test_a_folder_below_a_file_can_be_told_to_be_of_no_use(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = program(tmp_path / "file" / "store", "info")
    assert "cannot be written: nothing new is kept" in told.stderr


@pytest.mark.parametrize("asked", ["", "-1", "1.5", "much"])
def test_a_cap_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE_MB", asked)
    with pytest.raises(RequestError, match="whole number of megabytes"):
        paths.max_cache_bytes()


def test_making_clips_trims_the_store_and_finding_them_does_not(
    full: Cache, shrug: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE_MB", "0")
    trimmed = []

    def trim(root: Path, size: int) -> cache_maintenance.CacheUsage:
        trimmed.append(root)
        return real(root, size)

    real = cache_maintenance.trim
    monkeypatch.setattr(cache_maintenance, "trim", trim)
    done = render.lay_out_session(str(shrug), Choices(voice="silent"), cache=full)
    render._lay_out(done.plan, done.clip_factory, None)
    assert trimmed == [full.root]
    assert left(full) == []
    assert cache_maintenance.cache_usage(full.root).count > 3
