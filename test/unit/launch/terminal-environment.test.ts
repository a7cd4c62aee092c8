// Terminals and tasks: the same group as a launch's, in the ways in which an editor can change a shell's environment.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Environment } from '../../../src/launch/launch-configuration.ts';
import { environmentOfProfiles, environmentOfTasks } from '../../../src/launch/task-environments.ts';
import {
  type TerminalContext,
  type TerminalVariable,
  terminalEnvironment,
  terminalVariables,
} from '../../../src/launch/terminal-environment.ts';
import { SIGNALS_HERE } from '../../support/captured-environment.ts';

const CONTEXT: TerminalContext = {
  port: 4321,
  session: 's-1',
  spool: '/storage of/spool',
  hooks: { node: '/ext/node.cjs', python: '/ext/python' },
  nodeSdk: '/ext/node-sdk.cjs',
  pythonSdk: { packages: '/packages' },
  pathDelimiter: ':',
};

const NODE_HOOKS = '--require /ext/node.cjs --require /ext/node-sdk.cjs';

const OURS = {
  ...SIGNALS_HERE,
  OTEL_RESOURCE_ATTRIBUTES: 'spanline.session=s-1',
  OTEL_BSP_SCHEDULE_DELAY: '100',
  NODE_OPTIONS: NODE_HOOKS,
  SPANLINE_SPOOL: '/storage of/spool',
  PYTHONPATH: '/ext/python',
  SPANLINE_AUTO: 'on',
  SPANLINE_PACKAGES: '/packages',
  SPANLINE_TERMINAL: 's-1 http://127.0.0.1:4321/v1/traces',
};

function variablesOf(base: Environment, others: Environment = {}, context: Partial<TerminalContext> = {}) {
  const plan = terminalVariables(base, others, { ...CONTEXT, ...context });
  assert.equal(plan.kind, 'captured');
  return plan.kind === 'captured' ? plan.variables : [];
}

/** As the editor does for a terminal. */
function applied(variables: readonly TerminalVariable[], environment: Environment): Environment {
  const after: Record<string, string | undefined> = { ...environment };
  for (const { name, how, text } of variables) {
    const old = how === 'replace' ? '' : (after[name] ?? '');
    after[name] = how === 'prepend' ? text + old : old + text;
  }
  return after;
}

/** Without the repetition that keeps a task's own apart: see the hook's side in test/process/hooks-python. */
function withoutRepetition({ PYTHONPATH, ...others }: Environment): Environment {
  return { ...others, PYTHONPATH: PYTHONPATH?.replace('/ext/python:/ext/python', '/ext/python') };
}

suite('a terminal or a task that is captured', () => {
  test('has the group of a launch, for both runtimes, beside what it has', () => {
    const plan = terminalEnvironment({ PATH: '/bin' }, CONTEXT);
    assert.deepEqual(plan, { kind: 'captured', variables: OURS });
  });

  test("keeps the user's own: options and paths behind or before ours, and what ours would replace", () => {
    const plan = terminalEnvironment(
      {
        ...{ NODE_OPTIONS: '--no-warnings', PYTHONPATH: 'src', OTEL_RESOURCE_ATTRIBUTES: 'a=b' },
        ...{ OTEL_BSP_SCHEDULE_DELAY: '9', SPANLINE_SPOOL: '', SPANLINE_AUTO: '' },
      },
      CONTEXT,
    );
    const {
      OTEL_BSP_SCHEDULE_DELAY: _,
      SPANLINE_SPOOL: __,
      SPANLINE_AUTO: ___,
      SPANLINE_PACKAGES: ____,
      ...others
    } = OURS;
    assert.deepEqual(plan.kind === 'captured' && plan.variables, {
      ...others,
      NODE_OPTIONS: `--no-warnings ${NODE_HOOKS}`,
      PYTHONPATH: '/ext/python:src',
      OTEL_RESOURCE_ATTRIBUTES: 'a=b,spanline.session=s-1',
    });
  });

  test('has no hooks, and nothing that only hooks read, where call sites and SDK are off', () => {
    const plan = terminalEnvironment({}, { ...CONTEXT, hooks: undefined, nodeSdk: undefined });
    const { NODE_OPTIONS: _, SPANLINE_SPOOL: __, PYTHONPATH: ___, SPANLINE_AUTO: ____, ...rest } = OURS;
    const { SPANLINE_PACKAGES: _____, ...others } = rest;
    assert.deepEqual(plan.kind === 'captured' && plan.variables, others);
  });

  for (const [name, value] of [
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:4318'],
    ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'http://collector:4318/v1/metrics'],
    ['OTEL_TRACES_EXPORTER', 'console'],
    ['OTEL_CONFIG_FILE', '/etc/otel.yaml'],
  ] as const)
    test(`is left where ${name} is set, and says so`, () => {
      for (const plan of [
        terminalEnvironment({ [name]: value }, CONTEXT),
        terminalVariables({ [name]: value }, {}, CONTEXT),
      ]) {
        assert.equal(plan.kind, 'left');
        assert.match(plan.kind === 'left' ? plan.why : '', new RegExp(`^${name} is set for terminals`));
      }
    });
});

