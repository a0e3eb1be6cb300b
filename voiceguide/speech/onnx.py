"""Adapter of onnxruntime, which runs the neural voices, with its telemetry off.

Import this module before anything that imports onnxruntime: the library reads ORT_DISABLE_TELEMETRY while it
loads. Without it, version 1.32 writes a device id and an event database into the caches, and looks up a host
of its vendor's after about nine seconds.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def load_runtime() -> Any:  # noqa: ANN401 - onnxruntime has no types
    """Import onnxruntime. Raise ImportError, or any error that it raises while loading."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # builds for Windows have a separate provider
    return onnxruntime


def inference_session(model: Path) -> Any:  # noqa: ANN401 - onnxruntime has no types
    """Load a model from its file, for one thread, with a fixed seed so that its samples are reproducible.

    Memory is returned after each run: the library's own pool would keep that of the longest phrase.
    """
    runtime = load_runtime()
    runtime.set_seed(0)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors
    options.enable_cpu_mem_arena = False
    return runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
