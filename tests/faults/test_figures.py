"""The one command that prints the figures of docs/reliability.md."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from tests.faults.__main__ import PAGE, RUNS, RUNS_BY_NAME, Run, measure, record
from tests.helpers.program import PROJECT_DIR

PRINTS = "print('tried'); print('3 kept'); raise SystemExit({})"


def test_each_run_has_a_row_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    assert record(page, dict.fromkeys(RUNS_BY_NAME, "9")).count("| 9 |") == len(RUNS) == len(RUNS_BY_NAME)
    with pytest.raises(ValueError, match="0 rows for the run nothing"):
        record(page, {"nothing": "9"})


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_each_run_is_a_module(run: Run) -> None:
    assert importlib.util.find_spec(run.module)


def test_workflows_run_the_quick_part_always_and_the_whole_at_night() -> None:
    workflows = PROJECT_DIR / ".github" / "workflows"
    assert "python -m tests.faults --quick\n" in (workflows / "ci.yml").read_text("utf-8")
    assert "python -m tests.faults\n" in (workflows / "nightly.yml").read_text("utf-8")


@pytest.mark.parametrize("code", [0, 1])
def test_a_figure_is_the_last_line_of_a_run(
    code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.faults.__main__._PYTHON", (sys.executable, "-c", PRINTS.format(code)))
    assert measure(RUNS[0], is_quick=True) == (code == 0, "3 kept")
    assert "tried\n3 kept\n" in capfd.readouterr().out
