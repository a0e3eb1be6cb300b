"""The whole way, top to bottom: script → session → voice → mp3 → a file."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from voiceguide import paths, units
from voiceguide.audio import inaudible_tone
from voiceguide.audio.mp3 import frames, gaps, id3
from voiceguide.audio.mp3.mp3_file import Rendering
from voiceguide.audio.mp3.stitch import Stitched
from voiceguide.cache import Store, whole_file
from voiceguide.errors import AskedError, FileError, ScriptError
from voiceguide.export import file_tags
from voiceguide.export.clips import Booth, Form
from voiceguide.fit.durations import Lengths
from voiceguide.fit.fit import settled
from voiceguide.plan.choices import Choices
from voiceguide.plan.plan import Plan, make_plan
from voiceguide.score import music_sections
from voiceguide.score.items import Opens, Sound
from voiceguide.score.score import score
from voiceguide.score.timeline import Timeline, lay_out
from voiceguide.script import shelf
from voiceguide.script.model import Session, Technique
from voiceguide.script.uses import alone
from voiceguide.speech import engines, pace
from voiceguide.speech.voice import Manner

if TYPE_CHECKING:
    from voiceguide.audio.music_mix import Under
    from voiceguide.score.preview import Preview
    from voiceguide.script.library import Library

    Found = tuple[Session, Library]
    """A session, and the library that has what it uses."""

DEFAULT_SESSION = "upper-back-reset"
ENDINGS = (".mp3", ".m4a", ".ogg", ".flac", ".wav")
"""The kinds of file that a session can be."""

Watch = Callable[[int, int], None]


@dataclass(frozen=True)
class Performance:
    """A session laid out to the sample, with the clips that it plays.

    `timeline.notes` say what was changed to make it fit.
    """

    timeline: Timeline
    plan: Plan
    booth: Booth

    def rendering(self) -> Rendering:
        """The session as its MP3 file, of which any range of bytes can be had alone. Raises PictureError."""
        booth, length = self.booth, self.timeline.length
        tag = id3.tag(self.tags())
        if self.plan.music:
            from voiceguide.export import music

            return Rendering(tag, length, music.chunked(self._mix(), booth.store, booth.workers, booth.watch))
        sounds = [(event.start // units.FRAME, event.sound) for event in self.timeline.events if event.sound]
        lengths = (event.end - event.start for event in self.timeline.events if event.sound)
        placed = [(at, frames.count(length)) for (at, _), length in zip(sounds, lengths, strict=True)]
        if self.plan.trim_proof:
            found = gaps.gaps(placed, length, inaudible_tone.LONGEST)
            hushes = [
                (at, Sound("hush", str(quiet))) for at, quiet in found if quiet >= inaudible_tone.SHORTEST
            ]
            sounds = sorted([*sounds, *hushes], key=lambda each: each[0])
            placed = [(start, frames.count(booth.take(sound).length)) for start, sound in sounds]
        return Rendering(tag, length, Stitched(placed, length, lambda n: booth.data(sounds[n][1])))

    def tags(self) -> id3.Tags:
        """What its file says of itself. Raises PictureError."""
        return file_tags.tags(self.timeline, self.plan, self.booth.voice.name, self.booth.store)

    def pcm(self) -> Iterator[bytes]:
        """The session's samples, in chunks: 16-bit little-endian mono at 24 kHz."""
        if self.plan.music:
            mix, second = self._mix(), units.RATE
            for start in range(0, mix.total, second):
                yield mix.mixed(start, min(start + second, mix.total))
            return
        for event in self.timeline.events:
            quiet = event.end - event.start
            proof = self.plan.trim_proof and not event.sound and quiet >= inaudible_tone.SHORTEST
            sound = Sound("hush", str(quiet)) if proof else event.sound
            yield self.booth.data(sound) if sound else bytes(quiet * 2)

    def _mix(self) -> Under:
        from voiceguide.export import music

        return music.under(self.timeline, self.plan.music, self.booth, proof=self.plan.trim_proof)


Write = Callable[[Timeline, Plan], str]
"""A text about a session, to stand beside its file."""


@dataclass(frozen=True)
class Rendered:
    """A finished file."""

    path: Path
    size: int
    performance: Performance


def find(wanted: str | Found, scripts: Path | None = None) -> Found:
    """A session by name, a technique by name, or either by the path of its file; one that is found, stays.

    `scripts` is the user's folder, None for the usual one. Raises AskedError, FileError or ScriptError.
    """
    if not isinstance(wanted, str):
        return wanted
    usual = shelf.library(scripts)
    if not (wanted.endswith(".md") or "/" in wanted or "\\" in wanted):
        session = usual.session(wanted)
        return session, usual.speaking(session.language)
    script, found = shelf.read_with_library(Path(wanted), usual)
    return alone(script) if isinstance(script, Technique) else script, found


def perform(
    wanted: str | Found = DEFAULT_SESSION,
    choices: Choices | None = None,
    *,
    store: Store | None = None,
    watch: Watch | None = None,
    preview: Preview | None = None,
) -> Performance:
    """Reads, plans, speaks what the store lacks, fits and lays out; writes nothing but clips.

    `watch` is called with (clips ready, clips wanted). Raises VoiceguideError.
    """
    choices = choices or Choices()
    session, scripts = find(wanted, choices.scripts)
    plan = make_plan(session, scripts, choices)
    return _perform(plan, _booth(plan, choices, "mp3", store, watch), preview)


