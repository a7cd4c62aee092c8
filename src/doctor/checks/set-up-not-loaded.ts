// Node programs whose SDK is never started, or whose file that starts it is loaded by nothing.

import type { FindingAction } from '../../model/finding.ts';
import { checkLaunches } from '../check.ts';
import { blankComments } from '../code/blank-comments.ts';
import { baseName, siteAt } from '../code/place-in-text.ts';
import { revealAction } from '../code/reveal-action.ts';
import type { LaunchFacts, SourceFile } from '../facts.ts';
import { hasSdk } from './node-sdk.ts';

const STARTS_SDK =
  /\bnew\s+(?:[\w$]+\.)*(?:NodeSDK|NodeTracerProvider|BasicTracerProvider|WebTracerProvider)\s*\(|\b(?:registerOTel|startNodeSDK|useAzureMonitor)\s*\(|auto-instrumentations-node\/register|Sentry\.init\s*\(|\bdd-trace\b/;
const SCRIPT = /\.[cm]?[jt]sx?$/;

export const setUpNotLoaded = checkLaunches('set-up', 'An SDK that is installed and never started', (launch) => {
  if (launch.runtime !== 'node' || launch.isPartial || !hasSdk(launch.packages)) return [];
  if (STARTS_SDK.test(startOf(launch))) return [];
  const scripts = launch.sources.filter(({ file }) => SCRIPT.test(file));
  const setUps = scripts.flatMap((source) => {
    const at = blankComments(source.file, source.text).search(STARTS_SDK);
    return at === -1 ? [] : [{ ...source, site: siteAt(source.file, source.text, at) }];
  });
  const [first] = setUps;
  if (first === undefined)
    return [
      {
        severity: 'hint',
        wrong: `“${launch.name}” has an OpenTelemetry SDK, and nothing in its files starts it.`,
        why: 'Looked for were new NodeSDK(…), new NodeTracerProvider(…) and the packages that register themselves. One of them must run before the program’s own modules.',
        actions: [
          {
            kind: 'copy',
            label: 'Copy Launch Option',
            text: '"runtimeArgs": ["--import=@opentelemetry/auto-instrumentations-node/register"]',
          },
        ],
      },
    ];
  if (setUps.some((setUp) => isLoaded(setUp, launch, scripts))) return [];
  return [
    {
      severity: 'problem',
      wrong: `${baseName(first.file)} sets up the SDK, and nothing loads it.`,
      why: 'No file imports it, and neither the command line nor NODE_OPTIONS names it. It must run before the program’s own modules.',
      actions: [loadOption(first, launch), ...revealAction(first.site)],
    },
  ];
});

/** All that may load a file before the program. */
function startOf({ command, environment, sources }: LaunchFacts): string {
  const options = environment.map(({ variables }) => variables.NODE_OPTIONS ?? '');
  // Started by an npm script, its options are there.
  const manifests = sources.filter(({ file }) => baseName(file) === 'package.json').map(({ text }) => text);
  return [...command, ...options, ...manifests].join('\n');
}

function isLoaded({ file }: SourceFile, launch: LaunchFacts, scripts: readonly SourceFile[]): boolean {
  if (file === launch.program) return true;
  const stem = baseName(file).replace(SCRIPT, '');
  // A folder's index is loaded by the folder's name.
  const names = stem === 'index' ? [stem, baseName(file.slice(0, -baseName(file).length - 1))] : [stem];
  const program = baseName(launch.program ?? '').replace(SCRIPT, '');
  // Compiled: the program is another file of the same name.
  if (names.includes(program)) return true;
  return names.some((name) => {
    const named = new RegExp(
      `(?:^|[/\\\\"'\`\\s=])${name.replace(/[^\w]/g, '\\$&')}(?:\\.[cm]?[jt]sx?)?(?:["'\`\\s]|$)`,
      'm',
    );
    return named.test(startOf(launch)) || scripts.some((script) => script.file !== file && loads(script, named));
  });
}

function loads({ file, text }: SourceFile, named: RegExp): boolean {
  const imports = blankComments(file, text).match(/\b(?:import|require|from)\b\s*\(?\s*["'`][^"'`\n]*["'`]/g) ?? [];
  return imports.some((line) => named.test(line));
}

function loadOption({ file, text }: SourceFile, { folder }: LaunchFacts): FindingAction {
  const path = `./${file.slice(folder.length + 1).replaceAll('\\', '/')}`;
  const isModule = /\.m[jt]s$/.test(file) || (!/\.c[jt]s$/.test(file) && /^\s*import\s/m.test(text));
  return {
    kind: 'copy',
    label: 'Copy Launch Option',
    text: `"runtimeArgs": ${JSON.stringify([isModule ? `--import=${path}` : `--require=${path}`])}`,
  };
}
