// Messages of any content for property tests, after a schema of protobufjs: each field there or not, as protobuf's JSON has it.

import fc from 'fast-check';
import type { Field, Type } from 'protobufjs';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const bytes = fc.uint8Array({ maxLength: 20 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 300n })).map(String);
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
/** JSON has no zero below zero. */
const double = fc.double().map((value) => (Number.isFinite(value) ? value + 0 : String(value)));

const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: text,
  bytes: bytes.map((content) => Buffer.from(content).toString('base64')),
  bool: fc.boolean(),
  double,
  int64,
  sfixed64: int64,
  uint64,
  fixed64: uint64,
  uint32,
  fixed32: uint32,
  sint32: int32,
  int32: fc.integer({ min: 0, max: 30 }),
};

/** Of identifiers, which are nothing in another length. */
const IDS: Readonly<Record<string, number>> = { traceId: 16, spanId: 8, parentSpanId: 8 };
/** Near enough to each other that an offset is exact in a double. */
const TIME = fc.bigInt({ min: 1_700_000_000_000_000_000n, max: 1_700_000_900_000_000_000n }).map(String);

const MOST_NESTED = 8;

/** `roots`: fields of these names, wherever they are, are lists that are not empty. */
export function anyMessage(type: Type, depth = 0): fc.Arbitrary<object> {
  const oneofs = type.oneofsArray.filter((oneof) => oneof.oneof.length > 1);
  const inOneof = new Set(oneofs.flatMap((oneof) => oneof.oneof));
  const plain = type.fieldsArray.filter(({ name }) => !inOneof.has(name));
  const record = fc.record(Object.fromEntries(plain.map((field) => [field.name, anyField(field, depth)])), {
    requiredKeys: [],
  });
  const choices = oneofs.map((oneof) =>
    fc.oneof(
      fc.constant({}),
      ...oneof.fieldsArray.map((field) => anyField(field, depth).map((value) => ({ [field.name]: value }))),
    ),
  );
  return fc.tuple(record, ...choices).map((parts) => Object.assign({}, ...parts));
}

function anyField(field: Field, depth: number): fc.Arbitrary<unknown> {
  field.resolve();
  const one = anyValue(field, depth);
  return field.repeated ? fc.array(one, { maxLength: depth > 4 ? 2 : 3 }) : one;
}

function anyValue(field: Field, depth: number): fc.Arbitrary<unknown> {
  const { resolvedType, name, type } = field;
  if (resolvedType !== null && 'fieldsArray' in resolvedType) {
    const within = resolvedType;
    return depth > MOST_NESTED ? fc.constant({}) : fc.constant(0).chain(() => anyMessage(within, depth + 1));
  }
  const id = IDS[name];
  if (id !== undefined)
    return fc.uint8Array({ minLength: id, maxLength: id }).map((content) => Buffer.from(content).toString('base64'));
  if (name.endsWith('UnixNano')) return TIME;
  return SCALARS[type] ?? fc.constant(undefined);
}
