"""The command line in a subprocess: exit codes, streams, signals, unusual files and unusual arguments."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import mutagen
import pytest

from tests.helpers.program import PROGRAM, run_program
from voiceguide import __version__
from voiceguide.cli.main import cli, run_command
from voiceguide.errors import RequestError
from voiceguide.export.formats import suffix_list
from voiceguide.files import atomic
from voiceguide.script.files import DEFAULT_SESSION

if TYPE_CHECKING:
    from collections.abc import Iterator

VOICE = ("--voice", "silent")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices are others on Windows")
COMMANDS = ("render", "show", "compose", "list", "check", "format", "new", "set", "unset", "prefs", "doctor")

SLOW_RENDER = """
import os, sys, threading, time
from voiceguide.cli.main import main
from voiceguide.speech.silent import SilentVoice

def record(self, cue):
    if first.acquire(blocking=False):  # the others at work say nothing
        print("speaking", flush=True)
    while True:  # a signal that comes just before a sleep does not end it
        time.sleep(0.01)

def unlink(path, unlink=os.unlink):
    print("cleaning up", flush=True)
    time.sleep(0.1)
    unlink(path)

SilentVoice.record, os.unlink = record, unlink
first = threading.Lock()
main()
"""
"""Command line with a voice that never ends its first cue, and a slow removal of the unfinished file."""

STOP_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

FILE_SIZE_LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from voiceguide.cli.main import main
main()
"""
"""Command line on a disk that is full after 100 kB."""


@dataclass(frozen=True)
class CommandResult:
    code: int
    out: str
    err: str


def run(*arguments: str | Path, program: tuple[str, ...] = PROGRAM, **options: Any) -> CommandResult:  # noqa: ANN401 - those of run_program
    """Run the program to its end. Assert that it prints no traceback and no terminal control character."""
    if program == PROGRAM:
        ended: Any = run_program(*arguments, **options)
    else:
        env = os.environ | options.pop("env", {})
        ended = subprocess.run([*program, *arguments], env=env, check=False, capture_output=True, **options)
    ran = CommandResult(
        ended.returncode,
        *(stream.decode(errors="replace") for stream in (ended.stdout, ended.stderr)),
    )
    assert "Traceback" not in ran.err
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", ran.out + ran.err
    )
    return ran


def request_error(*arguments: str | Path) -> str:
    """Return the message of a command that exits with code 2."""
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    return ran.err


@pytest.fixture(autouse=True)
def work_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in a separate folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def file_names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


WITHOUT_NUM2WORDS = """
import sys
sys.modules["num2words"] = None
from voiceguide.cli.main import main
main()
"""


def test_missing_package_is_reported_without_traceback(tmp_path: Path) -> None:
    script = tmp_path / "own.md"
    script.write_text("---\ntitle: A\n---\n\nCount to 7.\n", encoding="utf-8")
    ran = run("show", script, program=(sys.executable, "-c", WITHOUT_NUM2WORDS))
    assert (ran.code, ran.out) == (1, "")
    assert re.search("num2words.*“voiceguide doctor” shows how to fix it", " ".join(ran.err.split()))


ENDLESS_VOICE = """
import threading
from voiceguide import workers
from voiceguide.cli.main import main
from voiceguide.errors import VoiceError
from voiceguide.speech import hibari

def on_and_on(cue, begun):
    while True:
        speak(cue, 1.0)
        begun.set()

def ahead(work):
    for cue in ("Neck and back, slowly.", "Lift it.", "And breathe out.", "Breathe in."):
        begun = threading.Event()
        threading.Thread(target=on_and_on, args=(cue, begun), daemon=True).start()
        begun.wait()
    raise VoiceError("Something else went wrong.")

speak, workers.start_in_background = hibari._load_engine("heart"), ahead
main()
"""
"""Command line with a voice that blocks in several threads."""


def test_exit_is_normal_when_voice_is_still_working(shrug: Path, tmp_path: Path) -> None:
    store = {"VOICEGUIDE_STORE": str(tmp_path / "store")}
    ran = run("show", shrug, "--voice", "hibari", program=(sys.executable, "-c", ENDLESS_VOICE), env=store)
    assert ran == CommandResult(1, "", "Something else went wrong.\n")


# What is done -----------------------------------------------------------------------------------------


def test_render_writes_file_and_reports_on_standard_error(shrug: Path) -> None:
    ran = run("render", "shrug.md", *VOICE)
    assert (ran.code, ran.out) == (0, "")
    assert re.match(r"output/shrug\.mp3 · \d:\d\d · \d\.\d MB · silent:hum · “voiceguide share", ran.err)
    assert "trim-silence off" in ran.err
    assert file_names(shrug.parent) == ["output", "output/shrug.mp3", "shrug.md"]


def test_without_a_session_the_default_one_is_rendered(work_dir: Path) -> None:
    assert f"\noutput/{DEFAULT_SESSION}.mp3 · 12:30 · " in run("render", *VOICE, "--minutes", "12.5").err
    assert file_names(work_dir) == ["output", f"output/{DEFAULT_SESSION}.mp3"]


