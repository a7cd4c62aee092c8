"""Starts OpenTelemetry as its own `sitecustomize` does, without a word and without a trace in the environment."""

import logging
import os
import sys
import warnings
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Iterator, List, Optional, Sequence, Tuple

from .auto_instrument import Plan
from .fault import report_fault
from .own_tracing import program_of

_nowhere = logging.NullHandler()
# Of the first call; nothing before it.
_is_ours: Optional[bool] = None


def start(plan: Plan) -> bool:
    """
    Whether the program is traced by the launch: it is not if it has set a provider before it needed one.
    Once; a thread that comes meanwhile goes on, as tracers wait for their provider.
    """
    global _is_ours
    if _is_ours is not None:
        return _is_ours
    _is_ours = getattr(sys.modules.get("opentelemetry.trace"), "_TRACER_PROVIDER", None) is None
    if not _is_ours:
        return False
    try:
        _initialize(plan)
    except Exception:
        report_fault()
    for point in plan.further:
        instrument(point)
    return True


def _initialize(plan: Plan) -> None:
    before = dict(os.environ)
    try:
        # They are loaded one by one, each in its time; older versions know no asterisk.
        os.environ["OTEL_PYTHON_DISABLED_INSTRUMENTATIONS"] = ",".join(plan.names)
        for name, value in _defaults(plan.argv):
            os.environ.setdefault(name, value)
        with _quietly():
            import_module("opentelemetry.instrumentation.auto_instrumentation").initialize()
    finally:
        _restore(before)
    # It was not the program that asked for an exporter: what that has to say is not the program's.
    logger = logging.getLogger("opentelemetry")
    logger.addHandler(_nowhere)
    logger.propagate = False
    _give_way(logger)


def instrument(point: Any) -> None:
    """By the entry point of an instrumentation."""
    try:
        with _quietly():
            point.load()().instrument()
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


def _defaults(argv: Sequence[str]) -> Sequence[Tuple[str, str]]:
    script = program_of(argv)
    name = os.path.basename(os.getcwd()) if script is None else os.path.splitext(os.path.basename(script))[0]
    defaults: List[Tuple[str, str]] = [
        # Nobody receives them here.
        ("OTEL_METRICS_EXPORTER", "none"),
        ("OTEL_LOGS_EXPORTER", "none"),
        # Seconds: a program must not wait for us at its end.
        ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2"),
    ]
    if name and "service.name=" not in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", ""):
        defaults.append(("OTEL_SERVICE_NAME", name))
    return defaults


def _restore(before: "dict[str, str]") -> None:
    for name in set(os.environ) - set(before):
        del os.environ[name]
    for name, value in before.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


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
