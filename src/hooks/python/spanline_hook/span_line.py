"""One span as a line of the spool: OTLP/JSON, behind the number of the resource and scope that it came from."""

from typing import Any, Callable, List

from .otlp_text import Measure, attributes_text, quote

# Characters; the child that reads takes no line of more than four times as many bytes.
_MOST_LINE = 256 * 1024
_WHOLE = (64 * 1024, 10_000)
# In turn, until a line fits; the last always does.
_LESS = ((256, 64), (256, 0))
_ORIGIN = (4096, 256)
_CLIPPED_MARK = '{"key":"spanline.spool.clipped","value":{"boolValue":true}}'


def span_line(origin: int, context: Any, span: Any, is_ended: bool) -> str:
    text = _span_text(context, span, Measure(*_WHOLE), is_ended)
    for less in _LESS:
        if len(text) <= _MOST_LINE:
            break
        text = _span_text(context, span, Measure(*less), is_ended)
    return f'{{"origin":{origin},"{"span" if is_ended else "start"}":{text}}}\n'


def origin_text(resource: Any, scope: Any, is_alone: bool) -> str:
    """What stands behind the number of an origin. `is_alone`: nothing else brings its spans to whoever reads."""
    measure = Measure(*_ORIGIN)
    resource_text = attributes_text(getattr(resource, "attributes", None), measure)
    name, version = (quote(getattr(scope, member, None), measure) for member in ("name", "version"))
    scope_text = attributes_text(getattr(scope, "attributes", None), measure)
    alone = ',"alone":true' if is_alone else ""
    return (
        f'"resource":{{"attributes":[{resource_text}]}},'
        f'"scope":{{"name":{name},"version":{version},"attributes":[{scope_text}]}}{alone}}}\n'
    )


def _span_text(context: Any, span: Any, measure: Measure, is_ended: bool) -> str:
    parts = [f'{{"traceId":"{context.trace_id:032x}","spanId":"{context.span_id:016x}"']
    parent = span.parent
    if parent is not None:
        parts.append(f'"parentSpanId":"{parent.span_id:016x}"')
    # The API counts its kinds from internal, OTLP has an unspecified one before it.
    parts.append(f'"name":{quote(span.name, measure)},"kind":{span.kind.value + 1}')
    parts.append(f'"startTimeUnixNano":"{span.start_time or 0}"')
    if is_ended:
        parts.append(f'"endTimeUnixNano":"{span.end_time or 0}"')
    status = span.status
    # Unset, the first and by far the most frequent, is left out.
    if status is not None and not status.is_unset:
        message = f',"message":{quote(status.description, measure)}' if status.description else ""
        parts.append(f'"status":{{"code":{status.status_code.value}{message}}}')
    _add_list(parts, "events", span, _event_text, measure)
    _add_list(parts, "links", span, _link_text, measure)
    attributes = _attributes_of(span, measure)
    if measure.is_clipped:
        attributes = f"{attributes},{_CLIPPED_MARK}" if attributes else _CLIPPED_MARK
    if attributes:
        parts.append(f'"attributes":[{attributes}]')
    dropped = span.dropped_attributes
    if dropped:
        parts.append(f'"droppedAttributesCount":{dropped}')
    return ",".join(parts) + "}"


def _attributes_of(owner: Any, measure: Measure) -> str:
    """What is shown of them is a view of a view; what is in there another thread may be adding to."""
    store = getattr(owner, "_attributes", None)
    if store is None:
        store = owner.attributes
    return attributes_text(store.copy(), measure) if store else ""


def _add_list(parts: List[str], name: str, span: Any, to_text: Callable[[Any, Measure], str], measure: Measure) -> None:
    # To ask for the public list makes one.
    if not getattr(span, f"_{name}", True):
        return
    members = getattr(span, name)
    dropped = getattr(span, f"dropped_{name}")
    texts: List[str] = []
    for member in members[: measure.within(len(members), measure.members)]:
        if not measure.take(0):
            break
        texts.append(to_text(member, measure))
    if texts:
        parts.append(f'"{name}":[{",".join(texts)}]')
    if dropped:
        parts.append(f'"dropped{name.capitalize()}Count":{dropped}')


def _event_text(event: Any, measure: Measure) -> str:
    attributes = attributes_text(event.attributes, measure)
    return f'{{"timeUnixNano":"{event.timestamp or 0}","name":{quote(event.name, measure)},"attributes":[{attributes}]}}'


def _link_text(link: Any, measure: Measure) -> str:
    context = link.context
    ids = f'"traceId":"{context.trace_id:032x}","spanId":"{context.span_id:016x}"'
    return f'{{{ids},"attributes":[{attributes_text(link.attributes, measure)}]}}'
