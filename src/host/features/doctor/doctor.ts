// "Why do I see no spans?": on demand, and by itself where the view stays empty while something runs. What is found is shown
// in the Traces view, each finding with what helps.

import { platform } from 'node:os';
import * as vscode from 'vscode';
import { diagnose } from '../../../doctor/diagnose.ts';
import type { DoctorFacts, TracingFacts } from '../../../doctor/facts.ts';
import { formatReport } from '../../../doctor/report.ts';
import { SESSION_PROPERTY } from '../../../launch/launch-configuration.ts';
import { packagesFor } from '../../../launch/python-packages.ts';
import type { PythonReport } from '../../../launch/python-report.ts';
import type { DoctorWish } from '../../../protocol/editor-api.ts';
import { together } from '../../editor/disposables.ts';
import { createRevealer } from '../../editor/reveal-site.ts';
import { workspaceRoots } from '../../editor/workspace-roots.ts';
import { COMMAND, VIEW } from '../../names.ts';
import type { Services } from '../../services/services.ts';
import { gatherLaunch } from './launch-facts.ts';
import { type LaunchRecord, recordLaunches } from './launch-records.ts';
import { performAction } from './perform-action.ts';

/** So long spans may take to come before it is asked why there are none, in milliseconds. */
const SETTLE = 5000;
/** Of a program that has ended: what it sent last is on its way. */
const SETTLE_ENDED = 1500;
/** The newest launches are judged: what ran before them says little. */
const MAX_LAUNCHES = 4;

type Needs = Pick<
  Services,
  'settings' | 'telemetry' | 'sessions' | 'news' | 'diagnosis' | 'log' | 'extension' | 'pythonReports'
>;

export function registerDoctor(services: Needs): Disposable {
  const { diagnosis, news, log, settings } = services;
  const records = recordLaunches();
  const revealer = createRevealer();
  /** Launches about which nobody has wondered yet, though there was time for a span. */
  const due = new Set<LaunchRecord>();
  const timers = new Map<LaunchRecord, NodeJS.Timeout>();
  let looking: AbortController | undefined;

  const hasSpans = () => (news.summary?.spans ?? 0) > 0;

  const look = async (isAsked: boolean) => {
    looking?.abort();
    const mine = new AbortController();
    looking = mine;
    due.clear();
    if (isAsked) diagnosis.show({ isAsked, isLooking: true, findings: [], fine: [] });
    try {
      const facts = await vscode.window.withProgress({ location: { viewId: VIEW.traces } }, () =>
        gatherFacts(services, records.all, mine.signal),
      );
      if (!mine.signal.aborted) diagnosis.show({ isAsked, isLooking: false, ...diagnose(facts) });
    } catch (error) {
      if (mine.signal.aborted) return;
      log.error(`the doctor stopped: ${String(error)}`);
      diagnosis.show(undefined);
    }
  };

  const lookIfDue = () => {
    if (due.size > 0 && diagnosis.isLookedAt && !hasSpans() && !diagnosis.shown?.isAsked) void look(false);
  };
  const wonderAfter = (record: LaunchRecord, milliseconds: number) => {
    clearTimeout(timers.get(record));
    const timer = setTimeout(() => {
      timers.delete(record);
      due.add(record);
      lookIfDue();
    }, milliseconds);
    timers.set(record, timer);
  };
  const forget = () => {
    looking?.abort();
    diagnosis.show(undefined);
  };

  const show = async () => {
    await vscode.commands.executeCommand(COMMAND.showTraces);
    await look(true);
  };
  const fulfil = async (wish: DoctorWish) => {
    switch (wish.kind) {
      case 'look':
        return look(true);
      case 'act':
        return performAction(diagnosis.shown?.findings, wish, revealer);
      case 'copy-report':
        if (diagnosis.shown)
          await vscode.env.clipboard.writeText(formatReport(diagnosis.shown, aboutWindow(services, records.all)));
        return;
      case 'close':
        return forget();
    }
  };

  return together(
    records,
    revealer,
    { dispose: () => looking?.abort() },
    { dispose: () => timers.forEach(clearTimeout) },
    records.onStart((record) => {
      // What was found is of launches before it.
      forget();
      wonderAfter(record, SETTLE);
    }),
    records.onEnd((record) => {
      if (timers.has(record)) wonderAfter(record, SETTLE_ENDED);
    }),
    diagnosis.onLook(lookIfDue),
    news.onSummary(() => {
      if (!hasSpans()) return;
      due.clear();
      if (!diagnosis.shown?.isAsked) forget();
    }),
    settings.onChange('capture.enabled', () => {
      if (diagnosis.shown) void look(diagnosis.shown.isAsked);
    }),
    diagnosis.onWish((wish) => void fulfil(wish)),
    vscode.commands.registerCommand(COMMAND.showDoctor, show),
  );
}

async function gatherFacts(
  { settings, telemetry, sessions, pythonReports }: Needs,
  records: readonly LaunchRecord[],
  signal: AbortSignal,
): Promise<DoctorFacts> {
  const { isTrusted } = vscode.workspace;
  const [firstRoot] = workspaceRoots();
  const launches = [];
  for (const { name, configuration, root = firstRoot, output } of records.slice(0, MAX_LAUNCHES)) {
    if (!isTrusted || root === undefined) continue;
    const tracing = tracingOf(pythonReports.of(configuration[SESSION_PROPERTY]));
    const launch = { name, configuration, root, output: output.lines, inherited: process.env, tracing };
    launches.push(await gatherLaunch(launch, signal));
  }
  return {
    platform: platform() === 'linux' ? 'linux' : platform() === 'win32' ? 'windows' : 'other',
    isTrusted,
    isEnabled: settings.get('capture.enabled'),
    failure: telemetry.state.failure,
    port: telemetry.port,
    receiver: telemetry.pid,
    isAutoInstrumentOff: settings.get('capture.autoInstrument') === 'off',
    isAttachOff: settings.get('capture.attach') === 'never',
    terminals: sessions.terminals,
    launches,
  };
}

function tracingOf(report: PythonReport | undefined): TracingFacts | undefined {
  if (report?.state === 'traced') return { kind: 'traced' };
  if (report?.state === 'failed') return { kind: 'failed', reason: report.reason };
  if (report === undefined || packagesFor(report) === undefined) return undefined;
  return { kind: 'lacking', module: report.module };
}

/** For the head of a report. */
function aboutWindow({ extension }: Needs, records: readonly LaunchRecord[]): readonly string[] {
  const release: unknown = extension.extension.packageJSON.version;
  return [
    `Spanline ${String(release)}, ${vscode.env.appName} ${vscode.version}, ${process.platform} ${process.arch}`,
    ...records
      .slice(0, MAX_LAUNCHES)
      .map(
        ({ name, configuration }) => `launch “${name}”: type ${configuration.type}, request ${configuration.request}`,
      ),
  ];
}
