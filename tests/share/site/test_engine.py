from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import RequestError
from voiceguide.files.cache import Cache
from voiceguide.plan.options import Choices
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.share.site.contents import SiteContents, build_contents
from voiceguide.share.site.engine import Engine, choices_from_request, start_engine

NAME = "seated-twist"


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> SiteContents:
    library, cache = Library(shipped_dir()), Cache(tmp_path_factory.mktemp("cache"))
    return build_contents([(library.session(NAME), library)], Choices(voice="silent"), cache, lambda *_: None)


@pytest.fixture
def engine(contents: SiteContents) -> Engine:
    (session,) = contents.sessions
    engine = start_engine(json.dumps({"en": session.voice_name}), json.dumps({NAME: list(session.packs)}))
    for name, pack in contents.packs.items():
        engine.add_pack(name, pack)
    for minutes, jpeg in session.covers.items():
        engine.add_cover(NAME, minutes, jpeg)
    return engine


def plan(engine: Engine, **request: list[str]) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(engine.plan(NAME, json.dumps(request)))
    return reply


def test_session_as_written_has_the_bytes_that_the_site_serves(
    engine: Engine, contents: SiteContents
) -> None:
    assert plan(engine)["timeline"]["length"] == contents.sessions[0].seconds
    assert engine.audio(NAME, "{}") == contents.sessions[0].sound


def test_longer_hold_lengthens_each_hold(engine: Engine) -> None:
    def holds(reply: dict[str, Any]) -> list[float]:
        spans: dict[int, list[float]] = {}
        for event in reply["timeline"]["events"]:
            if "hold" in event and event["role"] != "end":
                spans.setdefault(event["hold"], []).extend((event["start"], event["end"]))
        return [round(max(span) - min(span)) for span in spans.values()]

    assert set(holds(plan(engine, set=["seated-twist.hold=25s"]))) == {25}
    assert plan(engine, set=["seated-twist.hold=25s"])["values"][NAME]["hold"] == {
        "amount": 25.0,
        "text": "25s",
    }


@pytest.mark.parametrize(
    ("request_text", "sentence"),
    [
        ("", "The choices in this link cannot be read."),
        ("[]", "The choices in this link cannot be read."),
        ("[" * 100_000, "The choices in this link cannot be read."),
        ('{"hold": "25s"}', "The choice of “hold” in this link cannot be read."),
        ('{"hold": [25]}', "The choice of “hold” in this link cannot be read."),
        ('{"level": ["gentle", "strong"]}', "The choice of “level” in this link cannot be read."),
        (json.dumps({"hold": ["x" * 300]}), "The choice of “hold” in this link cannot be read."),
        (json.dumps({"hold": ["25s"] * 200}), "The choice of “hold” in this link cannot be read."),
        ('{"voice": ["silent"]}', "There is no option “voice” on this page."),
        ('{"music": ["/etc/passwd"]}', "There is no option “music” on this page."),
        ('{"levle": ["gentle"]}', "Did you mean “level”?"),
        ('{"level": ["gentel"]}', "Did you mean “gentle”?"),
        ('{"set": ["seated-twist.hold=31s"]}', "seated-twist"),
        ('{"skip": ["plank"]}', "does not use “plank”"),
    ],
)
def test_request_that_the_page_does_not_make_is_answered_with_a_sentence(
    engine: Engine, request_text: str, sentence: str
) -> None:
    assert sentence in json.loads(engine.plan(NAME, request_text))["error"]
    audio = engine.audio(NAME, request_text)
    assert isinstance(audio, str)
    assert sentence in json.loads(audio)["error"]


def test_unknown_session_is_answered_with_a_sentence(engine: Engine) -> None:
    assert json.loads(engine.plan("nothing", "{}")) == {"error": "This page has no session “nothing”."}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
)


@given(st.text() | json_values.map(json.dumps))
def test_no_text_makes_the_engine_raise_anything_but_a_request_error(text: str) -> None:
    with suppress(RequestError):
        choices_from_request(text)
