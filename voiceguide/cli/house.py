"""The commands about the computer itself."""

from __future__ import annotations

import sys

import click

from voiceguide.cli.telling import tell


@click.command()
def doctor() -> None:
    """Tell what is installed, what is missing, and the command that mends it."""
    from voiceguide import doctor as surgery  # noqa: PLC0415 - commands load only what they use

    findings = surgery.examine()
    for finding in findings:
        tell(f"{'✓' if finding.well else '✗'} {finding.what}")
        if finding.mend:
            tell(f"    {finding.mend}")
    if any(not finding.well and finding.needed for finding in findings):
        sys.exit(1)
