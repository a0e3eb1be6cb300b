"""What was read lately, kept in memory for as long as there is room."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Near:
    """Names and their bytes, `room` bytes in all or a single one; what was not asked for longest goes."""

    room: int
    _held: dict[str, bytes] = field(default_factory=dict)
    _size: int = 0

    def get(self, name: str) -> bytes | None:
        """The bytes of that name, if they are still here."""
        data = self._held.pop(name, None)
        if data is not None:
            self._held[name] = data  # a dictionary keeps the order in which things came
        return data

    def put(self, name: str, data: bytes) -> None:
        """Keeps the bytes of a name."""
        self._size += len(data) - len(self._held.pop(name, b""))
        self._held[name] = data
        while self._size > self.room and len(self._held) > 1:
            self._size -= len(self._held.pop(next(iter(self._held))))
