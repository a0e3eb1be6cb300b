"""Commands in odd environments: `python -m tests.faults.environments [--only TEXT]`.

Some have file systems mounted in a namespace of their own, which needs root. A small library before the C library
refuses calls, or sets the clock. Each command ends with the right exit code and one true sentence, without a
traceback or a file left over.
Exit codes: 0 all promises were kept, 1 some were broken.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.scenarios import SCRIPT
from tests.helpers.program import PROGRAM, PROJECT_DIR

RENDER = "render shrug.md --voice silent -o out.mp3"

REFUSALS = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static int refused(const char *call, int number) {
    const char *names = getenv("REFUSED_CALLS");
    if (!names || !strstr(names, call)) return 0;
    errno = number;
    return 1;
}
int chmod(const char *p, mode_t m) { return refused("chmod", EPERM) ? -1 : fchmodat(-100, p, m, 0); }
int fchmod(int f, mode_t m) {
    int (*next)(int, mode_t) = dlsym(RTLD_NEXT, "fchmod");
    return refused("chmod", EPERM) ? -1 : next(f, m);
}
int fsync(int f) {
    int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
    return refused("fsync", EINVAL) ? -1 : next(f);
}
int rename(const char *a, const char *b) {
    int (*next)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    return !access(b, F_OK) && refused("rename", EEXIST) ? -1 : next(a, b);
}
int flock(int f, int o) {
    int (*next)(int, int) = dlsym(RTLD_NEXT, "flock");
    return refused("flock", ENOLCK) ? -1 : next(f, o);
}
int utimensat(int d, const char *p, const struct timespec t[2], int f) {
    int (*next)(int, const char *, const struct timespec *, int) = dlsym(RTLD_NEXT, "utimensat");
    return refused("utime", EPERM) ? -1 : next(d, p, t, f);
}
int symlink(const char *a, const char *b) {
    int (*next)(const char *, const char *) = dlsym(RTLD_NEXT, "symlink");
    return refused("symlink", EPERM) ? -1 : next(a, b);
}
int clock_gettime(clockid_t c, struct timespec *t) {
    int (*next)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int result = next(c, t);
    if (getenv("CLOCK_SECONDS") && c == CLOCK_REALTIME) t->tv_sec = atoll(getenv("CLOCK_SECONDS"));
    return result;
}
"""
"""C source of a library for LD_PRELOAD. CLOCK_SECONDS sets the clock."""


@dataclass(frozen=True)
class Environment:
    """Circumstances of a command, and the exit code and the sentence on standard error that are right there.

    prepare       commands of a shell, run before, as root of a namespace of mounts
    redirection   of a shell, after the command
    """

    name: str
    command: str
    code: int
    sentence: str = ""
    prepare: str = ":"
    redirection: str = ""
    env: dict[str, str] = field(default_factory=dict)


def _refusing(calls: str, code: int = 0, sentence: str = "out.mp3") -> Environment:
    """Return an environment whose file system refuses calls, where a session is rendered a second time."""
    return Environment(
        f"refuses {calls}",
        f"{RENDER} --hold 9s",
        code,
        sentence,
        f"{' '.join(PROGRAM)} {RENDER} 2>/dev/null; export REFUSED_CALLS='{calls}'",
    )


def _code_page(name: str, command: str) -> Environment:
    return Environment(f"{name}, {command}", command, 0, env={"PYTHONIOENCODING": name, "PYTHONUTF8": "0"})


