// Text from telemetry made safe to read: no invisible character may disguise what it says, no length may stall who shows it.

// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const LINE_CONTROLS = /[\t\n]/g;

/** One line: every control is shown as a sign, tabs and line ends included. */
export function toLine(text: string, limit = 400): string {
  return escapeControls(clip(text, limit)).replace(LINE_CONTROLS, (character) => (character === '\t' ? '→' : '⏎'));
}

/** Many lines: tabs and line ends stay. */
export function toBlock(text: string, limit = 200_000): string {
  return escapeControls(clip(text.replaceAll('\r\n', '\n'), limit));
}

/** Cuts at a whole character and says so by an ellipsis. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const splitsPair = last >= 0xd800 && last < 0xdc00;
  return `${text.slice(0, splitsPair ? limit - 1 : limit)}…`;
}

function escapeControls(text: string): string {
  return text.replace(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    // Control Pictures: U+2400 and on mirror the C0 set.
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}
