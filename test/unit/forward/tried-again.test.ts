// Which answers of a backend mean "later", and when that is.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import protobuf from 'protobufjs';
import { retryAfter } from '../../../src/forward/deliver-http.ts';
import { failureReason } from '../../../src/forward/failure-reason.ts';
import { judgeGrpcStatus } from '../../../src/forward/grpc-status.ts';

const { root } = protobuf.parse(`
syntax = "proto3";
message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
message Any { string type_url = 1; bytes value = 2; }
message RetryInfo { Duration retry_delay = 1; }
message Duration { int64 seconds = 1; int32 nanos = 2; }`);

function details(type: string, retryDelay: object): string {
  const RetryInfo = root.lookupType('RetryInfo');
  const value = RetryInfo.encode(RetryInfo.fromObject({ retryDelay })).finish();
  const Status = root.lookupType('Status');
  const other = { typeUrl: 'type.googleapis.com/google.rpc.Help', value: Buffer.from('x') };
  const status = Status.fromObject({ code: 8, details: [other, { typeUrl: type, value }] });
  return Buffer.from(Status.encode(status).finish()).toString('base64');
}

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

suite('a status of gRPC', () => {
  test('is tried again or not as OTLP has it', () => {
    const kinds = Array.from(
      { length: 17 },
      (_, code) => judgeGrpcStatus({ code, message: '', details: undefined }).kind,
    );
    const later = kinds.flatMap((kind, code) => (kind === 'later' ? [code] : []));
    assert.deepEqual(later, [1, 4, 10, 11, 14, 15]);
  });

  test('says when, by RetryInfo only; one that is exhausted is asked again only then', () => {
    const judged = (code: number, text: string | undefined) => judgeGrpcStatus({ code, message: 'm', details: text });
    const reason = 'it answered RESOURCE_EXHAUSTED: m';
    assert.deepEqual(judged(8, undefined), { kind: 'refused', reason });
    const delay = details(RETRY_INFO, { seconds: 3, nanos: 500_000_000 });
    assert.deepEqual(judged(8, delay), { kind: 'later', reason, after: 3500 });
    assert.deepEqual(judged(14, delay), { kind: 'later', reason: 'it answered UNAVAILABLE: m', after: 3500 });
    assert.equal(judged(8, details('type.googleapis.com/google.rpc.Other', { seconds: 3 })).kind, 'refused');
    assert.equal(judged(8, 'no protobuf').kind, 'refused');
  });
});

suite('Retry-After', () => {
  test('is seconds or a date', () => {
    const now = Date.UTC(2026, 0, 1, 0, 0, 0);
    assert.equal(retryAfter('7', now), 7000);
    assert.equal(retryAfter('Thu, 01 Jan 2026 00:00:05 GMT', now), 5000);
    assert.equal(retryAfter('Wed, 31 Dec 2025 00:00:05 GMT', now), 0);
    for (const odd of [undefined, '', 'soon', '-1.5x']) assert.equal(retryAfter(odd, now), undefined, odd);
  });
});

suite('the reason of a failure', () => {
  test('is a phrase, also where several addresses were tried', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:4318'), { code: 'ECONNREFUSED' });
    assert.equal(failureReason(refused), 'connection refused');
    assert.equal(failureReason(new AggregateError([refused, refused])), 'connection refused');
    assert.equal(failureReason(AbortSignal.abort().reason), 'no answer in time');
    assert.equal(failureReason(new Error('self-signed certificate')), 'self-signed certificate');
  });
});
