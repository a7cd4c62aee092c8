"""The place of what a framework calls for a request: a function, a method of a class for the verb, or the class itself."""

import linecache
import re
import sys
from types import FunctionType
from typing import Any, Optional

from .code_place import ORIGIN, Place, to_place
from .function_place import place_of_function
from .source_file import USER, kind_of
from .start_folder import from_start
from .unwrap import unwrap

_HANDLER = "handler"


def place_of_handler(endpoint: Any, verb: str) -> Optional[Place]:
    """Nothing where it is not the user's."""
    if isinstance(endpoint, type):
        return _place_in(endpoint, verb.lower())
    function = unwrap(endpoint)
    if function is None:
        return place_of_function(_member(type(endpoint), "__call__"), _HANDLER)
    # Flask and Django leave the class at the function that they make of it, the REST framework under another name.
    members = endpoint.__dict__ if type(endpoint) is FunctionType else function.__dict__
    owner = members.get("view_class") or members.get("cls")
    if not isinstance(owner, type):
        return place_of_function(function, _HANDLER)
    actions = members.get("actions")
    named = actions.get(verb.lower()) if isinstance(actions, dict) else None
    return _place_in(owner, named if isinstance(named, str) else verb.lower())


def _place_in(owner: type, method: str) -> Optional[Place]:
    """What answers HEAD is what answers GET, where nothing else does."""
    function = _member(owner, method) or (_member(owner, "get") if method == "head" else None)
    return place_of_function(function, _HANDLER) or _place_of_class(owner)


def _member(owner: type, name: str) -> Optional[FunctionType]:
    for base in owner.__mro__:
        if name in base.__dict__:
            return unwrap(base.__dict__[name])
    return None


def _place_of_class(owner: type) -> Optional[Place]:
    """A framework's own method answers for a class of the user's."""
    file = getattr(sys.modules.get(owner.__module__), "__file__", None)
    if not isinstance(file, str) or kind_of(file) != USER:
        return None
    path = from_start(file)
    is_class = re.compile(rf"\s*class\s+{re.escape(owner.__name__)}\b")
    for number, text in enumerate(linecache.getlines(path), 1):
        if is_class.match(text):
            return {**to_place(path, number, owner.__qualname__), ORIGIN: _HANDLER}
    return None
