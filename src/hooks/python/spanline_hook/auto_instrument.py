"""Traces a program that has no tracing of its own, with the packages of OpenTelemetry that are in its environment."""

import os
import sys
from functools import partial, wraps
from typing import Any, Dict, List, NamedTuple, Optional, Sequence

from . import import_watch
from .own_tracing import has_own_tracing

# Of debugpy: the program runs in neither.
_DEBUGGER = ("launcher", "adapter")

# Where an instrumentation is not named as the module that it changes. Nothing: it has no one module.
_MODULES: Dict[str, Optional[str]] = {
    "aio-pika": "aio_pika",
    "aiohttp-client": "aiohttp",
    "aiohttp-server": "aiohttp",
    "asyncio": None,
    # Earlier there may be no settings yet.
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


class Plan(NamedTuple):
    argv: Sequence[str]
    # Of all instrumentations that are installed.
    names: Sequence[str]
    # Entry points of those that change no one module.
    further: Sequence[Any]


def auto_instrument(argv: Sequence[str], hook_folder: str) -> None:
    """What the program never imports costs nothing: tracing starts with the first library of which there is something to see."""
    if not _is_program(argv):
        return
    groups = _entry_points()
    exporters = [point.name for point in groups.get("opentelemetry_traces_exporter", [])]
    if "otlp_proto_http" not in exporters or not groups.get("opentelemetry_configurator"):
        return
    if has_own_tracing(argv, hook_folder):
        return
    disabled = {name.strip() for name in os.environ.get("OTEL_PYTHON_DISABLED_INSTRUMENTATIONS", "").split(",")}
    by_module: Dict[Optional[str], List[Any]] = {}
    installed = groups.get("opentelemetry_instrumentor", [])
    for point in installed:
        if not disabled.intersection(("*", point.name)):
            by_module.setdefault(_MODULES.get(point.name, point.name), []).append(point)
    plan = Plan(argv, [point.name for point in installed], by_module.pop(None, []))
    watched: Dict[str, Any] = {
        module: partial(_on_module, points, plan) for module, points in by_module.items() if module is not None
    }
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
        quiet_tracing.start(plan)
        return original(*args, **kwargs)

    return get


def _on_module(points: Sequence[Any], plan: Plan, module: object) -> None:
    from . import django_later, quiet_tracing

    for point in points if quiet_tracing.start(plan) else ():
        instrument = partial(quiet_tracing.instrument, point)
        if point.name == "django":
            django_later.before_middleware(module, instrument)
        else:
            instrument()


def _is_program(argv: Sequence[str]) -> bool:
    folder, name = os.path.split(argv[0] if argv else "")
    return not (os.path.basename(folder) == "debugpy" and name in _DEBUGGER)


def _entry_points() -> Dict[str, Sequence[Any]]:
    """Without a look at what is installed for those who have nothing of it."""
    from importlib.machinery import PathFinder

    if PathFinder.find_spec("opentelemetry", sys.path) is None:
        return {}
    from importlib.metadata import entry_points

    # Before Python 3.10 they are a dictionary of groups.
    found: Any = entry_points()
    if isinstance(found, dict):
        return found
    return {group: list(found.select(group=group)) for group in found.groups if group.startswith("opentelemetry_")}
