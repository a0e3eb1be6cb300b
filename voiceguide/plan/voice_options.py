"""Rows of the option table for the language, the voice, and what sounds under it."""

from __future__ import annotations

from voiceguide.language import LANGUAGES
from voiceguide.plan import parsers
from voiceguide.plan.option import Option, describe_switch

ADDRESS_FORMS = ("sie", "du")
"""Names of the ways in which German addresses a listener: formal, the default, and familiar."""


VOICE_OPTIONS = (
    Option(
        name="language",
        metavar="CODE",
        help_text=f"{' or '.join(LANGUAGES)}: language of the shipped sessions.",
        example="de",
        parse=parsers.one_of(LANGUAGES, "language"),
        field="language",
        on_page=False,
    ),
    Option(
        name="form",
        metavar="NAME",
        help_text="sie or du: how German addresses you.",
        example="du",
        parse=parsers.one_of(ADDRESS_FORMS, "form of address"),
        field="form",
        on_page=False,
    ),
    Option(
        name="voice",
        metavar="NAME",
        help_text="Voice: “voiceguide voices” lists them.",
        example="silent",
        parse=str,
        field="voice",
        on_page=False,
    ),
    Option(
        name="voice-rate",
        metavar="N",
        help_text="Words a minute: 100 to 200, usually 144.",
        example="120",
        parse=parsers.whole_number(range(100, 201), "number of words a minute"),
        field="voice_rate",
        on_page=False,
    ),
    Option(
        name="pitch",
        metavar="N",
        help_text="0 to 100, if the voice has a pitch.",
        example="40",
        parse=parsers.whole_number(range(101), "pitch"),
        field="pitch",
        on_page=False,
    ),
    Option(
        name="music",
        metavar="NAME",
        help_text="rain, drone, air, or FILE: quietly under the voice.",
        example="rain",
        parse=str,
        field="music",
        on_page=False,
    ),
    Option(
        name="trim-proof",
        metavar="",
        help_text="Keep players from trimming the holds.",
        example="yes",
        parse=parsers.parse_switch,
        field="trim_proof",
        describe=describe_switch,
        on_page=False,
    ),
)
"""Options of the sound that no technique decides."""
