"""Engine of a published site: plans and stitches sessions on the phone, under Pyodide, from packs of clips.

The page calls it from a web worker. Requests and replies are JSON, except packs, covers and MP3 files. A request
has the same options as the command line, and its errors are the same sentences.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from voiceguide import units
from voiceguide.errors import RequestError, VoiceError, VoiceguideError
from voiceguide.export.clip_pack import ClipPack, PackedClips
from voiceguide.export.session import LaidOutSession, lay_out_plan
from voiceguide.plan.merge import make_choices
from voiceguide.plan.options import OPTIONS_BY_NAME
from voiceguide.plan.planner import make_plan
from voiceguide.score.timeline_json import timeline_to_dict
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.views.cover import design_cover

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Buffer

    from voiceguide.plan.options import Choices

_MAX_TEXTS, _MAX_TEXT_LENGTH = 100, 200
"""Limits of one option in a request: a link may come from anybody."""


@dataclass
class Engine:
    """Sessions of one site.

    voice_names    engine and speaker of the clips, as “hibari:heart”, by language
    session_packs  names of the packs of each session
    packs          packs that are loaded, by name
    covers         covers that are loaded, by session and whole minutes
    """

    voice_names: Mapping[str, str]
    session_packs: Mapping[str, list[str]]
    packs: dict[str, ClipPack] = field(default_factory=dict)
    covers: dict[str, dict[int, bytes]] = field(default_factory=dict)
    library: Library = field(default_factory=lambda: Library(shipped_dir()))
    _latest: tuple[tuple[str, str], LaidOutSession] | None = None
    """Request and result of the latest plan, which `audio` usually follows."""

    def add_pack(self, name: str, pack: Buffer) -> None:
        """Add a pack of clips. Raise FileError if it is damaged."""
        self.packs[name] = ClipPack.decode(bytes(pack))

    def add_cover(self, session: str, minutes: int, jpeg: Buffer) -> None:
        """Add the cover of a session for a length in whole minutes."""
        self.covers.setdefault(session, {})[minutes] = bytes(jpeg)

    def plan(self, session: str, request: str) -> str:
        """Return the timeline of a session with the options in a request, as JSON, or {"error": sentence}.

        `request` is a JSON object of lists of texts by option: {"hold": ["seated-twist=25s"]}.
        """
        return _reply(lambda: self._describe_result(self._lay_out(session, request)))

    def audio(self, session: str, request: str) -> bytes | str:
        """Return the MP3 file of a session with the options in a request, or the JSON {"error": sentence}."""
        try:
            return b"".join(self._lay_out(session, request).mp3_file().read())
        except VoiceguideError as error:
            return json.dumps({"error": str(error)})

    def _resolve(self, name: str) -> tuple[Any, Library]:
        session = self.library.session(name)
        return session, self.library.for_language(session.language)

    def _lay_out(self, session: str, request: str) -> LaidOutSession:
        if self._latest and self._latest[0] == (session, request):
            return self._latest[1]
        choices = choices_from_request(request)
        if session not in self.session_packs:
            raise RequestError(f"This page has no session “{session[:_MAX_TEXT_LENGTH]}”.")
        resolved, library = self._resolve(session)
        clips = PackedClips(
            self.voice_names[resolved.language],
            choices.chime,
            [self.packs[name] for name in self.session_packs[session]],
            self.covers.setdefault(session, {}),
        )
        try:
            result = lay_out_plan(make_plan(resolved, library, choices), clips)
            for sound in {event.sound for event in result.timeline.events if event.sound}:
                clips.data(sound)  # raises if it can be measured only
        except VoiceError:
            raise RequestError(
                "These choices lead to a length that this page has no words for. Choose a length too."
            ) from None
        self._latest = ((session, request), result)
        return result

    def _describe_result(self, result: LaidOutSession) -> dict[str, Any]:
        timeline, plan = result.timeline, result.plan
        return {
            "timeline": timeline_to_dict(timeline),
            "notes": list(result.notes),
            "cover": design_cover(plan.session, timeline.title, timeline.length).minutes,
            "values": {
                planned.technique.name: {
                    name: _describe_amount(planned.technique.value(name), amount)
                    for name, amount in planned.values
                }
                for planned in plan.techniques
            },
        }


def start_engine(voice_names: str, session_packs: str) -> Engine:
    """Return the engine of a site, from JSON objects: see Engine."""
    return Engine(json.loads(voice_names), json.loads(session_packs))


def choices_from_request(request: str) -> Choices:
    """Return the choices in a request. Raise RequestError for anything but texts of options of the page."""
    try:
        texts_by_option = json.loads(request)
    except (ValueError, RecursionError):
        raise RequestError("The choices in this link cannot be read.") from None
    if not isinstance(texts_by_option, dict):
        raise RequestError("The choices in this link cannot be read.")
    return make_choices({name: _checked_texts(name, texts) for name, texts in texts_by_option.items()})


def _checked_texts(name: str, texts: object) -> tuple[str, ...]:
    option = OPTIONS_BY_NAME.get(name)
    names = tuple(option.name for option in OPTIONS_BY_NAME.values() if option.on_page)
    if option is None or not option.on_page:
        hint = did_you_mean(name[:_MAX_TEXT_LENGTH], names) or f"Choose one of: {', '.join(names)}."
        raise RequestError(f"There is no option “{name[:_MAX_TEXT_LENGTH]}” on this page. {hint}")
    if (
        not isinstance(texts, list)
        or len(texts) > _MAX_TEXTS
        or any(not isinstance(text, str) or len(text) > _MAX_TEXT_LENGTH for text in texts)
        or (len(texts) > 1 and not option.multiple)
    ):
        raise RequestError(f"The choice of “{name}” in this link cannot be read.")
    return tuple(texts)


def _describe_amount(value: Any, amount: int) -> dict[str, Any]:  # noqa: ANN401 - Value or None
    is_time = value is not None and value.unit == "time"
    return {
        "amount": units.to_seconds(amount) if is_time else amount,
        "text": _format(amount, is_time=is_time),
    }


def _format(amount: int, *, is_time: bool) -> str:
    return units.format_duration(amount) if is_time else str(amount)


def _reply(make: Any) -> str:  # noqa: ANN401 - a function without arguments
    try:
        reply: Mapping[str, Any] = make()
    except VoiceguideError as error:
        reply = {"error": str(error)}
    return json.dumps(reply, ensure_ascii=False)
