"""Whether what shall be remembered can be had: names and limits, by the scripts that are here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError, VoiceError
from voiceguide.plan import options
from voiceguide.plan.choices import Choices
from voiceguide.plan.options import ROWS, SESSION_ROWS, Remembered
from voiceguide.plan.overrides import FURTHER
from voiceguide.plan.plan import make_plan
from voiceguide.plan.preferences import FOR_ALL, Preferences, known, saying, understood
from voiceguide.script.source import shown
from voiceguide.script.uses import alone
from voiceguide.script.vocabulary import LANGUAGES
from voiceguide.speech.engines import open_voice
from voiceguide.speech.voice import Manner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.script.library import Library
    from voiceguide.script.model import Saying


WITHIN = "What is remembered stays within them; for once, “render --beyond-limits” goes further."


def wanted(key: str, texts: tuple[str, ...], library: Library) -> Remembered | Saying:
    """What “set KEY TEXT…” shall remember. Raises AskedError for what cannot be had, naming what can."""
    target, dot, name = key.rpartition(".")
    if key.startswith("say."):
        return saying(key.removeprefix("say."), " ".join(texts))
    if not dot and name not in FOR_ALL:
        raise AskedError(f"“{shown(name)}” cannot be remembered. {_technique(name, library) or known(name)}")
    row = ROWS.get(name)
    if row and row.listed and not target:
        texts = row.each(texts)
    elif len(texts) > 1:
        raise AskedError(f"{key} is one value: “{shown(' '.join(texts))}” is more.")
    entry = Remembered(target, name, texts)
    check(entry, library)
    return entry


def _technique(name: str, library: Library) -> str:
    if name not in library.techniques:
        return ""
    return f"Say which of its values: “{name}.hold”, for example."


def check(entry: Remembered, library: Library) -> None:
    """Raises AskedError where the scripts or voices here have no use for an entry, naming the nearest."""
    if entry.target:
        _check_target(entry, library)
    else:
        understood(entry)
    if ROWS.get(entry.name) is ROWS["skip"]:
        for text in entry.texts:
            library.technique(text)
    if entry.name == "voice":
        _check_voice(entry.texts[0])


def _check_target(entry: Remembered, library: Library) -> None:
    script = entry.target.partition(".")[0]
    if entry.name in SESSION_ROWS:
        library.session(script)
        understood(entry)
        return
    if script in library.sessions:
        what = " and ".join(sorted(SESSION_ROWS))
        raise AskedError(f"“{script}” is a session: of it, {what} can be remembered.")
    technique = library.technique(script)
    _, wishes = options.meaning(understood(entry))
    asked = Choices(wishes=tuple(replace(wish, remembered=False) for wish in wishes))
    at_home = library.speaking(technique.language)
    try:
        make_plan(alone(technique), at_home, asked)
    except AskedError as error:
        raise AskedError(str(error).replace(FURTHER, WITHIN)) from None


def _check_voice(name: str) -> None:
    """A voice that can speak here, in one language at least."""
    faults: list[AskedError | VoiceError] = []
    for language in LANGUAGES:
        try:
            open_voice(name, Manner(language)).close()
        except (AskedError, VoiceError) as error:
            faults.append(error)
        else:
            return
    raise faults[0]


def unused(preferences: Preferences, library: Library) -> Iterable[tuple[Remembered, str]]:
    """The entries that the scripts and voices here have no use for, each with a sentence why."""
    for entry in preferences.entries:
        try:
            check(entry, library)
        except (AskedError, VoiceError) as error:
            yield entry, str(error)