suite('what the editor gives to all terminals', () => {
  test('makes of a shell with nothing what a single one is given', () => {
    assert.deepEqual(withoutRepetition(applied(variablesOf({}), {})), {
      ...OURS,
      NODE_OPTIONS: ` ${NODE_HOOKS}`,
    });
  });

  test('makes of a shell with its own what a single one is given', () => {
    const base = {
      ...{ NODE_OPTIONS: '--no-warnings', PYTHONPATH: 'src:', OTEL_RESOURCE_ATTRIBUTES: 'a=b' },
      ...{ OTEL_BSP_SCHEDULE_DELAY: '9', PATH: '/bin' },
    };
    const single = terminalEnvironment(base, CONTEXT);
    assert.ok(single.kind === 'captured');
    assert.deepEqual(applied(variablesOf(base), base), { ...base, ...single.variables });
  });

  test('puts hooks behind the options that another extension puts in its terminals', () => {
    const { NODE_OPTIONS } = applied(variablesOf({}), { NODE_OPTIONS: '--require "bootloader.js" ' });
    assert.equal(NODE_OPTIONS, `--require "bootloader.js"  ${NODE_HOOKS}`);
  });

  test('adds no hook that a shell has already', () => {
    const names = variablesOf({ NODE_OPTIONS: NODE_HOOKS }).map(({ name }) => name);
    assert.ok(!names.includes('NODE_OPTIONS'));
  });

  test('never names the current folder to Python, whether there is a path or none', () => {
    for (const PYTHONPATH of [undefined, '', 'src', '/a:/b']) {
      const path = applied(variablesOf({ PYTHONPATH }), { PYTHONPATH }).PYTHONPATH;
      assert.ok(path !== undefined && !path.split(':').includes(''), path);
    }
  });

  test('replaces nothing that a task or a profile sets', () => {
    const others = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=x', OTEL_BSP_SCHEDULE_DELAY: '9', SPANLINE_SPOOL: '' };
    const names = variablesOf({}, others).map(({ name }) => name);
    assert.deepEqual(
      Object.keys(OURS).filter((name) => !names.includes(name)),
      Object.keys(others),
    );
  });

  test('is nothing where a task or a profile sends traces elsewhere by what would be replaced', () => {
    const plan = terminalVariables(
      {},
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' },
      CONTEXT,
    );
    assert.match(plan.kind === 'left' ? plan.why : '', /^OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is set for a task or/);
  });
});

suite('the variables of tasks and profiles', () => {
  test('are read from options at every level, of the platform as well', () => {
    const tasks = {
      options: { env: { A: '1' } },
      linux: { options: { env: { B: '2' } } },
      windows: { options: { env: { W: 'no' } } },
      tasks: [
        { label: 'x', options: { env: { C: '3' } } },
        { label: 'y', linux: { options: { env: { D: 4 } } } },
      ],
    };
    assert.deepEqual(environmentOfTasks(tasks, 'linux'), { A: '1', B: '2', C: '3', D: '4' });
    assert.deepEqual(environmentOfProfiles({ bash: { path: 'bash', env: { E: '5' } }, gone: null }), { E: '5' });
  });

  test('are none in what is no tasks.json', () => {
    for (const nonsense of [undefined, null, 7, [], { tasks: {} }, { tasks: [null, 'x'], options: [] }])
      assert.deepEqual(environmentOfTasks(nonsense, 'linux'), {});
    assert.deepEqual(environmentOfProfiles(undefined), {});
  });
});
