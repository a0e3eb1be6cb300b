"""Tables by which German text becomes words.

A 1 agrees with the nouns in these tables in the nominative: eine Minute, ein Meter. For another case the author
writes the word (“nach einer Minute”). The unit m is a metre, never a minute.
"""

from __future__ import annotations

import string

from voiceguide.language.de_abbreviations import (
    EXACT_ABBREVIATIONS,
    FINAL_ABBREVIATIONS,
    INNER_ABBREVIATIONS,
    LEADING_ABBREVIATIONS,
    NUMBER_ABBREVIATIONS,
    TITLE_ABBREVIATIONS,
)
from voiceguide.language.de_handouts import AMBIGUITIES, BESIDE_UNITS, DATES, DOSES, SIDES
from voiceguide.language.tables import LATIN_TO_ASCII, Normalisation, Noun


def _masculine(singular: str, plural: str) -> Noun:
    return Noun(singular, plural, "ein", {"2": "halber"})


def _feminine(singular: str, plural: str) -> Noun:
    return Noun(singular, plural, "eine", {"2": "halbe"})


def _neuter(singular: str, plural: str) -> Noun:
    return Noun(singular, plural, "ein", {"2": "halbes"})


_HOUR, _MINUTE, _SECOND = (
    _feminine("Stunde", "Stunden"),
    _feminine("Minute", "Minuten"),
    _feminine("Sekunde", "Sekunden"),
)
_METRE, _CENTIMETRE = _masculine("Meter", "Meter"), _masculine("Zentimeter", "Zentimeter")
_GRAM, _KILOGRAM = _neuter("Gramm", "Gramm"), _neuter("Kilogramm", "Kilogramm")
_EURO, _DOLLAR, _POUND = _masculine("Euro", "Euro"), _masculine("Dollar", "Dollar"), _neuter("Pfund", "Pfund")
_TIME, _PERCENT, _DEGREE = _neuter("mal", "mal"), _neuter("Prozent", "Prozent"), _masculine("Grad", "Grad")
_REPETITION = _feminine("Wiederholung", "Wiederholungen")

_FULL_UNIT_NOUNS = (
    *(_HOUR, _MINUTE, _SECOND, _METRE, _CENTIMETRE, _GRAM, _KILOGRAM, _EURO, _DOLLAR, _POUND),
    *(_TIME, _PERCENT, _DEGREE, _REPETITION),
    _neuter("Kilo", "Kilo"),
    _masculine("Liter", "Liter"),
    _masculine("Kilometer", "Kilometer"),
    _masculine("Atemzug", "Atemzüge"),
    _masculine("Durchgang", "Durchgänge"),
    _masculine("Satz", "Sätze"),
    _masculine("Schritt", "Schritte"),
    _masculine("Tag", "Tage"),
    _masculine("Teil", "Teile"),
    _feminine("Drehung", "Drehungen"),
    _feminine("Runde", "Runden"),
    _feminine("Seite", "Seiten"),
    _feminine("Übung", "Übungen"),
    _feminine("Woche", "Wochen"),
    _neuter("Jahr", "Jahre"),
    _masculine("Monat", "Monate"),
)
"""Nouns that are also written in full after a number, where a 1 agrees with them: 1 Minute."""

_ORDINAL_NOUN_ENDINGS = {
    **dict.fromkeys(("Atemzug", "Durchgang", "Finger", "Monat", "Satz", "Schritt", "Tag", "Teil"), "r"),
    **dict.fromkeys(("Wirbel", "Halswirbel", "Brustwirbel", "Lendenwirbel", "Zeh"), "r"),
    **dict.fromkeys(("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"), "r"),
    **dict.fromkeys(("September", "Oktober", "November", "Dezember"), "r"),
    **dict.fromkeys(("Atmung", "Bewegung", "Dehnung", "Hälfte", "Minute", "Position", "Rippe"), ""),
    **dict.fromkeys(
        ("Runde", "Seite", "Sekunde", "Stufe", "Stunde", "Übung", "Wiederholung", "Woche", "SSW"), ""
    ),
    **dict.fromkeys(("Jahr", "Jahrhundert", "Mal", "Set"), "s"),
}

_PREPOSITIONS = (
    *("ab", "an", "auf", "aus", "bei", "hinter", "in", "mit", "nach", "neben", "seit", "unter", "von"),
    *("vor", "während", "zu", "zwischen", "über"),
)
_DETERMINER_STEMS = ("d", "dies", "jed", "ein", "dein", "ihr", "mein")

