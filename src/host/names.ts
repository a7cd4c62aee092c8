// Every name that the manifest and the code share, once.

import type { RunAgain } from '../model/run-again.ts';

export const COMMAND = {
  showTraces: 'spanline.traces.show',
  clearTraces: 'spanline.traces.clear',
  filterBySite: 'spanline.traces.filterBySite',
  showMenu: 'spanline.menu.show',
  showLog: 'spanline.log.show',
  toggleCapture: 'spanline.capture.toggle',
  showDoctor: 'spanline.doctor.show',
  overrideRun: 'spanline.capture.override',
  forwardRun: 'spanline.capture.forward',
  showOpenSpan: 'spanline.openSpan.show',
  revealOpenSpan: 'spanline.openSpan.reveal',
  openTerminal: 'spanline.terminal.open',
  runTask: 'spanline.task.run',
  copyContainerVariables: 'spanline.container.copyVariables',
  installPythonPackages: 'spanline.pythonPackages.install',
  removePythonPackages: 'spanline.pythonPackages.remove',
  openRun: 'spanline.run.open',
  deleteRuns: 'spanline.run.deleteAll',
  openFile: 'spanline.file.open',
  setForwardHeaders: 'spanline.forward.setHeaders',
  exportTraces: 'spanline.traces.export',
  exportTrace: 'spanline.trace.export',
} as const;

/** They take the key of a session; without one the user is asked for it. */
export const RUN_AGAIN_COMMAND: Readonly<Record<RunAgain, string>> = {
  override: COMMAND.overrideRun,
  forward: COMMAND.forwardRun,
};

export const VIEW = { traces: 'spanline.traces', here: 'spanline.here' } as const;

/** What conditions in the manifest ask for. */
export const CONTEXT = { hereEmpty: 'spanline.here.empty' } as const;

/** Both show the same: one by default, one on request, of files that may hold something else. */
export const CUSTOM_EDITOR = { run: 'spanline.run', lines: 'spanline.lines' } as const;

export const PANEL = { trace: 'spanline.trace' } as const;

/** Settings with their types, by the section behind `spanline.`. */
export interface SettingTypes {
  readonly 'capture.enabled': boolean;
  readonly 'capture.callSites': boolean;
  readonly 'capture.autoInstrument': 'ask' | 'on' | 'off';
  readonly 'capture.attach': 'ask' | 'always' | 'never';
  readonly 'capture.terminals': boolean;
  readonly 'receiver.wellKnownPorts': boolean;
  readonly 'store.memoryLimit': number;
  readonly 'store.keepRuns': number;
  readonly 'store.diskLimit': number;
  readonly 'forward.endpoint': string;
  readonly 'forward.callSites': boolean;
  readonly 'lens.enabled': boolean;
}

export const SETTING_DEFAULTS: SettingTypes = {
  'capture.enabled': true,
  'capture.callSites': true,
  'capture.autoInstrument': 'ask',
  'capture.attach': 'ask',
  'capture.terminals': false,
  'receiver.wellKnownPorts': false,
  'store.memoryLimit': 256,
  'store.keepRuns': 7,
  'store.diskLimit': 1024,
  'forward.endpoint': '',
  'forward.callSites': false,
  'lens.enabled': true,
};
