from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.golden_timelines import parse_choices, plan_script
from voiceguide.score.items import Interval, Item, Say, Sound
from voiceguide.score.pronunciation import build_respeller
from voiceguide.score.score import write_score
from voiceguide.script.model import Pronunciation

HIP = (Pronunciation("hip", "hipp"),)


def speech_texts(items: tuple[Item, ...]) -> list[Sound]:
    found: list[Sound] = []
    for item in items:
        if isinstance(item, Say):
            found.append(item.sound)
        elif isinstance(item, Interval):
            found += [beat.sound for beat in item.sounds]
    return [sound for sound in found if sound.kind == "speech"]


def test_whole_words_are_respelt_whatever_their_capitals() -> None:
    assert (
        build_respeller(HIP)("Hip to hip, hips and ship; HIP-hip.")
        == "hipp to hipp, hips and ship; hipp-hipp."
    )


def test_the_longer_of_two_words_counts_and_a_later_list_wins() -> None:
    longer = (Pronunciation("teres", "terry z"), Pronunciation("teres major", "the big one"))
    assert build_respeller(longer)("Teres major, teres minor.") == "the big one, terry z minor."
    assert build_respeller(HIP, (Pronunciation("Hip", "hype"),))("hip") == "hype"


def test_replacements_are_not_replaced_again() -> None:
    assert build_respeller((Pronunciation("a", "b"), Pronunciation("b", "c")))("a b") == "b c"


@given(st.text(), st.lists(st.sampled_from(("hip", "knee", "(", "a.b", "\\1"))))
def test_any_text_without_such_words_stays_as_it_is(text: str, words: list[str]) -> None:
    table = tuple(Pronunciation(f"{word} joint", "\\g<0>") for word in words)
    assert build_respeller(table)(text) == text or " joint" in text.lower()


def test_a_voice_is_given_the_pronunciation_and_people_read_the_word() -> None:
    text = "---\ntitle: Hip\nsay: hip as hipp\n---\n\nYour *hip*.\n\n- hold 20s\n  - @half Hip again.\n"
    said = {sound.text: sound.voice_text for sound in speech_texts(write_score(plan_script(text)))}
    assert said["Next, hip."] == "Next, hipp."
    assert said["Your hip."] == "Your *hipp*."
    assert said["Hip again."] == "hipp again."


def test_a_listener_s_own_pronunciation_comes_before_the_author_s() -> None:
    text = "---\ntitle: Turn\nsay: hip as hipp\n---\n\nYour hip.\n"
    found = speech_texts(write_score(plan_script(text, parse_choices("choices: --say hip=hype"))))
    assert {sound.text: sound.voice_text for sound in found}["Your hip."] == "Your hype."


def test_a_session_s_pronunciations_are_for_its_own_words() -> None:
    text = "---\ntitle: Day\nsay: breathe as breeze, day as die\n---\n\nBreathe.\n\n- use settle\n"
    said = {sound.text: sound.voice_text for sound in speech_texts(write_score(plan_script(text)))}
    assert said["Breathe."] == "breeze."
    changed = {text.partition(",")[0]: words for text, words in said.items() if text != words}
    assert set(changed) == {"Breathe.", "Day"}
    assert changed["Day"].startswith("die, ")


def test_lookalike_letters_are_no_match_and_no_error() -> None:
    respell = build_respeller((Pronunciation("slowly", "slo-ly"),))
    assert respell("Slowly, \u017flowly, SLOWLY.") == "slo-ly, slo-ly, slo-ly."
    assert build_respeller((Pronunciation("kelvin", "kel-vin"),))("\u212aelvin") == "kel-vin"
