"""Decides from which frame a new span takes its place: its caller's, or that of the first child which has one."""

import sys
from types import FrameType
from typing import Any, Optional

from .code_place import ORIGIN, Place
from .handler import await_handler, handler_of, take_handler
from .pending_spans import add_pending, donate, pending
from .user_frame import find_caller, find_entry
from .write_place import attributes_of, has_place, replace_place, write_place

_FIRST_USER_FRAME = "first-user-frame"
_INSTRUMENTATION = "opentelemetry.instrumentation."
_NATIVE = ("fastapi", "starlette")

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
    framework = _framework_of(span) if span.kind is _server else None
    if framework is not None:
        await_handler(span, framework, frame)
        handler = handler_of(span)
        if handler is None:
            add_pending(span)
        else:
            write_place(span, attributes, handler)
        return
    found = find_caller(frame)
    if found is None:
        add_pending(span)
        return
    place, caller = found
    write_place(span, attributes, place)
    if pending and span.parent is not None and span.parent.span_id in pending:
        entry = {**find_entry(place, caller), ORIGIN: _FIRST_USER_FRAME}
        for receiver in donate(span.parent.span_id):
            _give(receiver, handler_of(receiver) or entry)


def name_handler(span: Any) -> None:
    """Before the span ends: its request has been to its handler, which says more than the first frame below it."""
    handler = take_handler(span)
    if handler is None or not span.is_recording():
        return
    attributes = attributes_of(span)
    if not has_place(attributes):
        write_place(span, attributes, handler)
    elif attributes.get(ORIGIN) == _FIRST_USER_FRAME:
        replace_place(span, attributes, handler)


def _give(receiver: Any, entry: Place) -> None:
    attributes = attributes_of(receiver)
    # The program may have said it since.
    if not has_place(attributes):
        write_place(receiver, attributes, entry)


def _framework_of(span: Any) -> Optional[str]:
    """By the name of its scope: an instrumentation's, or a framework's that needs none. Nothing for a span of the user's."""
    # The older name is that of the first SDKs.
    scope = getattr(span, "instrumentation_scope", None) or getattr(span, "instrumentation_info", None)
    name = str(getattr(scope, "name", ""))
    if name.startswith(_INSTRUMENTATION):
        return name[len(_INSTRUMENTATION) :]
    return name if name in _NATIVE else None
