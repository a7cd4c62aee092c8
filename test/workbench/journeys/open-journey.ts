// An editor for a test from outside: a copy of a workspace, the packaged extension, evidence when something goes wrong.

import { join } from 'node:path';
import { CACHE } from '../../../scripts/base/paths.ts';
import { packageExtension } from '../../../scripts/bundle/package-extension.ts';
import { ensureBrowser } from '../../../scripts/install/browser.ts';
import { ensureEditor } from '../../../scripts/install/editor.ts';
import { copyWorkspace } from '../run/copy-workspace.ts';
import { type OpenEditor, openEditor } from '../run/open-editor.ts';

export interface Journey {
  /** Of the folder under .cache/workbench/journeys for pictures and logs. */
  readonly name: string;
  readonly workspace: string;
  /** Folders of more extensions. */
  readonly extensions?: readonly string[];
  /** Completes the copy of the workspace before it is opened. */
  readonly prepare?: (workspace: string) => Promise<void>;
}

export async function travel(
  { name, workspace, extensions = [], prepare }: Journey,
  steps: (editor: OpenEditor, workspace: string, evidence: string) => Promise<void>,
): Promise<void> {
  const evidence = join(CACHE, 'workbench', 'journeys', name);
  const copy = await copyWorkspace(workspace);
  try {
    await prepare?.(copy.path);
    const editor = await openEditor({
      lane: await ensureEditor('newest'),
      browser: await ensureBrowser(),
      workspace: copy.path,
      vsix: [await packageExtension()],
      extensions,
      evidence,
    });
    try {
      await steps(editor, copy.path, evidence);
    } catch (error) {
      await editor.keepEvidence();
      throw error;
    } finally {
      await editor.close();
    }
  } finally {
    await copy.remove();
  }
}
