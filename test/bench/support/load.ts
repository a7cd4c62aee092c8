// What is asked of the load generator, and what it answers.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BENCH } from './places.ts';

export interface Load {
  readonly port: number;
  readonly requests: number;
  /** `one span`: a request each, of which as many are sent at once as connections are kept. */
  readonly how?: LoadKind;
}

export type LoadKind = 'http' | 'gzip' | 'one span' | 'grpc';

export interface LoadResult {
  readonly spansPerSecond: number;
  /** Requests that were not answered with 200. */
  readonly refused: number;
}

export interface LoadGenerator extends Disposable {
  /** Spans a second; rejects when a request is refused. */
  run(load: Load): Promise<number>;
}

export function startLoadGenerator(): LoadGenerator {
  const child = fork(join(BENCH, 'children', 'load-generator.ts'));
  return {
    async run(load) {
      child.send(load);
      const [result]: LoadResult[] = await once(child, 'message');
      if (result === undefined || result.refused > 0) throw new Error(`${result?.refused} requests were refused`);
      return result.spansPerSecond;
    },
    [Symbol.dispose]: () => child.disconnect(),
  };
}
