"""Wraps `Span.start` and `Span.end` of the SDK: one patch serves every provider and tracer, made before it or after."""

import functools
import sys
from typing import Any, Optional

from .disguise import disguise
from .fault import report_fault
from .locate_span import learn_kinds, locate_span, name_handler
from .span_spool import SpanSpool, create_span_spool


def patch_span(module: object) -> None:
    span_class: Any = getattr(module, "Span", None)
    start, end = getattr(span_class, "start", None), getattr(span_class, "end", None)
    if start is None or end is None or getattr(start, "is_spanline", False):
        return
    package = __name__.rpartition(".")[0] + "."
    disguise(*(value for name, value in list(sys.modules.items()) if name.startswith(package)))
    learn_kinds()
    spool = create_span_spool()
    span_class.start = _wrap_start(start, spool)
    span_class.end = _wrap_end(end, spool)


def _wrap_start(original: Any, spool: Optional[SpanSpool]) -> Any:
    get_frame = sys._getframe

    @functools.wraps(original)
    def start(self: Any, *args: Any, **kwargs: Any) -> Any:
        # The processors have seen the span by then: what they say of its place stands.
        result = original(self, *args, **kwargs)
        try:
            locate_span(self, get_frame(1))
            if spool is not None:
                spool.started(self)
        except Exception:
            report_fault()
        return result

    setattr(start, "is_spanline", True)
    return start


def _wrap_end(original: Any, spool: Optional[SpanSpool]) -> Any:
    @functools.wraps(original)
    def end(self: Any, *args: Any, **kwargs: Any) -> Any:
        was_recording = False
        try:
            was_recording = self.is_recording()
            if was_recording:
                name_handler(self)
        except Exception:
            report_fault()
        result = original(self, *args, **kwargs)
        # Behind the SDK's own work: what processors change at the end is in the span now.
        if spool is not None and was_recording:
            try:
                spool.ended(self)
            except Exception:
                report_fault()
        return result

    return end
