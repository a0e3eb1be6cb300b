"""English."""

from __future__ import annotations

from voiceguide.language import Language
from voiceguide.language.base import StopPhrases, Wording

LANGUAGE = Language(
    name="English",
    native_name="English",
    iso_639_2="eng",
    espeak_voice="en-us",
    time_per_word=1.0,
    wording=Wording(
        opening_title="Before you begin",
        greeting="{title}, {length}.",
        needs="You will need {things}.",
        list_of_two="{most} and {last}",
        list_of_many="{most}, and {last}",
        first_announcement="First, {title}.",
        next_announcement="Next, {title}.",
        has_lowercase_titles=True,
        round="Round {number}.",
        halfway="Halfway.",
        signal_words={"chapter": "Next.", "start": "Begin.", "end": "And rest.", "still": "Keep going."},
        remaining="{time} left.",
        breath_cues={"in": "Breathe in.", "again": "In.", "hold": "Hold.", "out": "Breathe out."},
        side_forms=("left/right",),
        sides={"left": "left", "right": "right"},
        second=("second", "seconds"),
        minute=("minute", "minutes"),
        about="about {time}",
        and_a_half="{whole} and a half {unit}",
    ),
    trim_advice="Turn trim-silence off in the player: it would cut the holds short.",
    trim_proof_note="Its silences carry a very low tone, so that trim-silence leaves the holds whole.",
    stop=StopPhrases(
        phrases=(
            *("stop … if", "stop … when", "stop … as soon as", "stop at", "stop for"),
            *("if … stop", "when … stop", "as soon as … stop"),
            *("ease off", "ease back", "back off", "leave this out", "leave it out"),
        ),
        example="Stop if anything hurts.",
    ),
    address=None,
    view_texts_source="en_view_texts",
    adopt_source="en_adopt",
    normalisation_source=("en_tables", "en_abbreviations", "en_handouts"),
)
