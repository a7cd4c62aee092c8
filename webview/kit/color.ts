// The little colour arithmetic that a theme-aware palette needs: parse, mix, contrast (WCAG 2.2).

/** Red, green, blue from 0 to 255, alpha from 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number, alpha: number];

/** Understands what VS Code writes into its tokens: #rgb, #rrggbb, #rrggbbaa, rgb(), rgba(). */
export function parseColor(text: string): Color | undefined {
  const trimmed = text.trim();
  const hex = /^#([0-9a-f]{3,8})$/i.exec(trimmed)?.[1];
  if (hex !== undefined) {
    const digits = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex;
    const part = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16);
    if (digits.length !== 6 && digits.length !== 8) return undefined;
    return [part(0), part(2), part(4), digits.length === 8 ? part(6) / 255 : 1];
  }
  const parts = /^rgba?\(([^)]*)\)$/
    .exec(trimmed)?.[1]
    ?.split(/[\s,/]+/)
    .filter(Boolean)
    .map(Number);
  const [red, green, blue, alpha = 1] = parts ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return [red, green, blue, alpha].every(Number.isFinite) ? [red, green, blue, alpha] : undefined;
}

/** `part` of 0 is all `a`, of 1 all `b`; opaque. */
export function mix(a: Color, b: Color, part: number): Color {
  return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part, 1];
}

/** `color` as it looks on an opaque ground. */
export function over(color: Color, ground: Color): Color {
  return mix(ground, color, color[3]);
}

export function contrast(a: Color, b: Color): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** The colour itself, or the nearest mix towards `ink` that stands out from `ground` by `ratio`. */
export function withContrast(color: Color, ground: Color, ink: Color, ratio: number): Color {
  for (let part = 0; part < 1; part += 0.1) {
    const mixed = mix(color, ink, part);
    if (contrast(mixed, ground) >= ratio) return mixed;
  }
  return ink;
}

export function formatColor(color: Color): string {
  return `rgb(${Math.round(color[0])} ${Math.round(color[1])} ${Math.round(color[2])})`;
}

function luminance(color: Color): number {
  const channel = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(color[0]) + 0.7152 * channel(color[1]) + 0.0722 * channel(color[2]);
}
