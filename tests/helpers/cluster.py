"""A Dask cluster and an S3 server on this computer, as processes that a test may kill."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.helpers.external_tools import require_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_START_SECONDS = 60.0
S3_VARIABLES = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def free_port() -> int:
    """Return a port of this computer that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Cluster:
    """Scheduler and workers. `env` is what the workers run with."""

    folder: Path
    env: Mapping[str, str]
    worker_count: int
    port: int = field(default_factory=free_port)
    scheduler: subprocess.Popen[bytes] = field(init=False)
    nannies: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Address of the scheduler."""
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        """Start the scheduler, and wait until it answers."""
        options = ("--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        self.scheduler = self._start("dask_scheduler", *options)
        wait_for_port(self.port)

    def start_workers(self) -> None:
        """Start the workers, which restart when they are killed, and wait until all are there."""
        distributed = require_package("distributed")
        options = ("--nworkers", str(self.worker_count), "--nthreads", "1", "--no-dashboard")
        folder = ("--local-directory", str(self.folder))
        self.nannies.append(self._start("dask_worker", self.address, *options, *folder))
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(self.worker_count, timeout=_START_SECONDS)

    def workers(self) -> list[Any]:
        """Return the processes (of psutil) that do the work, not those that restart them."""
        return [
            process
            for nanny in self.nannies
            for process in _descendants(nanny.pid)
            if "spawn_main" in _command_line(process)
        ]

    def stop(self) -> None:
        """End all processes."""
        for process in (self.scheduler, *self.nannies):
            for child in _descendants(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(child.pid, signal.SIGKILL)
            process.kill()
            process.wait()

    def _start(self, module: str, *options: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{module}.log").open("ab")
        with log:
            return subprocess.Popen(
                (sys.executable, "-m", f"distributed.cli.{module}", *options),
                env={**os.environ, **self.env},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _descendants(pid: int) -> list[Any]:
    psutil = require_package("psutil")
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _command_line(process: Any) -> str:  # noqa: ANN401 - there only with psutil
    try:
        return " ".join(process.cmdline())
    except require_package("psutil").Error:  # it has ended
        return ""


@contextmanager
def open_cluster(folder: Path, worker_count: int, env: Mapping[str, str]) -> Iterator[Cluster]:
    """Yield a running cluster, whose logs are in a folder; end it after."""
    cluster = Cluster(folder, env, worker_count)
    with ExitStack() as stack:
        cluster.start_scheduler()
        stack.callback(cluster.stop)
        cluster.start_workers()
        yield cluster


@contextmanager
def open_s3(folder: Path, bucket: str) -> Iterator[dict[str, str]]:
    """Yield the variables by which programs find an S3 server on this computer that has a bucket."""
    port = free_port()
    with (folder / "s3.log").open("ab") as log:
        server = subprocess.Popen(
            (sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)), stdout=log, stderr=log
        )
    try:
        wait_for_port(port)
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("PUT", f"/{bucket}")
        assert connection.getresponse().status == http.HTTPStatus.OK
        connection.close()
        yield {**S3_VARIABLES, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
    finally:
        server.kill()
        server.wait()


def wait_for_port(port: int) -> None:
    """Wait until something listens at a port. Raise TimeoutError if nothing does in a minute."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens at port {port}")
