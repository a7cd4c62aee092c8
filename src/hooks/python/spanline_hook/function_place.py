"""Places of functions, which are not on the stack: the line of their `def`, with how they were found."""

import linecache
import re
from types import FunctionType
from typing import Optional

from .code_place import ORIGIN, Place, places_in, to_place
from .source_file import USER, kind_of
from .start_folder import from_start

_DEF = re.compile(r"\s*(?:async\s+)?def\b")
_MOST_DECORATOR_LINES = 32


def place_of_function(function: Optional[FunctionType], origin: str) -> Optional[Place]:
    """Nothing for a function that is not the user's."""
    if function is None or kind_of(function.__code__.co_filename) != USER:
        return None
    places = places_in(function.__code__)
    place = places.get(origin)
    if place is None:
        path = from_start(function.__code__.co_filename)
        first = function.__code__.co_firstlineno
        line = first if function.__name__ == "<lambda>" else _line_of_def(path, first)
        place = places[origin] = {**to_place(path, line, function.__qualname__), ORIGIN: origin}
    return place


def _line_of_def(path: str, first: int) -> int:
    """A function begins with its first decorator."""
    for line in range(first, first + _MOST_DECORATOR_LINES):
        text = linecache.getline(path, line)
        if text == "":
            break
        if _DEF.match(text):
            return line
    return first
