"""The function of the user's that answers a request: what the framework knows of it by the time that the span ends."""

import sys
from types import FrameType
from typing import Any, Callable, Dict, Optional, Tuple

from .code_place import Place
from .handler_function import place_of_handler

# What answers, and the verb of the request; both as the framework has them by now.
_Answer = Callable[[], Tuple[Any, Any]]

# Between the instrumentation's own frame, which has the request, and the start of its span.
_MOST_FRAMES = 4

# Requests that never end their span must not fill the memory: they hold it, so it is never collected.
_MOST_ANSWERS = 2_000

# By the id of the span.
_answers: Dict[int, _Answer] = {}


def await_handler(span: Any, framework: str, frame: FrameType) -> None:
    """`framework` is the last part of the name of the instrumentation; one that is not known here is left."""
    find = _FRAMEWORKS.get(framework)
    answer = None if find is None else find(frame)
    if answer is None:
        return
    if len(_answers) >= _MOST_ANSWERS:
        _answers.pop(next(iter(_answers)), None)
    _answers[span.get_span_context().span_id] = answer


def handler_of(span: Any) -> Optional[Place]:
    """Nothing as long as the request has not come to its handler."""
    return _place(_answers.get(span.get_span_context().span_id)) if _answers else None


def take_handler(span: Any) -> Optional[Place]:
    """At the span's end."""
    return _place(_answers.pop(span.get_span_context().span_id, None)) if _answers else None


def _place(answer: Optional[_Answer]) -> Optional[Place]:
    if answer is None:
        return None
    endpoint, verb = answer()
    return None if endpoint is None else place_of_handler(endpoint, verb if isinstance(verb, str) else "")


def _find_local(frame: Optional[FrameType], name: str) -> Any:
    for _ in range(_MOST_FRAMES):
        if frame is None:
            return None
        code = frame.f_code
        if name in code.co_varnames or name in code.co_cellvars:
            return frame.f_locals.get(name)
        frame = frame.f_back
    return None


def _of_flask(_: FrameType) -> Optional[_Answer]:
    """Its span starts when the request has been matched."""
    flask: Any = sys.modules.get("flask")
    if flask is None or not flask.has_request_context():
        return None
    endpoint = flask.current_app.view_functions.get(flask.request.endpoint)
    verb = flask.request.method
    return lambda: (endpoint, verb)


def _of_django(frame: FrameType) -> Optional[_Answer]:
    request = _find_local(frame, "request")
    if request is None:
        return None
    return lambda: (getattr(getattr(request, "resolver_match", None), "func", None), request.method)


def _of_asgi(frame: FrameType) -> Optional[_Answer]:
    scope = _find_local(frame, "scope")
    if not isinstance(scope, dict):
        return None
    return lambda: (scope.get("endpoint"), scope.get("method"))


_FRAMEWORKS: Dict[str, Callable[[FrameType], Optional[_Answer]]] = {
    "asgi": _of_asgi,
    "django": _of_django,
    "fastapi": _of_asgi,
    "flask": _of_flask,
    "starlette": _of_asgi,
}
