from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from voiceguide.speech.budget import Budget


def test_parts_that_fit_are_taken_at_once() -> None:
    budget, meeting = Budget(10), Barrier(2, timeout=10)

    def meet(part: int) -> None:
        with budget.take(part):
            meeting.wait()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(meet, (4, 6)))


def test_part_that_does_not_fit_waits_and_more_than_all_takes_all() -> None:
    budget, has_begun = Budget(10), Event()

    def take_all() -> None:
        with budget.take(1_000):
            has_begun.set()

    with ThreadPoolExecutor(1) as threads:
        with budget.take(1):
            future = threads.submit(take_all)
            assert not has_begun.wait(0.05)
        future.result(timeout=10)
    assert has_begun.is_set()
