"""The commands that take a session: what is heard, made or shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide import paths, units
from voiceguide.cli.console import (
    print_message,
    print_output,
    progress_bar,
    refuse_terminal,
    write_output_bytes,
)
from voiceguide.cli.options import parse_or_default
from voiceguide.cli.session_options import (
    CommandFunction,
    choice_options,
    choices_from_options,
    session_and_choice_options,
)
from voiceguide.errors import RequestError
from voiceguide.export.formats import name_list

if TYPE_CHECKING:
    from voiceguide.export.render import SidecarWriter
    from voiceguide.export.session import ResolvedSession
    from voiceguide.plan.choices import Choices
    from voiceguide.score.preview import Preview
    from voiceguide.score.timeline import Timeline


def preview_options(command: CommandFunction) -> CommandFunction:
    """The options for just a taste."""
    command = click.option("--from", "chapter", metavar="CHAPTER", help="Where a preview begins.")(command)
    return click.option("--preview", metavar="TIME", help="Just a taste: 30s.")(command)


def output_options(command: CommandFunction) -> CommandFunction:
    """The options for a file: how much of the session, where it is written, as what, and what beside it."""
    for decorator in (
        click.option("--transcript", is_flag=True, help="A page to print beside it, in Markdown."),
        click.option("--captions", metavar="FORMS", help="The words beside it: lrc, vtt, srt, or several."),
        click.option("--format", "form", metavar="NAME", help=f"{name_list()}; else as FILE ends."),
        click.option("-o", "--output", metavar="FILE", help="Where to write; - is standard output."),
        preview_options,
    ):
        command = decorator(command)
    return command


def _preview_from_options(options: dict[str, Any]) -> Preview | None:
    """The taste that those options ask for. Raises AskedError."""
    duration, chapter = options["preview"], options["chapter"]
    if duration is None:
        if chapter is not None:
            raise RequestError("--from says where a preview begins: add --preview 30s.")
        return None
    from voiceguide.plan.parsers import parse_length
    from voiceguide.score.preview import Preview

    return Preview(parse_length(duration), chapter or "")


@click.command()
@session_and_choice_options
@output_options
def render(session: str, output: str | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Make the session's file."""
    render_and_report(session, choices_from_options(options, session), output, options)


def render_and_report(
    session: str | ResolvedSession, choices: Choices, output: str | None, options: dict[str, Any]
) -> None:
    """Makes the file of a session, and tells of it."""
    from voiceguide.export.render import render as render_session
    from voiceguide.export.session import notices

    sidecars = _sidecars(options["captions"], transcript=options["transcript"])
    preview = _preview_from_options(options)
    if output == "-":
        _render_to_stdout(
            session, choices, preview, mp3_only=not sidecars and options["form"] in {None, "mp3"}
        )
        return
    target, suffix = _output_and_suffix(parse_or_default(Path, output, None), options["form"])
    with progress_bar() as on_progress:
        rendered_file = render_session(
            session,
            choices,
            target,
            suffix=suffix,
            on_progress=on_progress,
            sidecars=sidecars,
            preview=preview,
        )
    for note in rendered_file.laid_out_session.timeline.notes:
        print_message(note)
    for note in notices(rendered_file.laid_out_session, choices.voice):
        print_message(note)
    duration = units.format_clock(rendered_file.laid_out_session.timeline.length)
    quoted_path = f'"{rendered_file.path}"' if " " in str(rendered_file.path) else rendered_file.path
    voice_name = rendered_file.laid_out_session.voice_name
    hint = (
        ""
        if rendered_file.laid_out_session.plan.choices.trim_proof
        else " Switch trim-silence off in the player."
    )
    for suffix in sidecars:
        print_message(str(rendered_file.path.with_name(rendered_file.path.stem + suffix)))
    print_message(
        f"{rendered_file.path} · {duration} · {rendered_file.size / 1_000_000:.1f} MB · {voice_name} · “voiceguide share {quoted_path} "
        f"--lan” brings it to your phone.{hint}"
    )


