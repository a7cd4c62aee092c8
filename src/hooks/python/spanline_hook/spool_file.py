"""The files that a process spools into: a line a write, so that a kill finds it written."""

import os
from typing import Optional

from .fault import report_fault

# A file is left for the next at this many bytes; who reads removes it then.
_MOST_BYTES = 16 << 20
# Files on disk at a time: where none is removed nobody reads, and no more are written.
_MOST_FILES = 4
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)

# As they are now: what the program puts in their place later would see us.
_write, _open, _close, _exists, _pid = os.write, os.open, os.close, os.path.exists, os.getpid


class SpoolFile:
    """Nothing is opened before the first line. After the first failure nothing is written any more."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._descriptor: Optional[int] = None
        self._number = -1
        self._bytes = 0
        self.is_stopped = False

    def turn(self) -> bool:
        """Makes sure that there is a file with room; answers whether it is a new one, which knows no origins yet."""
        if self.is_stopped or (self._descriptor is not None and self._bytes < _MOST_BYTES):
            return False
        try:
            self.close()
            self._number += 1
            self._bytes = 0
            if _exists(self._path(self._number - _MOST_FILES)):
                self.is_stopped = True
                return False
            self._descriptor = _open(self._path(self._number), _FLAGS, 0o600)
        except OSError:
            self._stop()
        return True

    def write(self, line: str) -> None:
        if self.is_stopped or self._descriptor is None:
            return
        try:
            # The texts of JSON are escaped.
            data = line.encode("ascii")
            written = _write(self._descriptor, data)
            self._bytes += written
            # A disk that fills up takes a part: what would come behind could not be told from it.
            if written < len(data):
                self._stop()
        except OSError:
            self._stop()

    def close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            _close(descriptor)

    def _path(self, number: int) -> str:
        # The threads of a process share its file: the number of the thread is that of none.
        return os.path.join(self._folder, f"python-{_pid()}-0-{number}.ndjson")

    def _stop(self) -> None:
        self.is_stopped = True
        report_fault()
        try:
            self.close()
        except OSError:
            report_fault()
