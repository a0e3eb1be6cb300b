"""English."""

from __future__ import annotations

from voiceguide.language.base import (
    HandoutStrings,
    Language,
    PageStrings,
    ProgrammeStrings,
    StopPhrases,
    Wording,
)
from voiceguide.language.en_adopt import ADOPT
from voiceguide.language.en_tables import NORMALISATION

LANGUAGE = Language(
    name="English",
    native_name="English",
    iso_639_2="eng",
    espeak_voice="en-us",
    time_per_word=1.0,
    wording=Wording(
        opening_title="Before you begin",
        greeting="{title}, {length}.",
        needs="Have {things} within reach.",
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
    handout=HandoutStrings(
        total="{length} in all.",
        hold="hold {time}",
        go="move freely {time}",
        repetitions=("{count} time {phases}", "{count} times {phases}"),
        breaths=("{count} breath: {phases}", "{count} breaths: {phases}"),
        rest="rest {time}",
        each_side="each side",
        phases={"in": "in", "hold": "hold", "out": "out"},
        decimal_mark=".",
    ),
    page=PageStrings(
        play="Play",
        pause="Pause",
        player="Player",
        previous="Previous chapter",
        next="Next chapter",
        words="Words",
        chapters="Chapters",
        save="Save the file",
        trim="Turn trim-silence off in the player: it would cut the holds short.",
        proof="Its silences carry a very low tone, so that trim-silence leaves the holds whole.",
        lost="The sound cannot be reached. Is the computer still sharing it?",
    ),
    programme=ProgrammeStrings(
        week="Week {number}",
        day="Day {number}",
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        minutes="{count} min",
        optional="if you like",
        safety="Before you begin",
        rules="How to go on",
    ),
    stop=StopPhrases(
        phrases=(
            *("stop … if", "stop … when", "stop … as soon as", "stop at", "stop for"),
            *("if … stop", "when … stop", "as soon as … stop"),
            *("ease off", "ease back", "back off", "leave this out", "leave it out"),
        ),
        example="Stop if anything hurts.",
    ),
    address=None,
    adopt=ADOPT,
    normalisation=NORMALISATION,
)
