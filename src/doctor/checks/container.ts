// Programs in containers: 127.0.0.1 is the container there, not this machine.

import type { FindingAction } from '../../model/finding.ts';
import { checkLaunches } from '../check.ts';
import { ourVariables } from '../code/our-variables.ts';
import { baseName } from '../code/place-in-text.ts';
import type { LaunchFacts } from '../facts.ts';

const TOOLS: ReadonlySet<string> = new Set(['docker', 'docker-compose', 'podman', 'podman-compose', 'nerdctl']);

export const container = checkLaunches('container', 'Programs in a container', (launch, facts) => {
  if (!runsInContainer(launch)) return [];
  const isLinux = facts.platform === 'linux';
  return [
    {
      severity: 'problem',
      wrong: `“${launch.name}” runs in a container, where 127.0.0.1 is not this machine.`,
      why: isLinux
        ? 'The receiver listens on the loopback of this machine alone. Run the container with --network=host (in a compose file: network_mode: host), and set these variables in it.'
        : 'Inside of the container this machine is called host.docker.internal. Set these variables in it.',
      actions:
        facts.port === undefined ? [] : copy(ourVariables(isLinux ? '127.0.0.1' : 'host.docker.internal', facts.port)),
    },
  ];
});

function copy(text: string): readonly FindingAction[] {
  return [{ kind: 'copy', label: 'Copy Variables', text }];
}

function runsInContainer({ type, command }: LaunchFacts): boolean {
  return type === 'docker' || command.some((word) => word.split(/\s+/).some((part) => TOOLS.has(baseName(part))));
}
