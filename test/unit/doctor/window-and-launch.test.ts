// What the window and a launch configuration say by themselves: trust, settings, variables, containers.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import type { TerminalCapture } from '../../../src/model/terminal-capture.ts';
import { factsWith, findingsOf, launchWith, SERVER, TRACING, wrongsOf } from './sample-launch.ts';

suite('the window', () => {
  test('with a launch that nothing is wrong with has no findings, and says what was looked for', () => {
    const { findings, fine } = diagnose(factsWith([launchWith()]));
    assert.deepEqual(findings, []);
    assert.ok(fine.length > 10);
  });

  const STATES = [
    [{ isTrusted: false }, 'This workspace is not trusted.', 'manage-trust'],
    [{ isEnabled: false }, 'Capture is off.', 'enable-capture'],
    [{ failure: 'It ended 4 times.' }, 'The receiver of spans does not run.', 'show-log'],
    [{}, 'Nothing has been started in this window.', 'start'],
  ] as const;

  test('says of terminals what holds for them', () => {
    const why = (terminals: TerminalCapture) => diagnose(factsWith([], { terminals })).findings[0]?.why ?? '';
    assert.match(why({ kind: 'off', isUsed: true }), /terminals and tasks are not, unless/);
    assert.match(why({ kind: 'captured' }), /open the others again/);
    assert.match(why({ kind: 'left', why: 'X is set for terminals.' }), /X is set for terminals\./);
  });

  for (const [state, wrong, command] of STATES)
    test(`${wrong} is said, with a button`, () => {
      const { findings } = diagnose(factsWith([], state));
      assert.deepEqual(
        findings.map((finding) => [
          finding.wrong,
          finding.actions[0]?.kind === 'command' && finding.actions[0].command,
        ]),
        [[wrong, command]],
      );
    });
});

const LAUNCH_JSON = `{
  "configurations": [
    { "name": "cart", "spanline": false, "env": { "OTEL_SDK_DISABLED": "true" } },
    { "name": "shop",
      "spanline": false,
      "env": { "OTEL_EXPORTER_OTLP_ENDPOINT": "http://user:pass@collector:4318" } }
  ]
}`;
const launchFile = { file: '/ws/.vscode/launch.json', text: LAUNCH_JSON };