def test_show_json_is_the_contract_and_the_same_for_render(shrug: Path) -> None:
    asked = ("shrug.md", *VOICE, "--hold", "shrug=25s")
    first = run("show", *asked, "--json")
    assert (first.code, first.err) == (0, "")
    result = json.loads(first.out)
    assert (result["version"], result["session"], result["title"]) == (1, "shrug", "Shrug")
    events, rate = result["events"], result["sample_rate"]
    assert events[0]["start"] == 0
    assert events[-1]["end"] == result["length"]
    assert all(one["end"] == other["start"] for one, other in pairwise(events))
    held = [event for event in events if event.get("hold") == 1]
    assert abs(held[-1]["end"] - held[0]["start"] - 25) <= 576 / rate
    assert all(
        abs(event[at] * rate - round(event[at] * rate)) < 1e-3 for event in events for at in ("start", "end")
    )
    assert run("render", *asked).code == 0
    assert run("show", *asked, "--json") == first
    assert file_names(shrug.parent) == ["output", "output/shrug.mp3", "shrug.md"]


@pytest.mark.usefixtures("shrug")
def test_show_is_a_table_on_standard_output() -> None:
    ran = run("show", "shrug.md", *VOICE)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Shrug · ")
    assert "Lift your shoulders…" in ran.out


def test_fit_notes_go_to_standard_error_beside_the_data() -> None:
    ran = run("show", *VOICE, "--hold", "90s", "--json")
    assert ran.code == 0
    assert "Seated twist: hold " in ran.err
    assert "30s" in ran.err
    assert json.loads(ran.out)["session"] == DEFAULT_SESSION


def test_list_prints_sessions_and_techniques() -> None:
    ran = run("list")
    assert (ran.code, ran.err) == (0, "")
    assert DEFAULT_SESSION in ran.out


def test_check_of_what_is_shipped_finds_nothing() -> None:
    ran = run("check")
    assert (ran.code, ran.out) == (0, "")
    assert re.fullmatch(r"\d+ scripts checked: no problem\.\n", ran.err)
    assert run("check", "--json") == CommandResult(0, "[]\n", "")


def test_check_counts_one_script_in_the_singular(shrug: Path) -> None:
    assert run("check", shrug).err == "1 script checked: no problem.\n"


def test_doctor_exits_0_when_everything_is_installed() -> None:
    ran = run("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert "✓ voice silent" in ran.out


def test_doctor_says_what_is_missing_and_exits_1(work_dir: Path) -> None:
    (work_dir / "output").touch()
    ran = run("doctor")
    assert ran.code == 1
    assert "✗ the output folder, output: Not a directory\n    voiceguide render -o FILE\n" in ran.out


def test_version_is_printed() -> None:
    assert run("--version") == CommandResult(0, f"voiceguide {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    ran = run(command, "-h")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: voiceguide {command} [OPTIONS]")


# What is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        (("rendr",), "rendr"),
        (("render", "--voyce", "x"), "--voyce"),
        (("render", "a", "b"), "(b)"),
        (("render", "-o"), "-o"),
    ],
)
def test_unknown_option_or_command_is_named_with_a_hint(asked: tuple[str, ...], result: str) -> None:
    first, second = request_error(*asked).splitlines()
    assert result in first
    assert re.fullmatch("See “voiceguide( render)? --help”.", second)


def test_without_a_command_there_is_help() -> None:
    ran = run()
    assert all(f"  {command} " in ran.out + ran.err for command in COMMANDS)


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        (("upper-back-rest",), "upper-back-reset"),
        (("--skip", "cat-camle"), "cat-camel"),
        (("--hold", "seated-twst=20s"), "seated-twist"),
        (("--set", "seated-twist.hodl=20s"), "hold"),
        (("--voice", "silnt"), "silent"),
        (("--voyce", "silent"), "--voice"),
    ],
)
def test_unknown_session_is_reported_with_nearest_name(
    work_dir: Path, asked: tuple[str, ...], nearest: str
) -> None:
    voice = () if "--voice" in asked else VOICE
    assert re.search(rf"Did you mean[^?]*{nearest}[^?]*\?", request_error("render", *asked, *voice))
    assert file_names(work_dir) == []


@pytest.mark.parametrize(
    "asked",
    [
        ("--minutes", "ten"),
        ("--minutes", ""),
        ("--length", "9:75"),
        ("--length", ""),
        ("--rounds", "many"),
        ("--set", "hold=20s"),
        ("--moving", ""),
        ("--voice", ""),
        ("--voice", "silent:tenor"),
    ],
)
def test_a_value_that_cannot_be_read_is_quoted_with_one_that_can(
    work_dir: Path, asked: tuple[str, ...]
) -> None:
    voice = () if "--voice" in asked else VOICE
    ran = run("render", *asked, *voice)
    assert (ran.code, ran.out) == (2, "")
    assert f"“{asked[1]}”" in ran.err or f"“{asked[1].partition(':')[2]}”" in ran.err
    assert file_names(work_dir) == []