def _output_and_suffix(output: Path | None, format_name: str | None) -> tuple[Path | None, str]:
    """Where to write, and with which ending where that is not said. Raises AskedError."""
    from voiceguide.export.formats import FORMATS, MP3, format_names

    if format_name is None:
        return output, MP3.suffix
    suffix = f".{format_name.lower()}"
    if suffix not in FORMATS:
        raise RequestError(f"“{format_name}” is not a format. There are: {', '.join(format_names())}.")
    if output and output.suffix.lower() != suffix:
        raise RequestError(
            f"--format {format_name} and -o {output} differ: give one of the two, or the same."
        )
    return output, suffix


def _sidecars(caption_formats: str | None, *, transcript: bool) -> dict[str, SidecarWriter]:
    """The texts that are wanted beside the file, by their endings. Raises AskedError."""
    sidecars: dict[str, SidecarWriter] = {}
    if caption_formats is not None:
        from voiceguide.views import captions

        sidecars |= captions.caption_writers(caption_formats)
    if transcript:
        from voiceguide.views.handout import handout_markdown

        sidecars["-transcript.md"] = handout_markdown
    return sidecars


def _render_to_stdout(
    session: str | ResolvedSession, choices: Choices, preview: Preview | None, *, mp3_only: bool
) -> None:
    from voiceguide.export.session import lay_out_session, notices

    if not mp3_only:
        raise RequestError(
            "Standard output takes the MP3 alone: for another format, captions or a transcript use -o FILE."
        )
    refuse_terminal()
    with progress_bar() as on_progress:
        laid_out_session = lay_out_session(session, choices, on_progress=on_progress, preview=preview)
    for note in (*laid_out_session.timeline.notes, *notices(laid_out_session, choices.voice)):
        print_message(note)
    write_output_bytes(laid_out_session.mp3_file().read())


@click.command()
@session_and_choice_options
@preview_options
@click.option("--json", "as_json", is_flag=True, help="As data: the timeline contract.")
@click.option("--why", is_flag=True, help="Where each value came from, in place of the timeline.")
@click.option("--svg", metavar="FILE", help="As a picture, in FILE; or on standard output, with “-”.")
def show(session: str, svg: str | None, *, why: bool, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Show the timeline: what is heard when."""
    from voiceguide.export.session import lay_out_session, notices
    from voiceguide.score.timeline_json import timeline_to_dict
    from voiceguide.views import table

    if sum((svg is not None, as_json, why)) > 1:
        raise RequestError("--json, --why and --svg are three ways to show it: give one of them.")
    if svg is not None:
        paths.refuse_overwrite(session, Path(svg), "the script itself")
    with progress_bar() as on_progress:
        chosen = choices_from_options(options, session)
        laid_out_session = lay_out_session(
            session, chosen, on_progress=on_progress, preview=_preview_from_options(options)
        )
    for note in (*laid_out_session.timeline.notes, *notices(laid_out_session, chosen.voice)):
        print_message(note)
    if svg is not None:
        _write_svg(laid_out_session.timeline, svg)
    elif as_json:
        print_output(json.dumps(timeline_to_dict(laid_out_session.timeline), indent=1))
    elif why:
        from voiceguide.views import explain as reasons

        print_output(reasons.explain_values(laid_out_session.plan))
    else:
        print_output(table.timeline_table(laid_out_session.timeline))


def _write_svg(timeline: Timeline, target: str) -> None:
    from voiceguide.cache import write_text
    from voiceguide.views.svg import timeline_svg

    if target == "-":
        print_output(timeline_svg(timeline))
        return
    write_text(Path(target), timeline_svg(timeline))
    print_message(f"{target} is drawn: open it in a browser, or print it.")


@click.command()
@click.argument("techniques", nargs=-1, required=True, metavar="TECHNIQUE…")
@choice_options
@output_options
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

    name = save.removesuffix(".md") if save is not None else desk.DEFAULT_NAME
    chosen = choices_from_options(options, name)
    session, library = desk.compose(techniques, chosen, name=name, title=title or "")
    script_path = desk.new_script_path(library, chosen, name) if save is not None else None
    if script_path is None or output is not None:
        render_and_report((session, library), chosen, output, options)
    if script_path is not None:
        with progress_bar() as on_progress:
            notes = desk.save_script(session, library, chosen, script_path, on_progress)
        for note in notes:
            if output is None:
                print_message(note)
        print_message(f"{script_path} is written: “voiceguide render {name}” makes it heard.")
