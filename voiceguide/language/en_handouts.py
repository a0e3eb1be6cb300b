"""Words beside the numbers of English handouts: doses, units, dates, sides."""

from __future__ import annotations

from voiceguide.language.tables import DateWords, DoseWords, Noun, SideWords, UnitWords

_SETS = ("set", "sets", "round", "rounds", "circuit", "circuits", "bout", "bouts")
_REPS = ("rep", "reps", "repetition", "repetitions", "breath", "breaths", "time", "times", "step", "steps")
_BODY = (
    *("arm", "leg", "hand", "foot", "knee", "elbow", "shoulder", "hip", "side", "wrist", "ankle", "thigh"),
    *("ear", "eye", "heel", "calf", "thumb", "palm", "forearm"),
)
_WEEKDAYS = {
    "Mon": "Monday",
    **dict.fromkeys(("Tue", "Tues"), "Tuesday"),
    "Wed": "Wednesday",
    **dict.fromkeys(("Thu", "Thur", "Thurs"), "Thursday"),
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}
_MONTHS = {
    "Jan.": "January",
    "Feb.": "February",
    "Mar.": "March",
    "Apr.": "April",
    "Jun.": "June",
    "Jul.": "July",
    "Aug.": "August",
    **dict.fromkeys(("Sep.", "Sept."), "September"),
    "Oct.": "October",
    "Nov.": "November",
    "Dec.": "December",
}
_DECADE = r"'?(1[1-9]|20)?([0-9])0'?s()"
_TENS_OF_LIFE = r"'?(?:1[1-9]|20)?[2-9]0'?s"
_DESCRIBED = (
    "(?:breaks?|rests?|holds?|pauses?|walks?|planks?|stretch(?:es)?|jogs?|runs?|swims?|rides?|baths?|timer|"
    "sessions?|videos?|drives?|intervals?|gaps?|limits?|routines?|exercises?|workouts?|blocks?|circuits?|"
    "efforts?|sprints?|warm-?ups?|cool-?downs?|naps?|sets?|weights?|dumb-?bells?|kettle-?bells?|plates?|bags?|"
    "bottles?|cans?|balls?|bands?|straps?|steps?|box(?:es)?|tubes?|poles?|rollers?|ropes?|angles?|bends?|olds?)"
)


DOSES = DoseWords(
    set_nouns=_SETS,
    set_of="of",
    set_of_one="of a",
    each_nouns=_SETS,
    set_of_each="of",
    count_nouns=(*_REPS, *_SETS, "squeezes", "lifts", "circles", "people", "calories"),
    course_nouns=("week", "weeks", "wk", "wks", "day", "days", "month", "months", "mo", "mos"),
    course="for",
    by="by",
    surfaces=("block", "board", "box", "mat", "towel", "pillow", "cushion", "square", "inch"),
)

BESIDE_UNITS = UnitWords(
    articles=("a", "an", "another"),
    determiners=("the", "your", "each", "this", "that", "every", "of", "with", "his", "her", "for"),
    described_nouns=_DESCRIBED,
    function_words=(
        *(
            "of",
            "to",
            "for",
            "from",
            "in",
            "on",
            "off",
            "at",
            "by",
            "and",
            "or",
            "before",
            "after",
            "then",
        ),
        *("per", "a", "an", "each", "every", "away", "apart", "above", "below", "long", "wide", "high"),
        *("tall", "deep", "more", "less", "is", "are", "with", "between", "until", "when", "if", "as"),
    ),
    distance_words=(
        *("away", "apart", "from", "off", "above", "below", "behind", "beyond", "ahead", "between"),
        *("long", "wide", "high", "tall", "deep", "to the", "back", "forward", "forwards", "backwards"),
    ),
    distance_nouns=(
        *("band", "strap", "rope", "tube", "pole", "stick", "tape", "cord", "line", "course", "corridor"),
        *("distance", "length", "gap", "step", "sprint", "board", "space", "lane", "walkway", "hallway"),
        *("path", "track", "runway", "pool", "room", "garden"),
    ),
    distance_verbs=("walk", "run", "jog", "swim", "row", "crawl", "sprint", "jump", "throw"),
    time_words=("rest", "hold", "wait", "pause", "breathe", "for", "every", "after", "stay", "relax"),
)

