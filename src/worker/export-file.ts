// Exports into a file: written beside it first, so that what was there stays until all of the new one is.

import { open, rename, rm } from 'node:fs/promises';
import type { ExportedCounts } from '../protocol/telemetry-api.ts';
import { type ExportParts, exportLines } from './export-lines.ts';

/** Rejects with what the disk says. */
export async function exportFile(path: string, parts: Omit<ExportParts, 'write'>): Promise<ExportedCounts> {
  const draft = `${path}.${process.pid}.part`;
  try {
    const file = await open(draft, 'w', 0o600);
    try {
      const counts = await exportLines({
        ...parts,
        async write(line) {
          await file.appendFile(line);
          await file.appendFile('\n');
        },
      });
      await file.sync();
      await file.close();
      await rename(draft, path);
      return counts;
    } finally {
      await file.close().catch(() => {});
    }
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
