// Which process and launch made the spans of an origin: by the spool that they stood in, by what their resource says.

import { type Attribute, findAttribute } from '../model/attribute.ts';
import type { SpanMaker } from '../model/pause.ts';
import type { SpanStore } from './span-store.ts';

export function makerOf({ origins, reader }: SpanStore, origin: number): SpanMaker {
  const process = origins.process(origin);
  const resource = reader.readResource(origins.resource(origin), origins.encoding(origin)).attributes;
  return {
    pid: process?.pid ?? numberIn(resource, 'process.pid'),
    thread: process?.thread,
    session: textIn(resource, 'spanline.session'),
  };
}

function numberIn(attributes: readonly Attribute[], key: string): number | undefined {
  const value = findAttribute(attributes, key);
  return value?.kind === 'int' ? Number(value.value) : undefined;
}

function textIn(attributes: readonly Attribute[], key: string): string | undefined {
  const value = findAttribute(attributes, key);
  return value?.kind === 'string' ? value.value : undefined;
}
