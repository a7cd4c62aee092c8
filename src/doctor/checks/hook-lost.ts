// Node programs that start without our hook, as something takes NODE_OPTIONS away on the way: their spans have no lines.

import type { Site } from '../../model/site.ts';
import { checkLaunches, type Found } from '../check.ts';
import { escapePattern, findInLaunch } from '../code/find-in-launch.ts';
import { baseName, siteAt } from '../code/place-in-text.ts';
import { revealAction } from '../code/reveal-action.ts';
import type { LaunchFacts } from '../facts.ts';

const PACKAGE_MANAGER = /^(?:npm|yarn|pnpm|bun)(?:\.cmd|\.exe)?$/;

export const hookLost = checkLaunches(
  'hook-lost',
  'An npm script or a port of the debugger that takes NODE_OPTIONS away',
  (launch) => {
    if (launch.runtime !== 'node' || launch.capture.kind !== 'captured') return [];
    if (launch.hasSimplePort)
      return [
        lost(
          launch,
          'the debugger clears NODE_OPTIONS where its configuration has attachSimplePort. Remove that, unless the program runs elsewhere',
          findInLaunch(launch, /"attachSimplePort"/g),
        ),
      ];
    const script = scriptOf(launch);
    if (script?.text.includes('--inspect-brk'))
      return [
        lost(
          launch,
          `the debugger clears NODE_OPTIONS where an npm script has --inspect-brk, as “${script.name}” has. Remove that, and use stopOnEntry in the launch configuration instead`,
          script.site,
        ),
      ];
    if (script && /\bNODE_OPTIONS=/.test(script.text) && !/\$\{?NODE_OPTIONS|%NODE_OPTIONS%/.test(script.text))
      return [
        lost(
          launch,
          `the npm script “${script.name}” sets NODE_OPTIONS anew. Give the options to node in the script, or in env of the launch configuration`,
          script.site,
        ),
      ];
    return [];
  },
);

function lost({ name }: LaunchFacts, why: string, site: Site | undefined): Found {
  return {
    severity: 'hint',
    wrong: `“${name}” runs without Spanline’s hook.`,
    why: `Its own SDK’s spans come without lines, and without an SDK it has none: ${why}.`,
    actions: revealAction(site),
  };
}

interface Script {
  readonly name: string;
  readonly text: string;
  readonly site: Site;
}

/** The script of a package.json that the launch runs. */
function scriptOf({ command, sources, folder }: LaunchFacts): Script | undefined {
  const [runtime = '', ...args] = command;
  if (!PACKAGE_MANAGER.test(baseName(runtime))) return undefined;
  const name = args.filter((arg) => !arg.startsWith('-') && !/^run(?:-script)?$/.test(arg))[0];
  const manifest = sources.find(({ file }) => file.slice(folder.length + 1) === 'package.json');
  if (name === undefined || manifest === undefined) return undefined;
  const found = new RegExp(`"${escapePattern(name)}"\\s*:\\s*"((?:[^"\\\\\\n]|\\\\.)*)"`).exec(manifest.text);
  return found === null
    ? undefined
    : { name, text: found[1] ?? '', site: siteAt(manifest.file, manifest.text, found.index) };
}
