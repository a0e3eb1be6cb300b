"""The commands about the computer itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from voiceguide.cli.console import say, tell
from voiceguide.cli.options import given
from voiceguide.cli.session_options import speaking
from voiceguide.errors import AskedError
from voiceguide.plan import choices
from voiceguide.speech import pace
from voiceguide.speech.voice import Manner


@click.command()
def doctor() -> None:
    """Tell what is installed, what is missing, and the command that mends it."""
    from voiceguide.checks import doctor as surgery

    findings = surgery.examine()
    for finding in findings:
        tell(f"{'✓' if finding.well else '✗'} {finding.what}")
        if finding.mend:
            tell(f"    {finding.mend}")
    if any(not finding.well and finding.needed for finding in findings):
        sys.exit(1)


@click.command()
@click.option("--say", "text", metavar="TEXT", help="Save a sample: these words, as they would be heard.")
@speaking
@click.option("--language", metavar="CODE", default="en", help="en or de; en unless given.")
@click.option("-o", "--output", metavar="FILE", help="Where to save it: .mp3 or .wav.")
def voices(text: str | None, output: str | None, **asked: str | None) -> None:
    """List what can speak here, with its language, rate, pitch and licence."""
    from voiceguide.export import voice_sample

    if text is None and output is not None:
        raise AskedError("Nothing shall be said, so there is nothing to save: add --say TEXT.")
    if text is None:
        tell("\n".join(voice_sample.listed()))
        return
    manner = Manner(
        asked["language"] or "en",
        given(choices.rate, asked["voice_rate"], pace.AIM),
        given(choices.pitch, asked["pitch"], None),
    )
    saved = voice_sample.save(text, asked["voice"], manner, Path(output) if output is not None else None)
    say(f"{saved.path} · {saved.voice} · {saved.seconds:.1f} s")
