"""Sessions of the CI: `nox --list` shows them, `.ci/run` prepares a machine and runs them all.

The whole suite runs once, on the machine's own interpreter: `readme_tests` runs it as a user would, and
`judges` runs what was skipped there because a judge was missing. Every other interpreter runs all tests but
those marked `once`. That mark is for tests of rendered bytes (how whole sessions sound, the pages, the outside
programs), and `reproducible` checks that every interpreter renders the same bytes.

`.ci/run` runs two sessions at a time, first those that others wait for. Sessions leave what others need in
`.nox/ci`: copies of the project, the list of skipped tests, and one rendered session for each interpreter.
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

PLATFORMS = (
    *("x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "aarch64-apple-darwin", "x86_64-apple-darwin"),
    *("x86_64-pc-windows-msvc", "aarch64-pc-windows-msvc"),
)
"""Systems on which the locked packages must install, as uv names them."""

SOURCE_PACKAGES = {"": ("docopt",), "aarch64-pc-windows-msvc": ("soxr",)}
"""Packages that are built from source for want of a wheel: everywhere, or on one system."""

OFFLINE_TESTS = ("export/test_render.py", "sessions/test_heard.py", "speech", "audio/mp3")
"""Tests of everything that could reach for a network: voices, encoder and the whole render."""

nox.options.default_venv_backend = "uv|venv"
nox.options.error_on_missing_interpreters = True
nox.options.allow_parallel = True
nox.options.sessions = ("lint", "types", "judges")


def install_locked(session: nox.Session, lock: str = "requirements.lock") -> None:
    """Install the locked versions, then the project itself."""
    session.install("--require-hashes", "-r", lock)
    session.install("--no-deps", "-e", ".")


def run_tests(session: nox.Session, *options: str, **env: str) -> None:
    """Run pytest with a temporary directory and a cache of the session's own."""
    folder = Path(session.create_tmp()).resolve()
    env = {"TMPDIR": str(folder), "VOICEGUIDE_STORE": str(folder / "cache"), **env}
    session.run("pytest", "-q", *options, *session.posargs, env=env)


def copy_project(name: str) -> Path:
    """Return a fresh copy of the last commit."""
    copy = SHARED_DIR / name
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=PROJECT_DIR, check=True, capture_output=True)
    subprocess.run(["tar", "-x"], cwd=copy, input=archive.stdout, check=True)
    return copy


def run_readme_line(session: nox.Session, number: int, copy: Path, **env: str) -> None:
    """Run one of the README's two lines as it is written: 0 makes a session, 1 runs the tests."""
    lines = re.findall(r"^ +(python3 -m venv .*&&.*)$", (copy / "README.md").read_text("utf-8"), re.MULTILINE)
    env = {"VOICEGUIDE_STORE": str(SHARED_DIR / f"{copy.name}-cache"), "CI": "", **env}
    with session.chdir(copy):
        session.run("sh", "-ec", lines[number], external=True, env=env)


@nox.session(python=False)
def readme_tests(session: nox.Session) -> None:
    """Run the README's line with the suite, in a fresh copy; list the skipped tests for `judges`."""
    copy = copy_project("readme-tests")
    SKIPPED_FILE.unlink(missing_ok=True)
    run_readme_line(session, 1, copy, VOICEGUIDE_SKIPPED_TESTS=str(SKIPPED_FILE))


@nox.session(python=False)
def readme_render(session: nox.Session) -> None:
    """Run the README's line that makes a session, in a fresh copy."""
    copy = copy_project("readme-render")
    run_readme_line(session, 0, copy)
    shutil.copy(copy / "output" / "upper-back-reset.mp3", SHARED_DIR / "session-readme.mp3")


