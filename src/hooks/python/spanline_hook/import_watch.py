"""Calls back when a module has been imported, whoever finds and loads it."""

from __future__ import annotations

import sys

from .fault import report_fault

# Not at run time: `typing` costs more to import than all that is here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Sequence

    OnModule = Callable[[object], None]


class _Finder:
    """First on `sys.meta_path`; for a module that is watched it asks the finders behind it."""

    def __init__(self, watched: dict[str, OnModule]) -> None:
        self._watched = watched
        self._asking: set[str] = set()

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> object:
        on_module = self._watched.get(name)
        if on_module is None or name in self._asking:
            return None
        # Other watchers on the path ask all finders, this one included.
        self._asking.add(name)
        try:
            spec = _ask_others(self, name, path, target)
        finally:
            self._asking.discard(name)
        if spec is not None:
            _watch_loader(getattr(spec, "loader", None), on_module)
        return spec


def watch(watched: dict[str, OnModule]) -> None:
    # It stays for good: taking it away while another thread imports would make that thread skip a finder.
    sys.meta_path.insert(0, _Finder(watched))
    for name, on_module in watched.items():
        if name in sys.modules:
            _call(on_module, sys.modules[name])


def _ask_others(finder: _Finder, name: str, path: Sequence[str] | None, target: object) -> object:
    for other in list(sys.meta_path):
        find_spec = getattr(other, "find_spec", None)
        if other is finder or find_spec is None:
            continue
        spec = find_spec(name, path, target)
        if spec is not None:
            return spec
    return None


def _watch_loader(loader: object, on_module: OnModule) -> None:
    """The loader stays the one that a module is to name as its own: only this one call of it is another."""
    try:
        exec_module = getattr(loader, "exec_module", None)
        if exec_module is None:
            return

        def exec_and_call(module: object) -> None:
            exec_module(module)
            _call(on_module, module)

        setattr(loader, "exec_module", exec_and_call)
    except Exception:
        report_fault()


def _call(on_module: OnModule, module: object) -> None:
    try:
        on_module(module)
    except Exception:
        report_fault()
