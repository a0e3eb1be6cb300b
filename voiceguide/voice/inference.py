"""The door to onnxruntime, which runs the neural voices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def load() -> Any:  # noqa: ANN401 - onnxruntime has no types
    """onnxruntime, told to send nothing anywhere. Raises ImportError, or what else it trips over."""
    import onnxruntime  # noqa: PLC0415 - heavy, and wanted only when something new is to be said

    onnxruntime.disable_telemetry_events()  # nothing leaves this computer; Windows builds would report
    return onnxruntime


def session(model: Path) -> Any:  # noqa: ANN401 - as above
    """A model from its file, for one thread, with the same noise whenever it is loaded."""
    runtime = load()
    runtime.set_seed(0)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
