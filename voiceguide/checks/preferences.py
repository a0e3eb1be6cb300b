"""Check of preferences against the scripts and voices that exist here: names and limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError, VoiceError
from voiceguide.language import LANGUAGES
from voiceguide.plan.merge import Preference, field_and_value
from voiceguide.plan.options import OPTIONS_BY_NAME, SESSION_OPTION_NAMES, Choices
from voiceguide.plan.overrides import LimitError
from voiceguide.plan.planner import make_plan
from voiceguide.plan.preferences import (
    GLOBAL_OPTION_NAMES,
    Preferences,
    parse_pronunciation,
    unknown_key_hint,
    validate_preference,
)
from voiceguide.script.source import printable
from voiceguide.script.uses import as_session
from voiceguide.speech.engines import open_voice
from voiceguide.speech.voice import VoiceSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.script.library import Library
    from voiceguide.script.model import Pronunciation


WITHIN_LIMITS_HINT = (
    "A preference must stay within them; “render --beyond-limits” goes further for one session."
)


def make_preference(key: str, texts: tuple[str, ...], library: Library) -> Preference | Pronunciation:
    """Return the entry that “set KEY TEXT…” stores. Raise RequestError, naming what is possible."""
    target, has_target, name = key.rpartition(".")
    if key.startswith("say."):
        return parse_pronunciation(key.removeprefix("say."), " ".join(texts))
    if not has_target and name not in GLOBAL_OPTION_NAMES:
        raise RequestError(
            f"“{printable(name)}” cannot be remembered. {_technique_hint(name, library) or unknown_key_hint(name)}"
        )
    option = OPTIONS_BY_NAME.get(name)
    if option and option.is_list and not target:
        texts = option.split_texts(texts)
    elif len(texts) > 1:
        raise RequestError(f"{key} is one value: “{printable(' '.join(texts))}” is more.")
    preference = Preference(target, name, texts)
    check_preference(preference, library)
    return preference


def _technique_hint(name: str, library: Library) -> str:
    if name not in library.technique_names:
        return ""
    return f"Say which of its values: “{name}.hold”, for example."


def check_preference(preference: Preference, library: Library) -> None:
    """Raise RequestError if no script or voice here can use an entry, naming the nearest that can."""
    if preference.target:
        _check_target(preference, library)
    else:
        validate_preference(preference)
    if OPTIONS_BY_NAME.get(preference.name) is OPTIONS_BY_NAME["skip"]:
        for text in preference.texts:
            library.technique(text)
    if preference.name == "voice":
        _check_voice(preference.texts[0])


def _check_target(preference: Preference, library: Library) -> None:
    script_name = preference.target.partition(".")[0]
    if preference.name in SESSION_OPTION_NAMES:
        library.session(script_name)
        validate_preference(preference)
        return
    if script_name in library.session_names:
        option_names = " and ".join(sorted(SESSION_OPTION_NAMES))
        raise RequestError(f"“{script_name}” is a session: of it, {option_names} can be remembered.")
    technique = library.technique(script_name)
    _, overrides = field_and_value(validate_preference(preference))
    choices = Choices(overrides=tuple(replace(override, is_preference=False) for override in overrides))
    language_library = library.for_language(technique.language)
    try:
        make_plan(as_session(technique), language_library, choices)
    except LimitError as error:
        raise RequestError(f"{error.reason} {WITHIN_LIMITS_HINT}") from None


def _check_voice(name: str) -> None:
    """Open a voice that can speak here, in at least one language."""
    errors: list[RequestError | VoiceError] = []
    for language in LANGUAGES:
        try:
            open_voice(name, VoiceSettings(language)).close()
        except (RequestError, VoiceError) as error:
            errors.append(error)
        else:
            return
    raise errors[0]


def unusable_preferences(preferences: Preferences, library: Library) -> Iterable[tuple[Preference, str]]:
    """Return the entries that no script or voice here can use, each with a reason."""
    for preference in preferences.entries:
        try:
            check_preference(preference, library)
        except (RequestError, VoiceError) as error:
            yield preference, str(error)
