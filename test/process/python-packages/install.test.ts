/** Installing: whole or not at all, into a folder of ours alone, by the user's own settings of pip; failures say what helps. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createPythonPackages, type PythonPackages } from '../../../src/host/services/python-packages.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { INSTALL_SCRIPT, sitePackages } from './bring-packages.ts';
import { firstNeed } from './python-versions.ts';

const run = promisify(execFile);

describe('the packages', { skip: missingPython, timeout: 600_000 }, () => {
  let scratch = '';
  let python = '';
  let root = '';
  let packages: PythonPackages;
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'spanline-packages-'));
    python = await installPython('requirements-plain.txt');
  });
  after(() => rm(scratch, { recursive: true }));
  beforeEach(async () => {
    root = join(await mkdtemp(join(scratch, 'case-')), 'python-packages');
    packages = createPythonPackages(root);
  });

  const install = (executable = python, signal = AbortSignal.timeout(300_000), onLine = (_: string) => {}) =>
    packages.install({ ...firstNeed, executable }, INSTALL_SCRIPT, onLine, signal);
  const failure = async (executable?: string) => {
    const result = await install(executable);
    assert.deepEqual(await leftIn(root), [], 'nothing is left');
    assert.equal(await packages.has(firstNeed), false);
    return result.ok ? '' : result.error;
  };

  it('are there whole, once for two windows, and nothing of the environment or of pip’s settings keeps them away', async () => {
    const frozen = await freeze(python);
    const settings = {
      PIP_USER: '1',
      PIP_REQUIRE_VIRTUALENV: '1',
      PIP_PREFIX: root,
      PIP_TARGET: join(root, 'elsewhere'),
    };
    await withVariables(settings, async () => {
      assert.deepEqual(await Promise.all([install(), install()]), [
        { ok: true, value: undefined },
        { ok: true, value: undefined },
      ]);
    });
    assert.equal(await packages.has(firstNeed), true);
    assert.deepEqual(await leftIn(root), [firstNeed.python]);
    const inside = await readdir(sitePackages(packages, firstNeed));
    assert.ok(inside.includes('opentelemetry') && inside.includes('wrapt'));
    const binaries = (await readdir(sitePackages(packages, firstNeed), { recursive: true })).filter((name) =>
      /\.(so|pyd|dylib)$/.test(name),
    );
    assert.deepEqual(binaries, [], 'pure, so that they fit wherever that Python runs');
    assert.deepEqual(await freeze(python), frozen);
    assert.deepEqual([await packages.remove(), await packages.remove()], [true, false]);
    assert.equal(await packages.has(firstNeed), false);
  });

  it('come by the pip that Python carries where the environment has none', async () => {
    const bare = await withoutPip(python, join(scratch, 'bare'));
    assert.deepEqual(await install(bare), { ok: true, value: undefined });
    assert.equal(await packages.has(firstNeed), true);
  });

  it('do not come without any pip, and it is said how to get one', async () => {
    const bare = await withoutPip(python, join(scratch, 'barer'));
    const hidden = join(scratch, 'hidden');
    await mkdir(hidden);
    await writeFile(join(hidden, 'ensurepip.py'), 'raise ImportError("as on some systems")\n');
    await withVariables({ PYTHONPATH: hidden }, async () => assert.match(await failure(bare), /has no pip.*ensurepip/));
  });

  it('leave nothing when they are cancelled, and pip is gone', async () => {
    const stop = new AbortController();
    const begun = install(python, stop.signal, (line) => {
      if (line.startsWith('Collecting')) stop.abort(new Error('cancelled'));
    });
    await assert.rejects(begun, /cancelled/);
    assert.deepEqual(await leftIn(root), []);
    if (process.platform === 'linux') assert.deepEqual(await processesNaming(root), []);
  });

  for (const [what, variables, says] of [
    ['nobody serves the index', { PIP_INDEX_URL: 'http://127.0.0.1:9/simple' }, /index cannot be reached/],
    [
      'a proxy is not there',
      { PIP_PROXY: 'http://127.0.0.1:9', PIP_INDEX_URL: 'https://pypi.example/simple' },
      /proxy/,
    ],
  ] as const)
    it(`say why they do not come: ${what}`, () =>
      withVariables({ ...ALONE, ...variables }, async () => assert.match(await failure(), says)));

  for (const [status, says] of [
    [200, /does not have the versions/],
    [401, /refused/],
  ] as const)
    it(`say why they do not come: an index of the user's answers ${status}`, async () => {
      const server = createServer((_request, response) => response.writeHead(status).end('<html></html>'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      try {
        await withVariables({ ...ALONE, PIP_INDEX_URL: `http://127.0.0.1:${port}/simple` }, async () =>
          assert.match(await failure(), says),
        );
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });

  it('say when the interpreter is gone', async () => {
    assert.match(await failure(join(scratch, 'gone')), /cannot be run/);
  });
});

/** No other source of packages that this machine may have, and no second attempt. */
const ALONE = {
  PIP_CONFIG_FILE: process.platform === 'win32' ? 'nul' : '/dev/null',
  PIP_RETRIES: '0',
  PIP_FIND_LINKS: '',
};

async function withVariables(variables: Readonly<Record<string, string>>, act: () => Promise<unknown>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    await act();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** What lies in the folder of the list, but for folders that wait for their packages. */
async function leftIn(root: string): Promise<readonly string[]> {
  const [list] = await readdir(root).catch((): string[] => []);
  if (list === undefined) return [];
  const names = await readdir(join(root, list));
  const isFull = await Promise.all(names.map(async (name) => (await readdir(join(root, list, name))).length > 0));
  return names.filter((_, at) => isFull[at]);
}

async function freeze(python: string): Promise<string> {
  const { stdout } = await run(python, ['-m', 'pip', 'freeze', '--all']);
  return stdout;
}

async function withoutPip(python: string, folder: string): Promise<string> {
  await run(python, ['-m', 'venv', '--without-pip', folder]);
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

async function processesNaming(text: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return commands.filter((command) => command.includes(text));
}
