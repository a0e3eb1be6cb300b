"""German."""

from __future__ import annotations

from voiceguide.language.base import (
    Address,
    HandoutStrings,
    Language,
    PageStrings,
    ProgrammeStrings,
    StopPhrases,
    Wording,
)
from voiceguide.language.de_address import familiar, first_left_over
from voiceguide.language.de_adopt import ADOPT
from voiceguide.language.de_tables import NORMALISATION

LANGUAGE = Language(
    name="German",
    native_name="Deutsch",
    iso_639_2="deu",
    espeak_voice="de",
    time_per_word=1.1,
    wording=Wording(
        opening_title="Bevor es losgeht",
        greeting="{title}, {length}.",
        needs="Bitte bereitlegen: {things}.",
        list_of_two="{most} und {last}",
        list_of_many="{most} und {last}",
        first_announcement="Zuerst: {title}.",
        next_announcement="Als Nächstes: {title}.",
        has_lowercase_titles=False,
        round="Runde {number}.",
        halfway="Halbzeit.",
        signal_words={"chapter": "Weiter.", "start": "Jetzt.", "end": "Und lösen.", "still": "Weiter so."},
        remaining="Noch {time}.",
        breath_cues={"in": "Einatmen.", "again": "Ein.", "hold": "Halten.", "out": "Ausatmen."},
        side_forms=(
            *("links/rechts", "linke/rechte", "linken/rechten", "linkem/rechtem", "linker/rechter"),
            "linkes/rechtes",
        ),
        sides={"left": "links", "right": "rechts"},
        second=("Sekunde", "Sekunden"),
        minute=("Minute", "Minuten"),
        about="etwa {time}",
        and_a_half="{whole}½ {unit}",
    ),
    handout=HandoutStrings(
        total="{length} insgesamt.",
        hold="{time} halten",
        go="{time} frei bewegen",
        repetitions=("{count}-mal {phases}", "{count}-mal {phases}"),
        breaths=("{count} Atemzug: {phases}", "{count} Atemzüge: {phases}"),
        rest="{time} Pause",
        each_side="jede Seite",
        phases={"in": "ein", "hold": "halten", "out": "aus"},
        decimal_mark=",",
    ),
    page=PageStrings(
        play="Abspielen",
        pause="Anhalten",
        player="Abspielgerät",
        previous="Voriger Abschnitt",
        next="Nächster Abschnitt",
        words="Text",
        chapters="Abschnitte",
        save="Datei sichern",
        trim="Im Player das Kürzen von Stille ausschalten: Es würde die Haltezeiten verkürzen.",
        proof="In der Stille liegt ein sehr tiefer Ton, damit das Kürzen von Stille keine Haltezeit trifft.",
        lost="Der Ton ist nicht zu erreichen. Gibt der Computer ihn noch frei?",
    ),
    programme=ProgrammeStrings(
        week="Woche {number}",
        day="Tag {number}",
        weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        minutes="{count} min",
        optional="nach Wunsch",
        safety="Bevor es losgeht",
        rules="Wie es weitergeht",
    ),
    stop=StopPhrases(
        phrases=(
            *("hören Sie … auf, wenn", "hören Sie … auf, sobald", "hören Sie … auf bei"),
            *("hör … auf, wenn", "hör … auf, sobald", "hör … auf bei"),
            *("wenn … hören Sie … auf", "sobald … hören Sie … auf", "wenn … hör … auf", "sobald … hör … auf"),
            *("aufhören, wenn", "aufhören, sobald", "pause, wenn", "pause, sobald", "bei Schmerzen"),
            *("brechen Sie … ab", "brich … ab", "abbrechen", "lassen Sie … aus, wenn", "lass … aus, wenn"),
        ),
        example="Hören Sie auf, wenn etwas weh tut.",
    ),
    address=Address(familiar=familiar, first_left_over=first_left_over),
    adopt=ADOPT,
    normalisation=NORMALISATION,
)
