// Sends the telemetry of the document, by the SDK for Go. Arguments: the document, protocol, compression, endpoint. Says on standard
// output which ids and times its spans have, a line of JSON each, in the order of the document.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/metric"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

type values map[string]any

type document struct {
	Resource values
	Scope    struct{ Name, Version, SchemaURL string }
	Spans    []struct {
		Name, Kind string
		Parent     *int
		Status     *struct{ Code, Message string }
		Attributes values
		Events     []struct {
			Name       string
			Attributes values
		}
		Linked bool
	}
	Logs []struct {
		SeverityNumber     int
		SeverityText, Body string
		Attributes         values
		Span               *int
	}
	Metrics []struct {
		Name, Unit, Description, Kind string
		Bounds                        []float64
		Values                        []struct {
			Value      float64
			Attributes values
		}
	}
}

var kinds = map[string]trace.SpanKind{
	"internal": trace.SpanKindInternal, "server": trace.SpanKindServer, "client": trace.SpanKindClient,
	"producer": trace.SpanKindProducer, "consumer": trace.SpanKindConsumer,
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func isWhole(value any) bool {
	return !strings.ContainsAny(string(value.(json.Number)), ".e")
}

func listOf[T any](list []any, convert func(any) T) []T {
	converted := make([]T, len(list))
	for i, member := range list {
		converted[i] = convert(member)
	}
	return converted
}

func toInt(value any) int64     { return must(value.(json.Number).Int64()) }
func toFloat(value any) float64 { return must(value.(json.Number).Float64()) }

func attributes(of values) []attribute.KeyValue {
	var all []attribute.KeyValue
	for key, value := range of {
		switch typed := value.(type) {
		case string:
			all = append(all, attribute.String(key, typed))
		case bool:
			all = append(all, attribute.Bool(key, typed))
		case json.Number:
			if isWhole(typed) {
				all = append(all, attribute.Int64(key, toInt(typed)))
			} else {
				all = append(all, attribute.Float64(key, toFloat(typed)))
			}
		case []any:
			switch typed[0].(type) {
			case string:
				all = append(all, attribute.StringSlice(key, listOf(typed, func(member any) string { return member.(string) })))
			case bool:
				all = append(all, attribute.BoolSlice(key, listOf(typed, func(member any) bool { return member.(bool) })))
			default:
				if isWhole(typed[0]) {
					all = append(all, attribute.Int64Slice(key, listOf(typed, toInt)))
				} else {
					all = append(all, attribute.Float64Slice(key, listOf(typed, toFloat)))
				}
			}
		}
	}
	return all
}

func exporters(ctx context.Context, protocol, compression, endpoint string) (sdktrace.SpanExporter, sdklog.Exporter, sdkmetric.Exporter) {
	if protocol == "grpc" {
		traces, logs, metrics := []otlptracegrpc.Option{otlptracegrpc.WithEndpointURL(endpoint)}, []otlploggrpc.Option{otlploggrpc.WithEndpointURL(endpoint)}, []otlpmetricgrpc.Option{otlpmetricgrpc.WithEndpointURL(endpoint)}
		if compression != "none" {
			traces, logs, metrics = append(traces, otlptracegrpc.WithCompressor(compression)), append(logs, otlploggrpc.WithCompressor(compression)), append(metrics, otlpmetricgrpc.WithCompressor(compression))
		}
		return must(otlptracegrpc.New(ctx, traces...)), must(otlploggrpc.New(ctx, logs...)), must(otlpmetricgrpc.New(ctx, metrics...))
	}
	gzip := compression == "gzip"
	traceGzip, logGzip, metricGzip := otlptracehttp.NoCompression, otlploghttp.NoCompression, otlpmetrichttp.NoCompression
	if gzip {
		traceGzip, logGzip, metricGzip = otlptracehttp.GzipCompression, otlploghttp.GzipCompression, otlpmetrichttp.GzipCompression
	}
	return must(otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(endpoint+"/v1/traces"), otlptracehttp.WithCompression(traceGzip))),
		must(otlploghttp.New(ctx, otlploghttp.WithEndpointURL(endpoint+"/v1/logs"), otlploghttp.WithCompression(logGzip))),
		must(otlpmetrichttp.New(ctx, otlpmetrichttp.WithEndpointURL(endpoint+"/v1/metrics"), otlpmetrichttp.WithCompression(metricGzip)))
}

