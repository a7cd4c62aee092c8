// Which packages a Python program is given, what its hook may tell, and why pip did not do it.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { explainPip } from '../../../src/launch/explain-pip.ts';
import { packagesFolder, packagesFor } from '../../../src/launch/python-packages.ts';
import { parsePythonReport } from '../../../src/launch/python-report.ts';

const of = (python: string, api: string | null = null) => packagesFor({ python, api });

suite('the packages of a Python program', () => {
  test('are those of its Python, each pinned', () => {
    for (const [python, sdk] of [
      ['cpython-3.8', '1.33.1'],
      ['cpython-3.9', '1.33.1'],
      ['cpython-3.10', '1.45.1'],
      ['cpython-3.14', '1.45.1'],
      ['pypy-3.10', '1.45.1'],
    ] as const) {
      const list = of(python);
      assert.ok(list?.includes(`opentelemetry-sdk==${sdk}`), python);
      for (const one of list ?? []) assert.match(one, /^[a-z0-9-]+==[\w.]+$/);
    }
    for (const python of ['cpython-3.7', 'cpython-2.7', '']) assert.equal(of(python), undefined);
  });

  test('belong to the API that it has, where one is known to fit', () => {
    assert.ok(of('cpython-3.11', '1.38.0')?.includes('opentelemetry-instrumentation-flask==0.59b0'));
    // A patch that the instrumentations did not follow.
    assert.ok(of('cpython-3.11', '1.45.2')?.includes('opentelemetry-instrumentation-flask==0.66b1'));
    for (const api of ['1.28.2', '0.17b0', '2.0.0', '']) assert.equal(of('cpython-3.11', api), undefined, api);
    const folders = ['1.45.1', '1.45.2', '1.44.0', null].map((api) => packagesFolder({ python: 'cpython-3.11', api }));
    assert.deepEqual(folders, [
      'cpython-3.11-api-1.45',
      'cpython-3.11-api-1.45',
      'cpython-3.11-api-1.44',
      'cpython-3.11',
    ]);
  });
});

suite('what a hook tells', () => {
  const lacking = {
    state: 'lacking',
    python: 'cpython-3.11',
    api: null,
    module: 'flask',
    executable: '/venv/bin/python',
  };

  test('is taken in its form alone', () => {
    assert.deepEqual(parsePythonReport(JSON.stringify(lacking)), lacking);
    assert.deepEqual(parsePythonReport('{"state":"traced","more":1}'), { state: 'traced' });
    for (const change of [
      { python: '../..-3.11' },
      { python: 'cpython-3.11/..' },
      { api: '../../x' },
      { api: '' },
      { api: 1 },
      { module: '' },
      { executable: '' },
      { state: 'other' },
    ])
      assert.equal(parsePythonReport(JSON.stringify({ ...lacking, ...change })), undefined, JSON.stringify(change));
  });

  test('never harms, and never names a folder above', () => {
    const value = fc.oneof(fc.string(), fc.constant('lacking'), fc.constant('cpython-3.11'), fc.constant(null));
    const fields = fc.dictionary(fc.constantFrom('state', 'python', 'api', 'module', 'executable', 'reason'), value);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fields.map((some) => JSON.stringify(some)),
        ),
        (text) => {
          const report = parsePythonReport(text);
          if (report?.state === 'lacking') assert.doesNotMatch(packagesFolder(report), /[/\\]|^\./);
        },
      ),
    );
  });
});

suite('pip that failed', () => {
  const explain = (...printed: string[]) => explainPip(printed, 1, '/venv/bin/python');

  test('is explained by the first cause that is known', () => {
    assert.match(
      explain(
        'Could not fetch URL https://x/: 401 Client Error: Unauthorized',
        'ERROR: No matching distribution found for x',
      ),
      /refused/,
    );
    assert.match(explain('SSLError(SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED]"))'), /certificate/);
    assert.match(explain('ERROR: [Errno 28] No space left on device'), /disk is full/);
    assert.match(explainPip([], 90, '/venv/bin/python'), /\/venv\/bin\/python has no pip.*-m ensurepip/);
  });

  test('is quoted where no cause is known', () => {
    assert.equal(explain('x', 'ERROR: a riddle', ''), 'pip ended with exit code 1: ERROR: a riddle');
    assert.equal(explainPip([], null, 'python'), 'pip ended with a signal.');
  });
});
