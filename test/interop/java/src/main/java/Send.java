import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * Sends the telemetry of the document, by the SDK for Java. Arguments: the document, protocol, compression, endpoint. Says on standard
 * output which ids and times its spans have, a line of JSON each, in the order of the document.
 */
public final class Send {
  public static void main(String[] arguments) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode sent = mapper.readTree(new File(arguments[0]));
    boolean isGrpc = arguments[1].equals("grpc");
    String compression = arguments[2];
    String endpoint = arguments[3];
    SpanExporter spanExporter = isGrpc
        ? OtlpGrpcSpanExporter.builder().setEndpoint(endpoint).setCompression(compression).build()
        : OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces").setCompression(compression).build();
    LogRecordExporter logExporter = isGrpc
        ? OtlpGrpcLogRecordExporter.builder().setEndpoint(endpoint).setCompression(compression).build()
        : OtlpHttpLogRecordExporter.builder().setEndpoint(endpoint + "/v1/logs").setCompression(compression).build();
    MetricExporter metricExporter = isGrpc
        ? OtlpGrpcMetricExporter.builder().setEndpoint(endpoint).setCompression(compression).build()
        : OtlpHttpMetricExporter.builder().setEndpoint(endpoint + "/v1/metrics").setCompression(compression).build();
    Resource resource = Resource.create(attributes(sent.get("resource")));
    String name = sent.at("/scope/name").asText();
    String version = sent.at("/scope/version").asText();
    String schemaUrl = sent.at("/scope/schemaUrl").asText();

    SdkTracerProvider tracing = SdkTracerProvider.builder().setResource(resource)
        .addSpanProcessor(BatchSpanProcessor.builder(spanExporter).build()).build();
    var tracer = tracing.tracerBuilder(name).setInstrumentationVersion(version).setSchemaUrl(schemaUrl).build();
    SpanContext linked = SpanContext.create("ab".repeat(16), "cd".repeat(8), TraceFlags.getSampled(), TraceState.getDefault());
    List<Span> spans = new ArrayList<>();
    for (JsonNode span : sent.get("spans")) {
      var builder = tracer.spanBuilder(span.get("name").asText())
          .setSpanKind(SpanKind.valueOf(span.get("kind").asText().toUpperCase(Locale.ROOT)))
          .setAllAttributes(attributes(span.get("attributes")));
      if (span.has("parent")) builder.setParent(Context.root().with(spans.get(span.get("parent").asInt())));
      else builder.setNoParent();
      if (span.path("linked").asBoolean()) builder.addLink(linked, Attributes.of(AttributeKey.stringKey("why"), "for the test"));
      Span started = builder.startSpan();
      for (JsonNode event : span.get("events")) started.addEvent(event.get("name").asText(), attributes(event.get("attributes")));
      if (span.has("status"))
        started.setStatus(
            StatusCode.valueOf(span.at("/status/code").asText().toUpperCase(Locale.ROOT)), span.at("/status/message").asText(""));
      spans.add(started);
    }
    for (int i = spans.size() - 1; i >= 0; i--) spans.get(i).end();

    SdkLoggerProvider logging = SdkLoggerProvider.builder().setResource(resource)
        .addLogRecordProcessor(BatchLogRecordProcessor.builder(logExporter).build()).build();
    var logger = logging.loggerBuilder(name).setInstrumentationVersion(version).setSchemaUrl(schemaUrl).build();
    for (JsonNode log : sent.get("logs")) {
      int severity = log.get("severityNumber").asInt();
      logger.logRecordBuilder()
          .setTimestamp(System.currentTimeMillis(), TimeUnit.MILLISECONDS)
          .setContext(log.has("span") ? Context.root().with(spans.get(log.get("span").asInt())) : Context.root())
          .setSeverity(StreamSupport.stream(List.of(Severity.values()).spliterator(), false)
              .filter(one -> one.getSeverityNumber() == severity).findFirst().orElseThrow())
          .setSeverityText(log.get("severityText").asText())
          .setBody(log.get("body").asText())
          .setAllAttributes(attributes(log.get("attributes")))
          .emit();
    }

