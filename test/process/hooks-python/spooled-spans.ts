/** The spans that ended, as the spool has them, in the form of those that a receiver gets. */
import type { ReceivedSpan } from '../hooks-node/otlp-socket.ts';
import { readSpool, valuesOf } from '../spool-python/spooled.ts';

export async function spooledSpans(folder: string): Promise<readonly ReceivedSpan[]> {
  const files = await readSpool(folder);
  return files.flatMap(({ ended }) =>
    ended.map(({ name, kind, traceId, spanId, parentSpanId = '', attributes }) => ({
      ...{ name, kind, traceId, spanId, parentSpanId, scope: '' },
      attributes: Object.fromEntries(
        Object.entries(valuesOf(attributes)).map(([key, value]) => [key, textOrNumber(value)]),
      ),
    })),
  );
}

/** Whole numbers are texts in OTLP/JSON. */
function textOrNumber(any: unknown): unknown {
  const [kind, value] = Object.entries({ ...(typeof any === 'object' ? any : {}) })[0] ?? [];
  return kind === 'intValue' ? Number(value) : value;
}
