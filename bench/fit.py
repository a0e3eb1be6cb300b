"""Benchmark of the fit: sessions of 15 to 240 techniques, fitted to a shorter, an equal and a longer length.

    pip install -e . && python bench/fit.py [--runs 7]

No voice is needed: the lengths of clips are estimated and cached, and the score is written, before the clock
starts. The table has the CPU time of one fit, the minimum of the runs, since a busy machine only adds. Runs are
interleaved. “Shipped” sessions repeat the shipped techniques; “different” ones use distinct copies of them.
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
from voiceguide.fit.durations import Durations
from voiceguide.fit.fit import fit_with_durations
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import open_library
from voiceguide.script.uses import BOOKENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan

TECHNIQUE_COUNTS = (15, 30, 60, 120, 240)
LENGTH_FACTORS = {"two thirds": Fraction(2, 3), "as written": Fraction(1), "a third more": Fraction(4, 3)}
KINDS = ("shipped", "different")
MINUTES_PER_TECHNIQUE = 2
"""Minutes that one technique takes on average."""


@dataclass(frozen=True, slots=True)
class FitCase:
    """A plan of `technique_count` techniques of one kind, to be fitted to the length that `length_name` names."""

    kind: str
    technique_count: int
    length_name: str
    plan: Plan


def fit_cases(folder: Path) -> list[FitCase]:
    """Return the cases for each kind, size and length; all techniques but the first are optional."""
    shipped_names = [
        name for name in open_library().technique_names if name not in {*BOOKENDS, "slow-breathing"}
    ]
    for number, name in enumerate(islice(cycle(shipped_names), max(TECHNIQUE_COUNTS))):
        text = (shipped_dir() / "techniques" / f"{name}.md").read_text("utf-8")
        (folder / f"own-{number}.md").write_text(text, encoding="utf-8")
    names_by_kind = dict(
        zip(KINDS, (shipped_names, [f"own-{number}" for number in range(max(TECHNIQUE_COUNTS))]), strict=True)
    )
    return [
        case
        for kind, names in names_by_kind.items()
        for technique_count in TECHNIQUE_COUNTS
        for case in session_cases(folder, kind, tuple(islice(cycle(names), technique_count - 1)))
    ]


def session_cases(folder: Path, kind: str, names: tuple[str, ...]) -> Iterator[FitCase]:
    """Yield a case for each length of one session, in which slow-breathing fills the time."""
    technique_count, name = len(names) + 1, f"{kind}-{len(names)}"
    length = technique_count * MINUTES_PER_TECHNIQUE * 60 * units.SAMPLE_RATE
    use_lines = [
        f"- use {technique_name}" + ", optional" * (number > 0) for number, technique_name in enumerate(names)
    ]
    front_matter = f"---\ntitle: All\nlength: {units.format_duration(length)}\n---\n\n"
    source = front_matter + "\n".join((*use_lines, "- use slow-breathing, fill")) + "\n"
    (folder / f"{name}.md").write_text(source, encoding="utf-8")
    scripts = open_library(folder)
    for length_name, factor in LENGTH_FACTORS.items():
        choices = Choices(length=units.to_samples(length * factor / units.SAMPLE_RATE))
        yield FitCase(kind, technique_count, length_name, make_plan(scripts.session(name), scripts, choices))


def main() -> None:
    """Print a row for each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    gc.disable()  # as voiceguide.__main__ does
    with tempfile.TemporaryDirectory() as name:
        cases = fit_cases(Path(name))
    cpu_seconds: dict[tuple[str, int, str], list[float]] = {}
    for run in range(runs + 1):  # the first run caches the lengths of clips, and is not counted
        for case in cases:
            lengths = Durations(estimate)
            deque(lengths.items(case.plan), 0)
            start = time.process_time()
            fit_with_durations(case.plan, lengths)
            if run:
                case_key = (case.kind, case.technique_count, case.length_name)
                cpu_seconds.setdefault(case_key, []).append(time.process_time() - start)
    print_fit_times({case_key: min(run_seconds) for case_key, run_seconds in cpu_seconds.items()})


def print_fit_times(cpu_seconds: dict[tuple[str, int, str], float]) -> None:
    """Print milliseconds for each size, and the cost of a technique relative to the smallest session."""
    print(f"{'CPU ms of a fit':28}" + "".join(f"{name:>24}" for name in LENGTH_FACTORS))
    for kind in KINDS:
        for technique_count in TECHNIQUE_COUNTS:
            row = f"{f'{technique_count} techniques, {kind}':28}"
            for name in LENGTH_FACTORS:
                seconds, base_seconds = (
                    cpu_seconds[kind, technique_count, name],
                    cpu_seconds[kind, TECHNIQUE_COUNTS[0], name] / TECHNIQUE_COUNTS[0],
                )
                row += f"{seconds * 1e3:12.1f} ({seconds / technique_count / base_seconds:4.2f} each)"
            print(row)


if __name__ == "__main__":
    main()
