// The file to which what is received is added, a line a request. A line is written before its request is answered.

import { closeSync, openSync, writeSync } from 'node:fs';
import { reasonOf } from '../base/reason-of.ts';
import type { LogBatch } from '../model/log-batch.ts';
import type { SpanBatch } from '../model/span-batch.ts';
import { type FileSignal, requestToJson, spansToJson } from '../otlp/files/request-to-json.ts';
import { createRedact } from '../otlp/redact/redact.ts';

export interface OutFile extends Disposable {
  readonly redacted: number;
  /** What the disk said when it failed: nothing is written from then on. */
  readonly trouble: string | undefined;
  spans(batch: SpanBatch): void;
  request(body: Pick<LogBatch, 'bytes' | 'encoding'>, signal: FileSignal): void;
}

const utf8 = new TextEncoder();

/** Throws what the disk says where it cannot be opened. Only the user can read a file that is made. */
export function openOutFile(path: string, withSecrets: boolean): OutFile {
  const file = openSync(path, 'a', 0o600);
  const redact = withSecrets ? undefined : createRedact();
  let redacted = 0;
  let trouble: string | undefined;
  const write = (request: object, signal: FileSignal) => {
    if (trouble !== undefined) return;
    const line = utf8.encode(`${JSON.stringify(request)}\n`);
    redacted += redact?.(line, signal, 'json') ?? 0;
    try {
      for (let at = 0; at < line.length; ) at += writeSync(file, line, at);
    } catch (error) {
      trouble = reasonOf(error);
    }
  };
  return {
    get redacted() {
      return redacted;
    },
    get trouble() {
      return trouble;
    },
    spans: (batch) => write(spansToJson(batch), 'traces'),
    request({ bytes, encoding }, signal) {
      const json = requestToJson(bytes, signal, encoding);
      if (json.ok) write(json.value, signal);
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}
