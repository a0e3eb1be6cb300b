"""Words beside the numbers of German handouts: doses, units, dates, sides."""

from __future__ import annotations

from voiceguide.language.tables import DateWords, DoseWords, Noun, SideWords, UnitWords

_SETS = (
    "satz",
    "sätze",
    "sätzen",
    "serie",
    "serien",
    "runde",
    "runden",
    "durchgang",
    "durchgänge",
    "set",
    "sets",
)
_DESCRIBED = (
    r"(?:\w{2,}(?:ung|pause|zeit|training|übung|arbeit)|Pausen?|Ruhe|Rast|Sitzen|Stehen|Liegen|Gehen|Laufen|Training|"
    "Abstand|Wärme|Kälte|Wasser|Walking|Yoga|Gymnastik|Schwimmen|Radfahren|Aufwärmen|Atmen|Plank|Intervalle?)"
)


DOSES = DoseWords(
    set_nouns=_SETS,
    set_of="mit",
    set_of_one="mit",
    each_nouns=(*_SETS, "wdh", "wiederholung", "wiederholungen", "übungen", "mal"),
    set_of_each="zu je",
    count_nouns=(
        *_SETS,
        "wdh",
        "wiederholung",
        "wiederholungen",
        "atemzüge",
        "schritte",
        "schritten",
        "mal",
    ),
    course_nouns=("woche", "wochen", "wo", "tag", "tage", "monat", "monate"),
    course="für",
    by="mal",
    surfaces=("tuch", "kissen", "matte", "platte"),
)

BESIDE_UNITS = UnitWords(
    articles=(),
    determiners=(),
    described_nouns=_DESCRIBED,
    function_words=(),
    distance_words=(),
    distance_nouns=("metern",),
    distance_verbs=(),
    time_words=(),
)

DATES = DateWords(
    clock_words=("um", "gegen", "ab", "vor"),
    clock_range_words=("von", "bis", "zwischen", "seit"),
    clock_followers=("morgens", "früh", "vormittags", "mittags", "nachmittags", "abends", "nachts"),
    clock_units=("uhr",),
    clock_noun=Noun("Uhr", "Uhr", "ein"),
    clock_time="{hour} Uhr {minutes}",
    full_hours=("{hour} Uhr", "{hour} Uhr"),
    list_words=("und", "u.", "oder", "o.", "bis"),
    weekdays={
        "Mo": "Montag",
        "Di": "Dienstag",
        "Mi": "Mittwoch",
        "Do": "Donnerstag",
        "Fr": "Freitag",
        "Sa": "Samstag",
        "So": "Sonntag",
    },
    weekday_words=("am", "jeden", "bis", "ab", "von", "vom", "zum"),
    months={
        "Jan.": "Januar",
        "Feb.": "Februar",
        "Apr.": "April",
        "Jun.": "Juni",
        "Jul.": "Juli",
        "Aug.": "August",
        **dict.fromkeys(("Sep.", "Sept."), "September"),
        "Okt.": "Oktober",
        "Nov.": "November",
        "Dez.": "Dezember",
    },
    year_words=(
        "zwischen",
        "in",
        "seit",
        "von",
        "aus",
        "ab",
        "bis",
        "jahr",
        "jahre",
        "im jahr",
        "vor",
        "nach",
        "um",
    ),
    decades=(r"()(?<![\w.,])((?:1[1-9]|20)?[1-9]0er(?:n|(?:[\s-]Jahren?))?)(?!\w)",),
    decade=r"(1[1-9]|20)?([1-9])0er(n|[\s-]Jahren?)?",
    decade_names={
        "1": "Zehner",
        "2": "Zwanziger",
        "3": "Dreißiger",
        "4": "Vierziger",
        "5": "Fünfziger",
        "6": "Sechziger",
        "7": "Siebziger",
        "8": "Achtziger",
        "9": "Neunziger",
    },
    decade_of_century="{century}hundert{decade}",
    lowercase_decade="Jahr",
    number_ending="ern?|-?(?:fach|beinig|händig|armig|seitig|jährig|tägig|wöchig|monatig|stündig|minütig|sekündig|stufig|teilig"
    "|gradig|malig)(?:e[mnrs]?)?|-?Jährigen?|%-?ige[mnrs]?",
    age_words=("menschen", "personen", "frauen", "männer", "leute", "alter", "erwachsene"),
    age_from="ab {age}",
    or_more="{count} oder mehr",
)

SIDES = SideWords(
    sides={
        **dict.fromkeys(("li", "Li", "L"), ("links", "linke")),
        **dict.fromkeys(("re", "Re", "R"), ("rechts", "rechte")),
    },
    articles=("ein", "dein", "ihr", "mein", "kein", "sein", "euer"),
    noun_endings={
        **dict.fromkeys(("arm", "fuß", "ellbogen", "ellenbogen", "daumen", "winkel", "unterarm"), "r"),
        **dict.fromkeys(("oberarm", "oberschenkel", "unterschenkel", "zeigefinger", "zeh"), "r"),
        **dict.fromkeys(("bein", "knie", "handgelenk", "sprunggelenk", "ohr", "auge", "schulterblatt"), "s"),
        **dict.fromkeys(("hand", "seite", "schulter", "hüfte", "ferse", "wade", "handfläche", "leiste"), ""),
    },
    not_after=("ein", "Buchstabe", "Vitamin"),
)

AMBIGUITIES = {
    r"\b(?:um|gegen|ab|vor|von|bis|zwischen|seit)\s\d{1,2}:\d\d(?!:|\sUhr)": "Write “1 min 30 s” for a duration.",
    r"(?<![\d/])(?:[3-9]|1\d)/(?:[5-9]|1[1-9]|2\d)(?![\d/]|\s(?:des|der|von)\b)": "Write “drei Fünftel” for a part.",
    r"(?<![\d/])[2-9]\d/[1-9]\d(?![\d/])": "Write “von” for a score, and “zu” for a blood pressure.",
    r"(?<![\w.])\d{1,3}\s?[\"”″](?!\w)": "Write “Zoll” for inches.",
    r"(?<![\w/-])\d+-1/[234](?![\d/])": "Write “bis” for a range.",
    r"(?<![\w.,])\d{1,2}\.\d{3}(?=\s?(?:kg|g|km|cm|m|l|s|min)\b)": "Write a comma before decimals.",
}
