// What a debugger evaluates where a program has stopped, to know which span is active there, and what the answer says.
// It changes nothing of the program's, and whatever it does not find it leaves out.

export interface StoppedProgram {
  readonly pid: number;
  /** Undefined where no span is active. Ids are lower-case hex digits. */
  readonly active: { readonly traceId: string; readonly spanId: string; readonly isSampled: boolean } | undefined;
}

/** "spanline PID;" or "spanline PID TRACE SPAN SAMPLED;": nothing that an adapter would escape. */
const ANSWER = /\bspanline (\d{1,10})(?: ([0-9a-f]{32}) ([0-9a-f]{16}) ([01]))?;/;

// As @opentelemetry/api does it, any copy of it, in a bundle too: an ES module has no `require` to get at one. Names that the
// frame may have for something of its own are taken from the global object.
const NODE = `(() => {
  let pid = 0, ids = '';
  try {
    pid = globalThis.process.pid;
    const context = globalThis[Symbol.for('opentelemetry.js.api.1')]?.context?.active?.();
    const span = context?.getValue?.(Symbol.for('OpenTelemetry Context Key SPAN'))?.spanContext?.();
    if (span) ids = ' ' + span.traceId + ' ' + span.spanId + ' ' + (span.traceFlags & 1);
  } catch {}
  return 'spanline ' + pid + ids + ';';
})()`;

// OpenTelemetry is not imported: without it no span is active. What debugpy loads before it reports its first value of a
// session, Django where it is installed, is loaded here: else it warns the user that this question is slow.
const PYTHON_CODE = `
import os, sys
ids = ""
try:
    trace = sys.modules.get("opentelemetry.trace")
    if hasattr(trace, "get_current_span"):
        span = trace.get_current_span().get_span_context()
        if span.is_valid:
            ids = " %032x %016x %d" % (span.trace_id, span.span_id, span.trace_flags & 1)
except Exception:
    pass
try:
    sys.modules["_pydevd_bundle.pydevd_xml"].get_type("")
except Exception:
    pass
answer = "spanline %d%s;" % (os.getpid(), ids)
`;
const PYTHON = `(lambda scope: (exec(${JSON.stringify(PYTHON_CODE)}, scope), scope["answer"])[1])({})`;

export const ACTIVE_SPAN_EXPRESSION: Readonly<Record<'node' | 'python', string>> = { node: NODE, python: PYTHON };

/** Out of the body of the adapter's answer; undefined where it says nothing of the kind. */
export function parseActiveSpan(body: unknown): StoppedProgram | undefined {
  if (typeof body !== 'object' || body === null || !('result' in body)) return undefined;
  const [answer, pid, traceId, spanId, sampled] = ANSWER.exec(String(body.result)) ?? [];
  if (answer === undefined || Number(pid) === 0) return undefined;
  const hasSpan = traceId !== undefined && spanId !== undefined;
  return { pid: Number(pid), active: hasSpan ? { traceId, spanId, isSampled: sampled === '1' } : undefined };
}
