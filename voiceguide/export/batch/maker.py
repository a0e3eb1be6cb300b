"""Check and write the files of jobs, in any process that has the scripts and the cache.

A job is checked first: it is laid out with the clips that the cache has, or the sounds that it lacks are returned, so
that each is made once for all rows. When no job lacks a sound, the files are written.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.checks.speakable import unspeakable_sound_problems
from voiceguide.errors import ScriptError, VoiceguideError
from voiceguide.export.batch.jobs import JobKind, programme_schedule, session_plan
from voiceguide.export.batch.journal import DoneFile
from voiceguide.export.batch.shared_cache import open_cache
from voiceguide.export.clip_factory import ClipFactory
from voiceguide.export.clips import Clip, ClipEncoding
from voiceguide.export.programme import programme_companions, programme_tags
from voiceguide.export.session import LaidOutSession, lay_out_plan, open_clip_factory
from voiceguide.plan.schedule import DatedSession
from voiceguide.score.items import sound_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.audio.mp3.id3_writer import Tags
    from voiceguide.export.batch.destination import Destination
    from voiceguide.export.batch.jobs import Job, Workplace
    from voiceguide.plan.plan import Plan
    from voiceguide.plan.schedule import ScheduledSession
    from voiceguide.score.items import Item, Sound
    from voiceguide.script.library import Library
    from voiceguide.script.programme import Programme


@dataclass(frozen=True, slots=True)
class CheckedJob:
    """Result of a check.

    length      length of the session in samples, 0 for a calendar or a page
    size        size of the file in bytes; estimated if `missing` is not empty
    signature   SHA-256 of everything that determines the file's bytes
    notes       sentences for the listener
    missing     sounds that have no clip yet
    voice       settings of the voice that speaks them
    error       why the file cannot be made, "" if it can
    """

    length: int = 0
    size: int = 0
    signature: str = ""
    notes: tuple[str, ...] = ()
    missing: tuple[Sound, ...] = ()
    voice: tuple[object, ...] = ()
    error: str = ""


class MissingClipsError(Exception):
    """Sounds of a session have no clip yet."""

    def __init__(self, sounds: tuple[Sound, ...]) -> None:
        self.sounds = sounds
        super().__init__(f"{len(sounds)} sounds have no clip")


class _CheckedClips(ClipFactory):
    """Source of clips that makes none in `prepare`, and keeps its voice loaded for the next session."""

    estimates: bool = False
    """True if a missing clip has an estimated length."""

    def prepare(self, items: Iterable[Item]) -> None:
        """Raise ScriptError for text that no voice can speak, MissingClipsError if the cache lacks a clip."""
        sources = sound_sources(items)
        missing = tuple(sound for sound in sources if not self._reader.find(sound))
        if not missing:
            return
        if problems := unspeakable_sound_problems(
            {sound: sources[sound] for sound in missing}, self.language
        ):
            raise ScriptError(problems)
        if not self.estimates:
            raise MissingClipsError(missing)

    def clip(self, sound: Sound) -> Clip:
        """Return the clip of a sound, with an estimated length if it is missing and estimates are allowed."""
        if self.estimates and not self._reader.find(sound):
            estimated = estimate(sound, self.language, self.chime)
            return Clip("", estimated.length, estimated.spoken)
        return super().clip(sound)

    def close(self) -> None:
        """Keep the voice for the next session."""


@dataclass(slots=True)
class Maker:
    """Maker of files in one thread, with what it has read and opened so far."""

    workplace: Workplace
    destination: Destination
    _clips: dict[object, _CheckedClips] = field(default_factory=dict)

    def check(self, job: Job, *, with_estimates: bool) -> CheckedJob:
        """Return the result of a job's check; with estimates, no sound is missing."""
        try:
            if job.kind in {JobKind.CALENDAR, JobKind.PAGE}:
                content = self._companion(job)
                return CheckedJob(0, len(content), hashlib.sha256(content).hexdigest())
            laid_out = self._lay_out(job, with_estimates=with_estimates)
            if with_estimates:
                return CheckedJob(laid_out.timeline.length, _estimate_size(laid_out), "", laid_out.notes)
            mp3_file = laid_out.mp3_file(self._tags(job, laid_out))
            signature = hashlib.sha256(mp3_file.header)
            for event in laid_out.timeline.events:
                key = laid_out.clips.clip(event.sound).key if event.sound else ""
                signature.update(f"{event.start} {key} ".encode())
            signature.update(_music_mark(laid_out).encode())
            return CheckedJob(laid_out.timeline.length, mp3_file.size, signature.hexdigest(), laid_out.notes)
        except MissingClipsError as error:
            return CheckedJob(missing=error.sounds, voice=_voice_settings(self._plan(job)))
        except VoiceguideError as error:
            return CheckedJob(error=str(error).partition("\n")[0])

    def write(self, job: Job, signature: str) -> DoneFile:
        """Write the file of a job. Raise VoiceguideError on failure."""
        digest, size = hashlib.sha256(), 0

        def count(chunks: Iterable[bytes]) -> Iterator[bytes]:
            nonlocal size
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                yield chunk

        self.destination.write(job.file, count(self._content(job)))
        return DoneFile(job.file, signature, digest.hexdigest(), size)

    def make_clips(self, job: Job, sounds: tuple[Sound, ...]) -> None:
        """Make clips in the voice of a job. Raise VoiceguideError on failure."""
        clips = self._open_clips(self._plan(job))
        for sound in sounds:
            clips.clip(sound)

    def _content(self, job: Job) -> Iterable[bytes]:
        if job.kind in {JobKind.CALENDAR, JobKind.PAGE}:
            return (self._companion(job),)
        try:
            laid_out = self._lay_out(job, with_estimates=False)
        except MissingClipsError as error:  # removed from the cache since the check
            self.make_clips(job, error.sounds)
            laid_out = self._lay_out(job, with_estimates=False)
        return laid_out.mp3_file(self._tags(job, laid_out)).read()

    def _plan(self, job: Job) -> Plan:
        if job.kind is JobKind.SESSION:
            return session_plan(job.order.script, job.order.texts, self.workplace)
        return self._schedule(job)[2][job.number].plan

    def _schedule(self, job: Job) -> tuple[Programme, Library, tuple[ScheduledSession, ...]]:
        return programme_schedule(job.order.script, job.order.texts, self.workplace)

    def _lay_out(self, job: Job, *, with_estimates: bool) -> LaidOutSession:
        plan = self._plan(job)
        clips = self._open_clips(plan)
        clips.estimates = with_estimates
        return lay_out_plan(plan, clips)

    def _tags(self, job: Job, laid_out: LaidOutSession) -> Tags | None:
        if job.kind is JobKind.SESSION:
            return None
        programme, _, schedule = self._schedule(job)
        return programme_tags(programme, self._dated(job, laid_out.timeline.length), len(schedule), laid_out)

    def _dated(self, job: Job, length: int) -> DatedSession:
        scheduled = self._schedule(job)[2][job.number]
        if job.order.start is None:
            raise VoiceguideError(f"{job.file} has no first day.")
        return DatedSession(scheduled, job.order.start + timedelta(days=scheduled.day.number - 1), length)

    def _companion(self, job: Job) -> bytes:
        programme, library, schedule = self._schedule(job)
        lengths: dict[int, int] = {}
        dated = []
        for number, scheduled in enumerate(schedule):
            day_job = replace(job, kind=JobKind.DAY, number=number)
            if id(scheduled.plan) not in lengths:
                lengths[id(scheduled.plan)] = self._lay_out(day_job, with_estimates=False).timeline.length
            dated.append(self._dated(day_job, lengths[id(scheduled.plan)]))
        companions = dict(programme_companions(programme, tuple(dated), library))
        return companions[f"{programme.name}.{'ics' if job.kind is JobKind.CALENDAR else 'html'}"]

    def _open_clips(self, plan: Plan) -> _CheckedClips:
        key = _voice_settings(plan)
        if key not in self._clips:
            cache = open_cache(self.workplace.cache)
            opened = open_clip_factory(plan, plan.choices, ClipEncoding.MP3, cache)
            self._clips[key] = _CheckedClips(
                *(opened.voice, cache, opened.encoding, opened.language, opened.chime),
                worker_count=1,
                notices=opened.notices,
            )
        return self._clips[key]


def _voice_settings(plan: Plan) -> tuple[object, ...]:
    """Return everything by which the clips of two plans differ, besides their sounds."""
    choices = plan.choices
    voice = choices.voice, choices.voice_rate, choices.pitch
    return *voice, plan.session.language, choices.chime, choices.music


_BYTES_PER_SECOND = 8_000
_TAG_BYTES = 60_000
"""Usual size of a session's tag, with its cover."""


def _estimate_size(laid_out: LaidOutSession) -> int:
    return laid_out.timeline.length * _BYTES_PER_SECOND // units.SAMPLE_RATE + _TAG_BYTES


def _music_mark(laid_out: LaidOutSession) -> str:
    """Return a text that differs if the music under a session does: its name, and the file's size and time."""
    music = laid_out.plan.choices.music
    path = Path(music)
    if not music or not path.is_file():
        return music
    return f"{music} {path.stat().st_size} {path.stat().st_mtime_ns}"
