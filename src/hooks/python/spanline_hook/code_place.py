"""Places of frames as attributes, cached by code and instruction: a program has few places that start spans."""

import linecache
import os
from types import CodeType, FrameType, FunctionType
from typing import Dict, Mapping, Optional, Tuple, Union

from .call_position import position_of
from .forwarding import Forwarding, forwarding_at
from .start_folder import from_start

# Spans that are passed on to the program's own backend go there without what is ours: it must be told from the program's.
_OURS = "spanline." if os.environ.get("SPANLINE_APART") == "on" else ""
PROGRAM_PATH = "code.file.path"
PATH = _OURS + PROGRAM_PATH
FUNCTION = _OURS + "code.function.name"
_LINE = _OURS + "code.line.number"
COLUMN = _OURS + "code.column.number"
# How a place that is not the caller's own was found: first-user-frame, handler or wrapper.
ORIGIN = "spanline.code.origin"

Place = Mapping[str, Union[str, int]]


class WrapperPlace(Dict[str, Union[str, int]]):
    """A place inside of a function that only forwards: its callables, by name, tell whom it stands for."""

    forwarding: Forwarding


# Code made at run time has no end; a reset costs some microseconds a place.
_MOST_CODES = 5_000
_COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")

# By identity, as comparing code reads all of it; it is held here, so that its identity stays its own.
_places: Dict[int, Tuple[CodeType, Dict[Union[int, str], Place]]] = {}


def place_of(frame: FrameType) -> Place:
    code = frame.f_code
    known = _places.get(id(code))
    places = places_in(code) if known is None else known[1]
    instruction = frame.f_lasti
    place = places.get(instruction)
    if place is None:
        place = _create(frame)
        places[instruction] = place
    return place


def places_in(code: CodeType) -> Dict[Union[int, str], Place]:
    """By the offset of the instruction; of the code as a whole by how it was found."""
    known = _places.get(id(code))
    if known is None:
        if len(_places) >= _MOST_CODES:
            _places.clear()
        known = _places[id(code)] = (code, {})
    return known[1]


def to_place(path: str, line: int, function: Optional[str], column: Optional[int] = None) -> Place:
    place: Dict[str, Union[str, int]] = {PATH: path, _LINE: line}
    if function:
        place[FUNCTION] = function
    if column is not None:
        place[COLUMN] = column
    return place


def _create(frame: FrameType) -> Place:
    path = from_start(frame.f_code.co_filename)
    line, byte = position_of(frame)
    place = to_place(path, line, _function_of(frame), None if byte is None else _column_of(path, line, byte))
    forwarding = forwarding_at(frame.f_code, path, line)
    if forwarding is None:
        return place
    inside = WrapperPlace(place)
    inside.forwarding = forwarding
    return inside


def _function_of(frame: FrameType) -> Optional[str]:
    """Nothing for a module: it is no function. A comprehension's code is its function's."""
    code = frame.f_code
    name = code.co_name
    if name == "<module>":
        return None
    qualified: Optional[str] = getattr(code, "co_qualname", None)
    if qualified is None:
        return None if name in _COMPREHENSIONS else _with_class(frame)
    for comprehension in _COMPREHENSIONS:
        while qualified.endswith(comprehension):
            qualified = qualified[: -len(comprehension)]
            qualified = qualified[: -len(".<locals>.")] if qualified.endswith(".<locals>.") else qualified
    return qualified


def _with_class(frame: FrameType) -> str:
    """Before Python 3.11 code does not know its class: it is the one among those of `self` that has it."""
    code = frame.f_code
    if code.co_argcount == 0 or code.co_varnames[0] not in ("self", "cls"):
        return code.co_name
    receiver = frame.f_locals.get(code.co_varnames[0])
    if receiver is None:
        return code.co_name
    # By type only: asking an object of the program's for its class may run its code.
    own = receiver if issubclass(type(receiver), type) else type(receiver)
    for owner in own.__mro__:
        member = owner.__dict__.get(code.co_name)
        if type(member) in (classmethod, staticmethod):
            member = member.__func__
        if type(member) is FunctionType and member.__code__ is code:
            return f"{owner.__qualname__}.{code.co_name}"
    return f"{own.__qualname__}.{code.co_name}"


def _column_of(path: str, line: int, byte: int) -> Optional[int]:
    """An editor counts units of UTF-16, from 1."""
    text = linecache.getline(path, line)
    if not text:
        return None
    if text.isascii():
        return byte + 1
    return len(text.encode()[:byte].decode(errors="replace").encode("utf-16-le")) // 2 + 1
