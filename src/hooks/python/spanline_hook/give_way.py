"""In a shell that is captured, what one command or task says of where its spans go stands: then nothing of ours does."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import MutableMapping

_SIGNALS = ("TRACES", "LOGS", "METRICS")
_GROUP = "OTEL_EXPORTER_OTLP_"
_ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES"
_MARK = "spanline.session="


def give_way(env: MutableMapping[str, str]) -> bool:
    """Whether the program is to be left alone; our variables are taken out of its environment then."""
    # The session of the shell's own capture, and where that sends spans, as the editor sets it for all that runs in it.
    session, _, endpoint = env.get("SPANLINE_TERMINAL", "").partition(" ")
    if not session or not endpoint:
        return False
    attributes = env.get(_ATTRIBUTES, "").split(",")
    mark = _MARK + session
    # A launch has a session of its own, and was decided on when it was prepared.
    if any(attribute.startswith(_MARK) and attribute != mark for attribute in attributes):
        return False
    if not _is_directed(env, endpoint):
        return False
    for signal in _SIGNALS:
        name = _GROUP + signal + "_ENDPOINT"
        is_ours = env.get(name) == _endpoint_of(signal, endpoint)
        # A protocol may belong to an endpoint of the command's own.
        if is_ours or env.get("OTEL_EXPORTER_OTLP_PROTOCOL"):
            env.pop(_GROUP + signal + "_PROTOCOL", None)
        if is_ours:
            del env[name]
    kept = ",".join(attribute for attribute in attributes if attribute != mark)
    if kept:
        env[_ATTRIBUTES] = kept
    else:
        env.pop(_ATTRIBUTES, None)
    return True


def _is_directed(env: MutableMapping[str, str], endpoint: str) -> bool:
    """The rule of launches: any of the group, an exporter that is not OTLP, an SDK that is off, or a file for all of it."""
    if env.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return True
    if env.get("OTEL_TRACES_EXPORTER", "otlp") not in ("", "otlp"):
        return True
    if env.get("OTEL_CONFIG_FILE") or env.get("OTEL_EXPERIMENTAL_CONFIG_FILE"):
        return True
    return any(_directs(name, value, endpoint) for name, value in env.items())


def _directs(name: str, value: str, endpoint: str) -> bool:
    if not name.startswith(_GROUP) or not value:
        return False
    signal, _, what = name[len(_GROUP) :].partition("_")
    if signal not in _SIGNALS:
        return True
    return what != "PROTOCOL" and not (what == "ENDPOINT" and value == _endpoint_of(signal, endpoint))


def _endpoint_of(signal: str, traces: str) -> str:
    """Of traces, which the others differ from in their last word."""
    return traces[: -len("traces")] + signal.lower() if traces.endswith("traces") else traces
