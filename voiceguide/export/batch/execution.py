"""Protocols of a batch's tasks and of whatever runs them, and the simplest executor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Result = TypeVar("_Result")
_Result_co = TypeVar("_Result_co", covariant=True)

MAX_ATTEMPTS = 4
"""Attempts of a task whose worker ends, for want of memory or because it was stopped."""


class Task(Protocol[_Result_co]):
    """Work that can be sent to another process."""

    def run(self) -> _Result_co:
        """Do the work. Raise VoiceguideError on failure."""
        ...


class Executor(Protocol):
    """Something that runs tasks, in any order."""

    @property
    def worker_count(self) -> int:
        """Number of tasks that run at once."""
        ...

    def run_all(self, tasks: Iterable[Task[_Result]]) -> Iterator[_Result]:
        """Yield the result of each task as soon as it is there. Raise the error of one that fails."""
        ...


class InlineExecutor:
    """Executor that runs one task after the other, in this process."""

    worker_count = 1

    def run_all(self, tasks: Iterable[Task[_Result]]) -> Iterator[_Result]:
        """Yield the result of each task."""
        return (task.run() for task in tasks)
