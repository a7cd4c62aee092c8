"""The folder that the process was started in: the script may be named from there, and the program may have left it."""

import os

_folder = ""


def remember() -> None:
    global _folder
    try:
        _folder = os.getcwd()
    except OSError:
        # It was deleted.
        pass


def from_start(path: str) -> str:
    """Absolute, as it is written: a link is the user's way to look at a file."""
    return os.path.normpath(os.path.join(_folder, path))
