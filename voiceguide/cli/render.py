"""The commands that take a session: what is heard, made or shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide import paths, units
from voiceguide.cli.console import pour, refuse_a_terminal, say, tell, watching
from voiceguide.cli.options import given
from voiceguide.cli.session_options import Command, choices, choosing, options_of_choices
from voiceguide.errors import AskedError

if TYPE_CHECKING:
    from voiceguide.export.render import Found, Write
    from voiceguide.plan.choices import Choices
    from voiceguide.score.preview import Preview
    from voiceguide.score.timeline import Timeline


def tasting(command: Command) -> Command:
    """The options for just a taste."""
    command = click.option("--from", "chapter", metavar="CHAPTER", help="Where a preview begins.")(command)
    return click.option("--preview", metavar="TIME", help="Just a taste: 30s.")(command)


def making(command: Command) -> Command:
    """The options for a file: how much of the session, where it is written, as what, and what beside it."""
    for option in (
        click.option("--transcript", is_flag=True, help="A page to print beside it, in Markdown."),
        click.option("--captions", metavar="FORMS", help="The words beside it: lrc, vtt, srt, or several."),
        click.option(
            "--format", "form", metavar="NAME", help="mp3, m4a, ogg, flac or wav; else as FILE ends."
        ),
        click.option("-o", "--output", metavar="FILE", help="Where to write; - is standard output."),
        tasting,
    ):
        command = option(command)
    return command


def _preview(options: dict[str, Any]) -> Preview | None:
    """The taste that those options ask for. Raises AskedError."""
    length, chapter = options["preview"], options["chapter"]
    if length is None:
        if chapter is not None:
            raise AskedError("--from says where a preview begins: add --preview 30s.")
        return None
    from voiceguide.plan.choices import length as lasting
    from voiceguide.score.preview import Preview

    return Preview(lasting(length), chapter or "")


@click.command()
@choosing
@making
def render(session: str, output: str | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Make the session's file."""
    made(session, choices(options, session), output, options)


def made(wanted: str | Found, chosen: Choices, output: str | None, options: dict[str, Any]) -> None:
    """Makes the file of a session, and tells of it."""
    from voiceguide.export import render as house

    beside = _beside(options["captions"], page=options["transcript"])
    preview = _preview(options)
    if output == "-":
        _stream(wanted, chosen, preview, alone=not beside and options["form"] in {None, "mp3"})
        return
    target, ending = _target(given(Path, output, None), options["form"])
    with watching() as watch:
        done = house.render(
            wanted, chosen, target, ending=ending, watch=watch, beside=beside, preview=preview
        )
    for note in done.performance.timeline.notes:
        say(note)
    for note in house.remarks(done.performance, chosen.voice):
        say(note)
    length = units.clock(done.performance.timeline.length)
    shown = f'"{done.path}"' if " " in str(done.path) else done.path
    voice = done.performance.booth.voice.name
    advice = "" if done.performance.plan.trim_proof else " Switch trim-silence off in the player."
    for ending in beside:
        say(str(done.path.with_name(done.path.stem + ending)))
    say(
        f"{done.path} · {length} · {done.size / 1_000_000:.1f} MB · {voice} · “voiceguide share {shown} "
        f"--lan” brings it to your phone.{advice}"
    )


def _target(output: Path | None, form: str | None) -> tuple[Path | None, str]:
    """Where to write, and with which ending where that is not said. Raises AskedError."""
    from voiceguide.export.render import ENDINGS

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
        from voiceguide.views import captions

        texts |= captions.wanted(forms)
    if page:
        from voiceguide.views.handout import handout

        texts["-transcript.md"] = handout
    return texts


def _stream(wanted: str | Found, chosen: Choices, preview: Preview | None, *, alone: bool) -> None:
    from voiceguide.export import render as house

    if not alone:
        raise AskedError(
            "Standard output takes the MP3 alone: for another format, captions or a transcript use -o FILE."
        )
    refuse_a_terminal()
    with watching() as watch:
        performance = house.perform(wanted, chosen, watch=watch, preview=preview)
    for note in (*performance.timeline.notes, *house.remarks(performance, chosen.voice)):
        say(note)
    pour(performance.rendering().read())


@click.command()
@choosing
@tasting
@click.option("--json", "as_json", is_flag=True, help="As data: the timeline contract.")
@click.option("--why", is_flag=True, help="Where each value came from, in place of the timeline.")
@click.option("--svg", metavar="FILE", help="As a picture, in FILE; or on standard output, with “-”.")
def show(session: str, svg: str | None, *, why: bool, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Show the timeline: what is heard when."""
    from voiceguide.export import render as house
    from voiceguide.score import timeline
    from voiceguide.views import table

    if sum((svg is not None, as_json, why)) > 1:
        raise AskedError("--json, --why and --svg are three ways to show it: give one of them.")
    if svg is not None:
        paths.keep(session, Path(svg), "the script itself")
    with watching() as watch:
        chosen = choices(options, session)
        performance = house.perform(session, chosen, watch=watch, preview=_preview(options))
    for note in (*performance.timeline.notes, *house.remarks(performance, chosen.voice)):
        say(note)
    if svg is not None:
        _picture(performance.timeline, svg)
    elif as_json:
        tell(json.dumps(timeline.as_json(performance.timeline), indent=1))
    elif why:
        from voiceguide.views import explain as reasons

        tell(reasons.why(performance.plan))
    else:
        tell(table.table(performance.timeline))


def _picture(shown: Timeline, target: str) -> None:
    from voiceguide.cache import write_text
    from voiceguide.views.svg import drawn

    if target == "-":
        tell(drawn(shown))
        return
    write_text(Path(target), drawn(shown))
    say(f"{target} is drawn: open it in a browser, or print it.")


@click.command()
@click.argument("techniques", nargs=-1, required=True, metavar="TECHNIQUE…")
@options_of_choices
@making
@click.option("--save", metavar="NAME", help="Keep it as a script of yours, to be rendered by that name.")
@click.option("--title", metavar="TEXT", help="What it is called.")
def compose(
    techniques: tuple[str, ...],
    output: str | None,
    save: str | None,
    title: str | None,
    **options: Any,  # noqa: ANN401 - click's options
) -> None:
    """Make a session on the spot: compose cat-camel floor-twist slow-breathing --minutes 8 -o mine.mp3."""
    from voiceguide.export import compose as desk

    name = save.removesuffix(".md") if save is not None else desk.USUAL_NAME
    chosen = choices(options, name)
    session, known = desk.compose(techniques, chosen, name=name, title=title or "")
    path = desk.place(known, chosen, name) if save is not None else None
    if path is None or output is not None:
        made((session, known), chosen, output, options)
    if path is not None:
        with watching() as watch:
            notes = desk.keep(session, known, chosen, path, watch)
        for note in notes:
            if output is None:
                say(note)
        say(f"{path} is written: “voiceguide render {name}” makes it heard.")
