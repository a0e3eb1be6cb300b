from __future__ import annotations

import pytest

from voiceguide.script.grammar import nearest


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
    assert nearest(word, known) == hint
