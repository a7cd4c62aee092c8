"""Whom a function stands for that only forwards: the function that it decorates, or its caller."""

from types import FrameType
from typing import Iterable, Optional, Tuple

from .code_place import ORIGIN, Place, WrapperPlace, place_of
from .decorated import place_of_decorated
from .function_place import place_of_function
from .source_file import DECORATOR, USER, kind_of
from .unwrap import unwrap

_WRAPPER = "wrapper"


def find_wrapped(place: WrapperPlace, frame: FrameType) -> Tuple[Place, FrameType]:
    enclosed, parameters = place.forwarding
    function = _place_among(enclosed, frame)
    if function is not None:
        return function, frame
    outer = _find_outer(frame)
    if outer is not None:
        return outer
    # Called by a library, as wrappers of `wrapt` are, which hands over what they wrap.
    function = _place_among(parameters, frame)
    return (place if function is None else function), frame


def _place_among(names: Iterable[str], frame: FrameType) -> Optional[Place]:
    for name in names:
        place = place_of_function(unwrap(frame.f_locals.get(name)), _WRAPPER)
        if place is not None:
            return place
    return None


def _find_outer(frame: FrameType) -> Optional[Tuple[Place, FrameType]]:
    """Of its own code right outside; what lies beyond a library did not mean this span."""
    outer = frame.f_back
    while outer is not None:
        kind = kind_of(outer.f_code.co_filename)
        if kind == USER:
            return {**place_of(outer), ORIGIN: _WRAPPER}, outer
        if kind != DECORATOR:
            return None
        decorated = place_of_decorated(outer)
        if decorated is not None:
            return {**decorated, ORIGIN: _WRAPPER}, outer
        outer = outer.f_back
    return None
