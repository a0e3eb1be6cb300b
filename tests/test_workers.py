from __future__ import annotations

import threading
import time
from contextlib import closing

import pytest

from voiceguide import workers
from voiceguide.errors import RequestError, VoiceError


def test_results_come_in_the_order_in_which_they_were_asked_for() -> None:
    def work(number: int) -> int:
        time.sleep(0.02 if number % 2 else 0)
        return number * number

    assert list(workers.map_in_order(work, range(9), 3, lambda: None)) == [
        number * number for number in range(9)
    ]


def test_as_many_tasks_run_at_once_as_there_are_workers() -> None:
    together = threading.Barrier(3, timeout=10)
    assert len(set(workers.map_in_order(lambda _: together.wait(), range(3), 3, lambda: None))) == 3


def test_first_error_is_raised_and_workers_are_stopped() -> None:
    begun: list[int] = []
    stopped = threading.Event()

    def work(number: int) -> int:
        begun.append(number)
        if number == 1:
            raise ValueError("hoarse")
        assert stopped.wait(0.01 if number != 2 else 10) or number != 2
        return number

    with pytest.raises(ValueError, match="hoarse"):
        list(workers.map_in_order(work, range(100), 2, stopped.set))
    assert stopped.is_set()
    assert len(begun) < 100
    assert not [thread for thread in threading.enumerate() if thread.name == "worker"]


def test_closing_the_iterator_stops_the_work() -> None:
    stopped = threading.Event()
    with closing(
        workers.map_in_order(lambda number: number == 0 or stopped.wait(10), range(3), 2, stopped.set)
    ) as results:
        assert next(results)
    assert stopped.is_set()


@pytest.mark.parametrize("asked", ["0", "-1", "two", "1.5", "²"])
def test_invalid_worker_count_is_refused(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("VOICEGUIDE_WORKERS", asked)
    with pytest.raises(RequestError, match="must be a whole number from 1"):
        workers.default_worker_count()


def test_worker_count_is_cpu_count_or_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOICEGUIDE_WORKERS", raising=False)
    assert workers.default_worker_count() >= 1
    monkeypatch.setenv("VOICEGUIDE_WORKERS", "3")
    assert workers.default_worker_count() == 3


def test_background_error_is_raised_when_result_is_needed() -> None:
    begun = threading.Event()

    def fail() -> None:
        begun.set()
        raise VoiceError("The engine is hoarse.")

    workers.start_in_background(fail)
    assert begun.wait(10)
