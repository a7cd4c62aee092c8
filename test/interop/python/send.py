"""Sends the telemetry of the document, by the SDK for Python. Arguments: the document, protocol, compression, endpoint. Says on
standard output which ids and times its spans have, a line of JSON each, in the order of the document."""

import importlib
import json
import sys

from opentelemetry import trace
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import ExponentialBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

DOCUMENT, PROTOCOL, COMPRESSION, ENDPOINT = sys.argv[1:]
MODULE = {
    "http/protobuf": "opentelemetry.exporter.otlp.proto.http",
    "http/json": "opentelemetry.exporter.otlp.json.http",
    "grpc": "opentelemetry.exporter.otlp.proto.grpc",
}[PROTOCOL]
SIGNALS = {
    "traces": ("trace_exporter", "OTLPSpanExporter"),
    "logs": ("_log_exporter", "OTLPLogExporter"),
    "metrics": ("metric_exporter", "OTLPMetricExporter"),
}
STATUS = {"ok": trace.StatusCode.OK, "error": trace.StatusCode.ERROR}


def exporter(signal):
    module, name = SIGNALS[signal]
    make = getattr(importlib.import_module(MODULE + "." + module), name)
    if PROTOCOL == "grpc":
        import grpc

        how = {"none": grpc.Compression.NoCompression, "gzip": grpc.Compression.Gzip, "deflate": grpc.Compression.Deflate}
        return make(endpoint=ENDPOINT, insecure=True, compression=how[COMPRESSION])
    # One of the two packages names it in its first module, the other in that of each exporter.
    how = importlib.import_module(MODULE + ("." + module if PROTOCOL == "http/json" else "")).Compression
    return make(endpoint=f"{ENDPOINT}/v1/{signal}", compression=how(COMPRESSION))


def main():
    with open(DOCUMENT, encoding="utf-8") as file:
        sent = json.load(file)
    resource = Resource(sent["resource"])
    scope = (sent["scope"]["name"], sent["scope"]["version"])
    schema = sent["scope"]["schemaUrl"]

    tracing = TracerProvider(resource=resource)
    tracing.add_span_processor(BatchSpanProcessor(exporter("traces")))
    tracer = tracing.get_tracer(*scope, schema_url=schema)
    linked = trace.SpanContext(int("ab" * 16, 16), int("cd" * 8, 16), is_remote=True, trace_flags=trace.TraceFlags(1))
    spans = []
    for span in sent["spans"]:
        parent = spans[span["parent"]] if "parent" in span else None
        links = [trace.Link(linked, {"why": "for the test"})] if span.get("linked") else []
        started = tracer.start_span(
            span["name"],
            context=trace.set_span_in_context(parent) if parent else None,
            kind=trace.SpanKind[span["kind"].upper()],
            attributes=span["attributes"],
            links=links,
        )
        for event in span["events"]:
            started.add_event(event["name"], event["attributes"])
        if "status" in span:
            started.set_status(trace.Status(STATUS[span["status"]["code"]], span["status"].get("message")))
        spans.append(started)
    for span in reversed(spans):
        span.end()

    logging = LoggerProvider(resource=resource)
    logging.add_log_record_processor(BatchLogRecordProcessor(exporter("logs")))
    logger = logging.get_logger(*scope, schema_url=schema)
    for log in sent["logs"]:
        around = trace.set_span_in_context(spans[log["span"]]) if "span" in log else None
        logger.emit(
            LogRecord(
                timestamp=spans[0].start_time,
                context=around,
                severity_number=SeverityNumber(log["severityNumber"]),
                severity_text=log["severityText"],
                body=log["body"],
                attributes=log["attributes"],
            )
        )

    exponential = [metric["name"] for metric in sent["metrics"] if metric["kind"] == "exponentialHistogram"]
    metering = MeterProvider(
        resource=resource,
        metric_readers=[PeriodicExportingMetricReader(exporter("metrics"), export_interval_millis=3_600_000)],
        views=[View(instrument_name=name, aggregation=ExponentialBucketHistogramAggregation()) for name in exponential],
    )
    meter = metering.get_meter(*scope, schema_url=schema)
    for metric in sent["metrics"]:
        about = {"unit": metric["unit"], "description": metric["description"]}
        kind = metric["kind"]
        if kind == "counter":
            record = meter.create_counter(metric["name"], **about).add
        elif kind == "upDownCounter":
            record = meter.create_up_down_counter(metric["name"], **about).add
        elif kind == "gauge":
            record = meter.create_gauge(metric["name"], **about).set
        else:
            bounds = metric.get("bounds")
            record = meter.create_histogram(metric["name"], explicit_bucket_boundaries_advisory=bounds, **about).record
        for value in metric["values"]:
            record(value["value"], value["attributes"])

    for span in spans:
        context = span.get_span_context()
        told = {
            "traceId": format(context.trace_id, "032x"),
            "spanId": format(context.span_id, "016x"),
            "start": str(span.start_time),
            "end": str(span.end_time),
            "events": [str(event.timestamp) for event in span.events],
        }
        print(json.dumps(told))
    tracing.shutdown()
    logging.shutdown()
    metering.shutdown()


main()
