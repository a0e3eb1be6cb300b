from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from voiceguide.errors import RequestError
from voiceguide.language import LANGUAGES
from voiceguide.language import normalise as spoken_form
from voiceguide.language.normalise import (
    normalise_text,
    strip_stress,
    unspeakable_reason,
)
from voiceguide.language.rules import INNER_STOP, SIGNS, compile_rules, find_signs

CASES = [
    (language, *line.split(" | ")[:2])
    for language, file in (
        *(("en", "spoken.txt"), ("de", "spoken.de.txt")),
        *(("en", "handouts.txt"), ("de", "handouts.de.txt")),
    )
    for line in Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
]
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
CHARACTERS = "aAbsxmkg0123459 .,:;-–—…/'%°$£×½²()!?é*\n"


def is_well_spoken(said: str, language: str) -> bool:
    """Return whether a text has only words (’ and - inside), single marks after them and single spaces.

    Asterisks come in pairs, tight around words.
    """
    letters = rf"{LANGUAGES[language].normalisation.letter_pattern}+"
    word = f"{letters}(['-]{letters})*"
    slow = rf"\*{word}(([,;.!?]?|…+) {word})*\*"
    return re.fullmatch(f"(({word}|{slow})(([,;.!?]?|…+) |([.!?]?|…+)$))*", said) is not None


@pytest.mark.parametrize(("language", "written", "said"), CASES)
def test_text_is_normalised_as_expected_and_idempotent(language: str, written: str, said: str) -> None:
    assert normalise_text(written, language) == said
    assert normalise_text(said, language) == said
    assert unspeakable_reason(written, language) is None


@pytest.mark.parametrize(("language", "least"), [("en", 1_000), ("de", 700)])
def test_every_language_has_enough_cases(language: str, least: int) -> None:
    assert len([case for case in CASES if case[0] == language]) >= least


@LANGUAGE
@given(written=st.text(alphabet=st.sampled_from(CHARACTERS + "äÖß"), max_size=40) | st.text())
def test_normalised_text_has_no_figure_or_sign(language: str, written: str) -> None:
    said = normalise_text(written, language)
    assert is_well_spoken(said, language)
    assert normalise_text(said, language) == said


