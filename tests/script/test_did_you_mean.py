from __future__ import annotations

import pytest

from voiceguide.language import LANGUAGES
from voiceguide.script import did_you_mean as suggestions
from voiceguide.script.did_you_mean import did_you_mean


def test_a_language_may_be_named_where_languages_are_known() -> None:
    assert did_you_mean("german", tuple(LANGUAGES)) == "Did you mean “de”?"


def test_no_language_is_loaded_where_none_can_be_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "language_code", lambda word: pytest.fail(f"looked for {word}"))
    assert did_you_mean("hodl", ("hold", "rest")) == "Did you mean “hold”?"
    assert did_you_mean("german", ("hold", "rest")) == ""