def test_two_lengths_are_refused() -> None:
    result = "--minutes and --length both set the length: give one of them.\n"
    assert request_error("render", *VOICE, "--minutes", "10", "--length", "9:59") == result
    assert request_error("render", *VOICE, "--minutes", "", "--length", "9:59") == result


def test_a_length_out_of_reach_names_those_within() -> None:
    assert re.search(
        r"cannot last 1:00: .*\d:\d\d.*\d\d:\d\d", request_error("render", *VOICE, "--minutes", "1")
    )


@pytest.mark.parametrize("name", ["x.aac", "x", ""])
def test_an_output_of_another_kind_is_refused(work_dir: Path, name: str) -> None:
    assert request_error("render", *VOICE, "-o", name).endswith(
        f"the file's name must end in {suffix_list()}.\n"
    )
    assert file_names(work_dir) == []


@pytest.mark.parametrize(
    ("command", "name"),
    [("render", "missing.md"), ("render", "./missing"), ("show", "folder.md"), ("check", "missing.md")],
)
def test_missing_script_path_is_a_request_error(work_dir: Path, command: str, name: str) -> None:
    (work_dir / "folder.md").mkdir()
    said = request_error(command, name, *(VOICE if command != "check" else ()))
    assert name.removeprefix("./") in said
    assert file_names(work_dir) == ["folder.md"]


def test_broken_script_is_reported_with_file_line_and_column(shrug: Path) -> None:
    text = shrug.read_text("utf-8")
    shrug.write_text(text.replace("chair", "chiar").replace("- hold", "- hodl"), encoding="utf-8")
    said = request_error("show", "shrug.md", *VOICE)
    first, second = said.splitlines()
    assert re.match(r"shrug\.md:3:\d+: .*“?chair”?", first)
    assert re.match(r"shrug\.md:9:\d+: .*hold", second)
    assert {first, second} < set(request_error("check", "shrug.md").splitlines())
    assert request_error("render", "shrug.md", *VOICE) == said
    assert request_error("show", "shrug.md", *VOICE, "--json") == said
    assert file_names(shrug.parent) == ["shrug.md"]


def test_check_json_has_the_same_problems_as_data(shrug: Path) -> None:
    shrug.write_text(shrug.read_text("utf-8").replace("chair", "chiar"), encoding="utf-8")
    ran = run("check", "shrug.md", "--json")
    assert (ran.code, ran.err) == (2, "")
    (problem,) = json.loads(ran.out)
    result = "{file}:{line}:{column}: {message} {hint}".format_map(problem)
    assert request_error("check", "shrug.md").splitlines()[0] == result.strip()


# What could not be done -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["folder.mp3", "missing/x.mp3", "shrug.md/x.mp3"])
def test_an_output_that_cannot_be_written_exits_1(shrug: Path, name: str) -> None:
    (shrug.parent / "folder.mp3").mkdir()
    ran = run("render", "shrug.md", *VOICE, "-o", name)
    assert (ran.code, ran.out) == (1, "")
    assert re.fullmatch(rf"{name} cannot be written: .*\. Choose another place with -o\.\n", ran.err)
    assert file_names(shrug.parent) == ["folder.mp3", "shrug.md"]


def test_a_folder_that_cannot_be_written_is_named(shrug: Path) -> None:
    (shrug.parent / "output").touch()
    ran = run("render", "shrug.md", *VOICE)
    assert ran.code == 1
    assert ran.err.startswith("output/shrug.mp3 cannot be written: ")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a folder where not even root may write")
@pytest.mark.usefixtures("shrug")
def test_a_read_only_folder_is_named() -> None:
    ran = run("render", "shrug.md", *VOICE, "-o", "/sys/x.mp3")
    assert ran.code == 1
    assert ran.err.startswith("/sys/x.mp3 cannot be written: ")


@pytest.mark.usefixtures("shrug")
def test_unwritable_cache_is_reported_but_no_failure() -> None:
    ran = run("render", "shrug.md", *VOICE, env={"VOICEGUIDE_STORE": "shrug.md/store"})
    assert ran.code == 0
    assert "shrug.md/store cannot be written, so the next rendering is no quicker." in ran.err


@needs_posix
def test_a_full_disk_leaves_the_old_file(shrug: Path) -> None:
    run("show", "shrug.md", *VOICE)
    (shrug.parent / "old.mp3").write_bytes(b"an old file of voiceguide")
    ran = run(
        "shrug.md", *VOICE, "-o", "old.mp3", program=(sys.executable, "-c", FILE_SIZE_LIMITED, "render")
    )
    assert ran.code == 1
    assert ran.err.startswith("old.mp3 cannot be written: File too large.")
    assert (shrug.parent / "old.mp3").read_bytes() == b"an old file of voiceguide"
    assert file_names(shrug.parent) == ["old.mp3", "shrug.md"]


