"""The commands that take a session: what is heard, made or shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide import units
from voiceguide.cli.choosing import choices, choosing, given
from voiceguide.cli.telling import pour, refuse_a_terminal, say, tell, watching
from voiceguide.errors import AskedError

if TYPE_CHECKING:
    from voiceguide.render import Write
    from voiceguide.session.timeline import Timeline


@click.command()
@choosing
@click.option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
@click.option("--format", "form", metavar="NAME", help="mp3, m4a, ogg, flac or wav; else as FILE ends.")
@click.option("--captions", metavar="FORMS", help="The words beside it: lrc, vtt, srt, or several.")
@click.option("--transcript", is_flag=True, help="A page to print beside it, in Markdown.")
def render(session: str, output: str | None, form: str | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Make the session's file."""
    from voiceguide import render as house  # noqa: PLC0415 - commands load only what they use

    target, beside = given(Path, output, None), _beside(options["captions"], page=options["transcript"])
    if output == "-":
        _stream(session, options, alone=not beside and form in {None, "mp3"})
        return
    target, ending = _target(target, form)
    with watching() as watch:
        done = house.render(
            session, choices(options, session), target, ending=ending, watch=watch, beside=beside
        )
    for note in done.performance.timeline.notes:
        say(note)
    for note in house.remarks(done.performance, options["voice"]):
        say(note)
    length = units.clock(done.performance.timeline.length)
    shown = f'"{done.path}"' if " " in str(done.path) else done.path
    voice = done.performance.booth.voice.name
    for ending in beside:
        say(str(done.path.with_name(done.path.stem + ending)))
    say(
        f"{done.path} · {length} · {done.size / 1_000_000:.1f} MB · {voice} · “voiceguide share {shown} "
        "--lan” brings it to your phone. Switch trim-silence off in the player."
    )


def _target(output: Path | None, form: str | None) -> tuple[Path | None, str]:
    """Where to write, and with which ending where that is not said. Raises AskedError."""
    from voiceguide.render import ENDINGS  # noqa: PLC0415 - commands load only what they use

    if form is None:
        return output, ENDINGS[0]
    ending = f".{form.lower()}"
    if ending not in ENDINGS:
        raise AskedError(f"“{form}” is not a format. There are: {', '.join(ENDINGS).replace('.', '')}.")
    if output and output.suffix.lower() != ending:
        raise AskedError(f"--format {form} and -o {output} differ: give one of the two, or the same.")
    return output, ending


def _beside(forms: str | None, *, page: bool) -> dict[str, Write]:
    """The texts that are wanted beside the file, by their endings. Raises AskedError."""
    texts: dict[str, Write] = {}
    if forms is not None:
        from voiceguide.phone import captions  # noqa: PLC0415 - commands load only what they use

        texts |= captions.wanted(forms)
    if page:
        from voiceguide.phone.handout import handout  # noqa: PLC0415 - as above

        texts["-transcript.md"] = handout
    return texts


def _stream(session: str, options: dict[str, Any], *, alone: bool) -> None:
    from voiceguide import render as house  # noqa: PLC0415 - commands load only what they use

    if not alone:
        raise AskedError(
            "Standard output takes the MP3 alone: for another format, captions or a transcript use -o FILE."
        )
    refuse_a_terminal()
    with watching() as watch:
        performance = house.perform(session, choices(options, session), watch=watch)
    for note in (*performance.timeline.notes, *house.remarks(performance, options["voice"])):
        say(note)
    pour(performance.rendering().read())


@click.command()
@choosing
@click.option("--json", "as_json", is_flag=True, help="As data: the timeline contract.")
@click.option("--svg", metavar="FILE", help="As a picture, in FILE; or on standard output, with “-”.")
def show(session: str, svg: str | None, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Show the timeline: what is heard when."""
    from voiceguide import render as house  # noqa: PLC0415 - commands load only what they use
    from voiceguide.session import table, timeline  # noqa: PLC0415 - as above

    with watching() as watch:
        performance = house.perform(session, choices(options, session), watch=watch)
    for note in (*performance.timeline.notes, *house.remarks(performance, options["voice"])):
        say(note)
    if svg is not None:
        _picture(performance.timeline, svg)
    elif as_json:
        tell(json.dumps(timeline.as_json(performance.timeline), indent=1))
    else:
        tell(table.table(performance.timeline))


def _picture(shown: Timeline, target: str) -> None:
    from voiceguide.picture.svg import drawn  # noqa: PLC0415 - commands load only what they use
    from voiceguide.store import write_text  # noqa: PLC0415 - as above

    if target == "-":
        tell(drawn(shown))
        return
    write_text(Path(target), drawn(shown))
    say(f"{target} is drawn: open it in a browser, or print it.")
