// The extension: services are made, features registered. Nothing is opened, forked or read before there is a reason.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { createEmitter } from '../base/event.ts';
import { ours, theirs } from './editor/disposables.ts';
import { workspaceRoots } from './editor/workspace-roots.ts';
import { registerAttach } from './features/attach/attach.ts';
import { registerCapture } from './features/capture/capture.ts';
import { registerContainers } from './features/containers/containers.ts';
import { registerDebuggerClock } from './features/debugger-clock/debugger-clock.ts';
import { registerDoctor } from './features/doctor/doctor.ts';
import { registerExport } from './features/files/export.ts';
import { registerFileEditor } from './features/files/file-editor.ts';
import { registerForward } from './features/forward/forward.ts';
import { registerHere } from './features/here/here.ts';
import { registerLens } from './features/lens/lens.ts';
import { registerPythonPackages } from './features/python-packages/python-packages.ts';
import { registerRuns } from './features/runs/runs.ts';
import { registerSharedPorts } from './features/shared-ports/shared-ports.ts';
import { registerStatus } from './features/status/status.ts';
import { registerTerminals } from './features/terminals/terminals.ts';
import { registerTraceTab } from './features/trace-tab/trace-tab.ts';
import { registerTracesView } from './features/traces-view/traces-view.ts';
import { createCaptureSessions } from './services/capture-sessions.ts';
import { createDiagnosisState } from './services/diagnosis.ts';
import { createHookFolder } from './services/hook-folder.ts';
import { runsFolder } from './services/kept-runs.ts';
import { createNews } from './services/news.ts';
import { createPythonPackages } from './services/python-packages.ts';
import { createPythonReports } from './services/python-reports.ts';
import type { OpenTraceRequest, Services } from './services/services.ts';
import { settings } from './services/settings.ts';
import { createTelemetry } from './services/telemetry.ts';
import { createTraceFilter } from './services/trace-filter.ts';

const MEBIBYTE = 2 ** 20;

const FEATURES = [
  registerCapture,
  registerAttach,
  registerDebuggerClock,
  registerTerminals,
  registerTracesView,
  registerTraceTab,
  registerHere,
  registerStatus,
  registerLens,
  registerDoctor,
  registerPythonPackages,
  registerSharedPorts,
  registerContainers,
  registerRuns,
  registerForward,
  registerFileEditor,
  registerExport,
];

export function activate(extension: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Spanline', { log: true });
  const folder = extension.storageUri?.fsPath;
  const global = extension.globalStorageUri.fsPath;
  // A window without a workspace has no storage of its own.
  const window = crypto.randomUUID();
  const ownFolder = (name: string) => (folder === undefined ? join(global, `${name}-${window}`) : join(folder, name));
  const runs = runsFolder(extension)?.fsPath;
  const keep = () => {
    const days = settings.get('store.keepRuns');
    if (runs === undefined || days <= 0) return undefined;
    return { folder: runs, days, bytes: settings.get('store.diskLimit') * MEBIBYTE };
  };
  const telemetry = createTelemetry({
    script: extension.asAbsolutePath('dist/telemetry.cjs'),
    options: () => ({
      ...{ memoryLimit: settings.get('store.memoryLimit') * MEBIBYTE, keep: keep(), spool: ownFolder('spool') },
      windows: join(global, 'windows'),
    }),
    roots: workspaceRoots,
    log: (message) => log.info(message),
  });
  const opened = createEmitter<OpenTraceRequest>((error) => log.error(String(error)));
  const services: Services = {
    log,
    settings,
    telemetry,
    sessions: createCaptureSessions(),
    diagnosis: createDiagnosisState(),
    filter: createTraceFilter(),
    news: createNews(telemetry, log),
    openTrace: (trace, span, file) => opened.fire({ trace, span, file }),
    shownTrace: { current: undefined },
    onOpenTrace: opened.listen,
    pythonReports: createPythonReports(ownFolder('python-reports'), (message) => log.warn(message)),
    pythonPackages: createPythonPackages(join(global, 'python-packages')),
    hookFolder: createHookFolder(extension, log),
    extension,
  };
  const features = FEATURES.map((register) => register(services));
  extension.subscriptions.push(
    ...[ours(log), telemetry, services.news, services.pythonReports, ...features].map(theirs),
  );
}
