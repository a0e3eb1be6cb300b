"""Damage of a cache's entries at random, and whether each is detected, told and healed.

`python -m tests.faults.cache_damage --count 1000 --seed 1` prints the number of each kind.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.files import cache_maintenance
from voiceguide.files.cache import Cache, cache_key

if TYPE_CHECKING:
    from collections.abc import Callable

    Damage = Callable[[Path, Path, random.Random], None]
    """Function of an entry's path, that of another entry, and a source of chance."""

ENTRY_COUNT = 4


def _cut(path: Path, _other: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def _flip(path: Path, _other: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _lengthen(path: Path, _other: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + chance.randbytes(chance.randint(1, 2000)))


def _overwrite(path: Path, _other: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data))
    path.write_bytes(data[:start] + bytes(len(data) - start - 1) + b"\1")


def _noise(path: Path, _other: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(path.stat().st_size))


def _swap(path: Path, other: Path, _chance: random.Random) -> None:
    first, second = path.read_bytes(), other.read_bytes()
    path.write_bytes(second)
    other.write_bytes(first)


def _double(path: Path, other: Path, _chance: random.Random) -> None:
    path.write_bytes(other.read_bytes())


def _twice(path: Path, _other: Path, _chance: random.Random) -> None:
    path.write_bytes(2 * path.read_bytes())


def _hard_link(path: Path, other: Path, _chance: random.Random) -> None:
    path.unlink()
    os.link(other, path)


def _link(path: Path, other: Path, _chance: random.Random) -> None:
    path.unlink()
    path.symlink_to(other)


def _link_to_itself(path: Path, _other: Path, _chance: random.Random) -> None:
    path.unlink()
    path.symlink_to(path)


def _folder(path: Path, _other: Path, _chance: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _full_folder(path: Path, other: Path, _chance: random.Random) -> None:
    path.unlink()
    shutil.copytree(other.parent, path)


def _pipe(path: Path, _other: Path, _chance: random.Random) -> None:
    path.unlink()
    os.mkfifo(path)


def _sparse(path: Path, _other: Path, _chance: random.Random) -> None:
    os.truncate(path, 1 << 40)


def _file_for_folder(path: Path, _other: Path, _chance: random.Random) -> None:
    shutil.rmtree(path.parent)
    path.parent.touch()


def _link_for_folder(path: Path, other: Path, _chance: random.Random) -> None:
    shutil.rmtree(path.parent)
    path.parent.symlink_to(other.parent, target_is_directory=True)


DAMAGES: tuple[Damage, ...] = (
    *(_cut, _flip, _lengthen, _overwrite, _noise, _swap, _double, _twice, _hard_link, _link, _link_to_itself),
    *(_folder, _full_folder, _pipe, _sparse, _file_for_folder, _link_for_folder),
)


def damage_and_heal(damage: Damage, chance: random.Random, folder: Path) -> None:
    """Damage an entry of a new cache. Raise AssertionError unless that is detected, told and healed."""
    cache = Cache(folder)
    contents = {
        cache_key({"number": str(chance.random())}): chance.randbytes(chance.randint(0, 3000))
        for _ in range(ENTRY_COUNT)
    }
    for key, content in contents.items():
        assert cache.write(key, content)
    key, other = chance.sample(sorted(contents), 2)
    damage(cache.entry_path(key), cache.entry_path(other), chance)
    assert cache.read(key) is None, "damage was not detected"
    if chance.random() < 0.5:  # every other time, `cache verify` finds it first
        assert cache_maintenance.verify(cache)[1].count, "damage was not told"
        assert not cache_maintenance.verify(cache)[1].count, "damage was not removed"
    for key, content in contents.items():
        assert cache.read(key) in {None, content}
        assert cache.write(key, content), "damage was not healed"
    assert {key: cache.read(key) for key in contents} == contents
    intact, damaged = cache_maintenance.verify(cache)
    assert (intact.count, damaged.count) == (len(contents), 0)


def main() -> None:
    """Damage as many entries as requested, and print how many of each kind were detected, told and healed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, counts = random.Random(options.seed), Counter[str]()
    for number in range(options.count):
        damage = DAMAGES[number % len(DAMAGES)]
        with tempfile.TemporaryDirectory() as folder:
            damage_and_heal(damage, chance, Path(folder))
        counts[damage.__name__.strip("_").replace("_", " ")] += 1
    for name, count in sorted(counts.items()):
        print(f"{count:6} {name}")
    print(f"{counts.total():,} damaged entries of {len(counts)} kinds, each detected, told and healed")


if __name__ == "__main__":
    main()
