"""A batch on a cluster and an object store: workers and the scheduler are killed, and no row is lost."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.faults import batch_kills
from tests.helpers.cluster import open_cluster, open_s3
from tests.helpers.external_tools import require_package

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.judge
def test_no_row_is_lost_with_a_worker_or_the_scheduler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("distributed", "s3fs", "moto"):
        require_package(package)
    trial = batch_kills.undisturbed(tmp_path, 24)
    with open_s3(tmp_path, batch_kills.BUCKET) as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        with open_cluster(tmp_path, 2, env) as cluster:
            place = f"s3://{batch_kills.BUCKET}/workers"
            batch_kills.kill_workers(trial, cluster, place, 1, random.Random(1))
            batch_kills.kill_scheduler(trial, cluster, f"s3://{batch_kills.BUCKET}/scheduler", env)


def test_a_killed_batch_is_completed_by_the_same_command(tmp_path: Path) -> None:
    batch_kills.kill_batch(batch_kills.undisturbed(tmp_path, 24), 1, random.Random(1))
