"""Schedule: a programme and a listener's choices → the plan of each session on each day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from voiceguide.errors import RequestError, ScriptError
from voiceguide.plan.merge import make_choices
from voiceguide.plan.options import OPTIONS_BY_NAME
from voiceguide.plan.planner import make_plan
from voiceguide.plan.preferences import Preferences
from voiceguide.script.did_you_mean import did_you_mean, list_hint
from voiceguide.script.practice_line import OPTIONAL
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import PROGRAMME_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from voiceguide.errors import Location, Problem
    from voiceguide.plan.option import OptionTexts
    from voiceguide.plan.options import Choices
    from voiceguide.plan.plan import Plan
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session
    from voiceguide.script.programme import Day, PracticeLine, Programme, Setting

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class ScheduledSession:
    """A session on one day. `order` counts the sessions of the day, and `number` those of the programme, from 1.

    Lines with equal choices share one plan.
    """

    day: Day
    line: PracticeLine
    plan: Plan
    order: int
    number: int


@dataclass(frozen=True, slots=True)
class DatedSession:
    """A scheduled session on its date, with its length in samples."""

    scheduled: ScheduledSession
    date: date
    length: int

    @property
    def title(self) -> str:
        """Title of the session."""
        return self.scheduled.plan.session.title

    @property
    def file_name(self) -> str:
        """Name of its file, by which files sort in order: “2027-01-04-1-gentle-start.mp3”."""
        return f"{self.date}-{self.scheduled.order}-{self.scheduled.line.session.name}.mp3"


@dataclass(frozen=True, slots=True)
class Listener:
    """Choices of a listener for every session: options by name, remembered choices, and own scripts."""

    texts_by_option: Mapping[str, OptionTexts]
    scripts_dir: Path | None = None
    preferences: Preferences = field(default_factory=Preferences)

    def __post_init__(self) -> None:
        """Raise RequestError if an option is malformed, or contradicts another one."""
        make_choices(self.texts_by_option)

    def choices(self, settings: tuple[Setting, ...], session_name: str) -> Choices:
        """Return the choices for a session. An option of the listener takes precedence over a setting.

        Items of lists, and values of different techniques, add up.
        """
        texts = (
            *map(option_text, settings),
            *((name, text) for name, texts in self.texts_by_option.items() for text in texts),
        )
        chosen = {_subject(name, text): (name, text) for name, text in texts}  # the last of each subject
        texts_by_option: dict[str, OptionTexts] = {}
        for name, text in chosen.values():
            texts_by_option[name] = (*texts_by_option.get(name, ()), text)
        choices = make_choices(texts_by_option, self.preferences.entries, session_name)
        return replace(choices, scripts_dir=self.scripts_dir, pronunciations=self.preferences.pronunciations)


def option_text(setting: Setting) -> tuple[str, str]:
    """Return the option that a setting chooses, and its text: (“set”, “rows.times=12”) for `rows.times 12`."""
    if "." in setting.name:
        return "set", f"{setting.name}={setting.text}"
    return setting.name, setting.text or "yes"


def _subject(name: str, text: str) -> object:
    """Return the thing that an option decides, of which only one text can count: a field, an item, or a value."""
    option = OPTIONS_BY_NAME[name]
    if option.field == "overrides":
        override = option.parse(text)
        return override.technique, override.name, override.side
    return (name, text) if option.multiple else option.field


def make_schedule(programme: Programme, library: Library, listener: Listener) -> tuple[ScheduledSession, ...]:
    """Return all sessions of a programme in order.

    Raise ScriptError with every line that names an unknown session, option, technique or value.
    """
    problems = list(_setting_problems(programme.settings))
    can_plan = not problems
    plans: dict[Location, Plan] = {}
    plans_by_choices: dict[object, Plan] = {}
    for line in (line for week in programme.weeks for line in week.lines):
        setting_problems = tuple(_setting_problems(line.settings))
        try:
            session = library.session(line.session.name)
            if can_plan and not setting_problems:
                plan = attempt(programme, line, partial(plan_with_settings, session, library, listener))
                key = (session.name, plan.length, replace(plan.choices, length=0))
                plans[line.location] = plans_by_choices.setdefault(key, plan)
        except ScriptError as error:
            problems += error.problems
        except RequestError as error:
            problems.append(line.session.location.problem(str(error)))
        problems += setting_problems
    if problems:
        raise ScriptError(problems)
    return tuple(_scheduled_sessions(programme, plans))


def plan_with_settings(
    session: Session, library: Library, listener: Listener, settings: tuple[Setting, ...]
) -> Plan:
    """Return the plan of a session with settings. Raise RequestError if the session cannot follow them."""
    return make_plan(
        session, library.for_language(session.language), listener.choices(settings, session.name)
    )


def attempt(
    programme: Programme, line: PracticeLine, action: Callable[[tuple[Setting, ...]], _Result]
) -> _Result:
    """Return the result of an action with all settings of a line.

    If it raises RequestError, find the setting that alone is its cause, and raise ScriptError there, else at
    the line.
    """
    try:
        return action((*programme.settings, *line.settings))
    except ScriptError:
        raise
    except RequestError as error:
        location = next(
            (setting.location for setting in reversed(line.settings) if _fails(action, setting)),
            line.location,
        )
        raise ScriptError([location.problem(str(error))]) from None


def _fails(action: Callable[[tuple[Setting, ...]], object], setting: Setting) -> bool:
    try:
        action((setting,))
    except RequestError:
        return True
    return False


def _scheduled_sessions(programme: Programme, plans: Mapping[Location, Plan]) -> Iterator[ScheduledSession]:
    number = 0
    for day in programme.days:
        for order, line in enumerate(day.lines, 1):
            number += 1
            yield ScheduledSession(day, line, plans[line.location], order, number)


def _setting_problems(settings: tuple[Setting, ...]) -> Iterator[Problem]:
    """Yield the problem of each setting whose option is unknown or given before, or whose value is malformed."""
    seen_fields: set[str] = set()
    for setting in settings:
        name, text = option_text(setting)
        option = OPTIONS_BY_NAME.get(name)
        if option and name in PROGRAMME_KEYS:
            hint = "Write it between the “---” lines."
            yield setting.location.problem(f"The {name} is that of the whole programme.", hint)
        elif option is None:
            hint = did_you_mean(name, (*OPTIONS_BY_NAME, *PROGRAMME_KEYS, OPTIONAL)) or list_hint(
                OPTIONS_BY_NAME
            )
            yield setting.location.problem(f"There is no option “{printable(name)}”.", hint)
        elif option.field in seen_fields:
            yield setting.location.problem(f"The {option.field} is set twice.", "Keep one of the two.")
        elif option.metavar and not setting.text:
            hint = f"Write it like “{name} {option.example}”."
            yield setting.location.problem(f"“{name}” has no value.", hint)
        else:
            try:
                option.parse(text)
            except RequestError as error:
                yield setting.text_location.problem(str(error))
            seen_fields |= set() if option.multiple else {option.field}
