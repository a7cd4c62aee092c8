// Where the traces of a launch go: here, unless the user directs them elsewhere and does not wish otherwise for this run.

import { fail, type Result } from '../base/result.ts';
import { forwardPath } from '../model/forward-path.ts';
import type { OtlpDestination } from '../model/otlp-destination.ts';
import type { RunAgain } from '../model/run-again.ts';
import type { CaptureWish } from './capture-wish.ts';
import type { Environment } from './launch-configuration.ts';
import { exportsOtlp, readOtlpDestination, readOtlpProtocol } from './otlp-destination.ts';
import { configFileVariable, otlpEnvironment, overridingEnvironment, ownExport } from './otlp-environment.ts';

export type Direction =
  /** `forward`: where they are passed on to, under the session's key; undefined where they are not. */
  | {
      readonly kind: 'here';
      readonly variables: Record<string, string>;
      readonly forward: OtlpDestination | undefined;
    }
  /** `why` is a sentence for the user. */
  | { readonly kind: 'elsewhere'; readonly why: string; readonly offers: readonly RunAgain[] };

export interface Receiving {
  readonly port: number;
  readonly session: string;
}

export function directTraces(environment: Environment, wish: CaptureWish, { port, session }: Receiving): Direction {
  const directed = ownExport(environment);
  // Where nothing is directed, nothing says where to pass them on to.
  if (directed === undefined)
    return { kind: 'here', variables: otlpEnvironment(environment, port, session), forward: undefined };
  const file = configFileVariable(environment);
  if (file !== undefined)
    return {
      kind: 'elsewhere',
      why: `${file} is set for it: its traces go where that file says, which no variable changes, and none are captured here.`,
      offers: [],
    };
  const destination = destinationOf(environment);
  if (wish === 'usual')
    return {
      kind: 'elsewhere',
      why: `${directed} is set for it: its traces go where that says, and none are captured here.`,
      offers: destination.ok ? ['override', 'forward'] : ['override'],
    };
  if (wish === 'override') return { kind: 'here', variables: overriding('/v1/traces'), forward: undefined };
  if (!destination.ok)
    return {
      kind: 'elsewhere',
      why: `Its traces cannot be passed on, and none are captured here: ${destination.error}.`,
      offers: ['override'],
    };
  return { kind: 'here', variables: overriding(forwardPath(session)), forward: destination.value };

  function overriding(path: string): Record<string, string> {
    return overridingEnvironment(environment, `http://127.0.0.1:${port}${path}`, bodyProtocol(environment));
  }
}

function destinationOf(environment: Environment): Result<OtlpDestination> {
  return exportsOtlp(environment) ? readOtlpDestination(environment) : fail('its variables send none over OTLP');
}

/** What comes here names its path, which calls of gRPC have none for; it is passed on over gRPC all the same. */
function bodyProtocol(environment: Environment): 'http/protobuf' | 'http/json' {
  const protocol = readOtlpProtocol(environment);
  return protocol.ok && protocol.value === 'http/json' ? 'http/json' : 'http/protobuf';
}
