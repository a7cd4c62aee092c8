// The flags of `opentelemetry-instrument` in a command line: its parser knows them with underscores only, as they are the
// names of variables in lower case. One with a hyphen ends it with an error before the program has begun.

export interface BadFlags {
  /** Of the first one, in the text. */
  readonly offset: number;
  readonly flags: readonly string[];
  /** The command up to its end, with the flags mended. */
  readonly mended: string;
}

const TOOL = /\bopentelemetry-instrument\b/g;
/** A command is read no further than this many characters. */
const MAX_COMMAND = 2000;
/** What separates words in a shell's line or in an array of JSON or YAML; a line ends unless it says that it goes on. */
const GAP = /^(?:[ \t"',[\]]|\\\r?\n|(?<=[,[])\r?\n|\r?\n(?=\s*-\s)|(?<=\n\s*)-(?=\s))+/;
const WORD = /^[^\s"',[\]]+/;

export function findBadFlags(text: string): readonly BadFlags[] {
  return [...text.matchAll(TOOL)].flatMap(({ index, 0: tool }): BadFlags[] => {
    const start = index + tool.length;
    const flags: { readonly flag: string; readonly offset: number }[] = [];
    let at = start;
    let wantsValue = false;
    while (at < text.length && at < start + MAX_COMMAND) {
      at += GAP.exec(text.slice(at, start + MAX_COMMAND))?.[0].length ?? 0;
      const word = WORD.exec(text.slice(at, start + MAX_COMMAND))?.[0];
      if (word === undefined) break;
      if (word.startsWith('--')) {
        const [flag = word] = word.split('=');
        if (flag.slice(2).includes('-')) flags.push({ flag, offset: at });
        wantsValue = !word.includes('=');
      } else if (wantsValue) wantsValue = false;
      // The program: what follows is its own.
      else break;
      at += word.length;
    }
    const [first] = flags;
    if (first === undefined) return [];
    const line = text.slice(index, endOfCommand(text, at));
    return [
      {
        offset: first.offset,
        flags: flags.map(({ flag }) => flag),
        mended: flags.reduce((mended, { flag }) => mended.replace(flag, mendFlag(flag)), line).trimEnd(),
      },
    ];
  });
}

export function mendFlag(flag: string): string {
  return `--${flag.slice(2).replaceAll('-', '_')}`;
}

function endOfCommand(text: string, from: number): number {
  const rest = /^(?:\\\r?\n|[^\n])*/.exec(text.slice(from, from + MAX_COMMAND))?.[0].length ?? 0;
  return from + rest;
}
