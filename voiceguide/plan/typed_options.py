"""Typed values of options → the texts that the table of options reads: 25 and timedelta(seconds=25) → “25s”."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError
from voiceguide.plan.merge import make_choices
from voiceguide.plan.options import OPTIONS
from voiceguide.script.did_you_mean import did_you_mean

if TYPE_CHECKING:
    from voiceguide.plan.option import Option, OptionTexts
    from voiceguide.plan.options import Choices

OptionValue = str | bool | int | float | Decimal | timedelta | os.PathLike[str]
"""One value of an option. A number is in seconds if the option takes a time."""

OptionValues = OptionValue | Iterable[OptionValue] | Mapping[str, OptionValue] | None
"""One value, several if the option may be repeated, or one for each technique; None if it is not given."""

_OPTIONS_BY_KEYWORD = {option.name.replace("-", "_"): option for option in OPTIONS}


def choices_from_values(values_by_keyword: Mapping[str, OptionValues]) -> Choices:
    """Return the choices that keyword arguments such as `voice_rate=130` make.

    Raise RequestError for an unknown keyword and for a value that its option cannot read.
    """
    return make_choices(texts_from_values(values_by_keyword))


def texts_from_values(values_by_keyword: Mapping[str, OptionValues]) -> dict[str, OptionTexts]:
    """Return the texts of options by name, as on the command line. Raise RequestError for an unknown keyword."""
    texts_by_name: dict[str, OptionTexts] = {}
    for keyword, values in values_by_keyword.items():
        if keyword not in _OPTIONS_BY_KEYWORD:
            hint = did_you_mean(keyword, tuple(_OPTIONS_BY_KEYWORD))
            hint = hint or f"Choose one of: {', '.join(_OPTIONS_BY_KEYWORD)}."
            raise RequestError(f"There is no option “{keyword}”. {hint}")
        option = _OPTIONS_BY_KEYWORD[keyword]
        texts_by_name[option.name] = tuple(_texts(option, values))
    return texts_by_name


def _texts(option: Option, values: OptionValues) -> Iterable[str]:
    if values is None:
        return ()
    if isinstance(values, Mapping):
        return (_text(option, value, f"{technique}=") for technique, value in values.items())
    if isinstance(values, str) or not isinstance(values, Iterable):
        return (_text(option, values),)
    texts = tuple(_text(option, value) for value in values)
    if len(texts) > 1 and not option.multiple:
        raise RequestError(f"The option {option.name} takes one value, not {len(texts)}: {', '.join(texts)}.")
    return texts


def _text(option: Option, value: OptionValue, prefix: str = "") -> str:
    """Return a value as written on the command line, after a prefix such as “seated-twist=”."""
    if isinstance(value, bool):
        return f"{prefix}{'yes' if value else 'no'}"
    if isinstance(value, str | os.PathLike):
        return f"{prefix}{os.fspath(value)}"
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    number = f"{prefix}{Decimal(str(seconds)).normalize():f}"
    if seconds < 0:
        raise RequestError(
            f"The option {option.name} takes no negative number. To shorten a hold, write a text: “-5s”."
        )
    if isinstance(value, timedelta):
        return f"{number}s"
    with suppress(RequestError):
        option.parse(number)
        return number
    with suppress(RequestError):
        option.parse(f"{number}s")
        return f"{number}s"
    return number
