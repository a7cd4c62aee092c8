"""Spans without a frame of the user's own, which wait for a descendant to tell where the program was entered."""

from typing import Any, Dict, List
from weakref import ref

# An endless chain of parents must not hold up the program.
_MOST_ANCESTORS = 8

# By their ids: a child knows no more of its parent. What has been collected leaves by itself.
pending: Dict[int, "ref[Any]"] = {}


def add_pending(span: Any) -> None:
    span_id = span.get_span_context().span_id

    # Bound here: when Python ends, spans may outlive this module's names.
    def forget(_: object, ids: Dict[int, "ref[Any]"] = pending) -> None:
        ids.pop(span_id, None)

    pending[span_id] = ref(span, forget)


def donate(span_id: int) -> List[Any]:
    """The pending span and the pending ones above it, which are no longer pending."""
    receivers: List[Any] = []
    for _ in range(_MOST_ANCESTORS):
        waiting = pending.pop(span_id, None)
        span = None if waiting is None else waiting()
        if span is None:
            break
        # A span that has ended takes no more attributes, and the SDK would warn.
        if span.is_recording():
            receivers.append(span)
        if span.parent is None:
            break
        span_id = span.parent.span_id
    return receivers