DATES = DateWords(
    clock_words=("at", "before", "around", "opens", "starts", "starting", "daily", "open"),
    clock_followers=("in the morning", "in the afternoon", "in the evening", "at night", "o'clock"),
    clock_units=("am", "pm"),
    clock_range_words=("from", "until", "till", "by", "between"),
    clock_noun=Noun("", ""),
    clock_time="{hour} {minutes}",
    full_hours=("{hour} o'clock", "{hour} hundred"),
    list_words=("and", "or", "to", "through"),
    weekdays=_WEEKDAYS,
    weekday_words=("on", "every", "each", "until", "from", "by", "next", "this"),
    months=_MONTHS,
    year_words=(
        *("in", "since", "from", "until", "before", "after", "of", "by", "during", "year", "between"),
        *("January", "February", "March", "April", "May", "June", "July", "August"),
    ),
    decades=(
        (
            r"(\b(?:in|into|from|of|by|until|to|since|during|past|through|over|under)\s(?:their|her|his|your|my|"
            rf"our|the)\s(?:early\s|late\s|mid-?\s?)?)({_TENS_OF_LIFE}(?:(?:\s(?:and|or|to)\s|,\s|[-—/])"
            rf"{_TENS_OF_LIFE}){{0,4}})(?!\w|[\s-]{_DESCRIBED}(?!\w))"
        ),
        r"(\b(?:over|under)-|\bthe\s(?:over|under)\s)([2-9]0s)(?!\w)",
        r"()(?:(?<![\w.,'-])|(?<=\bmid-)|(?<=\bpre-)|(?<=\bpost-))((?:(?:1[1-9]|20)[0-9]0'?s|'[2-9]0s|[2-9]0's))(?!\w)",
    ),
    decade=_DECADE,
    decade_names={
        "20": "two thousand",
        "190": "nineteen hundreds",
        "200": "two thousands",
        "1": "tens",
        "2": "twenties",
        "3": "thirties",
        "4": "forties",
        "5": "fifties",
        "6": "sixties",
        "7": "seventies",
        "8": "eighties",
        "9": "nineties",
        "0": "hundreds",
    },
    decade_of_century="{century} {decade}",
    lowercase_decade="(?!)",
    number_ending=r"(?:(?<=\bover-\d\d)|(?<=\bunder-\d\d))s",
    age_words=("adults", "age", "ages", "aged", "people", "women", "men", "seniors", "anyone"),
    age_from="{age} and over",
    or_more="{count} or more",
)

SIDES = SideWords(
    sides={
        **dict.fromkeys(("L", "LT", "Lt", "lt"), ("left", "left")),
        **dict.fromkeys(("R", "RT", "Rt", "rt"), ("right", "right")),
    },
    articles=(),
    noun_endings=dict.fromkeys(_BODY, ""),
    not_after=("a", "an", "an", "A", "An", "letter", "letters", "vitamin"),
)

AMBIGUITIES = {
    r"\b\d+(?:\.\d+)?m(?!\w|\s(?:from|away|apart|long|wide|high|off)\b)": "Write “min”, or “metres”.",
    r"\b(?:at|before|from|until|till|by|between)\s\d{1,2}:\d\d(?!:|\s?[ap]\.?m)": "Write “1 min 30 s” for a duration.",
    r"(?<![\d/])(?:[3-9]|1\d)/(?:[5-9]|1[1-9]|2\d)(?![\d/]|\sof\b)": "Write “three fifths” for a part.",
    r"(?<![\d/])[2-9]\d/[1-9]\d(?![\d/])": "Write “out of” for a score, and “over” for a blood pressure.",
    r"(?<![\w.])\d{1,3}\s?['’′](?![\w'’])": "Write “min” for minutes.",
    r"(?<![\w.])\d{1,3}\s?[\"”″](?!\w)": "Write “s” for seconds.",
    r"(?<![\w.-])(?<!\d\s)[Mm]in\.?\s\d+": "Write “minutes” for a duration.",
    r"(?<![\w.,])\d{1,3},\d(?=\s?(?:kg|g|km|cm|m|l|s|min)\b)": "Write a blank after the comma of a list.",
    r"\b(?:over|under)\s[2-9]0s\b": "Write “over-50s” for ages.",
    r"(?<![\w/-])\d+-1/[234](?![\d/])": "Write “to” for a range.",
    r"(?<![\w&'’-])[LR](?=[\s,.]\s?(?:arm|leg|hand|foot|knee|side|hip)\b)": "Write “the letter L” for a letter.",
}
