// Source text with its comments blanked, so that what is commented out is not taken for code. Positions and lines stay.

// What has no end goes to the end, so that no text is read twice.
const JAVASCRIPT =
  /(["'])(?:\\[\s\S]|(?!\1)[^\\\n])*\1?|`(?:\\[\s\S]|[^\\`])*`?|\/\/[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)/g;
const PYTHON =
  /"""(?:(?:\\[\s\S]|[^\\])*?"""|[\s\S]*)|'''(?:(?:\\[\s\S]|[^\\])*?'''|[\s\S]*)|(["'])(?:\\[\s\S]|(?!\1)[^\\\n])*\1?|#[^\n]*/g;

/** Strings are read, as they may hold what looks like a comment, and stay as they are. */
export function blankComments(file: string, text: string): string {
  const isPython = file.endsWith('.py');
  const comment = isPython ? /^#/ : /^\/[/*]/;
  return text.replace(isPython ? PYTHON : JAVASCRIPT, (piece) =>
    comment.test(piece) ? piece.replace(/[^\n]/g, ' ') : piece,
  );
}
