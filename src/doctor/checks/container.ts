// Programs in containers: 127.0.0.1 is the container there, not this machine.

import type { FindingAction } from '../../model/finding.ts';
import { checkLaunches } from '../check.ts';
import { ourVariables } from '../code/our-variables.ts';
import { baseName } from '../code/place-in-text.ts';
import type { LaunchFacts } from '../facts.ts';

const TOOLS: ReadonlySet<string> = new Set(['docker', 'docker-compose', 'podman', 'podman-compose', 'nerdctl']);

export const container = checkLaunches('container', 'Programs in a container', (launch, { platform, port }) => {
  if (!runsInContainer(launch)) return [];
  const howTo = platform === 'linux' ? '' : ' (Docker Desktop has a setting that allows it)';
  return [
    {
      severity: 'problem',
      wrong: `“${launch.name}” runs in a container, where 127.0.0.1 is not this machine.`,
      // By another name, such as host.docker.internal, the receiver refuses: it answers to loopback only.
      why: `The receiver listens on the loopback of this machine alone. Run the container with --network=host, in a compose file network_mode: host${howTo}, and set these variables in it.`,
      actions: port === undefined ? [] : copy(ourVariables('127.0.0.1', port)),
    },
  ];
});

function copy(text: string): readonly FindingAction[] {
  return [{ kind: 'copy', label: 'Copy Variables', text }];
}

function runsInContainer({ type, command }: LaunchFacts): boolean {
  return type === 'docker' || command.some((word) => word.split(/\s+/).some((part) => TOOLS.has(baseName(part))));
}
