"""English words from which a dose is guessed."""

from __future__ import annotations

from voiceguide.language.tables import AdoptWords

ADOPT = AdoptWords(
    common_words=("the", "your", "and", "with", "of", "to", "for", "each"),
    numbers={
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "eight": 8,
        "ten": 10,
        "twelve": 12,
    }
    | {"fifteen": 15, "twenty": 20, "thirty": 30},
    adverbs={"once": 1, "twice": 2, "thrice": 3},
    seconds="seconds?|secs?|s",
    minutes="minutes?|mins?|m",
    hold=r"\b(?:hold|stay|keep|remain)(?:ing|s)?\b",
    hold_after="holds?|stretch(?:es)?|stretch hold",
    rest=r"\brest(?:ing)?\b|\bpause\b|\bbreak\b",
    times="times?|x",
    frequency=r"daily\b|weekly\b|(?:a|per|each|every|/)\s?(?:day|week|wk)s?\b|(?:days|times)\s(?:a|per)\sweek\b",
    repetitions="reps?|repetitions?",
    sets="sets?|rounds?|circuits?",
    breaths="breaths?",
    sides=r"\b(?:each|per|every|the other)\s(?:sides?|legs?|arms?|hands?|f[eo]+t|knees?|directions?)\b"
    r"|\bboth\s(?:sides|directions)\b"
    r"|/(?:side|leg|arm)\b|\b(?:swap|change|switch)\ssides\b",
    filler="do|hold|for|the|this|of|and|repeat|then|about|stretch|it|on|a|at|times|sets|in|to|with|x|sec|seconds|rest|between|daily|day|week|per|times|twice|once|every|position|dose|reps|repetitions|sets|frequency",
    caution=r"(?:warning|caution|important|stop|never)\b",
    caution_action=r"\b(?:stop|avoid|do not|don't|don’t|never|should not|must not|ask|see|consult|contact|seek|call)\b",
    caution_reason=r"\b(?:pain\w*|hurts?|dizz\w+|numb\w*|tingl\w+|doctor|physio\w*|therapist|surgery|operation|pregnan\w+|osteoporosis"
    r"|injur\w+|faint|emergency|unwell|swelling)\b",
    equipment=r"(?:you (?:will )?need|equipment|needs?|material)\s*:\s*",
    phases=("up", "down"),
    positions={
        "all-fours": r"all fours|hands and knees",
        "side-lying": r"(?:lie|lying) on (?:your|the|one) (?:\w+ )?side",
        "lying-back": r"(?:lie|lying) (?:flat )?on your back|supine",
        "lying-front": r"(?:lie|lying) (?:face down|on your (?:front|stomach|tummy))|prone",
        "sitting-floor": r"sit(?:ting)? on the (?:floor|mat)|long sitting",
        "chair": r"\b(?:sit|sitting|seated|chair)\b",
        "standing": r"\bstand(?:ing)?\b",
    },
)