_DETERMINER_ENDINGS = {
    **{f"{stem}e": "" for stem in _DETERMINER_STEMS[1:]},
    **{f"{stem}er": "" for stem in ("d", "dies", "jed")},
    **{f"{stem}{ending}": "n" for stem in _DETERMINER_STEMS for ending in ("em", "en")},
    **{f"{stem}er": "n" for stem in ("ein", "dein", "ihr", "mein")},
    **{f"{preposition} {stem}er": "n" for preposition in _PREPOSITIONS for stem in ("d", "dies", "jed")},
    **dict.fromkeys(("das", "die", "dieses", "jedes", "ans", "aufs", "fürs", "ins"), ""),
    **dict.fromkeys(("am", "beim", "des", "im", "vom", "zum", "zur"), "n"),
}

_PHONE_VERBS = ("ruf", "rufe", "ruft", "rufen sie", "wähl", "wähle", "wählt", "wählen sie")

NORMALISATION = Normalisation(
    num2words_code="de",
    alphabet=f"{string.ascii_letters}äöüÄÖÜß",
    transliterations={
        **LATIN_TO_ASCII,
        "æ": "ä",
        "Æ": "Ä",
        "œ": "ö",
        "Œ": "Ö",
        "ø": "ö",
        "Ø": "Ö",
        "ẞ": "ß",
    },
    units={
        **{form.lower(): noun for noun in _FULL_UNIT_NOUNS for form in (noun.singular, noun.plural)},
        **dict.fromkeys(("s", "sek"), _SECOND),
        **dict.fromkeys(("sec", "secs", "″"), _SECOND),
        **dict.fromkeys(("min", "mins", "′"), _MINUTE),
        "wo": _feminine("Woche", "Wochen"),
        "j": _neuter("Jahr", "Jahre"),
        "tg": _masculine("Tag", "Tage"),
        "mon": _masculine("Monat", "Monate"),
        "tl": _masculine("Teelöffel", "Teelöffel"),
        "el": _masculine("Esslöffel", "Esslöffel"),
        "m/s": _masculine("Meter pro Sekunde", "Meter pro Sekunde"),
        "u/min": _feminine("Umdrehung pro Minute", "Umdrehungen pro Minute"),
        "mmhg": _masculine("Millimeter Quecksilber", "Millimeter Quecksilber"),
        **dict.fromkeys(("h", "std"), _HOUR),
        "uhr": Noun("Uhr", "Uhr", "ein"),
        "ms": _feminine("Millisekunde", "Millisekunden"),
        "mm": _masculine("Millimeter", "Millimeter"),
        "cm": _CENTIMETRE,
        "m": _METRE,
        "km": _masculine("Kilometer", "Kilometer"),
        "km/h": _masculine("Kilometer pro Stunde", "Kilometer pro Stunde"),
        "m²": _masculine("Quadratmeter", "Quadratmeter"),
        "g": _GRAM,
        "mg": _neuter("Milligramm", "Milligramm"),
        "kg": _KILOGRAM,
        "ml": _masculine("Milliliter", "Milliliter"),
        "l": _masculine("Liter", "Liter"),
        "kcal": _feminine("Kilokalorie", "Kilokalorien"),
        "hz": _neuter("Hertz", "Hertz"),
        "bpm": _masculine("Schlag pro Minute", "Schläge pro Minute"),
        **dict.fromkeys(("wdh", "whg", "wdhlg", "wdhlgn", "wdhg", "wdhl", "whl", "wh"), _REPETITION),
        "x": _TIME,
        "×": _TIME,
        "%": _PERCENT,
        "°": _DEGREE,
        "°c": _masculine("Grad Celsius", "Grad Celsius"),
        "°f": _masculine("Grad Fahrenheit", "Grad Fahrenheit"),
        "€": _EURO,
        "$": _DOLLAR,
        "£": _POUND,
    },
    doses=DOSES,
    beside_units=BESIDE_UNITS,
    dates=DATES,
    sides=SIDES,
    bare_units={
        "Sek": "Sekunden",
        "Min": "Minuten",
        "min": "Minuten",
        "Std": "Stunden",
        **dict.fromkeys(("Wdh", "Whg", "Wdhlg", "Wdhlgn", "Wdhg", "Wdhl", "Whl"), "Wiederholungen"),
        **dict.fromkeys(("wdh", "wdhl", "wiederh"), "wiederholen"),
        "mm": "Millimeter",
        "cm": "Zentimeter",
        "km": "Kilometer",
        "km/h": "Kilometer pro Stunde",
        "kg": "Kilogramm",
        "ml": "Milliliter",
        "bpm": "Schläge pro Minute",
    },
    has_hyphenated_plural=True,
    currencies={"€": _EURO, "$": _DOLLAR, "£": _POUND},
    abbreviations=FINAL_ABBREVIATIONS,
    leading_abbreviations=LEADING_ABBREVIATIONS,
    inner_abbreviations=INNER_ABBREVIATIONS,
    exact_abbreviations=EXACT_ABBREVIATIONS,
    number_abbreviations=NUMBER_ABBREVIATIONS,
    title_abbreviations=TITLE_ABBREVIATIONS,
    roman_words=(
        *(
            "krieger",
            "typ",
            "grad",
            "grade",
            "kapitel",
            "gruppe",
            "gruppen",
            "phase",
            "stufe",
            "woche",
            "teil",
        ),
        *("tag", "übung", "runde", "klasse", "band", "stadium"),
    ),
    symbols={
        "№": "Nummer",
        "§": "Paragraf",
        "&": "und",
        "+": "plus",
        "=": "gleich",
        "<": "weniger als",
        ">": "mehr als",
        "≤": "höchstens",
        "≥": "mindestens",
        "±": "plus minus",
        "~": "etwa",
        "≈": "etwa",
        "×": "mal",
        "÷": "geteilt durch",
        "@": "ät",
        "#": "Nummer",
        "%": "Prozent",
        "°": "Grad",
        "$": "Dollar",
        "£": "Pfund",
        "€": "Euro",
        "′": "Minuten",
        "″": "Sekunden",
        "²": "hoch zwei",
        "³": "hoch drei",
        "→": "nach",
        "/": "oder",
    },
    thousands_separator=r"(?<!\b0)\.",  # 1.000, but not 0.125
    decimal_separators=(",",),
    fractions={
        "2": _neuter("halb", "halbe"),
        "3": _neuter("Drittel", "Drittel"),
        "4": _neuter("Viertel", "Viertel"),
        "6": _neuter("Sechstel", "Sechstel"),
        "8": _neuter("Achtel", "Achtel"),
        "12": _neuter("Zwölftel", "Zwölftel"),
        "16": _neuter("Sechzehntel", "Sechzehntel"),
    },
    part_fractions={
        "5": _neuter("Fünftel", "Fünftel"),
        "7": _neuter("Siebtel", "Siebtel"),
        "9": _neuter("Neuntel", "Neuntel"),
        "10": _neuter("Zehntel", "Zehntel"),
    },
    part_words=("des", "der", "davon", "von", "vom", "deiner", "deines"),
    fraction_articles=(),
    half_of_unit="{fraction} {article} {unit}",
    fraction_of_unit="{fraction} {article} {unit}",
    unit_articles=(),
    half_determiners=(),
    mixed_number="{whole}ein{part}",
    mixed_numbers="{whole} {count} {part}",
    counter_words=(
        *map(str.lower, _ORDINAL_NOUN_ENDINGS),
        "runden",
        "schmerz",
        "schmerzen",
        "sätze",
        "schritte",
        "stärke",
    ),
    per_nouns={
        **{noun.lower(): noun for noun in ("Tag", "Woche", "Monat", "Jahr", "Stunde", "Minute", "Sekunde")},
        **{
            noun.lower(): noun for noun in ("Seite", "Bein", "Arm", "Hand", "Fuß", "Runde", "Satz", "Einheit")
        },
        "wo": "Woche",
        "tg": "Tag",
        "d": "Tag",
        "std": "Stunde",
        "min": "Minute",
        "sek": "Sekunde",
    },
    per_times=("tag", "woche", "wo", "monat", "stunde", "std", "minute", "min", "sekunde", "sek"),
    per="pro",
    ordinal_suffixes=(),
    ordinal_determiners=_DETERMINER_ENDINGS,
    ordinal_nouns={noun.lower(): ending for noun, ending in _ORDINAL_NOUN_ENDINGS.items()},
    phone_words=(*_PHONE_VERBS, *(f"{verb} die" for verb in _PHONE_VERBS), "notruf", "telefon"),
    phone_fillers=("an", "unter", "uns", "bitte", "sofort", "die", "nummer", "den", "sie"),
    emergency_words=(
        *("notfallnummer", "notrufnummer"),
        "notdienst",
        "bereitschaftsdienst",
        "giftnotruf",
        "notfall",
        "notruf",
        "hilfe",
        "rettung",
        "rettungsdienst",
        "krankenwagen",
    ),
    vertebra_words=("HWK", "BWK", "LWK", "HWS", "BWS", "LWS"),
    pressure_words=("blutdruck", "rr"),
    clock_pattern=r"0?(1?\d|2[0-4])[:.]([0-5])(\d)\s*(uhr)",
    clock_format="{hour} {unit} {minutes}",
    leading_zero="",
    hour_minute_second=(_HOUR, _MINUTE, _SECOND),
    conjunctions=("bis", "oder", "und"),
    uninflected_one="ein",
    range_to="bis",
    ratio_to="zu",
    over="zu",
    then="dann",
    times="mal",
    out_of="von",
    minus="minus",
    point="Komma",
    dot="Punkt",
    version_dot="Punkt",
    ambiguities=AMBIGUITIES,
)
