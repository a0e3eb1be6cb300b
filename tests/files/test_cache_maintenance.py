from __future__ import annotations

import os
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.program import run_program
from voiceguide import paths
from voiceguide.errors import RequestError
from voiceguide.export.session import lay_out_plan, lay_out_session
from voiceguide.files import cache_maintenance, temporary
from voiceguide.files.cache import TOUCH_INTERVAL, Cache, cache_key
from voiceguide.plan.options import Choices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEYS = [cache_key({"number": str(number)}) for number in range(6)]
DAY = 24 * 3600.0


@pytest.fixture
def full_cache(tmp_path: Path) -> Cache:
    """Return a cache of six clips of about a kilobyte, the first one least recently used."""
    store = Cache(tmp_path / "store")
    for number, name in enumerate(KEYS):
        assert store.write(name, bytes(1000))
        set_last_use(store, name, (10 - number) * DAY)
    return store


def set_last_use(store: Cache, name: str, ago: float) -> None:
    os.utime(store.entry_path(name), times=(time.time() - ago,) * 2)


def remaining_keys(store: Cache) -> list[int]:
    return [number for number, name in enumerate(KEYS) if store.entry_path(name).exists()]


def run_cache_command(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `voiceguide cache` on the cache in a folder."""
    ended = run_program("cache", *words, env={"VOICEGUIDE_STORE": str(root)})
    return subprocess.CompletedProcess(
        ended.args, ended.returncode, ended.stdout.decode(), ended.stderr.decode()
    )


def test_least_recently_used_entries_are_trimmed_first(full_cache: Cache) -> None:
    size = cache_maintenance.cache_usage(full_cache.root).size
    assert cache_maintenance.trim(full_cache.root, size) == cache_maintenance.CacheUsage(0, 0)
    assert cache_maintenance.trim(full_cache.root, size - 1).count == 1
    assert remaining_keys(full_cache) == [1, 2, 3, 4, 5]
    assert full_cache.read(KEYS[1]) is not None  # and so it was used just now
    cache_maintenance.trim(full_cache.root, size // 2)
    assert remaining_keys(full_cache) == [1, 5]


def test_recently_used_entries_are_never_trimmed(full_cache: Cache) -> None:
    set_last_use(full_cache, KEYS[0], cache_maintenance.GRACE_PERIOD - 60)
    cache_maintenance.trim(full_cache.root, 0)
    assert remaining_keys(full_cache) == [0]


def test_entries_with_a_future_time_are_trimmed(full_cache: Cache) -> None:
    set_last_use(full_cache, KEYS[5], -400 * DAY)
    cache_maintenance.trim(full_cache.root, cache_maintenance.cache_usage(full_cache.root).size - 1)
    assert remaining_keys(full_cache) == [0, 1, 2, 3, 4]
    set_last_use(full_cache, KEYS[4], -400 * DAY)
    assert full_cache.read(KEYS[4]) is not None
    assert abs(full_cache.entry_path(KEYS[4]).stat().st_mtime - time.time()) < 60


def test_last_use_is_updated_at_most_hourly(full_cache: Cache) -> None:
    set_last_use(full_cache, KEYS[0], TOUCH_INTERVAL - 60)
    before = full_cache.entry_path(KEYS[0]).stat().st_mtime
    full_cache.read(KEYS[0])
    assert full_cache.entry_path(KEYS[0]).stat().st_mtime == before
    set_last_use(full_cache, KEYS[0], TOUCH_INTERVAL + 60)
    full_cache.read(KEYS[0])
    assert full_cache.entry_path(KEYS[0]).stat().st_mtime > before


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(3, 400)), max_size=8), st.integers(0, 12_000))
def test_trimming_removes_no_more_than_needed(
    tmp_path_factory: pytest.TempPathFactory, clips: list[tuple[int, int]], most: int
) -> None:
    store = Cache(tmp_path_factory.mktemp("any"))
    for number, (size, days) in enumerate(clips):
        store.write(cache_key({"number": str(number)}), bytes(size))
        set_last_use(store, cache_key({"number": str(number)}), days * DAY)
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


@pytest.mark.parametrize(
    "maintain",
    [
        lambda cache: cache_maintenance.trim(cache.root, 10**9),
        cache_maintenance.verify,
        lambda cache: cache.write(KEYS[0], b""),
    ],
    ids=["trim", "verify", "write"],
)
def test_temporary_files_are_removed_once_their_owner_has_ended(
    full_cache: Cache, maintain: Callable[[Cache], object]
) -> None:
    path, file = temporary.create_file(full_cache.temporary_folder)
    maintain(full_cache)
    assert path.exists()
    file.close()  # as the system does when a process ends
    maintain(full_cache)
    assert not path.exists()
    assert remaining_keys(full_cache) == [0, 1, 2, 3, 4, 5]


def test_clearing_removes_only_cache_files(full_cache: Cache) -> None:
    (full_cache.root / "v7" / "ab").mkdir(parents=True)
    (full_cache.root / "v7" / "ab" / KEYS[0][2:]).write_bytes(b"of another version")
    mine = [
        full_cache.root / "letter.txt",
        full_cache.entry_path(KEYS[0]).parents[1] / "ab.txt",
        full_cache.entry_path(KEYS[0]).with_name("mine.mp3"),
    ]
    for path in mine:
        path.write_bytes(b"mine")
    assert cache_maintenance.cache_usage(full_cache.root).count == 7
    assert [usage.count for usage in cache_maintenance.clear(full_cache.root)] == [7, 0]
    assert sorted(path for path in full_cache.root.rglob("*") if path.is_file()) == sorted(mine)
    assert full_cache.write(KEYS[0], b"again")


def test_link_out_of_the_cache_is_not_followed(full_cache: Cache, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "ab"
    outside.mkdir(parents=True)
    (outside / KEYS[0][2:]).write_bytes(b"mine")
    try:
        (full_cache.root / "v9").symlink_to(outside.parent, target_is_directory=True)
    except OSError:
        pytest.skip("no links can be made here")
    cache_maintenance.clear(full_cache.root)
    assert (outside / KEYS[0][2:]).exists()


def test_verifying_removes_what_is_damaged_and_leaves_other_versions_alone(full_cache: Cache) -> None:
    other = full_cache.root / "v7" / "ab" / KEYS[0][2:]
    other.parent.mkdir(parents=True)
    other.write_bytes(b"of another version")
    path = full_cache.entry_path(KEYS[3])
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    told = run_cache_command(full_cache.root, "verify")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == "5 clips, 0.0 MB: intact; 1 clip, 0.0 MB: damaged\n"
    assert remaining_keys(full_cache) == [0, 1, 2, 4, 5]
    assert other.exists()
    assert run_cache_command(full_cache.root, "verify").stdout == "5 clips, 0.0 MB: intact\n"


def test_cache_command_reports_usage_and_clears(full_cache: Cache) -> None:
    told = run_cache_command(full_cache.root, "info")
    assert told.returncode == 0
    assert told.stdout == f"{full_cache.root}\n6 clips, 0.0 MB, at most 1,000 MB\n"
    assert run_cache_command(full_cache.root, "clear").stderr == "6 clips, 0.0 MB: removed\n"
    assert remaining_keys(full_cache) == []
    assert "0 clips" in run_cache_command(full_cache.root, "info").stdout


def test_missing_cache_is_empty(tmp_path: Path) -> None:
    nothing = cache_maintenance.CacheUsage(0, 0)
    assert cache_maintenance.cache_usage(tmp_path / "nowhere") == nothing
    assert cache_maintenance.clear(tmp_path / "nowhere") == (nothing, nothing)
    assert cache_maintenance.trim(tmp_path / "nowhere", 0) == cache_maintenance.CacheUsage(0, 0)


def test_cache_is_unusable_when_its_folder_is_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = run_cache_command(tmp_path / "file" / "store", "info")
    assert "cannot be written, so new clips are not kept" in told.stderr


@pytest.mark.parametrize("asked", ["-1", "1.5", "much", "9" * 5_000])
def test_a_cap_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE_MB", asked)
    with pytest.raises(RequestError, match="whole number of megabytes"):
        paths.max_cache_bytes()


def test_cache_is_trimmed_only_when_clips_are_created(
    full_cache: Cache, shrug: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE_MB", "0")
    trimmed = []

    def trim(root: Path, size: int) -> cache_maintenance.CacheUsage:
        trimmed.append(root)
        return real(root, size)

    real = cache_maintenance.trim
    monkeypatch.setattr(cache_maintenance, "trim", trim)
    done = lay_out_session(str(shrug), Choices(voice="silent"), cache=full_cache)
    lay_out_plan(done.plan, done.clips)
    assert trimmed == [full_cache.root]
    assert remaining_keys(full_cache) == []
    assert cache_maintenance.cache_usage(full_cache.root).count > 3
