// The promises of the example: a line with the comment "// span: <name>" is where the span of that name is made.
import { glob, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

export interface Mark {
  readonly span: string;
  /** The name of the file, which is also that of its service. */
  readonly file: string;
  readonly line: number;
}

export async function findMarks(folder: string): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for await (const path of glob('src/**/*.{ts,js}', { cwd: folder })) {
    const lines = (await readFile(join(folder, path), 'utf8')).split('\n');
    for (const [index, text] of lines.entries()) {
      const span = /\/\/ span: (.+?)\s*$/.exec(text)?.[1];
      if (span !== undefined) marks.push({ span, file: basename(path), line: index + 1 });
    }
  }
  return marks;
}

/** The service whose spans a mark is about, when its file is named for one. */
export function serviceOf(mark: Mark): string {
  return basename(mark.file, extname(mark.file));
}