@needs_posix
@pytest.mark.parametrize(
    "command", [("list",), ("show", "settle", *VOICE, "--json"), ("doctor",)], ids=" ".join
)
def test_full_standard_output_is_reported(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = run(*command, stdout=full)
    assert ran.code == 1
    assert ran.err == "Standard output cannot be written: No space left on device.\n"


@needs_posix
@pytest.mark.usefixtures("shrug")
def test_a_full_standard_error_changes_no_exit_code() -> None:
    with Path("/dev/full").open("wb") as full:
        assert run("render", "shrug.md", *VOICE, stderr=full).code == 0
        assert run("render", "no-such-session", *VOICE, stderr=full).code == 2


@needs_posix
@pytest.mark.parametrize("command", [("list",), ("show", *VOICE, "--json"), ("--help",)], ids=" ".join)
def test_closed_pipe_is_no_failure(command: tuple[str, ...]) -> None:
    with subprocess.Popen([*PROGRAM, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        assert program.stderr.read() == b""


# Signals ----------------------------------------------------------------------------------------------


@pytest.fixture
def render_process(work_dir: Path, shrug: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a render in the middle of its first cue, over an existing file."""
    (work_dir / "old.mp3").write_bytes(b"an old file of voiceguide")
    with start_render(SLOW_RENDER, shrug, work_dir) as program:
        try:
            yield program
        finally:
            program.kill()


def start_render(code: str, script: Path, here: Path) -> subprocess.Popen[bytes]:
    program = subprocess.Popen(
        [sys.executable, "-c", code, "render", str(script), *VOICE, "-o", "old.mp3"],
        env=os.environ | {"VOICEGUIDE_STORE": str(here / "store")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert program.stdout
    assert program.stdout.readline() == b"speaking\n"
    return program


def assert_stopped(program: subprocess.Popen[bytes], here: Path) -> None:
    _, said = program.communicate(timeout=2)  # the contract: two seconds
    assert said == b"Stopped. Nothing was changed.\n"
    assert (here / "old.mp3").read_bytes() == b"an old file of voiceguide"
    assert [name for name in file_names(here) if not name.startswith("store")] == ["old.mp3", "shrug.md"]
    with pytest.raises(ProcessLookupError):
        os.killpg(program.pid, 0)


@needs_posix
@pytest.mark.parametrize(("number", "code"), [(name, 128 + name) for name in STOP_SIGNALS])
def test_a_signal_stops_a_render_and_leaves_the_old_file(
    render_process: subprocess.Popen[bytes], work_dir: Path, number: int, code: int
) -> None:
    render_process.send_signal(number)
    assert_stopped(render_process, work_dir)
    assert render_process.returncode == code


@needs_posix
@pytest.mark.parametrize("numbers", [(2, 2), (15, 15), (2, 15), (15, 2), (1, 15), (2, 1)])
def test_a_second_signal_does_not_interrupt_the_cleaning_up(
    render_process: subprocess.Popen[bytes], work_dir: Path, numbers: tuple[int, int]
) -> None:
    first, second = numbers
    assert render_process.stdout
    render_process.send_signal(first)
    assert render_process.stdout.readline() == b"cleaning up\n"
    render_process.send_signal(second)
    assert_stopped(render_process, work_dir)
    assert render_process.returncode == 128 + first


@needs_posix
def test_a_kill_leaves_the_old_file_and_the_next_render_works(
    render_process: subprocess.Popen[bytes], work_dir: Path
) -> None:
    render_process.kill()
    render_process.wait()
    assert (work_dir / "old.mp3").read_bytes() == b"an old file of voiceguide"
    assert run("render", "shrug.md", *VOICE, "-o", "old.mp3").code == 0
    assert (work_dir / "old.mp3").read_bytes().startswith(b"ID3")


@needs_posix
def test_background_job_ignores_interrupt(work_dir: Path, shrug: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n" + SLOW_RENDER
    with start_render(deaf, shrug, work_dir) as program:
        program.send_signal(signal.SIGINT)
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=2)
        assert program.returncode == 143


@needs_posix
def test_a_signal_in_a_finaliser_where_python_drops_exceptions_is_not_lost(work_dir: Path) -> None:
    code = """
import os, signal, time
from voiceguide.cli import main

class Thing:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)

def run_command(_arguments):
    Thing()
    time.sleep(20)
    return 0

main.run_command = run_command
main.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=work_dir, capture_output=True, check=False, timeout=15
    )
    assert (done.returncode, done.stderr) == (130, b"Stopped. Nothing was changed.\n")


@needs_posix
def test_a_signal_whose_exception_python_wraps_is_a_stop(work_dir: Path) -> None:
    code = """
import os, signal
from voiceguide.cli import main

def run_command(_arguments):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except SystemExit as error:
        raise RuntimeError("Error calling __set_name__") from error

main.run_command = run_command
main.main()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=work_dir, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"Stopped. Nothing was changed.\n")


def test_a_failure_names_what_was_changed_before_it(
    work_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_arguments: object) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error", "scripts")

    monkeypatch.setattr(atomic, "_changes", {})
    monkeypatch.setattr("voiceguide.checks.check.check", fail)
    monkeypatch.chdir(work_dir)
    (work_dir / "handout.txt").write_text("# Chin tuck\n\nHold for 5 seconds.\n", encoding="utf-8")
    assert run_command(["adopt", "handout.txt", "-o", "tuck.md"]) == 1
    assert capsys.readouterr().err == "scripts: Input/output error. Changed before that: tuck.md.\n"


@needs_posix
def test_a_signal_during_the_shutdown_of_python_changes_nothing(work_dir: Path) -> None:
    code = """
import atexit, os, signal, sys
from voiceguide.cli.main import main

@atexit.register
def look():  # Python's shutdown sets those that have a handler back to ending the process
    os.write(1, str([signal.getsignal(number) == signal.SIG_IGN for number in (1, 2, 15)]).encode())

main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], cwd=work_dir, capture_output=True, check=True
    )
    assert done.stdout.endswith(b"[True, True, True]")


