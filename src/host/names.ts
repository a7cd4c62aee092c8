// Every name that the manifest and the code share, once.

export const COMMAND = {
  showTraces: 'spanline.traces.show',
  clearTraces: 'spanline.traces.clear',
  filterBySite: 'spanline.traces.filterBySite',
  showMenu: 'spanline.menu.show',
  showLog: 'spanline.log.show',
  toggleCapture: 'spanline.capture.toggle',
  showDoctor: 'spanline.doctor.show',
  installPythonPackages: 'spanline.pythonPackages.install',
  removePythonPackages: 'spanline.pythonPackages.remove',
} as const;

export const VIEW = { traces: 'spanline.traces' } as const;

export const PANEL = { trace: 'spanline.trace' } as const;

/** Settings with their types, by the section behind `spanline.`. */
export interface SettingTypes {
  readonly 'capture.enabled': boolean;
  readonly 'capture.callSites': boolean;
  readonly 'capture.autoInstrument': 'ask' | 'on' | 'off';
  readonly 'capture.attach': 'ask' | 'always' | 'never';
  readonly 'store.memoryLimit': number;
  readonly 'lens.enabled': boolean;
}

export const SETTING_DEFAULTS: SettingTypes = {
  'capture.enabled': true,
  'capture.callSites': true,
  'capture.autoInstrument': 'ask',
  'capture.attach': 'ask',
  'store.memoryLimit': 256,
  'lens.enabled': true,
};
