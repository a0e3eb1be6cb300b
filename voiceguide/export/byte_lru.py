"""What was read lately, kept in memory for as long as there is room."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class ByteLru:
    """Names and their bytes, `room` bytes in all or a single one; what was not asked for longest goes."""

    max_bytes: int
    _entries: dict[str, bytes] = field(default_factory=dict)
    _size: int = 0

    def get(self, key: str) -> bytes | None:
        """The bytes of that name, if they are still here."""
        data = self._entries.pop(key, None)
        if data is not None:
            self._entries[key] = data  # a dictionary keeps the order in which things came
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keeps the bytes of a name."""
        self._size += len(data) - len(self._entries.pop(key, b""))
        self._entries[key] = data
        while self._size > self.max_bytes and len(self._entries) > 1:
            self._size -= len(self._entries.pop(next(iter(self._entries))))
