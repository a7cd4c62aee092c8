// Files of certificates are those that the program would find.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { suite, test } from 'node:test';
import { withAbsoluteFiles } from '../../../src/host/features/capture/absolute-files.ts';
import { readOtlpDestination } from '../../../src/launch/otlp-destination.ts';

suite('the files of a destination', () => {
  test('are looked for from the folder in which the program starts', () => {
    const found = readOtlpDestination({
      OTEL_EXPORTER_OTLP_CERTIFICATE: 'certs/ca.pem',
      OTEL_EXPORTER_OTLP_CLIENT_KEY: resolve('/etc/key.pem'),
    });
    if (!found.ok) throw new Error(found.error);
    assert.deepEqual(withAbsoluteFiles(found.value, resolve('/ws/app')).tls, {
      certificate: resolve('/ws/app/certs/ca.pem'),
      clientCertificate: undefined,
      clientKey: resolve('/etc/key.pem'),
    });
    assert.equal(withAbsoluteFiles(found.value, undefined).tls.certificate, 'certs/ca.pem');
  });
});
