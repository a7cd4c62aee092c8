// The theme as canvases need it: VS Code's tokens, read anew when the theme changes.

import { toDisposable } from '../../src/base/disposable.ts';
import { type Color, over, parseColor } from './color.ts';
import { serviceColors } from './service-palette.ts';

export interface Theme {
  readonly services: readonly string[];
  readonly font: string;
  readonly highContrast: boolean;
  /** The token's value, or the fallback in a theme without it. */
  color(token: string, fallback: string): string;
}

const WHITE: Color = [255, 255, 255, 1];
const BLACK: Color = [0, 0, 0, 1];

/** `groundToken` is the token of what the page stands on: an editor's ground differs from a panel's. */
export function readTheme(groundToken: string): Theme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const light = document.body.className.includes('light');
  const ground = over(parseColor(token(groundToken)) ?? (light ? WHITE : BLACK), light ? WHITE : BLACK);
  const ink = light ? BLACK : WHITE;
  return {
    services: serviceColors(token, ground, ink),
    font: getComputedStyle(document.body).fontFamily,
    highContrast: document.body.className.includes('high-contrast'),
    color: (name, fallback) => token(name) || fallback,
  };
}

/** Style sheets colour a service by its slot: `var(--service-3)`. Set below the root, whose style VS Code owns. */
export function applyServiceColors(element: HTMLElement, theme: Theme): void {
  for (const [slot, color] of theme.services.entries()) element.style.setProperty(`--service-${slot}`, color);
}

/** VS Code changes the body's class and the root's style, one right after the other: the listener is called once for both. */
export function watchTheme(listener: () => void): Disposable {
  let scheduled = false;
  const observer = new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      listener();
    });
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return toDisposable(() => observer.disconnect());
}