# Odd places and odd words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "odd",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=["C", "latin-1"],
)
def test_output_is_the_same_in_every_locale(work_dir: Path, shrug: Path, odd: dict[str, str]) -> None:
    result = run("show", "shrug.md", *VOICE, "--json", env=odd)
    assert "Lift your shoulders…" in {event.get("text") for event in json.loads(result.out)["events"]}
    script = work_dir / "Übung" / "shrug.md"
    script.parent.mkdir()
    shrug.rename(script)
    assert run("render", script, *VOICE, "-o", "für.mp3", env=odd).code == 0
    assert run("show", script, *VOICE, env=odd).code == run("doctor", env=odd).code == 0
    assert run("render", "nö", *VOICE, env=odd).code == 2


def test_paths_may_have_blanks_and_any_letters(work_dir: Path, shrug: Path) -> None:
    folder = work_dir / "meine Übungen 肩 😀"
    folder.mkdir()
    script = shrug.rename(folder / "shrug.md")
    assert run("render", script, *VOICE, "-o", folder / "für dich.mp3").code == 0
    assert file_names(folder) == ["für dich.mp3", "shrug.md"]
    result = json.loads(run("show", script, *VOICE, "--json").out)
    assert {
        event["source"].rsplit(":", 2)[0] for event in result["events"] if event.get("text") == "Sit tall."
    } == {str(script)}


@needs_posix
def test_a_path_that_is_no_text_is_survived(work_dir: Path, shrug: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(work_dir) + b"/\xff\x1b[31m"))
    folder.mkdir()
    script = shrug.rename(folder / "shrug.md")
    assert run("render", script, *VOICE, "-o", folder / "x.mp3").code == 0
    assert json.loads(run("show", script, *VOICE, "--json").out)["session"] == "shrug"
    assert run("check", folder).code == 0


@needs_posix
def test_control_characters_never_reach_the_terminal(work_dir: Path, shrug: Path) -> None:
    evil = "\x1b[31mred\x07\x08\r\x7f\x9b\u200f\u202e\u2066"
    script = shrug.rename(work_dir / f"{evil}.md")
    script.write_text(script.read_text("utf-8").replace("- hold", "- hodl"), encoding="utf-8")
    for asked in (
        ("check", script),
        ("check", "--json", script),
        ("render", script, *VOICE),
        ("render", evil, *VOICE),
        ("render", *VOICE, "-o", f"{evil}.aac"),
        ("render", *VOICE, "--hold", evil),
        ("render", "--voice", evil),
        (evil,),
    ):
        assert run(*asked).code == 2
    assert "�" in run("doctor", env={"VOICEGUIDE_STORE": str(work_dir / evil)}).out


@needs_posix
def test_a_folder_that_is_gone_is_survived(work_dir: Path) -> None:
    gone = "import os, sys; os.mkdir('a'); os.chdir('a'); os.rmdir('../a'); os.execv(sys.executable, {})"
    for asked, code in (("list", 0), ("doctor", 1), ("render --voice silent", 1)):
        words = [sys.executable, "-m", "voiceguide", *asked.split()]
        assert run(gone.format(words), program=(sys.executable, "-c"), cwd=work_dir).code == code


# Tools for authors ------------------------------------------------------------------------------------


def test_check_shows_each_problem_with_its_line_and_a_caret(shrug: Path) -> None:
    text = shrug.read_text("utf-8")
    shrug.write_text(text.replace("chair", "chiar").replace("- hold", "- hodl"), encoding="utf-8")
    first, line, caret, second, *_ = request_error("check", "shrug.md").splitlines()
    assert re.match(r"shrug\.md:3:11: .*“?chair”?", first)
    assert (line, caret) == ("    position: chiar", "              ^")
    assert re.match(r"shrug\.md:9:3: .*hold", second)


def test_check_json_says_how_bad_each_problem_is(shrug: Path) -> None:
    shrug.write_text(shrug.read_text("utf-8").replace("chair", "chiar"), encoding="utf-8")
    (problem,) = json.loads(run("check", "shrug.md", "--json").out)
    assert list(problem) == ["file", "line", "column", "message", "hint", "severity"]
    assert (problem["line"], problem["column"], problem["severity"]) == (3, 11, "error")


