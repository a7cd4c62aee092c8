"""Line and column of the call that a frame is in; of a `with` statement, those of the item that is being entered."""

import dis
from itertools import islice
from types import CodeType, FrameType
from typing import Optional, Tuple

# Up to Python 3.12 entering an item bears the place of the whole statement; the call before it made the item.
_ENTERS = frozenset(
    dis.opmap[name]
    for name in ("SETUP_WITH", "SETUP_ASYNC_WITH", "BEFORE_WITH", "BEFORE_ASYNC_WITH")
    if name in dis.opmap
)
_UNIT = 2


def position_of(frame: FrameType) -> Tuple[int, Optional[int]]:
    """The column is in bytes of UTF-8, from 0; Python knows it since 3.11."""
    code, offset = frame.f_code, frame.f_lasti
    enters = 0 <= offset < len(code.co_code) and code.co_code[offset] in _ENTERS
    if enters:
        offset -= _UNIT
    positions = getattr(code, "co_positions", None)
    if positions is not None:
        line, _, column, _ = next(islice(positions(), offset // _UNIT, None), (None, None, None, None))
        if line is not None:
            return line, column
    return (_line_at(code, offset) if enters else None) or frame.f_lineno, None


def _line_at(code: CodeType, offset: int) -> Optional[int]:
    found = None
    for start, line in dis.findlinestarts(code):
        if start > offset:
            break
        found = line
    return found