NO_ROOM = "No space left on device"
READ_ONLY = "Read-only file system"
ENVIRONMENTS = (
    *map(_refusing, ("chmod", "fsync", "flock", "utime", "symlink", "chmod fsync flock utime symlink")),
    _refusing("rename", 1, "out.mp3 cannot be written: File exists."),
    Environment(
        "read-only folder",
        RENDER,
        1,
        f"out.mp3 cannot be written: {READ_ONLY}",
        "mount -B . . && mount -o remount,ro,bind . && cd $PWD",
    ),
    Environment(
        "full folder",
        RENDER,
        1,
        NO_ROOM,
        "mkdir full && mount -t tmpfs -o size=64k x full && cp shrug.md full && cd full",
    ),
    Environment(
        "without inodes",
        RENDER,
        1,
        NO_ROOM,
        "mkdir full && mount -t tmpfs -o nr_inodes=2 x full && cp shrug.md full && cd full",
    ),
    Environment("in memory", RENDER, 0, "out.mp3", "mkdir t && mount -t tmpfs x t && cp shrug.md t && cd t"),
    Environment(
        "overlay",
        RENDER,
        0,
        "out.mp3",
        "mount -t tmpfs x /mnt && mkdir /mnt/low /mnt/up /mnt/work /mnt/all && cp shrug.md /mnt/low && "
        "mount -t overlay -o lowerdir=/mnt/low,upperdir=/mnt/up,workdir=/mnt/work o /mnt/all && cd /mnt/all",
    ),
    Environment(
        "read-only cache",
        RENDER,
        0,
        "cannot be written, so the next rendering is no quicker",
        "mkdir store && mount -B store store && mount -o remount,ro,bind store",
    ),
    Environment(
        "read-only packages",
        RENDER,
        0,
        "out.mp3",
        f"mount -B {PROJECT_DIR} {PROJECT_DIR} && mount -o remount,ro,bind {PROJECT_DIR}",
    ),
    Environment("no temporary folder", RENDER, 0, "out.mp3", env={"TMPDIR": "/nowhere"}),
    Environment(
        "read-only everywhere",
        RENDER,
        1,
        READ_ONLY,
        "mount -B / /mnt && mount -o remount,ro,bind /mnt && cd /mnt$PWD",
    ),
    Environment("no proc", RENDER, 0, "out.mp3", "umount -l /proc"),
    Environment("no home", RENDER, 0, "out.mp3", "unset HOME USER LOGNAME VOICEGUIDE_PREFERENCES"),
    Environment("home is a file", "list", 0, env={"HOME": "/etc/passwd"}),
    *(
        Environment(f"time zone {zone!r}", "list", 0, env={"TZ": zone})
        for zone in ("Nowhere/Else", ":", "A" * 9_000)
    ),
    Environment(
        "locale C", "list", 0, env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ),
    Environment("unknown locale", "list", 0, env={"LANG": "xx_XX.UTF-7", "LC_ALL": "xx_XX.UTF-7"}),
    *(
        _code_page(page, command)
        for page in ("cp1252", "cp437", "cp932", "ascii")
        for command in ("list", "show shrug.md --voice silent --why", "doctor")
    ),
    Environment("16 descriptors", RENDER, 0, "out.mp3", "ulimit -n 16"),
    Environment("little address space", RENDER, 1, "too little memory", "ulimit -v 60000"),
    Environment("no right for anybody", RENDER, 0, "out.mp3", "umask 777"),
    Environment("no standard input", RENDER, 0, "out.mp3", redirection="<&-"),
    Environment("clock in 1970", RENDER, 0, "out.mp3", env={"CLOCK_SECONDS": "0"}),
    Environment("clock in 2500", RENDER, 1, "set to a year after 2262", env={"CLOCK_SECONDS": "16725225600"}),
    Environment("clock in 1901", RENDER, 0, "out.mp3", env={"CLOCK_SECONDS": "-2147483648"}),
    Environment("bytes that are no text", f"render {chr(0xDCFF)}.md", 2, ".md"),
    Environment("output that is no text", f"render shrug.md --voice silent -o {chr(0xDCFF)}.mp3", 0, ".mp3"),
    Environment("optimised", RENDER, 0, "out.mp3", env={"PYTHONOPTIMIZE": "2"}),
    Environment("strict about encodings and resources", RENDER, 0, "out.mp3", env={"PYTHONDEVMODE": "1"}),
    Environment(
        "unreadable hash seed", RENDER, 0, "out.mp3", env={"PYTHONHASHSEED": "7", "PYTHONNOUSERSITE": "1"}
    ),
    Environment(
        "module in the way",
        RENDER,
        0,
        "out.mp3",
        "mkdir way && echo 'raise ImportError(1)' > way/frames.py && export PYTHONPATH=$PYTHONPATH:way",
    ),
    Environment(
        "module beside the script",
        RENDER,
        0,
        "out.mp3",
        "for m in json click numpy wave types; do echo 'raise SystemExit(99)' > $m.py; done; export PYTHONSAFEPATH=1",
    ),
    Environment("no programs", RENDER, 0, "out.mp3", "PATH=/nowhere"),
    Environment("no programs, M4A", RENDER.replace("mp3", "m4a"), 0, "out.m4a", "PATH=/nowhere"),
)


def build_library(folder: Path) -> Path:
    """Compile REFUSALS, and return the library. Raise CalledProcessError if there is no compiler."""
    source, library = folder / "refusals.c", folder / "refusals.so"
    source.write_text(REFUSALS, encoding="utf-8")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def broken_promises(environment: Environment, library: Path, folder: Path) -> list[str]:
    """Run the command in its environment; return what was wrong."""
    work = folder / "work"
    work.mkdir(parents=True)
    (work / "shrug.md").write_text(SCRIPT, encoding="utf-8")
    line = f'export LD_PRELOAD={library}; {environment.prepare}; exec "$@" {environment.redirection}'
    namespace = ["unshare", "--mount"] if "mount" in environment.prepare else []
    usual = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": str(PROJECT_DIR),
        "VOICEGUIDE_PREFERENCES": str(folder / "none.toml"),
        "VOICEGUIDE_STORE": str(work / "store"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ran = subprocess.run(
        [*namespace, "sh", "-c", line, "sh", *PROGRAM, *environment.command.split()],
        cwd=work,
        env=os.environ | usual | environment.env,
        capture_output=True,
        timeout=120,
        check=False,
    )
    messages = ran.stderr.decode(errors="replace")
    left = [path for path in folder.rglob(".voiceguide-*") if path.is_file()]
    promises = {
        "a traceback": "Traceback" not in messages,
        f"exit code {ran.returncode}, not {environment.code}": ran.returncode == environment.code,
        f"not said: {environment.sentence}": environment.sentence in messages,
        f"left over: {[path.name for path in left]}": not left,
    }
    broken = [promise for promise, is_kept in promises.items() if not is_kept]
    return [*broken, f"said: {messages[-600:]}"] if broken else []


def main() -> int:
    """Try the environments, print what was broken and a total, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    chosen = [environment for environment in ENVIRONMENTS if options.only in environment.name]
    broken_count = 0
    with tempfile.TemporaryDirectory(prefix="environments-") as name:
        folder = Path(name).resolve()
        library = build_library(folder)
        for number, environment in enumerate(chosen):
            broken = broken_promises(environment, library, folder / str(number))
            broken_count += bool(broken)
            for promise in broken:
                print(f"{environment.name}: {promise}", flush=True)
    print(f"{len(chosen)} environments, {broken_count} with broken promises")
    return 1 if broken_count else 0


if __name__ == "__main__":
    sys.exit(main())
