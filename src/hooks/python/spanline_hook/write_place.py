"""Writes a place into a span, in the stable names of the semantic conventions for code; what the program said there stands."""

from typing import Any

from .code_place import COLUMN, FUNCTION, PATH, PROGRAM_PATH, Place

_PATH_BEFORE_STABLE = "code.filepath"
_FUNCTION_BEFORE_STABLE = "code.function"


def attributes_of(span: Any) -> Any:
    """
    The dictionary within, where there is one: what the SDK shows of it is a view of a view, and what is not in there is
    told by an exception, at which a debugger may stop.
    """
    store = getattr(span, "_attributes", None)
    return span.attributes if store is None else getattr(store, "_dict", store)


def has_place(attributes: Any) -> bool:
    return bool(attributes) and (
        PATH in attributes or PROGRAM_PATH in attributes or _PATH_BEFORE_STABLE in attributes
    )


def write_place(span: Any, attributes: Any, place: Place) -> None:
    if not attributes:
        # Checks, locks and counts are half of what the hook costs; where nothing limits it, a place needs none.
        store = getattr(span, "_attributes", None)
        if type(attributes) is dict and _has_room(store, len(place)) and getattr(store, "max_value_len", 0) is None:
            attributes.update(place)
        else:
            span.set_attributes(place)
        return
    missing = {key: value for key, value in place.items() if key not in attributes}
    if _FUNCTION_BEFORE_STABLE in attributes:
        missing.pop(FUNCTION, None)
    # What is one too many pushes out the oldest: that would be the program's.
    if _has_room(getattr(span, "_attributes", None), len(attributes) + len(missing)):
        span.set_attributes(missing)


def replace_place(span: Any, attributes: Any, place: Place) -> None:
    """Of one that the hook has written."""
    if isinstance(attributes, dict) and COLUMN not in place:
        # The API has no way to take it back.
        attributes.pop(COLUMN, None)
    span.set_attributes(place)


def _has_room(store: Any, count: int) -> bool:
    most = getattr(store, "maxlen", None)
    return most is None or count <= most
