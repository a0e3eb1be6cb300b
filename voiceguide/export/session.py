"""A session resolved, planned, fitted and laid out to the sample, with the clips that it plays."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import paths, units
from voiceguide.audio.mp3 import frames, id3_writer
from voiceguide.audio.mp3.mp3_file import Mp3File
from voiceguide.audio.mp3.stitch import StitchedFrames, clips_in_gaps
from voiceguide.errors import RequestError, ScriptError
from voiceguide.export import file_tags
from voiceguide.export.clip_factory import ClipFactory
from voiceguide.export.clips import ClipEncoding, ProgressCallback, ignore_progress
from voiceguide.files.cache import Cache
from voiceguide.fit.durations import Durations
from voiceguide.fit.fit import fit_with_durations
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.items import ChapterStart, inaudible_tone_sound
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.files import DEFAULT_SESSION, is_path
from voiceguide.script.library import open_library, read_with_library
from voiceguide.script.model import Session, Technique
from voiceguide.script.uses import as_session
from voiceguide.speech import engines
from voiceguide.speech.voice import VoiceSettings
from voiceguide.views.cover import design_cover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.audio.mp3.mp3_file import FrameSource
    from voiceguide.audio.music_mix import MusicMix
    from voiceguide.export.clips import ClipSource
    from voiceguide.plan.plan import Plan
    from voiceguide.score.preview import Preview
    from voiceguide.score.timeline import Timeline
    from voiceguide.script.library import Library

    ResolvedSession = tuple[Session, Library]
    """Session, and the library that has the techniques it uses."""


@dataclass(frozen=True, eq=False)
class LaidOutSession:
    """Session laid out to the sample, with the source of its clips.

    `timeline.notes` say what was changed to make it fit.
    """

    timeline: Timeline
    plan: Plan
    clips: ClipSource

    @property
    def voice_name(self) -> str:
        """Engine and speaker, as “hibari:heart”."""
        return self.clips.voice_name

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the listener: the timeline's notes, then those about the voice and its clips."""
        return (*self.timeline.notes, *self.clips.notes)

    def cover(self) -> bytes:
        """Return the session's cover as JPEG. Raise PictureError if it cannot be drawn."""
        return self.clips.cover(design_cover(self.plan.session, self.timeline.title, self.timeline.length))

    def mp3_file(self, tags: id3_writer.Tags | None = None) -> Mp3File:
        """Return the session as an MP3 file of which any range of bytes can be read.

        `tags` is None for the session's own. Raise PictureError if the cover cannot be drawn.
        """
        frame_source = self._mixed_frames() if self.plan.choices.music else self._stitched_frames()
        return Mp3File(id3_writer.encode_tag(tags or self.tags()), self.timeline.length, frame_source)

    def tags(self) -> id3_writer.Tags:
        """Return the file's metadata. Raise PictureError if the cover cannot be drawn."""
        return file_tags.session_tags(self.timeline, self.plan, self.voice_name, self.cover())

    def pcm(self) -> Iterator[bytes]:
        """Yield the session's samples (16-bit little-endian mono at 24 kHz) in chunks."""
        if self.plan.choices.music:
            mix = self._mix()
            for start in range(0, mix.length, units.SAMPLE_RATE):
                yield mix.mix_pcm(start, min(start + units.SAMPLE_RATE, mix.length))
            return
        from voiceguide.audio import inaudible_tone

        for event in self.timeline.events:
            length = event.end - event.start
            needs_tone = (
                self.plan.choices.trim_proof and not event.sound and length >= inaudible_tone.MIN_LENGTH
            )
            sound = inaudible_tone_sound(length) if needs_tone else event.sound
            yield self.clips.data(sound) if sound else bytes(length * 2)

    def _stitched_frames(self) -> FrameSource:
        length = self.timeline.length
        sounds = [
            (event.start // units.FRAME_SAMPLES, event.sound) for event in self.timeline.events if event.sound
        ]
        placements = [
            (event.start // units.FRAME_SAMPLES, frames.clip_frame_count(event.end - event.start))
            for event in self.timeline.events
            if event.sound
        ]
        if self.plan.choices.trim_proof:
            from voiceguide.audio import inaudible_tone

            gap_tones = (
                (start, inaudible_tone_sound(gap_length))
                for start, gap_length in clips_in_gaps(placements, length, inaudible_tone.MAX_LENGTH)
                if gap_length >= inaudible_tone.MIN_LENGTH
            )
            sounds = sorted([*sounds, *gap_tones], key=itemgetter(0))
            placements = [
                (start, frames.clip_frame_count(self.clips.clip(sound).length)) for start, sound in sounds
            ]
        return StitchedFrames(placements, length, lambda number: self.clips.data(sounds[number][1]))

    def _mixed_frames(self) -> FrameSource:
        return self.clips.encode_mix(self._mix())

    def _mix(self) -> MusicMix:
        from voiceguide.export import music

        return music.build_mix(
            self.timeline, self.plan.choices.music, self.clips, trim_proof=self.plan.choices.trim_proof
        )


def resolve_session(
    name_or_session: str | ResolvedSession, scripts_dir: Path | None = None, language: str = ""
) -> ResolvedSession:
    """Return the session with a name or a path, and its library; a technique becomes a session.

    `scripts_dir` is the user's folder of scripts, None for the default one. A session that is already
    resolved is returned unchanged. Raise RequestError, FileError or ScriptError.
    """
    if not isinstance(name_or_session, str):
        return name_or_session
    default_library = open_library(scripts_dir, language)
    if not is_path(name_or_session):
        session = default_library.session(name_or_session)
        return session, default_library.for_language(session.language)
    script, library = read_with_library(Path(name_or_session), default_library)
    return as_session(script) if isinstance(script, Technique) else script, library


def lay_out_session(
    name_or_session: str | ResolvedSession = DEFAULT_SESSION,
    choices: Choices | None = None,
    *,
    cache: Cache | None = None,
    on_progress: ProgressCallback | None = None,
    preview: Preview | None = None,
) -> LaidOutSession:
    """Resolve, plan, fit and lay out a session, and make the clips that the cache lacks.

    `cache` is None for the user's; `on_progress` is called with (clips ready, clips in all) after each new
    clip. Write nothing but clips. Raise VoiceguideError on failure.
    """
    choices = choices or Choices()
    session, library = resolve_session(name_or_session, choices.scripts_dir, choices.language)
    plan = make_plan(session, library, choices)
    return lay_out_plan(plan, open_clip_factory(plan, choices, ClipEncoding.MP3, cache, on_progress), preview)


def open_clip_factory(
    plan: Plan,
    choices: Choices,
    encoding: ClipEncoding,
    cache: Cache | None = None,
    on_progress: ProgressCallback | None = None,
) -> ClipFactory:
    """Return the source of a plan's clips, for a file whose clips have this encoding.

    Raise RequestError for a voice or music that does not exist, and AudioError if music needs a package that
    is missing.
    """
    if plan.choices.music:
        from voiceguide.audio import music_beds, pyav

        music_beds.check_music(plan.choices.music)
        if encoding is ClipEncoding.MP3 or plan.choices.music not in music_beds.BEDS:
            pyav.require_pyav()
    if "VOICEGUIDE_WORKERS" in os.environ:  # a bad value is reported even if no clip must be made
        from voiceguide import workers

        workers.default_worker_count()
    language = plan.session.language
    voice = engines.open_voice(choices.voice, VoiceSettings.from_choices(choices, language))
    notice = "" if choices.voice else engines.default_voice_notice(language)
    return ClipFactory(
        voice,
        cache or Cache(paths.cache_dir()),
        ClipEncoding.PCM if plan.choices.music else encoding,
        language,
        plan.choices.chime,
        on_progress or ignore_progress,
        notices=(notice,) if notice else (),
    )


def lay_out_plan(plan: Plan, clips: ClipSource, preview: Preview | None = None) -> LaidOutSession:
    """Fit and lay out a plan with the lengths of real clips, and close the source of the clips.

    Raise VoiceguideError on failure.
    """
    try:
        # Automatic words may depend on the fit, so the first clips are those with a line in a script.
        durations = Durations(clips.clip)
        clips.prepare(
            item
            for item in durations.items(plan)
            if not isinstance(item, ChapterStart) and item.context.source
        )
        fitted_plan = _fit_plan(plan, durations)
        items = write_score(fitted_plan)
        clips.prepare(items)
        if plan.choices.music:
            from voiceguide.score import music_sections

            items = music_sections.align_sections_to_frames(items, clips.clip)
    finally:
        clips.close()
    session = plan.session
    timeline = lay_out(session.name, session.title, items, clips.clip, fitted_plan.notes)
    timeline = replace(timeline, unspoken_note=fitted_plan.unspoken_note)
    return LaidOutSession(preview.extract_from(timeline) if preview else timeline, fitted_plan, clips)


def _fit_plan(plan: Plan, durations: Durations) -> Plan:
    try:
        return fit_with_durations(plan, durations)
    except ScriptError:
        raise
    except RequestError as error:
        # The cause may be an option that was set long ago.
        hint = (
            " Some choices are remembered: “voiceguide prefs” shows them."
            if plan.choices.preference_fields
            else ""
        )
        raise RequestError(f"{error}{hint}") from None
