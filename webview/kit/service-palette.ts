// A colour for each service: stable by its name, taken from the theme, different within what is shown as long as there are enough.

import { type Color, formatColor, parseColor, withContrast } from './color.ts';

/** Red is left to errors. The second is what stands in where a theme lacks the first. */
const SLOTS: readonly (readonly [token: string, fallback: string])[] = [
  ['--vscode-charts-blue', '#3794ff'],
  ['--vscode-charts-orange', '#d18616'],
  ['--vscode-charts-green', '#89d185'],
  ['--vscode-charts-purple', '#b180d7'],
  ['--vscode-charts-yellow', '#cca700'],
  ['--vscode-terminal-ansiCyan', '#11a8cd'],
  ['--vscode-terminal-ansiBrightMagenta', '#d670d6'],
  ['--vscode-terminal-ansiBrightGreen', '#23d18b'],
];

export const SERVICE_SLOTS = SLOTS.length;

/** WCAG 2.2, 1.4.11: graphical objects against what is next to them. */
const GRAPHIC_CONTRAST = 3;

/** Remembers who has which slot: the hash decides, the next free one is taken when two names meet. */
export function createServiceSlots(): (service: string) => number {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  return (service) => {
    const known = slots.get(service);
    if (known !== undefined) return known;
    let slot = hash(service) % SERVICE_SLOTS;
    if (taken.size < SERVICE_SLOTS) while (taken.has(slot)) slot = (slot + 1) % SERVICE_SLOTS;
    slots.set(service, slot);
    taken.add(slot);
    return slot;
  };
}

/** One CSS colour a slot, each distinct from the ground. */
export function serviceColors(token: (name: string) => string, ground: Color, ink: Color): readonly string[] {
  return SLOTS.map(([name, fallback]) => {
    const color = parseColor(token(name)) ?? parseColor(fallback) ?? ink;
    // Some themes make a chart's colour translucent: over a dark ground orange would be brown.
    const opaque: Color = [color[0], color[1], color[2], 1];
    return formatColor(withContrast(opaque, ground, ink, GRAPHIC_CONTRAST));
  });
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