@pytest.mark.slow
@pytest.mark.parametrize(("language", "words"), [("en", "[a-z -]+"), ("de", "[a-zäöüßMB -]+")])
@given(number=st.integers(0, 10**40))
def test_every_whole_number_has_words(language: str, words: str, number: int) -> None:
    assert re.fullmatch(words, normalise_text(str(number), language))


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_signs_leave_out_no_rule_that_matches(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = [case[1] for case in CASES if case[0] == language]
    tables = LANGUAGES[language].normalisation
    quick = [spoken_form._apply_rules(text, tables) for text in written]
    monkeypatch.setattr(spoken_form, "find_signs", lambda _: "".join((*SIGNS, INNER_STOP)))
    assert [spoken_form._apply_rules(text, tables) for text in written] == quick


@pytest.mark.slow
@LANGUAGE
@given(written=st.text(alphabet=st.sampled_from(CHARACTERS + "+<>=→′XLRht"), max_size=25))
def test_signs_leave_out_no_rule_that_matches_a_random_text(language: str, written: str) -> None:
    tables = LANGUAGES[language].normalisation
    quick = spoken_form._apply_rules(written, tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spoken_form, "find_signs", lambda _: "".join((*SIGNS, INNER_STOP)))
        assert spoken_form._apply_rules(written, tables) == quick


@pytest.mark.parametrize(
    ("written", "most"),
    [("Sit tall, and rest (slowly).", 0.25), ("Hold for 20 seconds.", 0.7), ("a b", 0.25)],
)
@LANGUAGE
def test_few_rules_are_tried_on_a_usual_line(language: str, written: str, most: float) -> None:
    tables = LANGUAGES[language].normalisation
    tried = len(compile_rules(tables, find_signs(written)))
    assert tried <= most * len(compile_rules(tables, "".join((*SIGNS, INNER_STOP))))


@pytest.mark.slow
@LANGUAGE
@given(words=st.lists(st.from_regex(r"[a-zäöü]{4,9}", fullmatch=True), min_size=1))
def test_plain_words_are_left_alone(language: str, words: list[str]) -> None:
    text = " ".join(words)
    if not set("äöü") <= set(LANGUAGES[language].normalisation.alphabet):
        text = text.translate(str.maketrans("äöü", "aou"))
    assert normalise_text(text, language) == text
    assert unspeakable_reason(text, language) is None


@LANGUAGE
def test_a_language_keeps_its_own_letters_and_no_others(language: str) -> None:
    letters = LANGUAGES[language].normalisation.alphabet
    assert normalise_text(f"Ab{letters}", language) == f"Ab{letters}"
    apart = unicodedata.normalize("NFD", f"Ab{letters}")
    assert normalise_text(apart, language) == f"Ab{letters}"


@pytest.mark.parametrize(("language", "said"), [("en", "naive thess fin"), ("de", "naive theß fin")])
def test_letters_of_other_languages_are_replaced(language: str, said: str) -> None:
    assert normalise_text("naïve þéß ﬁn", language) == said


@LANGUAGE
def test_every_language_normalises_the_same_signs(language: str) -> None:
    table = LANGUAGES[language].normalisation
    assert table.symbols.keys() == LANGUAGES["en"].normalisation.symbols.keys()
    nouns = (*table.units.values(), *table.currencies.values(), *table.fractions.values())
    forms = [
        form
        for noun in nouns
        for form in (noun.singular, noun.plural, noun.article, *noun.fraction_forms.values())
    ]
    words = (
        *table.symbols.values(),
        *table.leading_abbreviations.values(),
        *table.exact_abbreviations.values(),
        *table.abbreviations.values(),
        *forms,
    )
    assert [word for word in words if normalise_text(word, language) != word] == []


def _abbreviations(language: str) -> list[str]:
    """Return the abbreviations of a language, and all other words that its rules match."""
    table = LANGUAGES[language].normalisation
    tables = (
        table.abbreviations,
        table.leading_abbreviations,
        table.bare_units,
        table.units,
        table.ordinal_determiners,
        table.title_abbreviations,
        table.inner_abbreviations,
        table.exact_abbreviations,
        table.sides.sides,
        table.dates.weekdays,
        table.dates.months,
    )
    return [
        word
        for words in (*tables, table.counter_words, table.phone_words, table.conjunctions)
        for word in words
    ]


@pytest.mark.slow
@LANGUAGE
@given(data=st.data())
def test_fast_path_gives_same_text_as_rules(language: str, data: st.DataObject) -> None:
    usual = st.from_regex(r"[a-zA-ZäÜß]{1,5}", fullmatch=True)
    some = usual | st.sampled_from(
        ("don't", "non-stop", "Sit", "12", "a.b", "*slow*", *_abbreviations(language))
    )
    words = st.tuples(some, st.sampled_from((" ", " ", " ", ", ", "; ", ". ", "… ", "?", "", "-", "'", "  ")))
    written = "".join(map("".join, data.draw(st.lists(words, max_size=6)))).removesuffix(" ")
    event(str(spoken_form._is_normalised(written, LANGUAGES[language].normalisation)))
    slow = spoken_form._apply_rules(written, LANGUAGES[language].normalisation)
    assert normalise_text(written, language) == normalise_text(slow, language)


@pytest.mark.parametrize("written", ["EA1", "u.v.m.don't"])
@LANGUAGE
def test_text_that_the_rules_make_of_another_is_read_too(language: str, written: str) -> None:
    spoken = normalise_text(written, language)
    assert normalise_text(spoken, language) == spoken


@pytest.mark.parametrize("language", ["en", "de"])
def test_usual_cue_takes_fast_path_and_abbreviations_do_not(language: str) -> None:
    usual = "Turn your chest to the left, until you don't feel a non-stop pull. Breathe…"
    assert spoken_form._is_normalised(usual, LANGUAGES[language].normalisation)
    quick = (
        word
        for word in _abbreviations(language)
        if spoken_form._is_normalised(word, LANGUAGES[language].normalisation)
    )
    assert [
        word for word in quick if spoken_form._apply_rules(word, LANGUAGES[language].normalisation) != word
    ] == []


@pytest.mark.slow
@given(st.lists(st.tuples(st.from_regex(r"[a-z]{2,7}[,.…]?", fullmatch=True), st.booleans()), min_size=1))
def test_asterisks_change_no_word(words: list[tuple[str, bool]]) -> None:
    starred = " ".join(f"*{word}*" if slow else word for word, slow in words)
    assert strip_stress(normalise_text(starred)) == normalise_text(" ".join(word for word, _ in words))


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "nothing to say"),
        (" \n", "nothing to say"),
        ("…", "nothing to say"),
        ("?!", "nothing to say"),
        ("“”", "nothing to say"),
        ("＂", "nothing to say"),
        ("**", "nothing to say"),
        ("a\0b", "U+0000"),
        ("a\x01b", "U+0001"),
        ("a\x1bb", "U+001B"),
        ("a\x1fb", "U+001F"),
        ("a\u200bb", "ZERO WIDTH SPACE"),
        ("a\u202eb", "RIGHT-TO-LEFT OVERRIDE"),
        ("a\u2066b", "LEFT-TO-RIGHT ISOLATE"),
        ("a\ufeffb", "ZERO WIDTH NO-BREAK SPACE"),
        ("a\ud800b", "U+D800"),
        ("🙂", "SMILING"),
        ("Well done 🙂", "SMILING"),
        ("1️⃣", "KEYCAP"),
        ("10^6", "CIRCUMFLEX"),
        ("☃", "SNOWMAN"),
        ("вдох", "CYRILLIC"),
        ("吸气", "CJK"),
    ],
)
@LANGUAGE
def test_unspeakable_characters_are_named_printably(language: str, written: str, reason: str) -> None:
    reason_given = unspeakable_reason(written, language)
    assert reason_given is not None
    assert reason in reason_given
    assert reason_given.isprintable()


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        *("1", "1.", "1-", ",", " ", "…", ".", "-", "'", "x1", "1:", "/", "e.g.", "1 "),
        *("*", "*a ", "* a", "*a*", "1,", "1. ", "der 1.", "1.und ", "a1", "1 000 ", "No. 1"),
    ],
)
@LANGUAGE
def test_a_long_run_of_anything_is_read_in_one_pass(language: str, part: str) -> None:
    assert is_well_spoken(normalise_text(part * 6_000, language)[-200:].partition(" ")[2], language)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(RequestError, match="en, de"):
        normalise_text("hallo", language="xx")
