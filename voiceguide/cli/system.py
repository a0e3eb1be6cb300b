"""The commands about the computer itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from voiceguide.cli.console import print_message, print_output
from voiceguide.cli.options import parse_or_default
from voiceguide.cli.session_options import voice_options
from voiceguide.errors import AskedError
from voiceguide.plan import choices
from voiceguide.speech import pace
from voiceguide.speech.voice import Manner


@click.command()
def doctor() -> None:
    """Tell what is installed, what is missing, and the command that mends it."""
    from voiceguide.checks import doctor as surgery

    results = surgery.examine()
    for result in results:
        print_output(f"{'✓' if result.well else '✗'} {result.what}")
        if result.mend:
            print_output(f"    {result.mend}")
    if any(not result.well and result.needed for result in results):
        sys.exit(1)


@click.command()
@click.option("--say", "text", metavar="TEXT", help="Save a sample: these words, as they would be heard.")
@voice_options
@click.option("--language", metavar="CODE", default="en", help="en or de; en unless given.")
@click.option("-o", "--output", metavar="FILE", help="Where to save it: .mp3 or .wav.")
def voices(text: str | None, output: str | None, **options: str | None) -> None:
    """List what can speak here, with its language, rate, pitch and licence."""
    from voiceguide.export import voice_sample

    if text is None and output is not None:
        raise AskedError("Nothing shall be said, so there is nothing to save: add --say TEXT.")
    if text is None:
        print_output("\n".join(voice_sample.listed()))
        return
    voice_settings = Manner(
        options["language"] or "en",
        parse_or_default(choices.rate, options["voice_rate"], pace.AIM),
        parse_or_default(choices.pitch, options["pitch"], None),
    )
    sample = voice_sample.save(
        text, options["voice"], voice_settings, Path(output) if output is not None else None
    )
    print_message(f"{sample.path} · {sample.voice} · {sample.seconds:.1f} s")
