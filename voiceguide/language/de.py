"""How German says what is written in figures and signs.

A 1 agrees with what it counts, where that stands below, in the nominative: eine Minute, ein Meter. Where a
sentence wants another case, its author writes it out (“nach einer Minute”). And m is a metre, never a minute.
"""

from __future__ import annotations

import string

from voiceguide.language.base import LATIN, Language, Noun


def _der(one: str, several: str) -> Noun:
    return Noun(one, several, "ein", {"2": "halber"})


def _die(one: str, several: str) -> Noun:
    return Noun(one, several, "eine", {"2": "halbe"})


def _das(one: str, several: str) -> Noun:
    return Noun(one, several, "ein", {"2": "halbes"})


_HOUR, _MINUTE, _SECOND = _die("Stunde", "Stunden"), _die("Minute", "Minuten"), _die("Sekunde", "Sekunden")
_METRE, _CENTIMETRE = _der("Meter", "Meter"), _der("Zentimeter", "Zentimeter")
_GRAM, _KILOGRAM = _das("Gramm", "Gramm"), _das("Kilogramm", "Kilogramm")
_EURO, _DOLLAR, _POUND = _der("Euro", "Euro"), _der("Dollar", "Dollar"), _das("Pfund", "Pfund")
_TIME, _PERCENT, _DEGREE = _das("mal", "mal"), _das("Prozent", "Prozent"), _der("Grad", "Grad")
_REPETITION = _die("Wiederholung", "Wiederholungen")

_WRITTEN_OUT = (
    *(_HOUR, _MINUTE, _SECOND, _METRE, _CENTIMETRE, _GRAM, _KILOGRAM, _EURO, _DOLLAR, _POUND),
    *(_TIME, _PERCENT, _DEGREE, _REPETITION),
    _das("Kilo", "Kilo"),
    _der("Liter", "Liter"),
    _der("Kilometer", "Kilometer"),
    _der("Atemzug", "Atemzüge"),
    _der("Durchgang", "Durchgänge"),
    _der("Satz", "Sätze"),
    _der("Schritt", "Schritte"),
    _der("Tag", "Tage"),
    _der("Teil", "Teile"),
    _die("Drehung", "Drehungen"),
    _die("Runde", "Runden"),
    _die("Seite", "Seiten"),
    _die("Übung", "Übungen"),
    _die("Woche", "Wochen"),
    _das("Jahr", "Jahre"),
    _der("Monat", "Monate"),
)
"""Counted in full as well, where the 1 has to agree all the same: 1 Minute."""

_ORDERED = {
    **dict.fromkeys(("Atemzug", "Durchgang", "Finger", "Monat", "Satz", "Schritt", "Tag", "Teil"), "r"),
    **dict.fromkeys(("Wirbel", "Halswirbel", "Brustwirbel", "Lendenwirbel", "Zeh"), "r"),
    **dict.fromkeys(("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"), "r"),
    **dict.fromkeys(("September", "Oktober", "November", "Dezember"), "r"),
    **dict.fromkeys(("Atmung", "Bewegung", "Dehnung", "Hälfte", "Minute", "Position", "Rippe"), ""),
    **dict.fromkeys(("Runde", "Seite", "Sekunde", "Stufe", "Stunde", "Übung", "Wiederholung", "Woche"), ""),
    **dict.fromkeys(("Jahr", "Mal", "Set"), "s"),
}

_BEFORE_DER = (
    *("ab", "an", "auf", "aus", "bei", "hinter", "in", "mit", "nach", "neben", "seit", "unter", "von"),
    *("vor", "während", "zu", "zwischen", "über"),
)
_BELONGING = ("d", "dies", "jed", "ein", "dein", "ihr", "mein")

_LEADS = {
    **{f"{word}e": "" for word in _BELONGING[1:]},
    **{f"{word}er": "" for word in ("d", "dies", "jed")},
    **{f"{word}{end}": "n" for word in _BELONGING for end in ("em", "en")},
    **{f"{word}er": "n" for word in ("ein", "dein", "ihr", "mein")},
    **{f"{before} {word}er": "n" for before in _BEFORE_DER for word in ("d", "dies", "jed")},
    **dict.fromkeys(("das", "die", "dieses", "jedes", "ans", "aufs", "fürs", "ins"), ""),
    **dict.fromkeys(("am", "beim", "des", "im", "vom", "zum", "zur"), "n"),
}

_CALLS = ("ruf", "rufe", "ruft", "rufen sie", "wähl", "wähle", "wählt", "wählen sie")

