"""Times the fit: sessions of ever more techniques, asked to be shorter, as written, and longer.

    pip install -e . && python bench/fit.py [--runs 7]

No voice is needed: the lengths of clips are known before the clock runs, as they are once a session was made,
and the session is written down, as it is for whoever has to speak it first. CPU time of one fit, the least of
the runs, which take turns, since a busy machine only adds: first of the shipped techniques, again and again,
then of as many copies, each a technique of its own.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.fit.durations import Lengths
from voiceguide.fit.fit import settled
from voiceguide.plan.choices import Choices
from voiceguide.plan.plan import make_plan
from voiceguide.script.files import shipped
from voiceguide.script.shelf import library
from voiceguide.script.uses import AROUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan

SIZES = (15, 30, 60, 120, 240)
ASKED = {"two thirds": Fraction(2, 3), "as written": Fraction(1), "a third more": Fraction(4, 3)}
KINDS = ("shipped", "different")
MINUTES_EACH = 2
"""About what one technique takes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A session of so many techniques of a kind, asked to last so much of its own length."""

    kind: str
    techniques: int
    asked: str
    plan: Plan


def plans(folder: Path) -> list[Asked]:
    """A session for each kind and size, all but the first technique optional, breathing to fill the time."""
    usual = [name for name in library().techniques if name not in {*AROUND, "slow-breathing"}]
    for number, name in enumerate(islice(cycle(usual), max(SIZES))):
        text = (shipped() / "techniques" / f"{name}.md").read_text("utf-8")
        (folder / f"own-{number}.md").write_text(text, encoding="utf-8")
    kinds = dict(zip(KINDS, (usual, [f"own-{number}" for number in range(max(SIZES))]), strict=True))
    return [
        asked
        for kind, names in kinds.items()
        for size in SIZES
        for asked in session(folder, kind, tuple(islice(cycle(names), size - 1)))
    ]


def session(folder: Path, kind: str, names: tuple[str, ...]) -> Iterator[Asked]:
    """One session of these techniques, asked for in each way."""
    size, name = len(names) + 1, f"{kind}-{len(names)}"
    length = size * MINUTES_EACH * 60 * units.RATE
    uses = [f"- use {each}" + ", optional" * (number > 0) for number, each in enumerate(names)]
    front = f"---\ntitle: All\nlength: {units.written(length)}\n---\n\n"
    page = front + "\n".join((*uses, "- use slow-breathing, fill")) + "\n"
    (folder / f"{name}.md").write_text(page, encoding="utf-8")
    scripts = library(folder)
    for asked, part in ASKED.items():
        choices = Choices(length=units.samples(length * part / units.RATE))
        yield Asked(kind, size, asked, make_plan(scripts.session(name), scripts, choices))


def main() -> None:
    """Prints a row for each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    gc.disable()  # as the program does
    with tempfile.TemporaryDirectory() as name:
        asked = plans(Path(name))
    spent: dict[tuple[str, int, str], list[float]] = {}
    for run in range(runs + 1):  # the first one learns the lengths of clips
        for each in asked:
            lengths = Lengths(estimate)
            deque(lengths.items(each.plan), 0)
            start = time.process_time()
            settled(each.plan, lengths)
            if run:
                what = (each.kind, each.techniques, each.asked)
                spent.setdefault(what, []).append(time.process_time() - start)
    report({what: min(found) for what, found in spent.items()})


def report(spent: dict[tuple[str, int, str], float]) -> None:
    """Milliseconds of each, and what each technique costs against the smallest session of its kind."""
    print(f"{'CPU ms of a fit':28}" + "".join(f"{name:>24}" for name in ASKED))
    for kind in KINDS:
        for size in SIZES:
            row = f"{f'{size} techniques, {kind}':28}"
            for name in ASKED:
                cost, first = spent[kind, size, name], spent[kind, SIZES[0], name] / SIZES[0]
                row += f"{cost * 1e3:12.1f} ({cost / size / first:4.2f} each)"
            print(row)


if __name__ == "__main__":
    main()
