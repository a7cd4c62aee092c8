// The setting for all terminals: while it is on, the editor gives the variables to each that is opened.

import * as vscode from 'vscode';
import { reasonOf } from '../../../base/reason-of.ts';
import { type TerminalVariable, terminalVariables } from '../../../launch/terminal-environment.ts';
import type { TerminalCapture } from '../../../model/terminal-capture.ts';
import { ours, together } from '../../editor/disposables.ts';
import { captureContext } from '../../services/capture-context.ts';
import { offerLog } from '../../services/offer-log.ts';
import type { Services } from '../../services/services.ts';
import { keepPort, keptPort } from './kept-port.ts';
import { furtherEnvironment, SHELL_SETTINGS, shellEnvironment } from './shell-environment.ts';

type Needs = Pick<Services, 'log' | 'settings' | 'telemetry' | 'hookFolder' | 'pythonPackages' | 'extension'>;

const DESCRIPTION = new vscode.MarkdownString(
  'Captures the traces of programs that are started here. To turn it off, clear the setting `spanline.capture.terminals`.',
);

export interface TerminalCollection extends Disposable {
  /** Undefined while the setting is off. */
  readonly capture: Exclude<TerminalCapture, { readonly kind: 'off' }> | undefined;
  /** Until what the settings say now is done. */
  update(): Promise<void>;
}

/** `session`: of all terminals of the window. `onChange` is called when `capture` is another. */
export function keepTerminalCollection(services: Needs, session: string, onChange: () => void): TerminalCollection {
  const { log, settings, telemetry, extension } = services;
  let capture: TerminalCollection['capture'];
  let port: number | undefined;
  let newest = 0;

  const isWanted = () =>
    vscode.workspace.isTrusted && settings.get('capture.enabled') && settings.get('capture.terminals');

  const become = (next: TerminalCollection['capture'], variables: readonly TerminalVariable[]) => {
    // An extension that never set anything has nothing to clear: the editor would be asked for no reason.
    if (capture !== undefined || variables.length > 0) apply(extension.environmentVariableCollection, variables);
    if (next?.kind === 'left' && capture?.kind !== 'left') log.info(`terminals are not captured: ${next.why}`);
    if (next?.kind === 'captured' && capture?.kind !== 'captured') log.info('captures terminals that are opened now');
    if (capture === next) return;
    capture = next;
    onChange();
  };

  const update = async () => {
    const mine = ++newest;
    if (!isWanted()) return become(undefined, []);
    try {
      const context = await captureContext(services, keptPort(extension));
      if (mine !== newest) return;
      port = context.port;
      await keepPort(extension, port);
      const plan = terminalVariables(shellEnvironment(), furtherEnvironment(), { ...context, session });
      if (plan.kind === 'left') become(plan, []);
      else become({ kind: 'captured' }, plan.variables);
    } catch (error) {
      if (mine !== newest) return;
      log.error(`terminals are not captured: ${String(error)}`);
      become({ kind: 'left', why: reasonOf(error) }, []);
      void offerLog('terminals', error);
    }
  };

  const onTelemetry = () => {
    const { failure } = telemetry.state;
    // Nothing listens any more: programs of a new terminal would send to nobody.
    if (failure !== undefined && capture?.kind === 'captured') become({ kind: 'left', why: failure }, []);
    else if (failure === undefined && telemetry.port !== undefined && port !== undefined)
      if (telemetry.port !== port || capture?.kind === 'left') void update();
  };

  void update();
  return {
    get capture() {
      return capture;
    },
    update,
    ...together(
      telemetry.onState(onTelemetry),
      ...(['enabled', 'terminals', 'callSites', 'autoInstrument'] as const).map((name) =>
        settings.onChange(`capture.${name}`, () => void update()),
      ),
      ours(vscode.workspace.onDidGrantWorkspaceTrust(() => void update())),
      ours(
        vscode.workspace.onDidChangeConfiguration((event) => {
          if (isWanted() && SHELL_SETTINGS.some((section) => event.affectsConfiguration(section))) void update();
        }),
      ),
    ),
  };
}

function apply(collection: vscode.EnvironmentVariableCollection, variables: readonly TerminalVariable[]): void {
  // The port is this window's: the next one says what holds then.
  collection.persistent = false;
  collection.description = DESCRIPTION;
  const names = new Set(variables.map(({ name }) => name));
  for (const [name] of [...collection]) if (!names.has(name)) collection.delete(name);
  for (const { name, how, text } of variables) collection[how](name, text);
}