GERMAN = Language(
    name="German",
    code="de",
    alphabet=f"{string.ascii_letters}äöüÄÖÜß",
    letters={**LATIN, "æ": "ä", "Æ": "Ä", "œ": "ö", "Œ": "Ö", "ø": "ö", "Ø": "Ö", "ẞ": "ß"},
    word=1.1,
    units={
        **{form.lower(): noun for noun in _WRITTEN_OUT for form in (noun.one, noun.several)},
        **dict.fromkeys(("s", "sek"), _SECOND),
        "min": _MINUTE,
        **dict.fromkeys(("h", "std"), _HOUR),
        "uhr": Noun("Uhr", "Uhr", "ein"),
        "ms": _die("Millisekunde", "Millisekunden"),
        "mm": _der("Millimeter", "Millimeter"),
        "cm": _CENTIMETRE,
        "m": _METRE,
        "km": _der("Kilometer", "Kilometer"),
        "km/h": _der("Kilometer pro Stunde", "Kilometer pro Stunde"),
        "m²": _der("Quadratmeter", "Quadratmeter"),
        "g": _GRAM,
        "kg": _KILOGRAM,
        "ml": _der("Milliliter", "Milliliter"),
        "l": _der("Liter", "Liter"),
        "kcal": _die("Kilokalorie", "Kilokalorien"),
        "hz": _das("Hertz", "Hertz"),
        "bpm": _der("Schlag pro Minute", "Schläge pro Minute"),
        "wdh": _REPETITION,
        "x": _TIME,
        "×": _TIME,
        "%": _PERCENT,
        "°": _DEGREE,
        "°c": _der("Grad Celsius", "Grad Celsius"),
        "°f": _der("Grad Fahrenheit", "Grad Fahrenheit"),
        "€": _EURO,
        "$": _DOLLAR,
        "£": _POUND,
    },
    metre=_METRE,
    distances=(),
    bare_units={
        "Sek": "Sekunden",
        "Min": "Minuten",
        "min": "Minuten",
        "Std": "Stunden",
        "Wdh": "Wiederholungen",
        "mm": "Millimeter",
        "cm": "Zentimeter",
        "km": "Kilometer",
        "km/h": "Kilometer pro Stunde",
        "kg": "Kilogramm",
        "ml": "Milliliter",
        "bpm": "Schläge pro Minute",
    },
    hyphened_several=True,
    money={"€": _EURO, "$": _DOLLAR, "£": _POUND},
    abbreviations={
        "usw.": "und so weiter",
        "usw": "und so weiter",
        "etc.": "und so weiter",
        "etc": "und so weiter",
        **dict.fromkeys(("u. v. m.", "u.v.m."), "und vieles mehr"),
        **dict.fromkeys(("o. ä.", "o.ä."), "oder Ähnliches"),
        **dict.fromkeys(("u. ä.", "u.ä."), "und Ähnliches"),
        "li.": "links",
        "re.": "rechts",
    },
    leading={
        **dict.fromkeys(("z. b.", "z.b."), "zum Beispiel"),
        **dict.fromkeys(("d. h.", "d.h."), "das heißt"),
        **dict.fromkeys(("u. a.", "u.a."), "unter anderem"),
        **dict.fromkeys(("v. a.", "v.a."), "vor allem"),
        **dict.fromkeys(("i. d. r.", "i.d.r."), "in der Regel"),
        **dict.fromkeys(("z. t.", "z.t."), "zum Teil"),
        **dict.fromkeys(("u. u.", "u.u."), "unter Umständen"),
        **dict.fromkeys(("ca.", "ca"), "etwa"),
        **dict.fromkeys(("bzw.", "bzw"), "beziehungsweise"),
        "evtl.": "eventuell",
        "ggf.": "gegebenenfalls",
        "inkl.": "inklusive",
        "max.": "maximal",
        "mind.": "mindestens",
        "vgl.": "vergleiche",
        "dr.": "Doktor",
        "tel.": "Telefon",
        "und/oder": "und oder",
        "24/7": "rund um die Uhr",
    },
    numbered={"Nr.": "Nummer", "Nrn.": "Nummern", "min.": "mindestens"},
    signs={
        "№": "Nummer",
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
        "²": "hoch zwei",
        "³": "hoch drei",
        "→": "nach",
        "/": "oder",
    },
    thousands=r"(?<!\b0)\.",  # 1.000, but not 0.125
    decimals=(",",),
    fractions={"2": _das("halb", "halbe"), "3": _das("Drittel", "Drittel"), "4": _das("Viertel", "Viertel")},
    halved=(),
    mixed=("{whole}ein{part}", "{whole} {count} {part}"),
    counters=(*map(str.lower, _ORDERED), "runden", "schmerz", "schmerzen", "sätze", "schritte", "stärke"),
    each=(
        *("tag", "woche", "stunde", "std", "minute", "min"),
        *("seite", "bein", "arm", "hand", "fuß", "runde", "satz"),
    ),
    per="pro",
    ordinal_ends=(),
    ordinal_leads=_LEADS,
    ordinal_nouns={noun.lower(): ending for noun, ending in _ORDERED.items()},
    callers=(*_CALLS, *(f"{call} die" for call in _CALLS), "notruf", "telefon"),
    clock=r"0?(1?\d|2[0-4])[:.]([0-5])(\d)\s*(uhr)",
    clock_said="{hour} {unit} {minutes}",
    oh="",
    hour_minute_second=(_HOUR, _MINUTE, _SECOND),
    joins=("bis", "oder", "und"),
    one="ein",
    to="bis",
    against="zu",
    times="mal",
    out_of="von",
    minus="minus",
    point="Komma",
    dot="Punkt",
    version_dot="Punkt",
)
