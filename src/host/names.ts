// Every name that the manifest and the code share, once.

export const COMMAND = {
  showTraces: 'spanline.traces.show',
  clearTraces: 'spanline.traces.clear',
  filterBySite: 'spanline.traces.filterBySite',
  showMenu: 'spanline.menu.show',
  showLog: 'spanline.log.show',
  toggleCapture: 'spanline.capture.toggle',
} as const;

export const VIEW = { traces: 'spanline.traces' } as const;

export const PANEL = { trace: 'spanline.trace' } as const;

/** Settings with their types, by the section behind `spanline.`. */
export interface SettingTypes {
  readonly 'capture.enabled': boolean;
  readonly 'capture.callSites': boolean;
  readonly 'store.memoryLimit': number;
  readonly 'lens.enabled': boolean;
}

export const SETTING_DEFAULTS: SettingTypes = {
  'capture.enabled': true,
  'capture.callSites': true,
  'store.memoryLimit': 256,
  'lens.enabled': true,
};
