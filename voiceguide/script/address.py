"""Texts in the formal or the familiar address of a language: “Setzen Sie sich”, “Setz dich”.

Scripts are written in the formal address. Where the language cannot turn a text, its author writes both in braces:
`{bis Sie es spüren / bis du es spürst}`.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from voiceguide.script.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.language.address import Address

_PAIR = re.compile(r"\{([^{}/]*)/([^{}/]*)\}")

_Node = TypeVar("_Node")


def is_pair(content: str) -> bool:
    """Return whether the content of a pair of braces has a formal and a familiar text."""
    formal, slash, familiar = content.partition("/")
    return bool(slash and formal.strip() and familiar.strip() and "/" not in familiar)


def formal_text(text: str) -> str:
    """Return a text in the formal address."""
    return _PAIR.sub(lambda pair: pair[1].strip(), text)


def familiar_text(text: str, address: Address) -> str:
    """Return a text in the familiar address."""
    parts = _PAIR.split(text)  # plain text, then formal, familiar, plain …
    plain = [address.familiar(part) if index % 3 == 0 else "" for index, part in enumerate(parts)]
    pairs = [part.strip() if index % 3 == 2 else "" for index, part in enumerate(parts)]  # noqa: PLR2004 - see above
    return "".join(one + other for one, other in zip(plain, pairs, strict=True))


def can_be_familiar(text: str, address: Address) -> bool:
    """Return whether every address of the listener in a text can be turned, or is written in both forms."""
    return address.first_left_over(_PAIR.sub("…", text)) is None


def in_address(node: _Node, address: Address, *, familiar: bool) -> _Node:
    """Return a part of a script, or a tuple of parts, with all its texts in one address."""
    if familiar:
        return _map_texts(node, lambda text: familiar_text(text, address))
    return _map_texts(node, formal_text)


def _map_texts(node: _Node, convert: Callable[[str], str]) -> _Node:
    """Return a node of the model with a function applied to its texts; nodes without a change are the same."""
    if isinstance(node, tuple):
        parts = tuple(_map_texts(part, convert) for part in node)
        is_same = all(new is old for new, old in zip(parts, node, strict=True))
        return node if is_same else parts  # type: ignore[return-value]  # a tuple of the same nodes
    if isinstance(node, Text):
        text = convert(node.text)
        return node if text == node.text else replace(node, text=text)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    values = {field.name: getattr(node, field.name) for field in fields(node)}
    new_values = {name: _map_texts(value, convert) for name, value in values.items()}
    changes = {name: value for name, value in new_values.items() if value is not values[name]}
    return replace(node, **changes) if changes else node
