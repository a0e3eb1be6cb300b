"""Hooks and fixtures of all tests: which marks a test gets, and one temporary cache for the run."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.helpers import external_tools

if TYPE_CHECKING:
    from collections.abc import Iterator

# “same” repeats its examples in each run, so that a failure is due to the change under test. “wild” looks for
# new ones (HYPOTHESIS_PROFILE=wild pytest); what it finds becomes a case. “brief” compares one interpreter
# with another.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("brief", derandomize=True, max_examples=20, deadline=None)
settings.register_profile("wild", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# A shell script ignores interrupts in its background jobs, and every program they start inherits that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # as nohup leaves it
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

TESTS_DIR = Path(__file__).parent
PROJECT_DIR = TESTS_DIR.parent

FAST_FOLDERS = {"script", "plan", "score", "fit", "language", "views", "checks"}
"""Folders whose tests are `fast`, except those marked `slow` or `judge`."""

ONCE_FOLDERS = {"share", "sessions", "docs", "cli", "faults", "fuzz"}
"""Folders whose tests are `once`: the program, its faults, the pages, and sessions with equal bytes everywhere."""

PROCESS_EVENTS = {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn"}
NETWORK_EVENTS = {"socket.connect", "socket.bind", "socket.getaddrinfo"}
FORBIDDEN_WHEN_FAST = PROCESS_EVENTS | NETWORK_EVENTS
"""Audit events (Python's documentation has a table of them) that fail a fast test."""

SHRUG_SCRIPT = """---
title: Shrug
position: chair
hold: 20s (10s-120s)
---

Sit tall.

- hold {hold}
  - Lift your shoulders…
  - @end Let them drop.

> Stop if it hurts.
"""


forbidden_events: list[str] | None = None
"""Forbidden events of the running fast test; None while another test runs."""


@sys.addaudithook
def record_forbidden_event(event: str, arguments: tuple[object, ...]) -> None:
    """Record a process or a connection that a fast test begins."""
    if forbidden_events is not None and event in FORBIDDEN_WHEN_FAST:
        forbidden_events.append(f"{event} {arguments}")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return one worker more than there are CPUs, at most four: some tests wait for a process or a clock.

    Fast tests do not wait, so they have one worker for each CPU.
    """
    cpus = os.cpu_count() or 1
    return min(cpus if config.getoption("markexpr") == "fast" else cpus + 1, 4)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Skip the folders without fast tests, whose import alone takes seconds, under `-m fast`."""
    inside = collection_path.is_relative_to(TESTS_DIR) and collection_path.relative_to(TESTS_DIR).parts
    if config.getoption("markexpr") == "fast" and inside and inside[0] not in FAST_FOLDERS:
        return inside[0] not in {"conftest.py", "__init__.py"} or None
    return None


def pytest_configure(config: pytest.Config) -> None:
    """Cut the examples of `-m fast`, and list skipped tests in the file VOICEGUIDE_SKIPPED_TESTS.

    The CI repeats skipped tests where no judge is missing.
    """
    if config.getoption("markexpr") == "fast" and "HYPOTHESIS_PROFILE" not in os.environ:
        settings.load_profile("brief")
    path = os.environ.get("VOICEGUIDE_SKIPPED_TESTS")
    if path and not hasattr(config, "workerinput"):
        Path(path).write_text("", encoding="utf-8")
        config.pluginmanager.register(SkippedTests(Path(path)))


class SkippedTests:
    """Plugin that appends each skipped test to a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Append a skipped test as an argument of pytest."""
        if report.skipped:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\n")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests as `fast` or `once` by their folder."""
    for item in items:
        folder = item.path.relative_to(TESTS_DIR).parts[0]
        slow = any(item.get_closest_marker(name) for name in ("slow", "judge"))
        if folder in FAST_FOLDERS and not slow:
            item.add_marker("fast")
        if folder in ONCE_FOLDERS or item.get_closest_marker("judge"):
            item.add_marker("once")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let helpers read the marks of the running test."""
    external_tools.running_test = item


@pytest.fixture(autouse=True)
def forbid_processes_in_fast_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a fast test that starts a process or opens a connection."""
    global forbidden_events  # noqa: PLW0603 - an audit hook cannot be removed, so a variable switches it
    if not request.node.get_closest_marker("fast"):
        yield
        return
    events: list[str] = []
    forbidden_events = events
    try:
        yield
    finally:
        forbidden_events = None
    assert not events, f"Mark this test slow, since it is not fast: {events}"


@pytest.fixture(scope="session", autouse=True)
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the cache of the whole run, which programs started by tests use too, never the user's.

    Those programs also find the package under test, from any working directory. Each is compiled once in a run,
    even where compiled files may not be kept.
    """
    base_dir = tmp_path_factory.getbasetemp()
    root = (
        base_dir.parent if "PYTEST_XDIST_WORKER" in os.environ else base_dir
    ) / "store"  # one for all workers
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOICEGUIDE_STORE", str(root))
        patch.setenv("VOICEGUIDE_SCRIPTS", str(root / "no-scripts"))
        patch.setenv("VOICEGUIDE_PREFERENCES", str(root / "none.toml"))
        patch.setenv("PYTHONPATH", str(PROJECT_DIR), prepend=os.pathsep)
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(root.with_name("compiled")))
        yield root


@pytest.fixture
def shrug(tmp_path: Path) -> Path:
    """Write a small technique whose hold can be stretched; “Let them drop.” is at 11:5."""
    path = tmp_path / "shrug.md"
    path.write_text(SHRUG_SCRIPT, encoding="utf-8")
    return path