suite('a launch', () => {
  test('with "spanline": false is shown at its own line', () => {
    const [found] = findingsOf({ capture: { kind: 'opted-out' }, launchFile });
    assert.equal(found?.wrong, '“shop” has "spanline": false.');
    assert.equal(found?.actions[0]?.kind === 'reveal' && found.actions[0].site.line, 5);
  });

  test('that exports elsewhere by its configuration names the variable, without a password', () => {
    const [found] = findingsOf({
      capture: { kind: 'elsewhere', variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', again: undefined },
      environment: [
        {
          from: 'configuration',
          file: undefined,
          variables: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:pass@collector:4318' },
        },
      ],
      launchFile,
    });
    assert.equal(
      found?.wrong,
      'OTEL_EXPORTER_OTLP_ENDPOINT=http://***@collector:4318 is set for “shop” by its launch configuration.',
    );
    assert.equal(found?.actions[0]?.kind === 'reveal' && found.actions[0].site.line, 6);
  });

  test('that exports elsewhere can be started again in the ways that it allows', () => {
    const again = { session: 'k-1', offers: ['override', 'forward'] } as const;
    const [found] = findingsOf({
      capture: { kind: 'elsewhere', variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', again },
      environment: [{ from: 'inherited', file: undefined, variables: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c' } }],
    });
    assert.match(found?.why ?? '', /Both start it again/);
    assert.deepEqual(found?.actions.slice(0, 2), [
      { kind: 'run-again', label: 'Capture This Run', session: 'k-1', how: 'override' },
      { kind: 'run-again', label: 'Capture and Forward', session: 'k-1', how: 'forward' },
    ]);
  });

  test('whose "spanline" cannot be understood is told what is wrong with it, at its line', () => {
    const [found] = findingsOf({ capture: { kind: 'misconfigured', why: 'It has no option “x”.' }, launchFile });
    assert.match(`${found?.wrong} ${found?.why}`, /cannot be understood.*“shop”.*no option “x”/);
    assert.equal(found?.actions[0]?.kind === 'reveal' && found.actions[0].site.line, 5);
  });

  test('that does so by an envFile is shown at the line of that file', () => {
    const text = '# where to\nexport OTEL_TRACES_EXPORTER=none\n';
    const [found] = findingsOf({
      capture: { kind: 'elsewhere', variable: 'OTEL_TRACES_EXPORTER', again: undefined },
      environment: [
        { from: 'envFile', file: { file: '/ws/dev.env', text }, variables: { OTEL_TRACES_EXPORTER: 'none' } },
      ],
    });
    assert.equal(found?.wrong, 'OTEL_TRACES_EXPORTER=none is set for “shop” by its envFile dev.env.');
    assert.equal(found?.actions[0]?.kind === 'reveal' && found.actions[0].label, 'Open dev.env:2');
  });

  for (const [platform, line] of [
    ['linux', 'unset OTEL_SDK_DISABLED'],
    ['windows', 'Remove-Item Env:OTEL_SDK_DISABLED'],
  ] as const)
    test(`that does so by what the editor inherited has a line to copy on ${platform}`, () => {
      const [found] = findingsOf(
        {
          capture: { kind: 'elsewhere', variable: 'OTEL_SDK_DISABLED', again: undefined },
          environment: [{ from: 'inherited', file: undefined, variables: { OTEL_SDK_DISABLED: 'true' } }],
        },
        { platform },
      );
      assert.match(found?.wrong ?? '', /by the environment in which the editor was started\.$/);
      assert.equal(found?.actions[0]?.kind === 'copy' && found.actions[0].text, line);
    });

  test('that starts without the hook is told so, with the line that takes it away', () => {
    const manifest = (script: string) => ({
      file: '/ws/package.json',
      text: `{ "scripts": {\n  "debug": "${script}" } }`,
    });
    const launch = (script: string) => ({
      program: undefined,
      command: ['npm', 'run', '--silent', 'debug'],
      sources: [SERVER, TRACING, manifest(script)],
    });
    for (const script of [
      'node --inspect-brk=9229 .',
      'NODE_OPTIONS=--inspect node .',
      'cross-env NODE_OPTIONS=-i x',
    ]) {
      const [found] = findingsOf(launch(script));
      assert.match(found?.wrong ?? '', /runs without Spanline’s hook/);
      assert.match(found?.why ?? '', /without lines.*“debug”/);
      assert.equal(found?.actions[0]?.kind === 'reveal' && found.actions[0].site.line, 2);
    }
    for (const script of ['node .', "NODE_OPTIONS='$NODE_OPTIONS --inspect' node ."])
      assert.deepEqual(findingsOf(launch(script)), []);
    assert.match(findingsOf({ hasSimplePort: true })[0]?.why ?? '', /attachSimplePort/);
    assert.deepEqual(findingsOf({ hasSimplePort: true, capture: { kind: 'opted-out' } }).length, 1);
  });

  test('in a container is told of 127.0.0.1 and of a port for containers, one without is not', () => {
    for (const change of [
      { type: 'docker', capture: { kind: 'unreachable' } },
      { command: ['docker compose up'] },
      { command: ['/usr/bin/podman', 'run', 'shop'] },
    ] as const) {
      const [found] = findingsOf(change);
      assert.match(found?.wrong ?? '', /runs in a container/);
      const [action] = found?.actions ?? [];
      assert.equal(action?.kind === 'command' && action.command, 'copy-container-variables');
    }
    assert.deepEqual(findingsOf({ command: ['/ws/docker-shop/server.js'] }), []);
  });

  test('of a browser, attached, or started while capture was off is told so', () => {
    assert.match(
      wrongsOf({ type: 'chrome', runtime: undefined, capture: { kind: 'unreachable' } })[0] ?? '',
      /of type chrome/,
    );
    assert.match(wrongsOf({ capture: { kind: 'attached' } })[0] ?? '', /was attached/);
    assert.match(wrongsOf({ capture: { kind: 'left' } })[0] ?? '', /started without capture/);
    const [never] = findingsOf({ capture: { kind: 'attached' } }, { isAttachOff: true });
    assert.equal(never?.actions[0]?.kind === 'setting' && never.actions[0].setting, 'spanline.capture.attach');
  });
});

const by = (variables: Record<string, string>) => ({
  environment: [{ from: 'configuration', file: undefined, variables } as const],
});

suite('a sampler', () => {
  test('that drops all or much is named, by variable', () => {
    assert.match(wrongsOf(by({ OTEL_TRACES_SAMPLER: 'always_off' }))[0] ?? '', /always_off drops every trace/);
    const some = wrongsOf(by({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }));
    assert.match(some[0] ?? '', /about 75 % of the traces/);
  });

  test('that keeps all is not', () => {
    for (const variables of [
      { OTEL_TRACES_SAMPLER: 'parentbased_always_on' },
      { OTEL_TRACES_SAMPLER: 'traceidratio' },
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '1' },
    ])
      assert.deepEqual(wrongsOf(by(variables)), []);
  });

  const IN_CODE = [
    ['/ws/a.js', 'const sampler = new AlwaysOffSampler();', 'a.js:1 has a sampler that drops every trace.'],
    ['/ws/a.ts', '\nnew TraceIdRatioBasedSampler(0.1)', 'a.ts:2 has a sampler that drops about 90 % of the traces.'],
    ['/ws/a.py', 'TracerProvider(sampler=ALWAYS_OFF)', 'a.py:1 has a sampler that drops every trace.'],
    ['/ws/a.py', 'ParentBasedTraceIdRatio(rate=.5)', 'a.py:1 has a sampler that drops about 50 % of the traces.'],
    ['/ws/a.js', '// new AlwaysOffSampler()', undefined],
    ['/ws/a.js', 'new TraceIdRatioBasedSampler(1)', undefined],
    ['/ws/a.js', 'new TraceIdRatioBasedSampler(config.rate)', undefined],
    ['/ws/a.py', 'from opentelemetry.sdk.trace.sampling import ALWAYS_OFF', undefined],
  ] as const;
  for (const [file, text, wrong] of IN_CODE)
    test(`in code: ${text.trim()}`, () => {
      const launch = launchWith();
      const found = wrongsOf({ sources: [...launch.sources, { file, text }] });
      assert.deepEqual(found, wrong === undefined ? [] : [wrong]);
    });
});
