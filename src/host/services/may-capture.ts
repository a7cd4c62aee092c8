// Whether anything may be captured on request; if not the user is told, with what helps.

import * as vscode from 'vscode';
import type { Services } from './services.ts';

export async function mayCapture({ settings }: Pick<Services, 'settings'>): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    const manage = 'Manage Workspace Trust';
    const answer = await vscode.window.showWarningMessage(
      'Spanline captures nothing in Restricted Mode: trust this workspace first.',
      manage,
    );
    if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
    return false;
  }
  if (settings.get('capture.enabled')) return true;
  const resume = 'Resume Capture';
  const answer = await vscode.window.showWarningMessage('Capture is paused (spanline.capture.enabled is off).', resume);
  if (answer !== resume) return false;
  await settings.set('capture.enabled', true);
  return true;
}
