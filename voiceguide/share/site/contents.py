"""Contents of a site: for each session its packs, covers and sound; what sessions share is stored once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.tone_table import CHIMES
from voiceguide.checks.estimate import estimate
from voiceguide.errors import RequestError
from voiceguide.export.clip_factory import ClipFactory
from voiceguide.export.clip_pack import clip_name, encode_pack
from voiceguide.export.clips import ClipEncoding
from voiceguide.export.session import lay_out_plan, open_clip_factory
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.items import EventContext, Role, Say, Sound, SoundKind
from voiceguide.share.site.coverage import Coverage, greetings, spoken_lengths
from voiceguide.views.cover import cover_jpeg, design_cover

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voiceguide.export.clips import Clip, ProgressCallback
    from voiceguide.files.cache import Cache
    from voiceguide.score.layout import Measure
    from voiceguide.score.timeline import Timeline
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session

MAX_MINUTES = 60
"""Longest length that a page offers."""

_MINUTE = 60 * units.SAMPLE_RATE
_TONES = "tones"

_SHARED = "shared"
_NATURAL_FACTOR = 2
"""Factor by which choices may change the length of a session in which nothing fills the time."""


@dataclass(frozen=True, slots=True)
class SessionContents:
    """One session of a site.

    minutes     whole minutes that the page offers; empty if the session has no length of its own
    packs       names of the packs with its clips
    covers      covers by whole minutes
    sound       the session as written, as an MP3 file
    timeline    what happens in it
    """

    session: Session
    voice_name: str
    minutes: tuple[int, ...]
    packs: tuple[str, ...]
    covers: dict[int, bytes]
    sound: bytes
    timeline: Timeline

    @property
    def seconds(self) -> float:
        """Length of the session as written."""
        return units.to_seconds(self.timeline.length)


@dataclass(frozen=True, slots=True)
class SiteContents:
    """Sessions of a site, and the packs of clips by name."""

    sessions: tuple[SessionContents, ...]
    packs: dict[str, bytes]


def build_contents(
    sessions: Sequence[tuple[Session, Library]], choices: Choices, cache: Cache, on_progress: ProgressCallback
) -> SiteContents:
    """Speak every cue that the pages can lead to, and return the contents of a site.

    `choices` has the voice, its rate and its pitch. Raise VoiceguideError if a cue cannot be spoken, or if a session
    cannot be laid out as it is written.
    """
    coverage = Coverage()
    ranges = {session.name: offered_lengths(session, library) for session, library in sessions}
    groups = {
        session.name: _sound_groups(coverage, session, library, ranges[session.name])
        for session, library in sessions
    }
    sounds_by_pack = _share(chain.from_iterable(group.items() for group in groups.values()))
    packs: dict[str, bytes] = {}
    results = []
    for session, library in sessions:
        plan, offered = make_plan(session, library, choices), ranges[session.name]
        factory = open_clip_factory(plan, choices, ClipEncoding.MP3, cache, on_progress)
        names = sorted(
            ({*groups[session.name], f"{session.language}-{_SHARED}"} & sounds_by_pack.keys()) - {_TONES}
        )
        packs |= {name: _encode_sounds(sounds_by_pack[name], factory) for name in names if name not in packs}
        lengths_pack = f"{session.language}-lengths-{session.name}"
        playable = set(chain.from_iterable(sounds_by_pack[name] for name in names))
        lengths = greetings(session, library, offered.measured) - playable
        packs[lengths_pack] = _encode_sounds(lengths, factory, with_frames=False)
        laid_out = lay_out_plan(plan, factory)
        covers = {
            minute: cover_jpeg(design_cover(session, session.title, minute * _MINUTE), cache)
            for minute in offered.minutes
        }
        results.append(
            SessionContents(
                session,
                factory.voice_name,
                offered.minutes if session.length else (),
                (*names, lengths_pack, _TONES),
                covers,
                b"".join(laid_out.mp3_file().read()),
                laid_out.timeline,
            )
        )
    packs[_TONES] = _encode_tones(sounds_by_pack.get(_TONES, set()), factory)
    return SiteContents(tuple(results), packs)


def _sound_groups(
    coverage: Coverage, session: Session, library: Library, offered: OfferedLengths
) -> dict[str, set[Sound]]:
    """Return the sounds of a session by pack: one for each technique, one for the session's own words, the tones."""
    groups: dict[str, set[Sound]] = {}
    for technique, sounds in coverage.required_sounds(session, library, offered.spoken).items():
        name = f"{session.language}-{technique or f'session-{session.name}'}"
        tones = {sound for sound in sounds if sound.kind is SoundKind.TONE}
        groups[name] = sounds - tones
        groups.setdefault(_TONES, set()).update(tones)
    return groups


