"""Wraps `Span.start` of the SDK, so one patch serves every provider, processor and tracer, made before it or after."""

import functools
import sys
from typing import Any

from . import call_position, code_place, decorated, locate_span, pending_spans, source_file, start_folder, user_frame, write_place
from .disguise import disguise
from .fault import report_fault


def patch_span(module: object) -> None:
    span_class: Any = getattr(module, "Span", None)
    original = getattr(span_class, "start", None)
    if original is None or getattr(original, "is_spanline", False):
        return
    disguise(
        sys.modules[__name__],
        call_position,
        code_place,
        decorated,
        locate_span,
        pending_spans,
        source_file,
        start_folder,
        user_frame,
        write_place,
    )
    locate_span.learn_kinds()
    # By its name in the module, as the disguise has given it new code.
    span_class.start = _wrap(original)


def _wrap(original: Any) -> Any:
    locate = locate_span.locate_span
    get_frame = sys._getframe

    @functools.wraps(original)
    def start(self: Any, *args: Any, **kwargs: Any) -> Any:
        # The processors have seen the span by then: what they say of its place stands.
        result = original(self, *args, **kwargs)
        try:
            locate(self, get_frame(1))
        except Exception:
            report_fault()
        return result

    setattr(start, "is_spanline", True)
    return start