func main() {
	ctx := context.Background()
	path, protocol, compression, endpoint := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	file := must(os.Open(path))
	decoder := json.NewDecoder(file)
	decoder.UseNumber()
	var sent document
	if err := decoder.Decode(&sent); err != nil {
		must(0, err)
	}
	spanExporter, logExporter, metricExporter := exporters(ctx, protocol, compression, endpoint)
	about := resource.NewSchemaless(attributes(sent.Resource)...)

	tracing := sdktrace.NewTracerProvider(sdktrace.WithResource(about), sdktrace.WithBatcher(spanExporter))
	tracer := tracing.Tracer(sent.Scope.Name, trace.WithInstrumentationVersion(sent.Scope.Version), trace.WithSchemaURL(sent.Scope.SchemaURL))
	linked := trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: must(trace.TraceIDFromHex(strings.Repeat("ab", 16))), SpanID: must(trace.SpanIDFromHex(strings.Repeat("cd", 8))),
		TraceFlags: trace.FlagsSampled,
	})
	var spans []trace.Span
	for _, span := range sent.Spans {
		around := ctx
		if span.Parent != nil {
			around = trace.ContextWithSpan(ctx, spans[*span.Parent])
		}
		options := []trace.SpanStartOption{trace.WithSpanKind(kinds[span.Kind]), trace.WithAttributes(attributes(span.Attributes)...)}
		if span.Linked {
			options = append(options, trace.WithLinks(trace.Link{SpanContext: linked, Attributes: []attribute.KeyValue{attribute.String("why", "for the test")}}))
		}
		_, started := tracer.Start(around, span.Name, options...)
		for _, event := range span.Events {
			started.AddEvent(event.Name, trace.WithAttributes(attributes(event.Attributes)...))
		}
		if span.Status != nil {
			code := codes.Ok
			if span.Status.Code == "error" {
				code = codes.Error
			}
			started.SetStatus(code, span.Status.Message)
		}
		spans = append(spans, started)
	}
	for i := len(spans) - 1; i >= 0; i-- {
		spans[i].End()
	}

	logging := sdklog.NewLoggerProvider(sdklog.WithResource(about), sdklog.WithProcessor(sdklog.NewBatchProcessor(logExporter)))
	logger := logging.Logger(sent.Scope.Name, log.WithInstrumentationVersion(sent.Scope.Version), log.WithSchemaURL(sent.Scope.SchemaURL))
	for _, entry := range sent.Logs {
		around := ctx
		if entry.Span != nil {
			around = trace.ContextWithSpan(ctx, spans[*entry.Span])
		}
		var record log.Record
		record.SetTimestamp(time.Now())
		record.SetSeverity(log.Severity(entry.SeverityNumber))
		record.SetSeverityText(entry.SeverityText)
		record.SetBody(attribute.StringValue(entry.Body))
		record.AddAttributes(attributes(entry.Attributes)...)
		logger.Emit(around, record)
	}

	var views []sdkmetric.View
	for _, of := range sent.Metrics {
		if of.Kind == "exponentialHistogram" {
			views = append(views, sdkmetric.NewView(sdkmetric.Instrument{Name: of.Name}, sdkmetric.Stream{Aggregation: sdkmetric.AggregationBase2ExponentialHistogram{MaxSize: 160, MaxScale: 20}}))
		}
	}
	metering := sdkmetric.NewMeterProvider(sdkmetric.WithResource(about), sdkmetric.WithReader(sdkmetric.NewPeriodicReader(metricExporter)), sdkmetric.WithView(views...))
	meter := metering.Meter(sent.Scope.Name, metric.WithInstrumentationVersion(sent.Scope.Version), metric.WithSchemaURL(sent.Scope.SchemaURL))
	for _, of := range sent.Metrics {
		unit, description := metric.WithUnit(of.Unit), metric.WithDescription(of.Description)
		for _, point := range of.Values {
			with := metric.WithAttributes(attributes(point.Attributes)...)
			switch of.Kind {
			case "counter":
				must(meter.Int64Counter(of.Name, unit, description)).Add(ctx, int64(point.Value), with)
			case "upDownCounter":
				must(meter.Int64UpDownCounter(of.Name, unit, description)).Add(ctx, int64(point.Value), with)
			case "gauge":
				must(meter.Float64Gauge(of.Name, unit, description)).Record(ctx, point.Value, with)
			case "histogram":
				must(meter.Float64Histogram(of.Name, unit, description, metric.WithExplicitBucketBoundaries(of.Bounds...))).Record(ctx, point.Value, with)
			default:
				must(meter.Float64Histogram(of.Name, unit, description)).Record(ctx, point.Value, with)
			}
		}
	}

	for _, span := range spans {
		read := span.(sdktrace.ReadOnlySpan)
		nanos := func(at time.Time) string { return strconv.FormatInt(at.UnixNano(), 10) }
		events := []string{}
		for _, event := range read.Events() {
			events = append(events, nanos(event.Time))
		}
		told := map[string]any{
			"traceId": read.SpanContext().TraceID().String(), "spanId": read.SpanContext().SpanID().String(),
			"start": nanos(read.StartTime()), "end": nanos(read.EndTime()), "events": events,
		}
		fmt.Println(string(must(json.Marshal(told))))
	}
	for _, shutdown := range []func(context.Context) error{tracing.Shutdown, logging.Shutdown, metering.Shutdown} {
		must(0, shutdown(ctx))
	}
}
