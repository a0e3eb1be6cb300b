"""Command that makes sessions for many people: batch."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide import units
from voiceguide.cli.console import print_message, print_messages, print_output, progress_bar
from voiceguide.cli.path_options import PATH, force_option, scripts_option
from voiceguide.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.export.batch.batch import BatchProgress, BatchResult
    from voiceguide.export.batch.orders import Order
    from voiceguide.export.batch.table import Table

_SHOWN_NOTES = 20
"""Notes that are printed; the manifest has all."""


@click.command()
@click.argument("table", type=PATH)
@click.option("--out", metavar="DEST", required=True, help="Folder, or a URL such as s3://bucket/folder.")
@click.option("--links", metavar="SITE", help="No audio: each person's address on a published site.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, how long and how large.")
@click.option(
    "--workers", metavar="N", type=click.IntRange(1), help="Processes; by default one for each CPU."
)
@click.option("--cluster", metavar="ADDRESS", help="Scheduler of a Dask cluster: tcp://10.0.0.5:8786.")
@click.option("--cache", metavar="PLACE", help="Cache that all workers share: a folder or a URL.")
@click.option("--verify", is_flag=True, help="Compare files that are there with their hashes.")
@click.option("--json", "as_json", is_flag=True, help="Print what happens as JSON lines.")
@force_option
@scripts_option
def batch(table: Path, out: str, links: str | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Make a session for each person in a table.

    TABLE is a CSV file. Its first line names the columns: name, session or programme, and any option, such as
    minutes, hold or avoid. Every row is checked before anything is made. The same command continues after an
    interruption.
    """
    from voiceguide.export.batch.orders import read_orders
    from voiceguide.export.batch.table import read_table
    from voiceguide.export.programme import next_monday

    people = read_table(table)
    orders = read_orders(people, options["scripts"], next_monday(date.today()))  # noqa: DTZ011 - the day here
    if links is not None:
        from voiceguide.share.site.people_links import write_links

        if "://" in out:
            raise RequestError("Links are written to a folder of this computer: name one with --out.")
        written = write_links(orders, links, Path(out), str(table), force=options["force"])
        print_message(
            f"{written} links: open {Path(out, 'links.html')} to print them; links.csv has the addresses."
        )
        return
    with progress_bar() as on_progress:
        result = _run(people, orders, out, options, on_progress)
    if options["as_json"]:
        facts = {"files": result.file_count, "written": result.written_count, "bytes": result.size}
        length = units.to_seconds(result.length)
        print_output(json.dumps({"event": "end", **facts, "seconds": length, "estimate": result.is_estimate}))
    print_messages(result.notes[:_SHOWN_NOTES])
    if len(result.notes) > _SHOWN_NOTES:
        print_message(f"{len(result.notes) - _SHOWN_NOTES} more notes like these are in manifest.csv.")
    print_message(_summary(result, out, dry_run=options["dry_run"]))


def _run(
    people: Table,
    orders: tuple[Order, ...],
    out: str,
    options: dict[str, Any],
    on_progress: Callable[[int, int], None] | None,
) -> BatchResult:
    from voiceguide import workers
    from voiceguide.export.batch.batch import Batch, plan_jobs
    from voiceguide.export.batch.executors import open_executor
    from voiceguide.export.batch.jobs import Workplace

    if options["cluster"] and options["workers"]:
        raise RequestError("--workers is for this computer, and --cluster for others: give one of them.")
    place = out if "://" in out else str(Path(out).absolute())
    scripts, cache = options["scripts"], options["cache"] or ""
    workplace = Workplace(
        place,
        str(scripts.absolute()) if scripts else "",
        cache if not cache or "://" in cache else str(Path(cache).absolute()),
    )
    jobs = plan_jobs(orders, workplace)
    worker_count = min(options["workers"] or workers.default_worker_count(), len(jobs))
    with open_executor(worker_count, options["cluster"] or "") as executor:
        made = Batch(people, jobs, workplace, executor, _reporter(on_progress, as_json=options["as_json"]))
        if options["dry_run"]:
            return made.estimate()
        return made.run(verify=options["verify"], force=options["force"])


def _reporter(on_progress: Callable[[int, int], None] | None, *, as_json: bool) -> BatchProgress:
    """Return a function that draws the progress, and prints it as JSON for programs."""

    def report(phase: str, done: int, total: int) -> None:
        if as_json:
            print_output(json.dumps({"event": phase, "done": done, "total": total}))
        if on_progress:
            on_progress(done, total)

    return report


def _summary(result: BatchResult, out: str, *, dry_run: bool) -> str:
    noun = "file" if result.file_count == 1 else "files"
    about = "about " if result.is_estimate else ""
    facts = f"{result.file_count} {noun} · {units.format_clock(result.length)} in all · {about}{_size(result.size)}"
    if dry_run:
        return f"{facts}. Nothing was written."
    kept = result.file_count - result.written_count
    there = f", {kept} were there already" if kept else ""
    return f"{out} · {facts} · {result.written_count} written{there}. manifest.csv lists them."


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"  # noqa: PLR2004 - a gigabyte
