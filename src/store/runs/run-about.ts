// What a run is, as its file says in a frame of its own: which launches it holds.

import type { RunLaunch } from '../../model/run.ts';

export interface RunAbout {
  readonly launches: readonly RunLaunch[];
}

const utf8 = new TextEncoder();

export function writeAbout(about: RunAbout): Uint8Array {
  return utf8.encode(JSON.stringify(about));
}

/** Total: what is not understood is left out. */
export function parseAbout(bytes: Uint8Array): RunAbout {
  try {
    const about: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const launches = typeof about === 'object' && about !== null && 'launches' in about ? about.launches : [];
    return { launches: Array.isArray(launches) ? launches.filter(isLaunch) : [] };
  } catch {
    return { launches: [] };
  }
}

function isLaunch(value: unknown): value is RunLaunch {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    typeof value.key === 'string' &&
    'name' in value &&
    typeof value.name === 'string' &&
    'time' in value &&
    typeof value.time === 'number'
  );
}