def _share(groups: Iterable[tuple[str, set[Sound]]]) -> dict[str, set[Sound]]:
    """Return the sounds of all packs; those of several packs of a language are in one more, its shared pack."""
    sounds_by_pack: dict[str, set[Sound]] = {}
    for name, sounds in groups:
        sounds_by_pack.setdefault(name, set()).update(sounds)
    for language in {name.partition("-")[0] for name in sounds_by_pack if name != _TONES}:
        names = [name for name in sounds_by_pack if name.startswith(f"{language}-")]
        counts = Counter(chain.from_iterable(sounds_by_pack[name] for name in names))
        shared = {sound for sound, count in counts.items() if count > 1}
        for name in names:
            sounds_by_pack[name] -= shared
        sounds_by_pack[f"{language}-{_SHARED}"] = shared
    return {name: sounds for name, sounds in sounds_by_pack.items() if sounds}


def _encode_sounds(sounds: set[Sound], factory: ClipFactory, *, with_frames: bool = True) -> bytes:
    """Return the pack of sounds; without frames it has only the lengths of those that are spoken."""
    sounds = sounds if with_frames else {sound for sound in sounds if sound.kind is SoundKind.SPEECH}
    return encode_pack(_clips(sounds, factory, with_frames=with_frames))


def _encode_tones(tones: set[Sound], factory: ClipFactory) -> bytes:
    """Return the pack of tones, each as every instrument plays it."""
    clips: dict[str, tuple[Clip, bytes]] = {}
    for chime in CHIMES:
        clips |= _clips(tones, ClipFactory(factory.voice, factory.cache, chime=chime), with_frames=True)
    return encode_pack(clips)


def _clips(sounds: set[Sound], factory: ClipFactory, *, with_frames: bool) -> dict[str, tuple[Clip, bytes]]:
    factory.prepare(Say(sound, Role.CUE, EventContext()) for sound in sounds)
    factory.close()
    return {
        clip_name(sound, factory.chime): (factory.clip(sound), factory.data(sound) if with_frames else b"")
        for sound in sounds
    }


@dataclass(frozen=True, slots=True)
class OfferedLengths:
    """Lengths that a session can have on a page, by an estimate.

    minutes   whole minutes of its covers, and of its dial if it has a length of its own
    spoken    lengths in samples that its greeting may name
    measured  further lengths that its greeting names while the fit looks for a length
    """

    minutes: tuple[int, ...]
    spoken: tuple[int, ...]
    measured: tuple[int, ...]


def offered_lengths(session: Session, library: Library) -> OfferedLengths:
    """Return the lengths of a session: on its dial, and what choices may make of it where nothing fills the time."""
    natural = session.length or fit(make_plan(session, library, Choices()), _measure(session)).length
    least, most = natural // _NATURAL_FACTOR, natural * _NATURAL_FACTOR
    spoken = (0, *_named_lengths(least, most))  # 0 is named while the length is not known yet
    if not session.length:
        return OfferedLengths(tuple(range(max(least // _MINUTE, 1), most // _MINUTE + 2)), spoken, ())
    minutes = tuple(
        minutes for minutes in range(1, MAX_MINUTES + 1) if _can_last(session, library, minutes * _MINUTE)
    )
    measured = (
        _named_lengths(max(minutes[0] - 2, 0) * _MINUTE, (minutes[-1] + 3) * _MINUTE) if minutes else ()
    )
    return OfferedLengths(minutes, (*spoken, *(minute * _MINUTE for minute in minutes)), measured)


def _named_lengths(least: int, most: int) -> tuple[int, ...]:
    """Return a length in samples for each name of a length in a range, those with “about” included."""
    return tuple(chain.from_iterable((length, length + 1) for length in spoken_lengths((least, most))))


def _measure(session: Session) -> Measure:
    return partial(estimate, language=session.language)


def _can_last(session: Session, library: Library, length: int) -> bool:
    try:
        fit(make_plan(session, library, Choices(length=length)), _measure(session))
    except RequestError:
        return False
    return True
