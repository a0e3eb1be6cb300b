from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.checks.estimate import Estimate, estimate
from voiceguide.errors import RequestError
from voiceguide.fit.durations import Durations
from voiceguide.fit.fit import fit_with_durations
from voiceguide.plan.options import OPTIONS
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.share.site.contents import offered_lengths
from voiceguide.share.site.coverage import Coverage, greetings, spoken_lengths
from voiceguide.share.site.engine import choices_from_request

if TYPE_CHECKING:
    from voiceguide.score.items import Sound
    from voiceguide.script.model import Session

SECOND = 24_000
LIBRARY = Library(shipped_dir())
SESSION_NAMES = ("seated-twist", "two-minutes")


@cache
def covered(name: str) -> tuple[Session, tuple[int, ...], frozenset[Sound], frozenset[Sound]]:
    session = LIBRARY.session(name)
    offered = offered_lengths(session, LIBRARY)
    groups = Coverage().required_sounds(session, LIBRARY, offered.spoken)
    sounds = frozenset().union(*groups.values())
    return session, offered.minutes, sounds, sounds | greetings(session, LIBRARY, offered.measured)


@st.composite
def requests(draw: st.DrawFn, name: str) -> str:
    """Draw any choices that a page offers for a session."""
    session, minutes, *_ = covered(name)
    request: dict[str, list[str]] = {}
    for option in OPTIONS:
        if option.on_page and option.names and draw(st.booleans()):
            count = st.lists(st.sampled_from(option.names), min_size=1, max_size=3 if option.multiple else 1)
            request[option.name] = draw(count)
    if session.length and draw(st.booleans()):
        request["minutes"] = [str(draw(st.sampled_from(minutes)))]
    settings_of_values = []
    for technique in LIBRARY.resolve_techniques(session):
        for value in technique.values:
            if value.least < value.most and draw(st.integers(0, 3)) == 0:
                amount = draw(st.integers(value.least, value.most))
                text = str(amount) if value.unit == "count" else f"{max(amount // SECOND, 1)}s"
                settings_of_values.append(f"{technique.name}.{value.name}={text}")
        if draw(st.integers(0, 5)) == 0:
            request.setdefault("skip", []).append(technique.name)
    if settings_of_values:
        request["set"] = settings_of_values
    return json.dumps(request)


@settings(max_examples=150)
@given(st.data())
def test_every_sound_of_any_choice_of_the_page_is_covered(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SESSION_NAMES))
    session, _, playable, measurable = covered(name)
    measured: set[Sound] = set()

    def measure(sound: Sound) -> Estimate:
        measured.add(sound)
        return estimate(sound)

    try:
        plan = make_plan(session, LIBRARY, choices_from_request(data.draw(requests(name))))
        fitted = fit_with_durations(plan, Durations(measure))
    except RequestError:
        return  # the page shows the sentence
    timeline = lay_out(session.name, session.title, write_score(fitted), measure, fitted.notes)
    heard = {event.sound for event in timeline.events if event.sound}
    missing = (heard - playable) | (measured - measurable)
    if plan.length or session.length // 2 <= timeline.length <= session.length * 2:
        assert {sound.text for sound in missing} == set()
    else:  # nothing fills the time, and the page asks for a length
        assert all(sound.text.startswith(f"{session.title}, ") for sound in missing)


def test_spoken_lengths_have_each_name_once_from_seconds_to_half_minutes() -> None:
    lengths = list(spoken_lengths((88 * SECOND, 150 * SECOND)))
    assert [length // SECOND for length in lengths] == [88, 89, 90, 120, 150, 180]
