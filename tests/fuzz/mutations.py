"""A script in which a few things went wrong: lines lost, swapped, said again, taken from another script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.fuzz import choices_from_bytes
from tests.fuzz.corpus import BAD, GOOD, HEAD, TOKENS
from tests.fuzz.odd_text import ODD, TWINS

if TYPE_CHECKING:
    from random import Random

MOST = 16_000
"""Bytes of a mutant, about: ten times a usual script."""

_WITH_A_TWIN = re.compile(f"[{re.escape(''.join(TWINS))}]")

_NUMBER = re.compile(r"\d+(?:[.:]\d+)?(?: ?[a-z]+\b)?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def mutant(chance: Random) -> bytes:
    """A script of the project after its accidents; mostly a good one, every other time with nothing asked."""
    data = mutate(chance.choice(chance.choice((GOOD, GOOD, GOOD, BAD))), chance)
    asked = chance.randrange(2) and chance.getrandbits(8 * choices_from_bytes.SIZE)
    return data[:1] + asked.to_bytes(choices_from_bytes.SIZE) + data[HEAD:]


def mutate(data: bytes, chance: Random) -> bytes:
    """An input after one to four accidents to its script, more often few; one in four asks otherwise."""
    head, text = bytearray(data[:HEAD].ljust(HEAD, b"\0")), _text(data)
    if chance.randrange(4) == 0:
        head[chance.randrange(HEAD)] = chance.randrange(256)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        text = chance.choice(_ACCIDENTS)(text, chance)[:MOST]
    return bytes(head) + text.encode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    """The script of an input; bytes that are no UTF-8 are escaped, and come back as they were."""
    return data[HEAD:].decode("utf-8", "surrogateescape")


def _pieces(text: str, gap: str) -> list[str]:
    return text.split(gap) if gap else list(text)


def _stretch(length: int, chance: Random) -> slice:
    """Some neighbours among so many."""
    start = chance.randint(0, length)
    return slice(start, start + chance.choice((1, 1, 2, 3, 8, 40)))


def _lost(pieces: list[str], _gap: str, chance: Random) -> None:
    del pieces[_stretch(len(pieces), chance)]


def _again(pieces: list[str], _gap: str, chance: Random) -> None:
    some = _stretch(len(pieces), chance)
    pieces[some.start : some.start] = pieces[some] * chance.choice((1, 1, 1, 2, 5, 300))


def _swapped(pieces: list[str], _gap: str, chance: Random) -> None:
    if pieces:
        one, other = (chance.randrange(len(pieces)) for _ in range(2))
        pieces[one], pieces[other] = pieces[other], pieces[one]


def _from_another(pieces: list[str], gap: str, chance: Random) -> None:
    others = _pieces(_text(chance.choice(GOOD)), gap)
    at = chance.randint(0, len(pieces))
    pieces[at:at] = others[_stretch(len(others), chance)]


def _ends_like_another(pieces: list[str], gap: str, chance: Random) -> None:
    others = _pieces(_text(chance.choice(GOOD)), gap)
    pieces[chance.randint(0, len(pieces)) :] = others[chance.randint(0, len(others)) :]


def _reordered(text: str, chance: Random) -> str:
    """Something done to its blocks, its lines, or its characters."""
    gap = chance.choice(("\n\n", "\n\n", "\n", "\n", ""))
    pieces = _pieces(text, gap)
    chance.choice((_lost, _again, _swapped, _from_another, _ends_like_another))(pieces, gap, chance)
    return gap.join(pieces)


def _put_in(text: str, chance: Random) -> str:
    """A token, or something odd; anywhere, as often as not at the end of a line."""
    token = chance.choice(chance.choice((TOKENS, TOKENS, ODD)))
    at = chance.randint(0, len(text))
    if chance.randrange(2) and (end := text.find("\n", at)) > 0:
        at = end
    return text[:at] + token + text[at:]


def _exchanged(text: str, chance: Random) -> str:
    """One number or word for another: of this language, or of any script."""
    kind = chance.choice((_NUMBER, _WORD))
    if not (matches := list(kind.finditer(text))):
        return text
    source = " ".join(TOKENS) if chance.randrange(2) else _text(chance.choice(GOOD))
    others = [other[0] for other in kind.finditer(source)]
    match = chance.choice(matches)
    return text[: match.start()] + chance.choice(others or [""]) + text[match.end() :]


def _mistyped(text: str, chance: Random) -> str:
    """A letter like another one, for some tools even the same."""
    if not (letters := list(_WITH_A_TWIN.finditer(text))):
        return text
    at = chance.choice(letters).start()
    return text[:at] + chance.choice(TWINS[text[at]]) + text[at + 1 :]


def _indented(text: str, chance: Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = " " * chance.choice((0, 1, 2, 4, 6)) + lines[at].lstrip(" ")
    return "\n".join(lines)


_ACCIDENTS = (_reordered, _reordered, _put_in, _exchanged, _exchanged, _mistyped, _indented)
