"""The function that a decorator such as `@tracer.start_as_current_span(...)` wraps, from the frame of its wrapper."""

import linecache
from types import FrameType, FunctionType
from typing import Optional

from .code_place import Place, places_in, to_place
from .source_file import USER, kind_of
from .start_folder import from_start
from .unwrap import unwrap

# Of contextlib's ContextDecorator, and of OpenTelemetry's for coroutines.
_WRAPPERS = ("inner", "async_wrapper")
_MOST_DECORATOR_LINES = 32
_KEY = "decorated"


def place_of_decorated(frame: FrameType) -> Optional[Place]:
    if frame.f_code.co_name not in _WRAPPERS:
        return None
    function = unwrap(frame.f_locals.get("func"))
    if function is None or kind_of(function.__code__.co_filename) != USER:
        return None
    places = places_in(function.__code__)
    place = places.get(_KEY)
    if place is None:
        path = from_start(function.__code__.co_filename)
        place = to_place(path, _line_of(function, path), function.__qualname__)
        places[_KEY] = place
    return place


def _line_of(function: FunctionType, path: str) -> int:
    """The decorator's own line where the source shows it, else the function's first, which is that of any decorator."""
    first = function.__code__.co_firstlineno
    for line in range(first, first + _MOST_DECORATOR_LINES):
        text = linecache.getline(path, line)
        if text == "" or text.lstrip().startswith(("def ", "async def ")):
            break
        if "start_as_current_span" in text:
            return line
    return first
