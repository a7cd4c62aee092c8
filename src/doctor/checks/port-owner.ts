// A port of this machine that the code sends to, and that somebody else listens on, or nobody.

import { checkLaunches } from '../check.ts';

export const portOwner = checkLaunches(
  'port',
  'A port of this machine that another program has',
  ({ name, ports }, facts) =>
    ports
      .filter(({ port, pid }) => port !== facts.port && (pid === undefined || pid !== facts.receiver))
      .map(({ port, owner }) => ({
        severity: 'hint',
        wrong:
          owner === 'nobody'
            ? `“${name}” sends to port ${port} of this machine, and nobody listens there.`
            : `“${name}” sends to port ${port} of this machine, which ${owner ?? 'another program'} has.`,
        why:
          facts.port === undefined
            ? 'Spans that go there do not come here.'
            : `Spans that go there do not come here: the receiver of this window has port ${facts.port}.`,
        actions:
          facts.port === undefined
            ? []
            : [{ kind: 'copy', label: 'Copy Endpoint', text: `http://127.0.0.1:${facts.port}/v1/traces` }],
      })),
);
