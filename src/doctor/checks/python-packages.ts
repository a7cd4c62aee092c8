// Packages that a Python program needs and does not have: an SDK, the exporter of the protocol in use, instrumentations.

import type { FindingAction } from '../../model/finding.ts';
import { checkLaunches, type Found } from '../check.ts';
import type { DoctorFacts, LaunchFacts } from '../facts.ts';
import { hasPackage, whereMissing } from '../project/has-package.ts';
import { missingInstrumentations } from './python-instrumentations.ts';

const INSTALL =
  'pip install opentelemetry-distro opentelemetry-exporter-otlp-proto-http && opentelemetry-bootstrap -a install';
const TOOL = /\bopentelemetry-instrument\b/;

export const pythonPackages = checkLaunches(
  'python-packages',
  'Python packages that are missing: an SDK, an exporter, instrumentations',
  (launch, facts) => {
    if (launch.runtime !== 'python' || launch.tracing?.kind === 'traced') return [];
    const own = notTraced(launch);
    if (own.length > 0) return own;
    const base = withoutSdk(launch, facts);
    if (base.length > 0) return base;
    const isAutomatic = usesTool(launch) || hasPackage(launch.packages, 'opentelemetry-distro') === true;
    return [
      ...withoutDistro(launch),
      ...withoutExporter(launch, isAutomatic),
      ...missingInstrumentations(launch, isAutomatic),
    ];
  },
);

function usesTool({ command, sources }: LaunchFacts): boolean {
  return TOOL.test(command.join(' ')) || sources.some(({ file, text }) => !file.endsWith('.py') && TOOL.test(text));
}

/** What Spanline would have traced. */
function notTraced({ name, tracing }: LaunchFacts): readonly Found[] {
  const copy: FindingAction = { kind: 'copy', label: 'Copy Install Command', text: INSTALL };
  if (tracing?.kind === 'lacking') {
    const [module] = tracing.module.split('.');
    return [
      {
        severity: 'problem',
        wrong: `“${name}” uses ${module}, and the packages that would trace it are not installed.`,
        why: 'Spanline can install them into a folder of its own: the environment of the program stays as it is. Start the program again then.',
        actions: [{ kind: 'command', label: 'Install for Tracing', command: 'install-python-packages' }, copy],
      },
    ];
  }
  if (tracing?.kind !== 'failed') return [];
  return [
    {
      severity: 'problem',
      wrong: `“${name}” could not be traced: ${tracing.reason}`,
      why: 'OpenTelemetry did not start among the packages of the program’s environment: one of them may be too old for it.',
      actions: [copy],
    },
  ];
}

function withoutSdk({ name, packages }: LaunchFacts, { isAutoInstrumentOff }: DoctorFacts): readonly Found[] {
  if (hasPackage(packages, 'opentelemetry-sdk') !== false) return [];
  const hasApi = hasPackage(packages, 'opentelemetry-api') === true;
  const what = hasApi
    ? `“${name}” has opentelemetry-api, and no SDK: opentelemetry-sdk ${whereMissing(packages)}.`
    : `“${name}” has no OpenTelemetry: opentelemetry-sdk ${whereMissing(packages)}.`;
  const why = hasApi
    ? 'The API by itself makes spans that are thrown away: an SDK keeps and exports them.'
    : 'The program makes no spans by itself.';
  return [
    {
      severity: 'problem',
      wrong: what,
      why,
      actions: [
        ...(isAutoInstrumentOff
          ? [{ kind: 'setting', label: 'Open Setting', setting: 'spanline.capture.autoInstrument' } as const]
          : []),
        {
          kind: 'copy',
          label: 'Copy Install Command',
          text: INSTALL,
        },
      ],
    },
  ];
}

function withoutDistro(launch: LaunchFacts): readonly Found[] {
  if (!usesTool(launch) || hasPackage(launch.packages, 'opentelemetry-distro') !== false) return [];
  return [
    {
      severity: 'problem',
      wrong: `“${launch.name}” is started by opentelemetry-instrument, and opentelemetry-distro ${whereMissing(launch.packages)}.`,
      why: 'The tool sets up no SDK by itself: that is what the distro does. Without one nothing is said, and every span is thrown away.',
      actions: [{ kind: 'copy', label: 'Copy Install Command', text: 'pip install opentelemetry-distro' }],
    },
  ];
}

/** An SDK that the environment sets up takes the exporter of the protocol that is asked for, or none at all. */
function withoutExporter({ name, packages, capture }: LaunchFacts, isAutomatic: boolean): readonly Found[] {
  if (!isAutomatic || capture.kind !== 'captured') return [];
  const exporter = 'opentelemetry-exporter-otlp-proto-http';
  if (hasPackage(packages, exporter) !== false) return [];
  const hasGrpc = hasPackage(packages, 'opentelemetry-exporter-otlp-proto-grpc') === true;
  return [
    {
      severity: 'problem',
      wrong: `“${name}” is asked to send OTLP over HTTP, and ${exporter} ${whereMissing(packages)}.`,
      why: hasGrpc
        ? 'It has the exporter for gRPC only. An SDK that is set up by variables says “Requested component otlp_proto_http not found” then, and no span is kept.'
        : 'An SDK that is set up by variables says “Requested component otlp_proto_http not found” then, and no span is kept.',
      actions: [{ kind: 'copy', label: 'Copy Install Command', text: `pip install ${exporter}` }],
    },
  ];
}