def render(  # noqa: PLR0913 - what is made, and, by name, how
    wanted: str | Found = DEFAULT_SESSION,
    choices: Choices | None = None,
    output: Path | None = None,
    *,
    ending: str = ".mp3",
    store: Store | None = None,
    watch: Watch | None = None,
    beside: Mapping[str, Write] = MappingProxyType({}),
    preview: Preview | None = None,
) -> Rendered:
    """Makes the session's file, of the kind that the ending of `output` names: see `ENDINGS`.

    Without `output` it is output/<session> with that `ending`, of a preview output/<session>-preview.
    Files `beside` it have its name with the ending by which they are asked for, and the text that is
    written of it. All appear whole, or none does. Raises VoiceguideError.
    """
    choices = choices or Choices()
    session, scripts = find(wanted, choices.scripts)
    path = output or Path("output") / f"{session.name}{'-preview' if preview else ''}{ending}"
    form = _form(path)
    paths.keep(choices.music, path, "the music")
    plan = make_plan(session, scripts, choices)
    booth = _booth(plan, choices, form, store, watch)
    try:
        if not output:
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise IsADirectoryError(errno.EISDIR, "it is no file")
        with whole_file(path.resolve()) as file, ExitStack() as others:
            texts = {end: others.enter_context(whole_file(_beside(path, end))) for end in beside}
            performance = _perform(plan, booth, preview)
            for end, text in texts.items():
                text.write(beside[end](performance.timeline, performance.plan).encode())
            _write(file, path.suffix.lower(), performance)
        return Rendered(path, path.stat().st_size, performance)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(f"{path} cannot be written: {reason}. Choose another place with -o.") from error


def _beside(path: Path, ending: str) -> Path:
    """Where a text beside the file goes. Raises OSError where something other than a file is in its way."""
    text = path.with_name(path.stem + ending).resolve()
    if text.exists() and not text.is_file():
        raise IsADirectoryError(errno.EISDIR, f"{text.name} is no file")
    return text


def _booth(plan: Plan, choices: Choices, form: Form, store: Store | None, watch: Watch | None) -> Booth:
    language = plan.session.language
    if plan.music:
        from voiceguide.audio import music_beds, pyav

        music_beds.named(plan.music)
        if form == "mp3" or plan.music not in music_beds.BEDS:
            pyav.ready()
    voice = engines.open_voice(choices.voice, Manner(language, choices.rate or pace.AIM, choices.pitch))
    booth = Booth(voice, store or Store(paths.store()), "pcm" if plan.music else form, language, plan.chime)
    if watch:
        booth.watch = watch
    return booth


def _perform(plan: Plan, booth: Booth, preview: Preview | None) -> Performance:
    before = booth.made
    try:
        # What authors wrote; what is said without being written may depend on the fit.
        lengths = Lengths(booth.take)
        written = lengths.items(plan)
        booth.prepare(item for item in written if not isinstance(item, Opens) and item.tag.source)
        fitted = _fitted(plan, lengths)
        items = score(fitted)
        booth.prepare(items)
        if plan.music:
            items = music_sections.whole(items, booth.take)
    finally:
        booth.voice.close()
    if booth.made > before:
        from voiceguide import cache_maintenance

        cache_maintenance.trim(booth.store.root, paths.store_size())
    session = plan.session
    timeline = lay_out(session.name, session.title, items, booth.take, fitted.notes)
    return Performance(preview.of(timeline) if preview else timeline, fitted, booth)


def _fitted(plan: Plan, lengths: Lengths) -> Plan:
    try:
        return settled(plan, lengths)
    except ScriptError:
        raise
    except AskedError as error:
        # What cannot be had may be due to what nobody asked for just now.
        hint = " Some of it is remembered: “voiceguide prefs” shows what." if plan.remembered else ""
        raise AskedError(f"{error}{hint}") from None


def _form(output: Path) -> Form:
    """What clips are made of for such a file. Raises AskedError, and SoundError where ffmpeg is missing."""
    ending = output.suffix.lower()
    if ending not in ENDINGS:
        raise AskedError(f"{output}: the file's name must end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.")
    if ending not in {".mp3", ".wav"}:
        from voiceguide.export import formats

        formats.ffmpeg()  # whoever has none is told before anything is spoken
    return "mp3" if ending == ".mp3" else "pcm"


def _write(file: BinaryIO, ending: str, performance: Performance) -> None:
    if ending == ".mp3":
        file.writelines(performance.rendering().read())
    elif ending == ".wav":
        from voiceguide.audio import trim

        trim.write_wav(file, performance.pcm())
    else:
        from voiceguide.export import formats

        formats.write(file, formats.FORMATS[ending], performance.pcm(), performance.tags())


def remarks(performance: Performance, wanted: str | None) -> tuple[str, ...]:
    """What a listener should hear of besides the session: another voice than the best, a store not kept."""
    voice = "" if wanted else engines.default_notice(performance.plan.session.language)
    store = performance.booth.store.root
    kept = "" if performance.booth.kept else f"{store} cannot be written: the next time is no quicker."
    return tuple(remark for remark in (voice, kept) if remark)
