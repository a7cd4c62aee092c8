"""The function of the program's source behind what decorators made of it."""

from functools import partial
from types import FunctionType, MethodType
from typing import Any, Optional

_MOST_LAYERS = 16


def unwrap(value: Any) -> Optional[FunctionType]:
    """By type only: asking an object of the program's for an attribute may run its code."""
    for _ in range(_MOST_LAYERS):
        kind = type(value)
        if kind is FunctionType:
            if "__wrapped__" not in value.__dict__:
                return value
            value = value.__dict__["__wrapped__"]
        elif kind in (MethodType, classmethod, staticmethod):
            value = value.__func__
        elif kind is partial:
            value = value.func
        else:
            return None
    return None
