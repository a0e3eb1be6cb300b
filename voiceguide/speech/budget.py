"""Amount of work in progress, which bounds the memory that threads take together."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(eq=False)
class Budget:
    """Amount that threads share: each takes a part, and waits until enough is free."""

    total: int
    _free: int = field(init=False)
    _changed: Condition = field(default_factory=Condition, init=False)

    def __post_init__(self) -> None:
        self._free = self.total

    @contextmanager
    def take(self, amount: int) -> Iterator[None]:
        """Take a part while the context is open; more than there is takes all."""
        part = min(amount, self.total)
        with self._changed:
            self._changed.wait_for(lambda: self._free >= part)
            self._free -= part
        try:
            yield
        finally:
            with self._changed:
                self._free += part
                self._changed.notify_all()
