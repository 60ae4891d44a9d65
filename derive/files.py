"""Writing whole files only: into a file beside the target, which then takes its name."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from derive.corpus import BadInput


def write_whole(path: Path, content: str | bytes) -> bool:
    """Write a file at once or not at all; whether its content changed. Raises BadInput when it cannot be written."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as e:
        raise BadInput(f"{path}: cannot be written: {e.strerror or e}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except OSError as e:
        raise BadInput(f"{path}: cannot be written: {e.strerror or e}") from None
    finally:
        if os.path.exists(beside):
            os.unlink(beside)
    return True
