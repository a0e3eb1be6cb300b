"""Check of preferences against the installed scripts and voices: names exist, values are within limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.errors import LimitError, RequestError, VoiceError
from voiceguide.language import LANGUAGES
from voiceguide.plan.merge import Preference, field_and_value
from voiceguide.plan.options import OPTIONS_BY_NAME, SESSION_OPTION_NAMES, Choices
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
    """Return the entry that “set KEY TEXT…” remembers.

    Raise RequestError, naming valid choices, if the key or a text is invalid here.
    """
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
        raise RequestError(f"{key} takes one value, not several: “{printable(' '.join(texts))}”.")
    preference = Preference(target, name, texts)
    check_preference(preference, library)
    return preference


def _technique_hint(name: str, library: Library) -> str:
    if name not in library.technique_names:
        return ""
    return f"Name one of its values, such as “{name}.hold”."


def check_preference(preference: Preference, library: Library) -> None:
    """Check an entry against the installed scripts and voices.

    Raise RequestError, naming the nearest valid choice, if no script or voice can use the entry, and VoiceError
    if its engine is not installed.
    """
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
        raise RequestError(f"“{script_name}” is a session, for which only {option_names} can be remembered.")
    technique = library.technique(script_name)
    _, overrides = field_and_value(validate_preference(preference))
    choices = Choices(overrides=tuple(replace(override, is_preference=False) for override in overrides))
    language_library = library.for_language(technique.language)
    try:
        make_plan(as_session(technique), language_library, choices)
    except LimitError as error:
        raise RequestError(f"{error.reason} {WITHIN_LIMITS_HINT}") from None


def _check_voice(name: str) -> None:
    """Raise RequestError or VoiceError if a voice can be opened in no language."""
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
    """Yield each entry that no installed script or voice can use, with the reason as a sentence."""
    for preference in preferences.entries:
        try:
            check_preference(preference, library)
        except (RequestError, VoiceError) as error:
            yield preference, str(error)
