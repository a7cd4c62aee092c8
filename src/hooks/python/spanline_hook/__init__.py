"""Adds to each span of an OpenTelemetry SDK the line of the program that started it."""

import os
import sys

from . import fault, give_way, import_watch, should_run, start_folder
from .disguise import disguise

_installed = False


def install(folder: str) -> None:
    """Waits for the SDK: a program that never imports it pays for nothing else. `folder` is the one on PYTHONPATH."""
    global _installed
    if _installed or not should_run.should_run(getattr(sys, "argv", []), getattr(sys, "orig_argv", [])):
        return
    if give_way.give_way(os.environ):
        return
    _installed = True
    start_folder.remember()
    disguise(fault, import_watch)

    def when_sdk(module: object) -> None:
        from . import patch_span

        patch_span.patch_span(module)

    def when_instrument(module: object) -> None:
        from . import stay_first

        stay_first.stay_first(module, folder)

    import_watch.watch(
        {
            "opentelemetry.sdk.trace": when_sdk,
            "opentelemetry.instrumentation.auto_instrumentation": when_instrument,
        }
    )


def instrument(folder: str) -> None:
    """Of a launch that asks for it; after all that runs before the program has had its turn."""
    if _installed:
        from . import auto_instrument

        auto_instrument.auto_instrument(getattr(sys, "argv", []), folder)