def test_control_characters_in_script_lines_never_reach_the_terminal(shrug: Path) -> None:
    evil = "\x1b[31mred\x07\x08\x7f\x9b\u200f\u202e\u2066\t肩"
    shrug.write_text(shrug.read_text("utf-8").replace("Sit", f"{evil} Sit"), encoding="utf-8")
    assert "    �[31mred�������    肩 Sit tall.\n    ^\n" in request_error("check", "shrug.md")
    assert run("check", "--json", "shrug.md").code == 2


def test_check_by_path_finds_techniques_in_the_same_folder(work_dir: Path, shrug: Path) -> None:
    (work_dir / "mine.md").write_text("---\ntitle: Mine\n---\n\n- use shrug\n", encoding="utf-8")
    assert run("check", "mine.md").err == "1 script checked: no problem.\n"
    shrug.unlink()
    assert request_error("check", "mine.md").startswith("mine.md:5:7: There is no technique “shrug”.")


def test_new_writes_a_script_that_is_in_order_and_can_be_heard(work_dir: Path) -> None:
    result = run("new", "neck-roll")
    said = "neck-roll.md is written. Change it, then run “voiceguide check neck-roll.md”.\n"
    assert result == CommandResult(0, "", said)
    assert file_names(work_dir) == ["neck-roll.md"]
    assert run("check", "neck-roll.md").code == 0
    assert run("render", "neck-roll.md", *VOICE).code == 0
    assert file_names(work_dir) == ["neck-roll.md", "output", "output/neck-roll.mp3"]


def test_new_overwrites_nothing(shrug: Path) -> None:
    before = shrug.read_bytes()
    assert request_error("new", "shrug") == "shrug.md already exists. Choose another name.\n"
    assert shrug.read_bytes() == before


@pytest.mark.parametrize("name", ["Neck roll", "../neck", "\x1b[31m\u202e", ""])
def test_new_refuses_a_name_that_no_script_can_have(work_dir: Path, name: str) -> None:
    request_error("new", name)
    assert file_names(work_dir) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a folder where not even root may write")
def test_new_where_nothing_can_be_written_exits_1() -> None:
    ran = run("new", "nod", cwd="/sys")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("nod.md cannot be written: ")


def test_new_has_help_and_needs_a_name() -> None:
    assert run("new", "-h").out.startswith("Usage: voiceguide new [OPTIONS] NAME")
    assert "voiceguide new --help" in request_error("new")


def test_format_reports_formatted_files(shrug: Path) -> None:
    text = shrug.read_text("utf-8")
    assert run("format", "shrug.md") == CommandResult(0, "", "shrug.md is formatted.\n")
    assert shrug.read_text("utf-8") == text.replace("120s", "2:00")
    assert run("format", ".", "shrug.md") == CommandResult(0, "", "1 script read: nothing to change.\n")


def test_format_check_lists_what_would_change_and_changes_nothing(work_dir: Path, shrug: Path) -> None:
    before = shrug.read_bytes()
    (work_dir / "nod.md").write_bytes(before.replace(b"120s", b"90s"))
    assert run("format", "--check", ".") == CommandResult(1, "shrug.md\n", "")
    assert shrug.read_bytes() == before
    assert run("format", ".").code == 0
    assert run("format", "--check", ".") == CommandResult(0, "", "2 scripts read: nothing to change.\n")


def test_format_refuses_a_script_with_problems_and_leaves_it(shrug: Path) -> None:
    shrug.write_text(shrug.read_text("utf-8").replace("chair", "chiar"), encoding="utf-8")
    before = shrug.read_bytes()
    for asked in (("format", "shrug.md"), ("format", "--check", "shrug.md")):
        assert request_error(*asked).startswith("shrug.md:3:11: ")
    assert shrug.read_bytes() == before


def test_format_lays_out_nothing_that_was_not_named() -> None:
    assert request_error("format").startswith("Name the scripts to format, or their folder")
    assert run("format", "-h").out.startswith("Usage: voiceguide format [OPTIONS] PATH…")


def timeline_of(*words: str | Path) -> dict[str, Any]:
    ran = run("show", *words, "--json", *VOICE)
    assert ran.code == 0, ran.err
    shown: dict[str, Any] = json.loads(ran.out)
    return shown


def spoken_texts(*words: str | Path) -> list[str]:
    return [event["text"] for event in timeline_of(*words)["events"] if event["kind"] == "speech"]


LEVELLED_SCRIPT = """---
title: Lift
avoid: osteoporosis
easier: settle
hold: 20s (10s-30s), gentle 12s
---

(A detail.)

@gentle Only a little.

- hold {hold}
"""


def test_level_guidance_and_sounds_are_heard(work_dir: Path) -> None:
    (work_dir / "lift.md").write_text(LEVELLED_SCRIPT, encoding="utf-8")
    usual, gentle = spoken_texts("lift.md"), spoken_texts("lift.md", "--level", "gentle")
    assert ("A detail." in usual, "Only a little." in usual) == (True, False)
    assert "Only a little." in gentle
    brief = spoken_texts("lift.md", "--guidance", "brief")
    assert "A detail." not in brief
    guided = spoken_texts("lift.md", "--sounds", "guided")
    assert guided[guided.index("Halfway.") :][:4] == ["Halfway.", "3", "2", "1"]


