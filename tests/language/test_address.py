"""German in both addresses: what is turned by itself, and what an author writes twice."""

from __future__ import annotations

import pytest

from voiceguide.language import LANGUAGES
from voiceguide.language.address import Address
from voiceguide.language.de_address import familiar, first_left_over
from voiceguide.script.address import can_be_familiar, familiar_text, formal_text, in_address, is_pair
from voiceguide.script.reader import read_technique

PAIRS = [
    ("Setzen Sie sich auf Ihren Stuhl.", "Setz dich auf deinen Stuhl."),
    ("Atmen Sie aus, und drehen Sie sich nach links.", "Atme aus, und dreh dich nach links."),
    ("Öffnen Sie die Augen. Ihre Hände ruhen.", "Öffne die Augen. Deine Hände ruhen."),
    ("Halten Sie inne, und achten Sie auf den Atem.", "Halte inne, und achte auf den Atem."),
    ("Lockern Sie Ihre Schultern.", "Lockere deine Schultern."),
    ("Wickeln Sie sich ein.", "Wickle dich ein."),
    ("Nehmen Sie die Hände weg, und geben Sie nach.", "Nimm die Hände weg, und gib nach."),
    ("Brechen Sie ab, wenn Ihnen schwindlig ist.", "Brich ab, wenn dir schwindlig ist."),
    ("Werden Sie lang, und lassen Sie die Arme hängen.", "Werde lang, und lass die Arme hängen."),
    ("Kommen Sie hoch, und bleiben Sie stehen.", "Komm hoch, und bleib stehen."),
    ("Das können Sie auch im Sitzen.", "Das kannst du auch im Sitzen."),
    ("Die Rolle liegt hinter sich, der Ball neben sich.", "Die Rolle liegt hinter dir, der Ball neben dir."),
    ("Heben Sie das Knie, ohne sich anzulehnen.", "Hebe das Knie, ohne dich anzulehnen."),
    ("Spüren Sie die Wärme Ihres Rückens.", "Spüre die Wärme deines Rückens."),
    ("Schieben Sie sie weg.", "Schiebe sie weg."),
    ("Der Rücken dehnt sich, und die Knie bleiben.", "Der Rücken dehnt sich, und die Knie bleiben."),
    ("Tun Sie nichts.", "Tu nichts."),
    ("Schmerzen behandeln sie nicht.", "Schmerzen behandeln sie nicht."),
]


@pytest.mark.parametrize(("formal", "expected"), PAIRS)
def test_a_text_is_turned_to_the_familiar_address(formal: str, expected: str) -> None:
    assert familiar(formal) == expected
    assert first_left_over(formal) is None


@pytest.mark.parametrize(
    "text", ["Gehen Sie so weit, wie Sie mögen.", "Der Stuhl trägt Sie.", "Sie liegen auf dem Rücken."]
)
def test_another_sie_is_found(text: str) -> None:
    index = first_left_over(text)
    assert index is not None
    assert text[index : index + 3] == "Sie"


def test_an_author_writes_both_where_no_rule_helps() -> None:
    address = LANGUAGES["de"].address
    assert address
    text = "{Stellen Sie sich / Stell dir} vor, der Stuhl trägt {Sie/dich}, und atmen Sie. Nach {linken}."
    assert formal_text(text) == "Stellen Sie sich vor, der Stuhl trägt Sie, und atmen Sie. Nach {linken}."
    assert familiar_text(text, address) == "Stell dir vor, der Stuhl trägt dich, und atme. Nach {linken}."
    assert can_be_familiar(text, address)
    assert not can_be_familiar("Der Stuhl trägt Sie.", address)
    assert [is_pair(content) for content in ("a / b", "a/", "/b", "a/b/c", "hold")] == [True, *[False] * 4]


def test_only_the_texts_of_a_script_are_turned() -> None:
    script = read_technique(
        "---\ntitle: Drehen Sie sich\nlanguage: de\n---\n\n> Hören Sie auf, wenn es zwickt.\n\n"
        "- hold 20s, each side\n  - Drehen Sie sich nach {links}.\n",
        "a",
        "a.md",
    )
    address = LANGUAGES["de"].address
    assert address
    turned = in_address(script, address, familiar=True)
    assert [note.text for note in turned.notes] == ["Hör auf, wenn es zwickt."]
    assert [cue.text for cue in turned.body[0].cues] == ["Dreh dich nach {links}."]  # type: ignore[union-attr]  # a step
    assert turned.title == script.title
    assert in_address(script, address, familiar=False) is script


def test_english_has_one_address() -> None:
    assert LANGUAGES["en"].address is None
    assert isinstance(LANGUAGES["de"].address, Address)


def test_every_form_of_a_side_follows_the_side() -> None:
    wording = LANGUAGES["de"].wording
    left, right = wording.side_words("left"), wording.side_words("right")
    assert left.keys() == right.keys() >= {"links", "linke", "linken", "linkem", "linker", "linkes", "rechte"}
    assert all(left[word] == word and right[right[word]] == word != right[word] for word in left)
    assert right["linken"] == "rechten"
