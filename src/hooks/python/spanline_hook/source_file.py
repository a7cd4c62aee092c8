"""What is known of a file by its name in a frame: whether it is the user's own code, or one where the search does more."""

import os
import sys
from typing import Dict, Tuple

from .start_folder import from_start

OTHER = 0
USER = 1
# Its frames may hold the function that a decorator wraps.
DECORATOR = 2
# Its frames part what an event loop or a server runs from the code that started it.
EVENT_LOOP = 3

# By the name in the frame, from the first look on. Code made at run time has endless names, all in angle brackets.
kinds: Dict[str, int] = {}

_STDLIB = os.path.dirname(os.path.realpath(os.__file__))
_INSTALLED = tuple(os.sep + name + os.sep for name in ("site-packages", "dist-packages", "__pypackages__"))
_SCRIPTS = {
    os.path.dirname(sys.executable or ""),
    *(os.path.join(prefix, name) for prefix in (sys.prefix, sys.base_prefix) for name in ("bin", "Scripts")),
}
_LOOPS = {
    os.path.join("asyncio", "base_events.py"),
    os.path.join("asyncio", "events.py"),
    os.path.join("asyncio", "runners.py"),
    "socketserver.py",
}
_DECORATOR_OF_API = os.path.join("opentelemetry", "util", "_decorator.py")


def kind_of(name: str) -> int:
    kind = kinds.get(name)
    if kind is None:
        kind = _classify(name)
        kinds[name] = kind
    return kind


def _classify(name: str) -> int:
    if not name or name.startswith("<"):
        return OTHER
    path = from_start(name)
    real = os.path.realpath(path)
    if any(marker in path or marker in real for marker in _INSTALLED):
        return DECORATOR if real.endswith(_DECORATOR_OF_API) else OTHER
    if real.startswith(_STDLIB + os.sep):
        inside = real[len(_STDLIB) + 1 :]
        return EVENT_LOOP if inside in _LOOPS else DECORATOR if inside == "contextlib.py" else OTHER
    return OTHER if _is_script(path) or real.startswith(_debugger_folders()) else USER


def _is_script(path: str) -> bool:
    """What installers put beside Python, as `gunicorn`; on Windows an archive with the script in it."""
    folder = os.path.dirname(path)
    return folder.endswith(".exe") or (folder in _SCRIPTS and not path.endswith(".py"))


def _debugger_folders() -> Tuple[str, ...]:
    """An editor's debugger is no installed package; `debugpy` holds `pydevd`, which child processes have alone."""
    files = (getattr(sys.modules.get(name), "__file__", None) for name in ("debugpy", "pydevd"))
    return tuple(os.path.dirname(os.path.realpath(file)) + os.sep for file in files if file)
