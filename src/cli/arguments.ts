// What is asked for on the command line.

import { parseArgs } from 'node:util';
import { reasonOf } from '../base/reason-of.ts';
import type { RunOptions } from './run.ts';
import type { ServeOptions } from './serve.ts';

export type Arguments =
  | { readonly kind: 'help'; readonly text: string }
  /** A sentence without its full stop. */
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'run'; readonly options: RunOptions }
  | { readonly kind: 'serve'; readonly options: ServeOptions };

const HELP = `Spanline: see what a program did, from its own traces.

  spanline run [--out FILE] [--with-secrets] -- COMMAND [ARGUMENT...]
      Runs the command with its traces, logs and metrics captured, as F5 in the editor does: Node and Python
      programs need no change and no OpenTelemetry of their own. Prints a summary to stderr and ends with the
      command's exit code.

  spanline serve [--port PORT] [--out FILE] [--with-secrets] [--json]
      Receives OTLP over HTTP and gRPC on one port of this machine's loopback (4318; 0 for any that is free)
      until SIGINT or SIGTERM. --json: one line of JSON with its addresses on stdout once it is ready.

  --out FILE        Adds what is received to FILE: a line of OTLP's JSON a request, as the Collector's file
                    exporter writes them. Spanline in the editor opens it.
  --with-secrets    Keeps authorization, cookies, tokens, passwords and the like, which FILE has as stars otherwise.
`;

const COMMON = { out: { type: 'string' }, 'with-secrets': { type: 'boolean', default: false } } as const;
const DEFAULT_PORT = 4318;

/** Total. `args` without the program and its script. */
export function parseArguments(args: readonly string[]): Arguments {
  const [command, ...rest] = args;
  const wrong = (message: string): Arguments => ({ kind: 'wrong', message });
  if (command === undefined || command === '--help' || command === '-h' || command === 'help' || asksForHelp(rest))
    return { kind: 'help', text: HELP };
  try {
    if (command === 'run') return parseRun(rest);
    if (command === 'serve') return parseServe(rest);
  } catch (error) {
    return wrong(reasonOf(error));
  }
  return wrong(`there is no command "${command}"`);
}

/** Of what stands before the program's own arguments. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).includes('--help');
}

function parseRun(args: readonly string[]): Arguments {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const { values, positionals } = parseArgs({ args: [...own], options: COMMON, allowPositionals: true });
  const [command, ...rest] = end < 0 ? [] : args.slice(end + 1);
  if (positionals.length > 0 || command === undefined)
    return { kind: 'wrong', message: 'run takes a command behind two dashes: spanline run -- node server.js' };
  return { kind: 'run', options: { command, args: rest, out: values.out, withSecrets: values['with-secrets'] } };
}

function parseServe(args: readonly string[]): Arguments {
  const options = { ...COMMON, port: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    return { kind: 'wrong', message: `--port takes a number from 0 to 65535, not "${values.port}"` };
  return { kind: 'serve', options: { port, json: values.json, out: values.out, withSecrets: values['with-secrets'] } };
}
