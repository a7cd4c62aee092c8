"""A program with a batching SDK whose exporter discards: for each line of input, the nanoseconds that a span took."""

import sys
import time

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

SPANS = 1000
# Frames of the program between its entry and the span.
STACK = 10


class Discard(SpanExporter):
    def export(self, spans):
        return SpanExportResult.SUCCESS


provider = TracerProvider()
# A full queue drops spans, which is cheaper than keeping them.
provider.add_span_processor(BatchSpanProcessor(Discard(), max_queue_size=4 * SPANS))
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("bench")


def work():
    with tracer.start_as_current_span("work") as span:
        span.set_attribute("http.request.method", "GET")
        span.set_attribute("http.route", "/orders/{id}")
        span.set_attribute("http.response.status_code", 200)
        span.set_attribute("order.lines", 12)


def bare():
    tracer.start_span("work").end()


def deep(frames, run):
    return run() if frames == 0 else deep(frames - 1, run)


def measure(run):
    start = time.perf_counter_ns()
    for _ in range(SPANS):
        run()
    return (time.perf_counter_ns() - start) / SPANS


for line in sys.stdin:
    shape = bare if line.strip() == "bare" else work
    print(deep(STACK, lambda: measure(shape)), flush=True)
    provider.force_flush()
