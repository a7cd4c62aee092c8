// Programs in containers: 127.0.0.1 is the container there, not this machine.

import { checkLaunches } from '../check.ts';
import { baseName } from '../code/place-in-text.ts';
import type { LaunchFacts } from '../facts.ts';

const TOOLS: ReadonlySet<string> = new Set(['docker', 'docker-compose', 'podman', 'podman-compose', 'nerdctl']);

export const container = checkLaunches('container', 'Programs in a container', (launch) =>
  runsInContainer(launch)
    ? [
        {
          severity: 'problem',
          wrong: `“${launch.name}” runs in a container, where 127.0.0.1 is not this machine.`,
          why: 'Variables of the launch do not reach it. On request a port is opened to containers, for who brings a token: set the variables that are copied then in the container. On Linux it needs --add-host=host.docker.internal:host-gateway.',
          actions: [{ kind: 'command', label: 'Copy Variables for a Container', command: 'copy-container-variables' }],
        },
      ]
    : [],
);

function runsInContainer({ type, command }: LaunchFacts): boolean {
  return type === 'docker' || command.some((word) => word.split(/\s+/).some((part) => TOOLS.has(baseName(part))));
}
