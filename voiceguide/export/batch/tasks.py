"""Tasks of a batch, each a part of the work that is sent to a worker: checks, clips, and files."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.export.batch.destination import open_destination
from voiceguide.export.batch.maker import Maker

if TYPE_CHECKING:
    from voiceguide.export.batch.jobs import Job, Workplace
    from voiceguide.export.batch.journal import DoneFile
    from voiceguide.export.batch.maker import CheckedJob
    from voiceguide.score.items import Sound

_makers = threading.local()


def _maker(workplace: Workplace) -> Maker:
    """Return the Maker of this thread. A worker of a cluster may have several threads, and each needs its own voice."""
    makers: dict[Workplace, Maker] = _makers.__dict__.setdefault("by_workplace", {})
    if workplace not in makers:
        makers[workplace] = Maker(workplace, open_destination(workplace.destination))
    return makers[workplace]


@dataclass(frozen=True, slots=True)
class CheckTask:
    """Jobs to check together, each with its index."""

    workplace: Workplace
    jobs: tuple[tuple[int, Job], ...]
    with_estimates: bool = False

    def run(self) -> tuple[tuple[int, CheckedJob], ...]:
        """Return the index and the result of each check."""
        maker = _maker(self.workplace)
        return tuple(
            (index, maker.check(job, with_estimates=self.with_estimates)) for index, job in self.jobs
        )


@dataclass(frozen=True, slots=True)
class ClipTask:
    """Sounds to make in the voice of a job."""

    workplace: Workplace
    job: Job
    sounds: tuple[Sound, ...]

    def run(self) -> int:
        """Make the clips, and return their number. Raise VoiceguideError on failure."""
        _maker(self.workplace).make_clips(self.job, self.sounds)
        return len(self.sounds)


@dataclass(frozen=True, slots=True)
class WriteTask:
    """Jobs to write, each with the signature that its check found."""

    workplace: Workplace
    jobs: tuple[tuple[Job, str], ...]

    def run(self) -> tuple[DoneFile, ...]:
        """Write the files. Raise VoiceguideError on failure."""
        maker = _maker(self.workplace)
        return tuple(maker.write(job, signature) for job, signature in self.jobs)
