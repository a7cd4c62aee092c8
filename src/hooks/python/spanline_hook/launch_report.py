"""Tells the editor, in a file that it waits for, what became of tracing a program that has none of its own."""

import os
import sys
from typing import Optional

from .brought_packages import python_name
from .fault import report_fault
from .known_libraries import FIRST_USES, LIBRARIES

# Once a process: the first is what the rest follows from.
_is_told = False


def tell_lacking(api: Optional[str], module: str) -> None:
    """Packages; `module` is of the library that would be traced, which may be no more than what another one needs."""
    outermost = next((name for name in list(sys.modules) if name in LIBRARIES and name not in FIRST_USES), module)
    _tell(state="lacking", api=api, module=outermost)


def tell_traced() -> None:
    _tell(state="traced")


def tell_failed(reason: str) -> None:
    _tell(state="failed", reason=reason)


def _tell(**what: Optional[str]) -> None:
    global _is_told
    target = os.environ.get("SPANLINE_REPORT", "")
    if _is_told or not os.path.isabs(target):
        return
    _is_told = True
    try:
        from json import dumps

        text = dumps({"python": python_name(), "executable": sys.executable or "", **what})
        path = f"{target}.{os.getpid()}"
        # Whole or not at all: who reads comes when it has its name.
        descriptor = os.open(f"{path}.draft", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)
        os.replace(f"{path}.draft", f"{path}.json")
    except OSError:
        # The window may be gone.
        report_fault()
