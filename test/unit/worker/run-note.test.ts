// Notes in the log: what was written is read, and what is damaged or another's is no reason to fail.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Pause } from '../../../src/model/pause.ts';
import { parseNote, toPausesNote, toProcessesNote } from '../../../src/worker/run-note.ts';

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const time = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
const anyPause: fc.Arbitrary<Pause> = fc.record(
  {
    id: fc.string(),
    pid: maybe(fc.nat()),
    thread: maybe(fc.nat()),
    session: maybe(fc.string()),
    start: time,
    end: maybe(time),
  },
  { noNullPrototype: true },
);

test('pauses and processes come back as they were noted', () => {
  fc.assert(
    fc.property(fc.array(anyPause), (pauses) => {
      assert.deepEqual(parseNote(toPausesNote(pauses).bytes).pauses, pauses);
    }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.record({ pid: fc.nat(), thread: fc.nat() }, { noNullPrototype: true }))),
      (entries) => {
        const processes = new Map(entries);
        assert.deepEqual(new Map(parseNote(toProcessesNote(processes).bytes).processes), processes);
      },
    ),
  );
});

test('what is not understood is left out', () => {
  const of = (text: string) => parseNote(new TextEncoder().encode(text));
  for (const text of ['', '{', 'null', '[]', '7', '{"pauses":{}}', '{"processes":[[1,"2",3],null,7]}'])
    assert.deepEqual(of(text), { pauses: [], processes: new Map() }, text);
  const [pause, ...others] = of(
    '{"pauses":[7,null,{"id":"a"},{"id":"a","start":1,"end":"never","pid":"x","more":1}]}',
  ).pauses;
  assert.deepEqual(
    [pause, others],
    [{ id: 'a', start: 1, pid: undefined, thread: undefined, session: undefined, end: undefined }, []],
  );
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseNote(bytes)));
});
