"""
Traces a program that has no tracing of its own, with the packages of OpenTelemetry that are in its environment, or with
those that the launch brings.
"""

import os
import sys
from functools import partial, wraps
from importlib import import_module
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence

from . import environment, import_watch
from .brought_packages import find_folder
from .known_libraries import FIRST_USES, LIBRARIES
from .own_tracing import source_roots

# Of debugpy: the program runs in neither.
_DEBUGGER = ("launcher", "adapter")

# Where an installed instrumentation is not named as the module that it changes. Nothing: it has no one module.
_MODULES: Dict[str, Optional[str]] = {
    "aio-pika": "aio_pika",
    "aiohttp-client": "aiohttp",
    "aiohttp-server": "aiohttp",
    "asyncio": None,
    "django": "django.core.handlers.base",
    "grpc_aio_client": "grpc",
    "grpc_aio_server": "grpc",
    "grpc_client": "grpc",
    "grpc_server": "grpc",
    "logging": None,
    "mysql": "mysql.connector",
    "mysqlclient": "MySQLdb",
    "system_metrics": None,
    "threading": None,
    "tortoiseorm": "tortoise",
    "urllib": "urllib.request",
}

# Answers with the classes of an instrumentation.
Load = Callable[[], Sequence[Any]]


class Plan(NamedTuple):
    argv: Sequence[str]
    # Folders of what the program can import of the user's.
    roots: Sequence[str]
    environment: environment.Environment
    # Of packages that are brought. Nothing where the environment has what is needed, or where there are none.
    folder: Optional[str]
    # Instrumentations that change no one module.
    further: Sequence[Load]


def auto_instrument(argv: Sequence[str], hook_folder: str) -> None:
    """What the program never imports costs nothing: tracing starts with the first library of which there is something to see."""
    # Spans go by the spool alone.
    if not _is_program(argv) or not os.path.isabs(os.environ.get("SPANLINE_SPOOL", "")):
        return
    disabled = {name.strip() for name in os.environ.get("OTEL_PYTHON_DISABLED_INSTRUMENTATIONS", "").split(",")}
    if "*" in disabled:
        return
    found = environment.look()
    loads = _installed(disabled) if found.is_complete else _brought(disabled)
    folder = None if found.is_complete else find_folder(found.api)
    plan = Plan(argv, source_roots(argv, hook_folder), found, folder, loads.pop(None, []))
    watched: Dict[str, Any] = {name: partial(_on_module, name, of, plan) for name, of in loads.items() if name}
    # A program that knows the API alone starts its spans by hand.
    watched["opentelemetry.trace"] = partial(_on_api, plan)
    import_watch.watch(watched)


def _on_api(plan: Plan, api: Any) -> None:
    """Not by its import: who imports it may be amid the import of what tracing needs."""
    for name in ("get_tracer", "get_tracer_provider"):
        setattr(api, name, _with_tracing(getattr(api, name), plan))


def _with_tracing(original: Any, plan: Plan) -> Any:
    from . import quiet_tracing

    @wraps(original)
    def get(*args: Any, **kwargs: Any) -> Any:
        quiet_tracing.trace(plan, "opentelemetry.trace", ())
        return original(*args, **kwargs)

    return get


def _on_module(name: str, loads: Sequence[Load], plan: Plan, module: object) -> None:
    from . import quiet_tracing
    from .first_use import before_first

    trace = partial(quiet_tracing.trace, plan, name, loads)
    if name in FIRST_USES:
        owner, method = FIRST_USES[name]
        before_first(getattr(module, owner, None), method, trace)
    else:
        trace()


def _is_program(argv: Sequence[str]) -> bool:
    folder, name = os.path.split(argv[0] if argv else "")
    return not (os.path.basename(folder) == "debugpy" and name in _DEBUGGER)


def _brought(disabled: "set[str]") -> "Dict[Optional[str], List[Load]]":
    return {
        module: [partial(_classes_of, name) for name in names if not {name, name.replace("_", "-")} & disabled]
        for module, names in LIBRARIES.items()
    }


def _classes_of(name: str) -> Sequence[Any]:
    base = import_module("opentelemetry.instrumentation.instrumentor").BaseInstrumentor
    module = import_module(f"opentelemetry.instrumentation.{name}")
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, base) and value.__module__ == module.__name__
    ]


def _installed(disabled: "set[str]") -> "Dict[Optional[str], List[Load]]":
    from importlib.metadata import entry_points

    # Before Python 3.10 they are a dictionary of groups.
    found: Any = entry_points()
    group = "opentelemetry_instrumentor"
    points = found.get(group, ()) if isinstance(found, dict) else found.select(group=group)
    by_module: Dict[Optional[str], List[Load]] = {}
    for point in points:
        if point.name not in disabled:
            by_module.setdefault(_MODULES.get(point.name, point.name), []).append(partial(_load, point))
    return by_module


def _load(point: Any) -> Sequence[Any]:
    return [point.load()]
