"""Adapter of onnxruntime, which runs the neural voices, with its telemetry off.

Import this module before anything that imports onnxruntime: the library reads ORT_DISABLE_TELEMETRY while it
loads. Without it, version 1.32 writes a device id and an event database into the caches, and looks up a host
of its vendor's after about nine seconds.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""Options of mallopt, from glibc's malloc.h."""

_LARGE_BLOCK_BYTES = 1 << 22
"""Size above which a block is returned when it is freed. That takes time: 10 % of a render with 1 << 20."""


def load_runtime() -> Any:  # noqa: ANN401 - onnxruntime has no types
    """Import onnxruntime. Raise ImportError, or any error that it raises while loading."""
    import onnxruntime

    _return_large_blocks()
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


def _return_large_blocks() -> None:
    """Have the C library, if it is GNU's, share memory among threads, and return large blocks when they are freed.

    It would keep them for each thread: 274 MB for a quarter of an hour of new speech, not 223.
    """
    import ctypes

    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if set_option:
        set_option(_M_ARENA_MAX, 1)
        set_option(_M_MMAP_THRESHOLD, _LARGE_BLOCK_BYTES)
