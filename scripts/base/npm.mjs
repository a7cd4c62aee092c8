// Runs the user's own npm, and turns what it says when it fails into something a person can act on.
import { spawn } from 'node:child_process';
import { Failure } from './failure.mjs';

const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|UNABLE_TO_GET_ISSUER_CERT|SELF_SIGNED_CERT\w*)\b/;

/**
 * @param {readonly string[]} args
 * @param {{ readonly cwd: string, readonly purpose: string, readonly env?: Readonly<Record<string, string>> }} options
 * @returns {Promise<void>}
 */
export async function npm(args, { cwd, purpose, env = {} }) {
  const { code, output } = await spawnNpm(args, cwd, env);
  if (code === 0) return;
  const said = output
    .split('\n')
    .filter((line) => /npm (error|ERR!)/.test(line))
    .slice(0, 15)
    .join('\n');
  const unreachable = UNREACHABLE.exec(output);
  throw new Failure(
    `npm failed: ${purpose} (npm ${args.join(' ')})`,
    said || output.slice(-2000) || `npm exited with code ${code}`,
    unreachable
      ? `the package registry could not be reached (${unreachable[1]}): check the network, a proxy, or npm's "registry" setting, then run the same command again; what was already installed is kept`
      : `run the npm command above in ${cwd} to see all of its output`,
  );
}

/** @param {readonly string[]} args
 * @param {string} cwd
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ code: number, output: string }>} */
function spawnNpm(args, cwd, env) {
  return new Promise((resolve, reject) => {
    const windows = process.platform === 'win32';
    // npm is a .cmd file on Windows, which only a shell can start; no argument of ours needs quoting.
    const child = spawn('npm', [...args], {
      cwd,
      env: { ...process.env, npm_config_progress: 'false', ...env },
      shell: windows,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) =>
      reject(
        new Failure(
          'npm could not be started',
          error.message,
          'install Node.js with npm (nodejs.org), and make sure that "npm --version" works here',
        ),
      ),
    );
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
