"""German."""

from __future__ import annotations

from voiceguide.language import Language
from voiceguide.language.address import Address
from voiceguide.language.base import StopPhrases, Wording
from voiceguide.language.de_address import familiar, first_left_over

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
    trim_advice="Im Player das Kürzen von Stille ausschalten: Es würde die Haltezeiten verkürzen.",
    trim_proof_note="In der Stille liegt ein sehr tiefer Ton, damit das Kürzen von Stille keine Haltezeit trifft.",
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
    view_texts_source="de_view_texts",
    adopt_source="de_adopt",
    normalisation_source=("de_tables", "de_handouts", "de_abbreviations"),
)
