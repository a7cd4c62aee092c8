"""OTLP/JSON as text: attributes in the mapping of the specification, within a measure so that a line has an end."""

from base64 import b64encode
from json.encoder import encode_basestring_ascii as quote_whole
from math import isfinite
from typing import Any, Dict, List, Mapping

_MOST_NESTING = 8
# Characters in all: what goes on beyond them would not fit a line, and must not take the program's time.
_MOST_TEXT = 512 * 1024
# Characters of a member that holds little.
_MEMBER = 32
# Keys that come again and again are few; a program that makes them up must not fill the memory.
_MOST_KNOWN = 2000
_MOST_KNOWN_LENGTH = 200
_INT64 = 1 << 63

_openings: Dict[str, str] = {}


class Measure:
    """How much is written of what has no limit of its own: characters of a text, members of a list."""

    __slots__ = ("text", "members", "room", "is_clipped")

    def __init__(self, text: int, members: int) -> None:
        self.text = text
        self.members = members
        self.room = _MOST_TEXT
        # Whether something was left out.
        self.is_clipped = False

    def take(self, size: int) -> bool:
        """For one more member."""
        self.room -= size + _MEMBER
        if self.room > 0:
            return True
        self.is_clipped = True
        return False

    def within(self, length: int, most: int) -> int:
        if length <= most:
            return length
        self.is_clipped = True
        return most


def quote(value: Any, measure: Measure) -> str:
    if not isinstance(value, str):
        return '""'
    if len(value) > measure.text:
        measure.is_clipped = True
        value = value[: measure.text]
    return quote_whole(value)


def attributes_text(attributes: Any, measure: Measure, nesting: int = 0) -> str:
    """Of a span, an event, a link, a scope or a resource, without the brackets."""
    if not attributes:
        return ""
    texts: List[str] = []
    left = measure.members
    for key, value in attributes.items():
        size = len(value) if type(value) is str else 0
        if left <= 0 or not measure.take(min(size, measure.text)):
            measure.is_clipped = True
            break
        left -= 1
        opening = _openings.get(key) or _opening(key, measure)
        if type(value) is str and size <= measure.text:
            texts.append(f'{opening}{{"stringValue":{quote_whole(value)}}}}}')
        else:
            texts.append(f"{opening}{_any_value(value, measure, nesting)}}}")
    return ",".join(texts)


def _opening(key: Any, measure: Measure) -> str:
    opening = f'{{"key":{quote(key, measure)},"value":'
    if len(_openings) < _MOST_KNOWN and isinstance(key, str) and len(key) <= _MOST_KNOWN_LENGTH:
        _openings[key] = opening
    return opening


def _any_value(value: Any, measure: Measure, nesting: int) -> str:
    # A bool is an int as well. Classes of the program's may print themselves in their own way.
    if isinstance(value, bool):
        return '{"boolValue":true}' if value else '{"boolValue":false}'
    if isinstance(value, int):
        digits = int.__repr__(value)
        return f'{{"intValue":"{digits}"}}' if -_INT64 <= value < _INT64 else f'{{"stringValue":"{digits}"}}'
    if isinstance(value, float):
        return f'{{"doubleValue":{float.__repr__(value) if isfinite(value) else _infinite(value)}}}'
    if isinstance(value, str):
        return f'{{"stringValue":{quote(value, measure)}}}'
    if isinstance(value, (bytes, bytearray)):
        text = b64encode(value[: measure.within(len(value), measure.text)]).decode("ascii")
        measure.take(len(text))
        return f'{{"bytesValue":"{text}"}}'
    if nesting >= _MOST_NESTING:
        return "{}"
    if isinstance(value, Mapping):
        return f'{{"kvlistValue":{{"values":[{attributes_text(value, measure, nesting + 1)}]}}}}'
    if isinstance(value, (list, tuple)):
        return f'{{"arrayValue":{{"values":[{_list_text(value, measure, nesting + 1)}]}}}}'
    return "{}"


def _infinite(value: float) -> str:
    return '"Infinity"' if value > 0 else '"-Infinity"' if value < 0 else '"NaN"'


def _list_text(values: Any, measure: Measure, nesting: int) -> str:
    texts: List[str] = []
    for value in values[: measure.within(len(values), measure.members)]:
        if not measure.take(min(len(value), measure.text) if isinstance(value, str) else 0):
            break
        texts.append(_any_value(value, measure, nesting))
    return ",".join(texts)
