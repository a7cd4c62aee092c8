// Where in launch.json a configuration says something: of all places that do, the one nearest to its name.

import type { Site } from '../../model/site.ts';
import type { LaunchFacts } from '../facts.ts';
import { siteAt } from './place-in-text.ts';

/** `pattern` must be global. */
export function findInLaunch({ name, launchFile }: LaunchFacts, pattern: RegExp): Site | undefined {
  if (launchFile === undefined) return undefined;
  const { file, text } = launchFile;
  const named = text.indexOf(JSON.stringify(name));
  const offsets = [...text.matchAll(pattern)].map(({ index }) => index);
  const [nearest] = offsets.sort((a, b) => Math.abs(a - named) - Math.abs(b - named));
  return nearest === undefined ? undefined : siteAt(file, text, nearest);
}

export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
