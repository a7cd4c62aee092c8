"""Writes each span's start and end to the spool, which outlives a process that is killed and speaks for one that is paused."""

import os
from _thread import RLock
from typing import Any, Dict, Optional, Tuple

from .fault import report_fault
from .span_line import origin_text, span_line
from .spool_file import SpoolFile

# W3C Trace Context, trace-flags: what is not sampled records for processors alone, and no exporter gets it.
_SAMPLED = 1
# A program may ask for a tracer with each span: the same origin in another object.
_MOST_ORIGINS = 1_000


class SpanSpool:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._begin()

    def forked(self) -> None:
        """In the child, where another thread may have held the lock; the file is its parent's."""
        try:
            self._file.close()
        except OSError:
            report_fault()
        self._begin()

    def started(self, span: Any) -> None:
        if span.is_recording():
            self._write(span, False)

    def ended(self, span: Any) -> None:
        self._write(span, True)

    def _begin(self) -> None:
        self._file = SpoolFile(self._folder)
        self._lock = RLock()
        self._is_writing = False
        self._forget_origins()

    def _forget_origins(self) -> None:
        self._count = 0
        self._numbers: Dict[str, int] = {}
        # By identity, as comparing scopes reads all of them; they are held here, so that their identity stays their own.
        self._known: Dict[Tuple[int, int], Tuple[Any, Any, int]] = {}

    def _write(self, span: Any, is_ended: bool) -> None:
        context = span.get_span_context()
        if self._file.is_stopped or not context.trace_flags & _SAMPLED:
            return
        with self._lock:
            # A handler of signals, or a finalizer, may start spans amid a line.
            if self._is_writing:
                return
            self._is_writing = True
            try:
                if self._file.turn():
                    self._forget_origins()
                self._file.write(span_line(self._origin_of(span), context, span, is_ended))
            finally:
                self._is_writing = False

    def _origin_of(self, span: Any) -> int:
        resource = span.resource
        # The older name is that of the first SDKs.
        scope = getattr(span, "instrumentation_scope", None) or getattr(span, "instrumentation_info", None)
        pair = (id(resource), id(scope))
        known = self._known.get(pair)
        if known is not None:
            return known[2]
        text = origin_text(resource, scope, _is_alone(span))
        if len(self._known) >= _MOST_ORIGINS:
            self._known.clear()
            self._numbers.clear()
        number = self._numbers.get(text)
        if number is None:
            self._count += 1
            number = self._numbers[text] = self._count
            self._file.write(f'{{"origin":{number},{text}')
        self._known[pair] = (resource, scope, number)
        return number


def _is_alone(span: Any) -> bool:
    """Without a processor no exporter hears of it."""
    return getattr(getattr(span, "_span_processor", None), "_span_processors", None) == ()


def create_span_spool() -> Optional[SpanSpool]:
    """Nothing where the launch gave no folder."""
    folder = os.environ.get("SPANLINE_SPOOL", "")
    if not os.path.isabs(folder):
        return None
    spool = SpanSpool(folder)
    register = getattr(os, "register_at_fork", None)
    if register is not None:
        register(after_in_child=spool.forked)
    return spool
