"""
Packages that the launch brings for programs which lack them. They are found behind all that the program has, and only once
tracing starts: `sys.path` stays as it is, and what the program has installed wins.
"""

import os
import sys
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any, Iterable, Optional, Sequence

# The one package that is parted between what is installed and what is brought.
_SHARED = "opentelemetry"


def python_name() -> str:
    """As in the names of folders of packages: pure ones, which nothing else decides on."""
    return f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}"


def find_folder(api: Optional[str]) -> Optional[str]:
    """`api`: the version that the program has of its own, to which all that is brought must belong."""
    root = os.environ.get("SPANLINE_PACKAGES", "")
    if not os.path.isabs(root) or api == "":
        return None
    name = python_name() if api is None else f"{python_name()}-api-{api}"
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

    def find_distributions(self, context: Any = None) -> Iterable[Any]:
        """OpenTelemetry looks up propagators and contexts that are set by variables among what is installed."""
        # The one that is imported may be the backport, whose kind of distributions its users expect.
        metadata: Any = sys.modules.get("importlib_metadata") or sys.modules.get("importlib.metadata")
        if metadata is None:
            return []
        name = getattr(context, "name", None)
        return metadata.MetadataPathFinder.find_distributions(
            metadata.DistributionFinder.Context(name=name, path=[self._folder])
        )
