"""
Starts the SDK of OpenTelemetry for a program, without a word. Spans go into the spool and nowhere else: no exporter is
loaded, and no thread waits for one.
"""

import logging
import os
import sys
import warnings
from _thread import allocate_lock
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Iterator, List, Optional, Sequence

from . import environment, launch_report
from .auto_instrument import Load, Plan
from .brought_packages import PackageFinder
from .fault import report_fault
from .own_tracing import has_own_tracing, program_of

_nowhere = logging.NullHandler()

# Held for a look and no longer: who holds it imports nothing.
_lock = allocate_lock()
# Nothing before the first call.
_is_traced: Optional[bool] = None
_is_deciding = False
# What came while it was being decided.
_waiting: List[Load] = []


def trace(plan: Plan, module: str, loads: Sequence[Load]) -> None:
    """
    The library of `module`, if the launch is to trace the program at all: that is decided once. A thread that comes
    meanwhile goes on, as tracers wait for their provider.
    """
    global _is_traced, _is_deciding
    with _lock:
        is_first = _is_traced is None and not _is_deciding
        if is_first:
            _is_deciding = True
        elif _is_traced is None:
            _waiting.extend(loads)
            return
    if is_first:
        is_traced = False
        try:
            is_traced = _start(plan, module)
        except Exception:
            report_fault()
        with _lock:
            _is_traced, _is_deciding = is_traced, False
        loads = [*plan.further, *loads, *_waiting]
    if _is_traced:
        for load in loads:
            _instrument(load)


def _start(plan: Plan, module: str) -> bool:
    """Not where the program has set a provider, or is about to."""
    if getattr(sys.modules.get("opentelemetry.trace"), "_TRACER_PROVIDER", None) is not None:
        return False
    # The program may have made its own the first ones that are found.
    if has_own_tracing(plan.roots) or environment.look() != plan.environment:
        return False
    if plan.environment.is_complete:
        _initialize(plan)
    elif plan.folder is None:
        launch_report.tell_lacking(plan.environment.api, module)
        return False
    else:
        finder: Any = PackageFinder(plan.folder)
        sys.meta_path.append(finder)
        try:
            _initialize(plan)
        except Exception:
            sys.meta_path.remove(finder)
            raise
    launch_report.tell_traced()
    return True


def _initialize(plan: Plan) -> None:
    try:
        with _quietly():
            api: Any = import_module("opentelemetry.trace")
            sdk: Any = import_module("opentelemetry.sdk.trace")
            resources: Any = import_module("opentelemetry.sdk.resources")
            resource = resources.Resource.create(_attributes(plan.argv))
            api.set_tracer_provider(sdk.TracerProvider(resource=resource, shutdown_on_exit=False))
    except Exception as error:
        launch_report.tell_failed(f"{type(error).__name__}: {error}")
        raise
    # It was not the program that asked for an SDK: what that has to say is not the program's.
    logger = logging.getLogger("opentelemetry")
    logger.addHandler(_nowhere)
    logger.propagate = False
    _give_way(logger)


def _instrument(load: Load) -> None:
    try:
        with _quietly():
            for instrumentor in load():
                instrumentor().instrument()
    except Exception:
        report_fault()


@contextmanager
def _quietly() -> Iterator[None]:
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)


def _attributes(argv: Sequence[str]) -> "dict[str, str]":
    """What is given here would win over what the variables say."""
    if os.environ.get("OTEL_SERVICE_NAME") or "service.name=" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", ""):
        return {}
    script = program_of(argv)
    name = os.path.basename(os.getcwd()) if script is None else os.path.splitext(os.path.basename(script))[0]
    return {"service.name": name} if name else {}


def _give_way(logger: logging.Logger) -> None:
    """A program that sets a provider after all gets its own, not a warning that there is one."""
    trace: Any = sys.modules.get("opentelemetry.trace")
    original = getattr(trace, "set_tracer_provider", None)
    once = getattr(trace, "_TRACER_PROVIDER_SET_ONCE", None)
    if original is None or once is None or getattr(trace, "_TRACER_PROVIDER", None) is None:
        return

    def set_tracer_provider(tracer_provider: Any) -> None:
        trace.set_tracer_provider = original
        logger.removeHandler(_nowhere)
        logger.propagate = True
        trace._TRACER_PROVIDER_SET_ONCE = type(once)()
        trace._TRACER_PROVIDER = None
        original(tracer_provider)

    trace.set_tracer_provider = set_tracer_provider
