"""Finds the user's own frame under a call."""

from types import FrameType
from typing import Optional, Tuple

from .code_place import Place, WrapperPlace, place_of
from .decorated import place_of_decorated
from .source_file import EVENT_LOOP, USER, kind_of, kinds
from .wrapped_call import find_wrapped

# Client spans of instrumentations lie ten to thirty frames deep.
_MOST_FRAMES = 64


def find_caller(frame: Optional[FrameType]) -> Optional[Tuple[Place, FrameType]]:
    """The user's frame nearest to the call, or the user's function whose decorator starts the span."""
    for _ in range(_MOST_FRAMES):
        if frame is None:
            return None
        name = frame.f_code.co_filename
        kind = kinds.get(name)
        if kind is None:
            kind = kind_of(name)
        if kind:
            if kind == USER:
                place = place_of(frame)
                return find_wrapped(place, frame) if type(place) is WrapperPlace else (place, frame)
            # Below it is who runs the loop, not who asked for this.
            if kind == EVENT_LOOP:
                return None
            decorated = place_of_decorated(frame)
            if decorated is not None:
                return decorated, frame
        frame = frame.f_back
    return None


def find_entry(place: Place, caller: FrameType) -> Place:
    """
    The place of the outermost frame of the user group that the caller is in: the function which a framework called.
    Middlewares that merely called on lie beyond frames of the framework.
    """
    entry, frame = caller, caller.f_back
    while frame is not None and kind_of(frame.f_code.co_filename) == USER:
        entry, frame = frame, frame.f_back
    return place if entry is caller else place_of(entry)