def test_avoided_technique_is_replaced_and_announced(work_dir: Path) -> None:
    (work_dir / "lift.md").write_text(LEVELLED_SCRIPT, encoding="utf-8")
    ran = run("show", "lift.md", "--avoid", "osteoporosis", *VOICE)
    assert ran.err.startswith("A moment to settle in place of Lift: not with osteoporosis.\n")
    assert "LIFT" not in ran.out


@pytest.mark.parametrize(
    ("option", "text", "hint"),
    [
        ("--level", "gentel", "“gentel” is not a level. Did you mean “gentle”?"),
        ("--avoid", "osteoporose", "Did you mean “osteoporosis”?"),
        ("--guidance", "short", "“short” is not a kind of guidance. Choose one of: full, brief, names."),
        ("--sounds", "loud", "“loud” is not a sound profile. Choose one of: calm, guided, minimal."),
        ("--scripts", "nowhere", "nowhere is not a folder with scripts."),
    ],
)
def test_a_choice_that_is_not_known_is_refused_with_the_nearest(option: str, text: str, hint: str) -> None:
    assert hint in request_error("show", option, text)


def test_user_scripts_shadow_shipped_scripts(work_dir: Path) -> None:
    own = work_dir / "own"
    own.mkdir()
    (own / "lift.md").write_text(LEVELLED_SCRIPT, encoding="utf-8")
    (own / "settle.md").write_text(
        LEVELLED_SCRIPT.replace("Lift", "Mine").replace("easier: settle\n", ""), encoding="utf-8"
    )
    assert "There is no session or technique “lift”" in request_error("show", "lift")
    assert "A detail." in spoken_texts("lift", "--scripts", own)
    ran = run("show", "settle", "--scripts", own, *VOICE)
    assert ran.err.startswith(f"settle is your own, {own / 'settle.md'}, in place of the shipped one.\n")
    assert f"settle is your own, {own / 'settle.md'}" in run("list", "--scripts", own).out
    assert "A detail." in spoken_texts_with_own_scripts(own)


def spoken_texts_with_own_scripts(own: Path) -> list[str]:
    ran = run("show", "lift", "--json", *VOICE, env={"VOICEGUIDE_SCRIPTS": str(own)})
    return [event.get("text", "") for event in json.loads(ran.out)["events"]]


def test_a_listener_s_pronunciations_come_from_the_preferences(work_dir: Path) -> None:
    (work_dir / "lift.md").write_text(LEVELLED_SCRIPT, encoding="utf-8")
    (work_dir / "mine.toml").write_text('[say]\ndetail = "dee tail"\n', encoding="utf-8")
    ran = run(
        "show", "lift.md", "--json", *VOICE, env={"VOICEGUIDE_PREFERENCES": str(work_dir / "mine.toml")}
    )
    spoken = {event.get("text"): event.get("spoken") for event in json.loads(ran.out)["events"]}
    assert spoken["A detail."] == "A dee tail."
    (work_dir / "mine.toml").write_text("say = 3\n", encoding="utf-8")
    wrong = run("show", "lift.md", *VOICE, env={"VOICEGUIDE_PREFERENCES": str(work_dir / "mine.toml")})
    assert (wrong.code, wrong.out) == (2, "")
    assert "“say” must be a table." in wrong.err


# Preferences -----------------------------------------------------------------------------------


