"""Whether a program sets tracing up by itself, read from its source before it runs: who comes first would win over it."""

import os
import re
import sys
from typing import Iterable, Iterator, List, Optional, Sequence

_TRACERS = (
    "autodynatrace",
    "aws_xray_sdk",
    "azure.monitor.opentelemetry",
    "ddtrace",
    "elasticapm",
    "instana",
    "logfire",
    "newrelic",
    "openlit",
    "sentry_sdk",
    "skywalking",
    "splunk_otel",
    "traceloop",
)
# Libraries that must come before all that an instrumentation imports count as well.
_SET_UP = re.compile(
    rb"\bopentelemetry\.(?:sdk|instrumentation|distro)\b|\bset_tracer_provider\b|^\s*(?:from|import)\s+(?:"
    + "|".join(re.escape(name) for name in _TRACERS).encode()
    + rb"|eventlet|gevent)\b",
    re.MULTILINE,
)
# A program of which more is to be read is left to itself.
_MOST_FILES = 2_000
_MOST_BYTES = 32 << 20
_SKIPPED = ("__pycache__", "node_modules", "site-packages", "dist-packages")


def has_own_tracing(roots: Sequence[str]) -> bool:
    """By what has been imported already, and by the files of the user's that the program can import from the roots."""
    if "opentelemetry.sdk" in sys.modules or any(name in sys.modules for name in _TRACERS):
        return True
    left_files, left_bytes = _MOST_FILES, _MOST_BYTES
    for path in _sources(roots):
        try:
            with open(path, "rb") as file:
                text = file.read(left_bytes + 1)
        except OSError:
            continue
        left_files, left_bytes = left_files - 1, left_bytes - len(text)
        if left_files < 0 or left_bytes < 0 or _SET_UP.search(text):
            return True
    return False


def source_roots(argv: Sequence[str], hook_folder: str) -> List[str]:
    """Asked when the program starts: later it may be in another folder."""
    script = program_of(argv)
    first = os.getcwd() if script is None else script if os.path.isdir(script) else os.path.dirname(script)
    further = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry and entry != hook_folder]
    roots: List[str] = []
    for root in (os.path.realpath(entry) for entry in [first, *further]):
        if os.path.basename(root) not in _SKIPPED and root not in roots:
            roots.append(root)
    return roots


def program_of(argv: Sequence[str]) -> Optional[str]:
    """The script's path; under a debugger it is the last argument that is one. Nothing for a module."""
    if argv and os.path.basename(argv[0]) != "debugpy":
        return os.path.abspath(argv[0]) if os.path.exists(argv[0]) else None
    if "-m" in argv or "-c" in argv:
        return None
    return next((os.path.abspath(argument) for argument in argv[1:] if os.path.isfile(argument)), None)


def _sources(roots: Iterable[str]) -> Iterator[str]:
    for root in roots:
        for folder, folders, files in os.walk(root):
            # What makes an environment of a folder is this file.
            if "pyvenv.cfg" in files:
                folders.clear()
                continue
            folders[:] = [name for name in folders if not name.startswith(".") and name not in _SKIPPED]
            for name in files:
                if name.endswith(".py"):
                    yield os.path.join(folder, name)
