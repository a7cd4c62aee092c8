/** Which runtimes the SDK is tried on: on any other nothing is done. */

export interface RuntimeVersions {
  readonly node?: string | undefined;
  readonly bun?: string | undefined;
  readonly deno?: string | undefined;
  readonly electron?: string | undefined;
}

const NEWEST_MAJOR = 26;
/** The SDK asks for these minors of its oldest majors. */
const OLDEST_MINORS: Readonly<Record<number, number>> = { 18: 19, 20: 6 };

export function isKnownRuntime({ node, bun, deno, electron }: RuntimeVersions): boolean {
  if (bun !== undefined || deno !== undefined || electron !== undefined) return false;
  const [major = Number.NaN, minor = Number.NaN] = (node ?? '').split('.').map(Number);
  const oldest = OLDEST_MINORS[major];
  return oldest === undefined ? major > 20 && major <= NEWEST_MAJOR : minor >= oldest;
}
