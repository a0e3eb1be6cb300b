"""Sessions of the CI: `nox --list` shows them, `.ci/run` prepares a machine and runs them all.

Sessions leave what others need in `.nox/ci`: copies of the project (readme, offline), the tests to repeat with
judges (readme, judges), and one rendered session for each interpreter (reproducible).
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import nox

PROJECT_DIR = Path(__file__).parent
SHARED_DIR = PROJECT_DIR / ".nox" / "ci"
SKIPPED_FILE = SHARED_DIR / "skipped.txt"
PYTHON_VERSIONS = ("3.11", "3.12", "3.13", "3.14")

OFFLINE_TESTS = ("export/test_render.py", "sessions/test_heard.py", "speech", "audio/mp3")
"""Tests of everything that could reach for a network: voices, encoder and the whole render."""

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ("lint", "types", f"tests-{PYTHON_VERSIONS[0]}")


def install_locked(session: nox.Session, lock: str = "requirements.lock") -> None:
    """Install the locked versions, then the project itself."""
    session.install("--require-hashes", "-r", lock)
    session.install("--no-deps", "-e", ".")


def render_once(session: nox.Session) -> None:
    """Render the default session from an empty cache, for `reproducible` to compare."""
    name = f"session-{session.python or 'default'}"
    cache = SHARED_DIR / f"cache-{name}"
    shutil.rmtree(cache, ignore_errors=True)
    env = {"VOICEGUIDE_STORE": str(cache)}
    session.run("voiceguide", "render", "-o", str(SHARED_DIR / f"{name}.mp3"), env=env)


def run_tests(session: nox.Session, *options: str, **env: str) -> None:
    """Run pytest with a temporary directory and a cache of the session's own."""
    folder = Path(session.create_tmp()).resolve()
    env = {"TMPDIR": str(folder), "VOICEGUIDE_STORE": str(folder / "cache"), **env}
    session.run("pytest", "-q", *options, *session.posargs, env=env)


def skipped_tests(session: nox.Session) -> list[str] | None:
    """Return the tests that `readme` skipped on the session's Python; None if it has not run there."""
    lines = SKIPPED_FILE.read_text("utf-8").splitlines() if SKIPPED_FILE.is_file() else [""]
    return lines[1:] if lines[0] == f"# Python {session.python}" else None


@nox.session(python=PYTHON_VERSIONS[0])
def lint(session: nox.Session) -> None:
    """Check style and layout."""
    install_locked(session)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(python=PYTHON_VERSIONS[0])
def types(session: nox.Session) -> None:
    """Check types."""
    install_locked(session)
    session.run("mypy")


@nox.session(python=PYTHON_VERSIONS)
def tests(session: nox.Session) -> None:
    """Run the tests that may differ between interpreters, unless `readme` has run all on this one."""
    install_locked(session)
    SHARED_DIR.mkdir(parents=True, exist_ok=True)
    render_once(session)
    if skipped_tests(session) is None:
        run_tests(session, "-m", "not once", CI="true", HYPOTHESIS_PROFILE="brief")


@nox.session(python=PYTHON_VERSIONS[0])
def judges(session: nox.Session) -> None:
    """Run, with every outside judge installed, what the suite skipped without them, and long fuzzing.

    Run the whole suite if `readme` has not run on this interpreter.
    """
    install_locked(session, "requirements-judges.lock")
    names = skipped_tests(session)
    if names is None:
        run_tests(session, CI="true")
        return
    arguments = SHARED_DIR / "arguments.txt"
    arguments.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    run_tests(session, f"@{arguments}", "tests/fuzz", CI="true")


def readme_command(line: int) -> str:
    """Return one of the README's two lines, which make a session and run the tests."""
    text = (PROJECT_DIR / "README.md").read_text("utf-8")
    first, second = re.findall(r"^ +(python3 -m venv .*&&.*)$", text, re.MULTILINE)
    return (first, second)[line]


@nox.session(python=False)
@nox.parametrize("line", [0, 1])
def readme(session: nox.Session, line: int) -> None:
    """Run a line of the README as it is written, in a fresh copy of the last commit."""
    copy = SHARED_DIR / f"readme-{line}"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=PROJECT_DIR, check=True, capture_output=True)
    subprocess.run(["tar", "-x"], cwd=copy, input=archive.stdout, check=True)
    env = {"VOICEGUIDE_STORE": str(SHARED_DIR / f"readme-{line}-cache"), "CI": ""}
    if line == 1:
        env["VOICEGUIDE_SKIPPED_TESTS"] = str(SKIPPED_FILE)
        SKIPPED_FILE.unlink(missing_ok=True)
    with session.chdir(copy):
        session.run("sh", "-ec", readme_command(line), external=True, env=env)
    if line == 0:
        shutil.copy(copy / "output" / "upper-back-reset.mp3", SHARED_DIR / "session-readme.mp3")


@nox.session(python=False)
def offline(session: nox.Session) -> None:
    """Render and test in the copies of `readme`, without a network, system programs or variables."""
    tools = Path(session.create_tmp()).resolve()
    for name in ("ls", "cat", "env"):
        (tools / name).unlink(missing_ok=True)
        (tools / name).symlink_to(shutil.which(name) or name)
    for line, commands in enumerate(
        (
            [["voiceguide", "render", "-o", "offline.mp3"]],
            [["pytest", "-q", *(f"tests/{path}" for path in OFFLINE_TESTS)]],
        )
    ):
        copy = SHARED_DIR / f"readme-{line}"
        (programs,) = copy.glob(".venv*/bin")
        for program, *arguments in commands:
            with session.chdir(copy):
                session.run(
                    *("unshare", "-n", "--", "env", "-i", f"HOME={tools}", f"TMPDIR={tools}"),
                    *(f"PATH={programs}:{tools}", str(programs / program), *arguments),
                    external=True,
                )
    shutil.copy(SHARED_DIR / "readme-0" / "offline.mp3", SHARED_DIR / "session-offline.mp3")


@nox.session(python=False)
def reproducible(session: nox.Session) -> None:
    """Compare the sessions that all interpreters rendered: they must have one sha256."""
    sums = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SHARED_DIR.glob("session-*.mp3")
    }
    for name, checksum in sorted(sums.items()):
        session.log(f"{checksum}  {name}")
    if len(set(sums.values())) != 1:
        session.error("The interpreters render different bytes." if sums else "No session was rendered.")