@pytest.fixture
def preferences_path(work_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = work_dir / "mine.toml"
    monkeypatch.setenv("VOICEGUIDE_PREFERENCES", str(file))
    return file


def test_preference_applies_until_it_is_unset(preferences_path: Path, work_dir: Path) -> None:
    assert run("prefs").err == (
        f"Nothing is remembered yet. “voiceguide set hold 25s”, for example, writes to {preferences_path}.\n"
    )
    said = f"shrug.hold 25s is remembered in {preferences_path}.\n"
    (work_dir / "own").mkdir()
    (work_dir / "own" / "shrug.md").write_text(
        "---\ntitle: Shrug\nhold: 20s (10s-30s)\n---\n\n- hold {hold}\n", encoding="utf-8"
    )
    own = ("--scripts", "own")
    assert run("set", "shrug.hold", "25s", *own) == CommandResult(0, "", said)
    assert run("set", "guidance", "brief").code == 0
    assert run("prefs", *own).out == "guidance    brief\nshrug.hold  25s\n"
    assert "▪ hold 25 s" in run("show", "shrug", *own, *VOICE).out
    assert "▪ hold 15 s" in run("show", "shrug", *own, "--hold", "15s", *VOICE).out
    assert run("show", "settle", *VOICE).code == 0
    assert "shrug.hold cannot be used here: There is no technique “shrug”." in run("prefs").err
    assert run("unset", "shrug", "guidance") == CommandResult(0, "", "shrug, guidance are forgotten.\n")
    assert "▪ hold 20 s" in run("show", "shrug", *own, *VOICE).out


def test_a_preferences_file_with_errors_or_from_later_stops_all_and_stays(
    preferences_path: Path,
) -> None:
    wrong = (("guidance = 3\n", "“3” is not a kind of guidance"), ("version = 2\n", "newer voiceguide"))
    for text, hint in wrong:
        preferences_path.write_text(text, encoding="utf-8")
        for command in (("show", "settle", *VOICE), ("set", "hold", "25s"), ("unset", "hold"), ("prefs",)):
            assert hint in request_error(*command)
        assert preferences_path.read_text("utf-8") == text


def test_unreachable_request_names_the_preference_that_causes_it(preferences_path: Path) -> None:
    preferences_path.write_text("[desk-break]\nminutes = 30\n", encoding="utf-8")
    assert request_error("show", "desk-break", *VOICE).endswith(
        "Some choices are remembered: “voiceguide prefs” shows them.\n"
    )
    assert run("show", "desk-break", "--minutes", "3", *VOICE).code == 0


def test_a_preview_has_a_name_of_its_own_and_shows_what_it_renders(work_dir: Path) -> None:
    preview = ("--preview", "30s", "--from", "seated-twist", *VOICE)
    ran = run("render", *preview)
    assert ran.err.startswith("This is only a preview: 0:30 of 10:00, from “Seated twist” on.\n")
    assert file_names(work_dir) == ["output", "output/upper-back-reset-preview.mp3"]
    assert json.loads(run("show", *preview, "--json").out)["title"] == "Upper-back reset (preview)"
    assert "add --preview 30s" in request_error("show", "--from", "2")


def test_compose_saves_a_session(work_dir: Path) -> None:
    own = work_dir / "own"
    own.mkdir()
    asked = ("cat-camel", "slow-breathing", "--minutes", "4.5", "--scripts", "own", *VOICE)
    ran = run("compose", *asked, "-o", "mine.mp3", "--save", "mine")
    assert ran.code == 0, ran.err
    assert "own/mine.md is written. Run “voiceguide render mine” to hear it.\n" in ran.err
    assert file_names(work_dir) == ["mine.mp3", "own", "own/mine.md"]
    assert timeline_of("mine", "--scripts", "own")["length"] == 270
    assert "There is a script called “mine” already" in request_error("compose", *asked, "--save", "mine")


def test_render_speaks_the_texts_that_show_prints(work_dir: Path) -> None:
    """Assert equal notes, and that the file decodes to the words, chapters and length of the timeline."""
    asked = ("morning-mobility", "--minutes", "7.5", "--guidance", "brief", *VOICE)
    shown, made = run("show", *asked, "--json"), run("render", *asked, "-o", "made.mp3")
    *notes, _ = made.err.splitlines()
    assert notes == shown.err.splitlines()
    timeline = json.loads(shown.out)
    tags: Any = mutagen.File(work_dir / "made.mp3").tags
    assert str(tags["TIT2"]) == timeline["title"]
    assert round(int(str(tags["TLEN"])) / 1000, 1) == timeline["length"]
    said = [event["text"] for event in timeline["events"] if event["kind"] == "speech"]
    (lyrics,) = tags.getall("SYLT")
    assert [text.strip() for text, _ in lyrics.text] == said
    starts = [event["start"] for event in timeline["events"] if event["kind"] == "speech"]
    assert [time for _, time in lyrics.text] == pytest.approx([start * 1000 for start in starts], abs=1)
    chapters = sorted(tags.getall("CHAP"), key=lambda chapter: chapter.start_time)
    assert [str(chapter.sub_frames["TIT2"]) for chapter in chapters] == [
        chapter["title"] for chapter in timeline["chapters"]
    ]
    (remark,) = tags.getall("COMM")
    assert all(note in str(remark) for note in notes)


@pytest.mark.parametrize(
    "options", [("--json", "--why"), ("--why", "--svg", "a.svg"), ("--json", "--svg", "a.svg")]
)
def test_a_session_is_shown_in_one_way_at_a_time(options: tuple[str, ...]) -> None:
    with pytest.raises(RequestError, match="can be given"):
        cli.main(["show", *options], standalone_mode=False)


def test_voice_sample_is_refused_when_text_is_empty() -> None:
    with pytest.raises(RequestError, match="-o needs --say TEXT"):
        cli.main(["voices", "-o", "a.mp3"], standalone_mode=False)


# Completion -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_a_shell(shell: str) -> None:
    for ran in (run("completion", shell), run("completion", env={"SHELL": f"/usr/bin/{shell}"})):
        assert ran.code == 0
        assert "_VOICEGUIDE_COMPLETE" in ran.out
    ran = run("completion", env={"SHELL": "/bin/csh"})
    assert (ran.code, ran.err.partition("\n")[0]) == (2, "Name your shell: bash, zsh, fish.")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("voiceguide rend", "render"),
        ("voiceguide render upper-back-r", "upper-back-reset"),
        ("voiceguide share --add", "--address"),
    ],
)
def test_shell_completes_commands_names_and_options(line: str, expected: str) -> None:
    words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" ")), "_VOICEGUIDE_COMPLETE": "bash_complete"}
    ran = run(env=words)
    assert (ran.code, ran.out.splitlines()) == (0, [f"plain,{expected}"])
