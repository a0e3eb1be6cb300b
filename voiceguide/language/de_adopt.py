"""German words from which a dose is guessed."""

from __future__ import annotations

from voiceguide.language.tables import AdoptWords

ADOPT = AdoptWords(
    common_words=("der", "die", "das", "und", "nicht", "mit", "den", "sie"),
    numbers={"zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8, "zehn": 10, "zwölf": 12}
    | {"fünfzehn": 15, "zwanzig": 20, "dreißig": 30},
    adverbs={"einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5, "zehnmal": 10},
    seconds="sekunden?|sek|sec|s",
    minutes="minuten?|min",
    hold=r"\b(?:halten?|gehalten|bleiben?|dehnen?)\b",
    hold_after=r"(?:lang\s)?(?:halten|dehnen|gehalten|bleiben)|lang",
    rest=r"\b(?:pause|ruhe|ruhen)\b",
    times="mal|x|-mal",
    frequency=r"täglich\b|tgl\b|wöchentlich\b|(?:am|pro|je|in der|/)\s?(?:tag|woche|wo)\b",
    repetitions="wdh|wiederholung(?:en)?",
    sets="sätzen?|satz|serien?|runden?|durchgänge",
    breaths="atemzügen?|atemzug",
    sides=r"\b(?:je|jede[rnms]?|pro|andere[nr]?)\s(?:seiten?|beine?|arme?|händen?|hand|füße|fuß)\b|\bbeide[nr]?\sseiten\b"
    r"|/(?:seite|bein|arm)\b|\bbeidseitig\b|\bseiten?\s?wechseln?\b|\bseitenwechsel\b",
    filler="halten|halte|und|die|den|das|je|pro|seite|lang|mal|dann|etwa|ca|für|sek|min|wdh|wiederholen|wiederhole|pause|dazwischen|täglich|tag|woche|position|dehnung|sätze|satz|serien|dosis",
    caution=r"(?:achtung|vorsicht|warnung|wichtig|stopp)\b",
    caution_action=r"\b(?:stopp\w*|aufhören|hören|abbrechen|brechen|vermeiden|nicht|nie|fragen|arzt|beenden)\b",
    caution_reason=r"(?:schmerz\w*|schwindel\w*|taub\w*|kribbel\w*|arzt\w*|ärzt\w*|operation\w*|schwanger\w*|osteoporose|verletz\w*"
    r"|weh tut|notfall)",
    equipment=r"(?:sie brauchen|material|hilfsmittel|benötigt)\s*:\s*",
    phases=("auf", "ab"),
    positions={
        "all-fours": r"vierfüßler\w*|auf (?:allen vieren|händen und knien)",
        "side-lying": r"seitenlage|auf (?:der|die) seite (?:legen|liegen)",
        "lying-back": r"rückenlage|auf (?:dem|den) rücken",
        "lying-front": r"bauchlage|auf (?:dem|den) bauch",
        "sitting-floor": r"auf (?:dem|den) boden (?:sitzen|setzen)|langsitz",
        "chair": r"\b(?:sitz\w*|setz\w*|stuhl|hocker)\b",
        "standing": r"\b(?:steh\w*|stell\w*|stand|stehend)\b",
    },
)
