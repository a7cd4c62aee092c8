"""
Packages that the launch brings for programs which lack them. They are found behind all that the program has, and only once
tracing starts: `sys.path` stays as it is, and what the program has installed wins.
"""

import os
import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import FrameType
from typing import Any, Iterator, Optional, Sequence

# The one package that is parted between what is installed and what is brought.
_SHARED = "opentelemetry"
# Between a look at what is installed and who takes it.
_MOST_FRAMES = 16


def python_name() -> str:
    """As in the names of folders of packages: pure ones, which nothing else decides on."""
    return f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}"


def find_folder(api: Optional[str]) -> Optional[str]:
    """`api`: the version that the program has of its own, to whose minor release all that is brought must belong."""
    root = os.environ.get("SPANLINE_PACKAGES", "")
    if not os.path.isabs(root) or api == "":
        return None
    name = python_name() if api is None else f"{python_name()}-api-{'.'.join(api.split('.')[:2])}"
    folder = os.path.join(root, name, "site-packages")
    return folder if os.path.isdir(folder) else None


class PackageFinder:
    """Last on `sys.meta_path`."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def find_spec(self, name: str, path: Optional[Sequence[str]] = None, target: Any = None) -> Optional[ModuleSpec]:
        *parents, _ = name.split(".")
        if parents and parents[0] != _SHARED:
            return None
        return PathFinder.find_spec(name, [os.path.join(self._folder, *parents)])

    def invalidate_caches(self) -> None:
        """`importlib` asks each finder for it."""

    def find_distributions(self, context: Any = None) -> Iterator[Any]:
        """
        OpenTelemetry looks up propagators and contexts that are set by variables among what is installed. A program that
        lists what is installed sees what it has.
        """
        if not self._is_asking(sys._getframe(1)):
            return iter(())
        # The one that is imported may be the backport, whose kind of distributions its users expect.
        metadata: Any = sys.modules.get("importlib_metadata") or sys.modules.get("importlib.metadata")
        if metadata is None:
            return iter(())
        within = metadata.DistributionFinder.Context(name=getattr(context, "name", None), path=[self._folder])
        return iter(metadata.MetadataPathFinder.find_distributions(within))

    def _is_asking(self, frame: Optional[FrameType]) -> bool:
        for _ in range(_MOST_FRAMES):
            if frame is None:
                return False
            if frame.f_code.co_filename.startswith(self._folder):
                return True
            frame = frame.f_back
        return False
