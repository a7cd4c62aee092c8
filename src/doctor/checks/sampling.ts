// Samplers that drop some spans or all, by variables and in code.

import { checkLaunches, type Found } from '../check.ts';
import { blankComments } from '../code/blank-comments.ts';
import { escapePattern, findInLaunch } from '../code/find-in-launch.ts';
import { nameOf, siteAt } from '../code/place-in-text.ts';
import { revealAction } from '../code/reveal-action.ts';
import type { LaunchFacts, SourceFile } from '../facts.ts';

export const sampling = checkLaunches('sampling', 'Sampling that drops spans', (launch) => [
  ...byVariables(launch),
  ...launch.sources.flatMap(inCode),
]);

function byVariables(launch: LaunchFacts): readonly Found[] {
  const setTo = (name: string) =>
    launch.environment.map(({ variables }) => variables[name]).find((value) => value !== undefined);
  const sampler = setTo('OTEL_TRACES_SAMPLER')?.toLowerCase();
  if (sampler === undefined) return [];
  const ratio = sampler.endsWith('traceidratio') ? Number(setTo('OTEL_TRACES_SAMPLER_ARG') ?? 1) : undefined;
  const drops = sampler.endsWith('always_off')
    ? 'every trace'
    : ratio !== undefined && ratio < 1
      ? shareOf(ratio)
      : undefined;
  if (drops === undefined) return [];
  const set = launch.environment.find(({ variables }) => variables.OTEL_TRACES_SAMPLER !== undefined);
  const from = set?.from === 'configuration' ? findInLaunch(launch, quoted('OTEL_TRACES_SAMPLER')) : undefined;
  return [
    {
      severity: drops === 'every trace' ? 'problem' : 'hint',
      wrong: `OTEL_TRACES_SAMPLER=${sampler} drops ${drops} of “${launch.name}”.`,
      why: 'What a sampler drops is never exported. Set parentbased_always_on for this run to see every trace.',
      actions: [
        { kind: 'copy', label: 'Copy Variable', text: 'OTEL_TRACES_SAMPLER=parentbased_always_on' },
        ...revealAction(from),
      ],
    },
  ];
}

const OFF =
  /\bnew\s+(?:[\w$]+\.)*AlwaysOffSampler\b|\bsampler\s*=\s*(?:[\w.]+\.)?(?:ALWAYS_OFF|StaticSampler\s*\(\s*Decision\.DROP)\b/g;
const RATIO =
  /\b(?:new\s+(?:[\w$]+\.)*TraceIdRatioBasedSampler|(?:ParentBased)?TraceIdRatio(?:Based)?)\s*\(\s*(?:rate\s*=\s*)?(0?\.\d+|0)\b/g;

function inCode({ file, text: written }: SourceFile): readonly Found[] {
  const text = blankComments(file, written);
  const found = [
    ...[...text.matchAll(OFF)].map(({ index }) => ({ index, drops: 'every trace' })),
    ...[...text.matchAll(RATIO)].map(({ index, 1: rate }) => ({ index, drops: shareOf(Number(rate)) })),
  ];
  return found.map(({ index, drops }) => {
    const site = siteAt(file, text, index);
    return {
      severity: drops === 'every trace' ? 'problem' : 'hint',
      wrong: `${nameOf(site)} has a sampler that drops ${drops}.`,
      why: 'What a sampler drops is never exported, and a sampler in the code beats OTEL_TRACES_SAMPLER.',
      actions: revealAction(site),
    };
  });
}

function shareOf(kept: number): string {
  return kept <= 0 ? 'every trace' : `about ${Number(((1 - kept) * 100).toPrecision(3))} % of the traces`;
}

function quoted(name: string): RegExp {
  return new RegExp(`"${escapePattern(name)}"`, 'g');
}
