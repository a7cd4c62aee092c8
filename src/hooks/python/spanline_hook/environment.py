"""What of OpenTelemetry is installed where the program takes its modules from, told by names of files: nothing is imported."""

import os
import sys
from importlib.machinery import PathFinder
from typing import List, NamedTuple, Optional

# Changes nothing by itself.
_NO_LIBRARY = ("auto_instrumentation", "__pycache__")


class Environment(NamedTuple):
    # Of `opentelemetry-api`; undefined where there is none, empty where it cannot be told.
    api: Optional[str]
    # Whether it has an SDK, and an instrumentation of some library.
    is_complete: bool


def look() -> Environment:
    spec = PathFinder.find_spec("opentelemetry", sys.path)
    if spec is None:
        return Environment(None, False)
    folders = list(spec.submodule_search_locations or ())
    has_sdk = any(os.path.isdir(os.path.join(folder, "sdk")) for folder in folders)
    return Environment(_api_version(folders), has_sdk and any(_has_instrumentation(folder) for folder in folders))


def _api_version(folders: List[str]) -> str:
    for folder in folders:
        for name in _names_in(os.path.dirname(folder)):
            start, _, rest = name.partition("-")
            if start == "opentelemetry_api" and rest.endswith(".dist-info"):
                return rest[: -len(".dist-info")]
    return ""


def _has_instrumentation(folder: str) -> bool:
    inside = os.path.join(folder, "instrumentation")
    return any(name not in _NO_LIBRARY and os.path.isdir(os.path.join(inside, name)) for name in _names_in(inside))


def _names_in(folder: str) -> List[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