@nox.session
def types(session: nox.Session) -> None:
    """Check types."""
    install_locked(session)
    session.run("mypy")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and layout, and look for what Bandit takes for a weakness; each answer is beside its line."""
    install_locked(session)
    session.install("bandit==1.9.4")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("bandit", "--quiet", "--recursive", "voiceguide")


@nox.session(python=PYTHON_VERSIONS)
def tests(session: nox.Session) -> None:
    """Render a session from an empty cache, and run the tests that may differ between interpreters."""
    install_locked(session)
    name = f"session-{session.python}"
    cache = SHARED_DIR / f"{name}-cache"
    shutil.rmtree(cache, ignore_errors=True)
    SHARED_DIR.mkdir(parents=True, exist_ok=True)
    env = {"VOICEGUIDE_STORE": str(cache)}
    session.run("voiceguide", "render", "-o", str(SHARED_DIR / f"{name}.mp3"), env=env)
    run_tests(session, "-m", "not once", CI="true", HYPOTHESIS_PROFILE="brief")


@nox.session
def installed(session: nox.Session) -> None:
    """Build the wheel, install it with uv and with pipx, and render with each, away from the source."""
    session.install("uv==0.13.9", "pipx==1.16.1")
    folder = Path(session.create_tmp()).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    session.run("uv", "build", "--quiet", "--wheel", "--out-dir", str(folder / "wheels"))
    (wheel,) = (folder / "wheels").glob("*.whl")
    for name, *command in (("uv", "uv", "tool", "install"), ("pipx", "pipx", "install")):
        programs = folder / name / "bin"
        env = {
            "UV_TOOL_DIR": str(folder / name),
            "UV_TOOL_BIN_DIR": str(programs),
            "PIPX_HOME": str(folder / name),
            "PIPX_BIN_DIR": str(programs),
            "VOICEGUIDE_STORE": str(folder / "cache"),
            "PYTHONPATH": "",
        }
        session.run(*command, str(wheel), env=env)
        with session.chdir(folder):
            render = ("render", "settle", "--voice", "silent", "-o", f"{name}.mp3")
            session.run(str(programs / "voiceguide"), *render, env=env, external=True)
    if (folder / "uv.mp3").read_bytes() != (folder / "pipx.mp3").read_bytes():
        session.error("The two installations render different bytes.")


@nox.session
def supply(session: nox.Session) -> None:
    """Resolve the lock for each system, by hashes and wheels alone, and list what it has as CycloneDX."""
    session.install("uv==0.13.9", "cyclonedx-bom==7.5.0")
    folder = Path(session.create_tmp()).resolve()
    command = ["uv", "pip", "install", "--quiet", "--dry-run", "--no-deps", "--target", str(folder)]
    command += ["--require-hashes", "-r", "requirements.lock", "--only-binary", ":all:"]
    for platform in PLATFORMS:
        packages = (*SOURCE_PACKAGES[""], *SOURCE_PACKAGES.get(platform, ()))
        exceptions = [word for package in packages for word in ("--no-binary", package)]
        for version in (PYTHON_VERSIONS[0], PYTHON_VERSIONS[-1]):
            target = ("--python-platform", platform, "--python-version", version)
            env = {"MACOSX_DEPLOYMENT_TARGET": "14.0"}  # the oldest that onnxruntime has wheels for
            session.run(*command, *exceptions, *target, env=env)
    SHARED_DIR.mkdir(parents=True, exist_ok=True)
    bill = SHARED_DIR / "bill-of-materials.json"
    session.run("cyclonedx-py", "requirements", "requirements.lock", "--output-file", str(bill))


@nox.session
def audit(session: nox.Session) -> None:
    """Look up known vulnerabilities of the locked packages: needs the vulnerability service of PyPI."""
    session.install("pip-audit==2.10.1")
    session.run("pip-audit", "--require-hashes", "--disable-pip", "--requirement", "requirements.lock")


@nox.session(requires=["readme_tests"])
def judges(session: nox.Session) -> None:
    """Run, with every outside judge installed, what the suite skipped without them, and long fuzzing."""
    install_locked(session, "requirements-judges.lock")
    arguments = SHARED_DIR / "arguments.txt"
    shutil.copy(SKIPPED_FILE, arguments)
    run_tests(session, f"@{arguments}", "tests/fuzz", CI="true")


@nox.session(python=False, requires=["readme_tests", "readme_render"])
def offline(session: nox.Session) -> None:
    """Render and test in the copies of the README, without a network, system programs or variables."""
    tools = Path(session.create_tmp()).resolve()
    for name in ("ls", "cat", "env"):
        (tools / name).unlink(missing_ok=True)
        (tools / name).symlink_to(shutil.which(name) or name)
    for copy, program, *arguments in (
        ("readme-render", "voiceguide", "render", "-o", "offline.mp3"),
        ("readme-tests", "pytest", "-q", *(f"tests/{path}" for path in OFFLINE_TESTS)),
    ):
        (programs,) = (SHARED_DIR / copy).glob(".venv*/bin")
        with session.chdir(SHARED_DIR / copy):
            session.run(
                *("unshare", "-n", "--", "env", "-i", f"HOME={tools}", f"TMPDIR={tools}"),
                *(f"PATH={programs}:{tools}", str(programs / program), *arguments),
                external=True,
            )
    shutil.copy(SHARED_DIR / "readme-render" / "offline.mp3", SHARED_DIR / "session-offline.mp3")


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