    var meters = SdkMeterProvider.builder().setResource(resource)
        .registerMetricReader(PeriodicMetricReader.create(metricExporter));
    for (JsonNode metric : sent.get("metrics"))
      if (metric.get("kind").asText().equals("exponentialHistogram"))
        meters.registerView(
            InstrumentSelector.builder().setName(metric.get("name").asText()).build(),
            View.builder().setAggregation(Aggregation.base2ExponentialBucketHistogram()).build());
    SdkMeterProvider metering = meters.build();
    var meter = metering.meterBuilder(name).setInstrumentationVersion(version).setSchemaUrl(schemaUrl).build();
    for (JsonNode metric : sent.get("metrics")) record(meter, metric);

    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (Span span : spans) {
      SpanData data = ((ReadableSpan) span).toSpanData();
      out.println(mapper.writeValueAsString(Map.of(
          "traceId", data.getTraceId(), "spanId", data.getSpanId(),
          "start", Long.toString(data.getStartEpochNanos()), "end", Long.toString(data.getEndEpochNanos()),
          "events", data.getEvents().stream().map(event -> Long.toString(event.getEpochNanos())).toList())));
    }
    tracing.shutdown().join(20, TimeUnit.SECONDS);
    logging.shutdown().join(20, TimeUnit.SECONDS);
    metering.shutdown().join(20, TimeUnit.SECONDS);
  }

  private static void record(io.opentelemetry.api.metrics.Meter meter, JsonNode metric) {
    String name = metric.get("name").asText();
    String unit = metric.get("unit").asText();
    String description = metric.get("description").asText();
    switch (metric.get("kind").asText()) {
      case "counter" -> {
        var counter = meter.counterBuilder(name).setUnit(unit).setDescription(description).build();
        for (JsonNode value : metric.get("values")) counter.add(value.get("value").asLong(), attributes(value.get("attributes")));
      }
      case "upDownCounter" -> {
        var counter = meter.upDownCounterBuilder(name).setUnit(unit).setDescription(description).build();
        for (JsonNode value : metric.get("values")) counter.add(value.get("value").asLong(), attributes(value.get("attributes")));
      }
      case "gauge" -> {
        var gauge = meter.gaugeBuilder(name).setUnit(unit).setDescription(description).build();
        for (JsonNode value : metric.get("values")) gauge.set(value.get("value").asDouble(), attributes(value.get("attributes")));
      }
      default -> {
        var builder = meter.histogramBuilder(name).setUnit(unit).setDescription(description);
        if (metric.has("bounds")) builder.setExplicitBucketBoundariesAdvice(doubles(metric.get("bounds")));
        var histogram = builder.build();
        for (JsonNode value : metric.get("values")) histogram.record(value.get("value").asDouble(), attributes(value.get("attributes")));
      }
    }
  }

  private static List<Double> doubles(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asDouble).toList();
  }

  private static Attributes attributes(JsonNode values) {
    AttributesBuilder all = Attributes.builder();
    values.properties().forEach(entry -> put(all, entry.getKey(), entry.getValue()));
    return all.build();
  }

  private static void put(AttributesBuilder all, String key, JsonNode value) {
    if (value.isTextual()) all.put(key, value.asText());
    else if (value.isBoolean()) all.put(key, value.asBoolean());
    else if (value.isIntegralNumber()) all.put(key, value.asLong());
    else if (value.isNumber()) all.put(key, value.asDouble());
    else {
      var members = StreamSupport.stream(value.spliterator(), false);
      if (value.get(0).isTextual()) all.put(AttributeKey.stringArrayKey(key), members.map(JsonNode::asText).toList());
      else if (value.get(0).isBoolean()) all.put(AttributeKey.booleanArrayKey(key), members.map(JsonNode::asBoolean).toList());
      else if (value.get(0).isIntegralNumber()) all.put(AttributeKey.longArrayKey(key), members.map(JsonNode::asLong).toList());
      else all.put(AttributeKey.doubleArrayKey(key), members.map(JsonNode::asDouble).toList());
    }
  }
}
