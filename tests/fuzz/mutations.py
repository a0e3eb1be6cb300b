"""Mutations of scripts: lines lost, swapped, repeated or taken from another script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.fuzz import choices_from_bytes
from tests.fuzz.corpus import BAD_INPUTS, GOOD_INPUTS, HEADER_BYTES, TOKENS
from tests.fuzz.odd_text import LOOKALIKES, ODD_TEXTS

if TYPE_CHECKING:
    from random import Random

MAX_SCRIPT_LENGTH = 16_000
"""Maximum characters of a mutant: ten times a usual script."""

_CONFUSABLE = re.compile(f"[{re.escape(''.join(LOOKALIKES))}]")

_NUMBER = re.compile(r"\d+(?:[.:]\d+)?(?: ?[a-z]+\b)?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def random_mutant(rng: Random) -> bytes:
    """Return a mutant of one of the project's scripts, three times in four a good one, half of them without choices."""
    data = mutate(rng.choice(rng.choice((GOOD_INPUTS, GOOD_INPUTS, GOOD_INPUTS, BAD_INPUTS))), rng)
    choice_bits = rng.randrange(2) and rng.getrandbits(8 * choices_from_bytes.CHOICE_BYTES)
    return data[:1] + choice_bits.to_bytes(choices_from_bytes.CHOICE_BYTES) + data[HEADER_BYTES:]


def mutate(data: bytes, rng: Random) -> bytes:
    """Return an input with one to four mutations of its script, and one time in four with a changed header."""
    head, text = bytearray(data[:HEADER_BYTES].ljust(HEADER_BYTES, b"\0")), _script_text(data)
    if rng.randrange(4) == 0:
        head[rng.randrange(HEADER_BYTES)] = rng.randrange(256)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        text = rng.choice(_MUTATIONS)(text, rng)[:MAX_SCRIPT_LENGTH]
    return bytes(head) + text.encode("utf-8", "surrogateescape")


def _script_text(data: bytes) -> str:
    """Return the script of an input; bytes that are not UTF-8 are escaped, so that they can be restored."""
    return data[HEADER_BYTES:].decode("utf-8", "surrogateescape")


def _split(text: str, separator: str) -> list[str]:
    return text.split(separator) if separator else list(text)


def _random_slice(length: int, rng: Random) -> slice:
    """Return a random slice of a list of `length` items."""
    start = rng.randint(0, length)
    return slice(start, start + rng.choice((1, 1, 2, 3, 8, 40)))


def _delete_pieces(pieces: list[str], _separator: str, rng: Random) -> None:
    del pieces[_random_slice(len(pieces), rng)]


def _repeat_pieces(pieces: list[str], _separator: str, rng: Random) -> None:
    span = _random_slice(len(pieces), rng)
    pieces[span.start : span.start] = pieces[span] * rng.choice((1, 1, 1, 2, 5, 300))


def _swap_pieces(pieces: list[str], _separator: str, rng: Random) -> None:
    if pieces:
        first, second = (rng.randrange(len(pieces)) for _ in range(2))
        pieces[first], pieces[second] = pieces[second], pieces[first]


def _insert_from_another(pieces: list[str], separator: str, rng: Random) -> None:
    others = _split(_script_text(rng.choice(GOOD_INPUTS)), separator)
    position = rng.randint(0, len(pieces))
    pieces[position:position] = others[_random_slice(len(others), rng)]


def _replace_tail(pieces: list[str], separator: str, rng: Random) -> None:
    others = _split(_script_text(rng.choice(GOOD_INPUTS)), separator)
    pieces[rng.randint(0, len(pieces)) :] = others[rng.randint(0, len(others)) :]


def _rearrange(text: str, rng: Random) -> str:
    """Delete, repeat, swap or replace blocks, lines or characters."""
    separator = rng.choice(("\n\n", "\n\n", "\n", "\n", ""))
    pieces = _split(text, separator)
    rng.choice((_delete_pieces, _repeat_pieces, _swap_pieces, _insert_from_another, _replace_tail))(
        pieces, separator, rng
    )
    return separator.join(pieces)


def _insert_token(text: str, rng: Random) -> str:
    """Insert a token or an odd text anywhere, half of the time at the end of a line."""
    token = rng.choice(rng.choice((TOKENS, TOKENS, ODD_TEXTS)))
    position = rng.randint(0, len(text))
    if rng.randrange(2) and (end := text.find("\n", position)) > 0:
        position = end
    return text[:position] + token + text[position:]


def _replace_token(text: str, rng: Random) -> str:
    """Replace a number or word by one of the script format, or of another script."""
    pattern = rng.choice((_NUMBER, _WORD))
    if not (matches := list(pattern.finditer(text))):
        return text
    source = " ".join(TOKENS) if rng.randrange(2) else _script_text(rng.choice(GOOD_INPUTS))
    others = [other[0] for other in pattern.finditer(source)]
    match = rng.choice(matches)
    return text[: match.start()] + rng.choice(others or [""]) + text[match.end() :]


def _replace_lookalike(text: str, rng: Random) -> str:
    """Replace a letter by one that looks like it; some tools treat the two as equal."""
    if not (letters := list(_CONFUSABLE.finditer(text))):
        return text
    position = rng.choice(letters).start()
    return text[:position] + rng.choice(LOOKALIKES[text[position]]) + text[position + 1 :]


def _reindent_line(text: str, rng: Random) -> str:
    lines = text.split("\n")
    number = rng.randrange(len(lines))
    lines[number] = " " * rng.choice((0, 1, 2, 4, 6)) + lines[number].lstrip(" ")
    return "\n".join(lines)


_MUTATIONS = (
    _rearrange,
    _rearrange,
    _insert_token,
    _replace_token,
    _replace_token,
    _replace_lookalike,
    _reindent_line,
)
