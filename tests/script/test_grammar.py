from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voiceguide.errors import Location, ScriptError
from voiceguide.script import grammar
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.grammar import parse_tree


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("hodl", ("hold", "go"), "Did you mean “hold”?"),
        ("HOLD", ("hold", "go"), "Did you mean “hold”?"),
        ("squat", ("hold", "go"), ""),
        ("hold", (), ""),
        ("h" * 100_000, ("hold",), ""),
    ],
)
def test_the_nearest_known_word(word: str, known: tuple[str, ...], hint: str) -> None:
    assert did_you_mean(word, known) == hint


_WORDS = (
    "hold ",
    "go ",
    "reps ",
    "breathe ",
    " times",
    "use a-1",
    ", ",
    " x ",
    "each side",
    "up ",
    "rest ",
    "(",
)
_AMOUNTS = (
    "5s",
    "25s",
    "20.75s",
    "1:59",
    "90:00",
    "2 min",
    "{h2}",
    "0s",
    "7",
    "10",
    "305",
    "1.s",
    "9:7",
    "3x",
    ")",
)


def _parse_result(text: str, start: str) -> Any:  # noqa: ANN401 - untyped tree
    """Return a tree with the texts and columns of its tokens, or the problems."""

    def tokens(tree: Any) -> Any:  # noqa: ANN401 - untyped tree
        if isinstance(tree, str):
            token: Any = tree
            return token.type, str(token), token.start_pos, token.end_pos
        return tree.data, [tokens(child) for child in tree.children]

    try:
        return tokens(parse_tree(text, start, Location("a.md", 1, 1)))
    except ScriptError as error:
        return error.problems


@example(["0"], "value")
@example(["05s"], "value")
@given(
    st.lists(st.sampled_from(_WORDS + _AMOUNTS), max_size=8),
    st.sampled_from(["step", "section", "use", "value"]),
)
def test_fast_step_parser_agrees_with_the_grammar(parts: list[str], start: str) -> None:
    text = "".join(parts)
    by_shape = _parse_result(text, start)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grammar, "_MAX_CACHED_CHARACTERS", -1)  # no text is parsed by its shape
        assert _parse_result(text, start) == by_shape
