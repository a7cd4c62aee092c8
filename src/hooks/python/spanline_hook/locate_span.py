"""Decides from which frame a new span takes its place: its caller's, or that of the first child which has one."""

import sys
from types import FrameType
from typing import Any

from .code_place import Place
from .pending_spans import add_pending, donate, pending
from .user_frame import find_caller, find_entry
from .write_place import attributes_of, has_place, write_place

_ORIGIN = "spanline.code.origin"
_INSTRUMENTATION = "opentelemetry.instrumentation."

_server: object = None


def learn_kinds() -> None:
    """`SpanKind` is in the API, which the SDK has imported."""
    global _server
    api: Any = sys.modules.get("opentelemetry.trace")
    _server = getattr(getattr(api, "SpanKind", None), "SERVER", None)


def locate_span(span: Any, frame: FrameType) -> None:
    if not span.is_recording():
        return
    attributes = attributes_of(span)
    if attributes and has_place(attributes):
        return
    # At the start of a request only the server's frames are on the stack, and below them the program that started it.
    if span.kind is _server and _is_instrumentation(span):
        add_pending(span)
        return
    found = find_caller(frame)
    if found is None:
        add_pending(span)
        return
    place, caller = found
    write_place(span, attributes, place)
    if pending and span.parent is not None and span.parent.span_id in pending:
        entry = {**find_entry(place, caller), _ORIGIN: "first-user-frame"}
        for receiver in donate(span.parent.span_id):
            _give(receiver, entry)


def _give(receiver: Any, entry: Place) -> None:
    attributes = attributes_of(receiver)
    # The program may have said it since.
    if not has_place(attributes):
        write_place(receiver, attributes, entry)


def _is_instrumentation(span: Any) -> bool:
    # The older name is that of the first SDKs.
    scope = getattr(span, "instrumentation_scope", None) or getattr(span, "instrumentation_info", None)
    return str(getattr(scope, "name", "")).startswith(_INSTRUMENTATION)
