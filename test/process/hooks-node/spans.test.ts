/** Every span of a program, in every SDK and every form of the program, names the line that made it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { bundleHook } from './bundle.ts';
import { assertPlace, keyOf, mapPlace, placeOf } from './expect-marks.ts';
import { MISSING_SDKS, SDKS, type Sdk } from './install-sdk.ts';
import { readMarks } from './marks.ts';
import { openOtlpSocket } from './otlp-socket.ts';
import { MORE_VARIANTS, VARIANTS, type Variant, WHOLE_BUNDLE, WHOLE_BUNDLE_MAPPED } from './program-variant.ts';
import { runProgram } from './run-program.ts';
import { createStage } from './stage.ts';

let hook = '';
before(async () => {
  hook = await bundleHook();
});

for (const sdk of SDKS) {
  describe(sdk, () => {
    for (const variant of VARIANTS) it(variant.name, skipOf(variant), () => check(sdk, variant));
  });
}

for (const { sdk, why } of MISSING_SDKS) it(sdk, { skip: why }, () => {});

describe('with one SDK', () => {
  for (const variant of MORE_VARIANTS) it(variant.name, skipOf(variant), () => check('sdk-2', variant));
});

describe('the SDK in the bundle', () => {
  it(WHOLE_BUNDLE_MAPPED.name, () => check('sdk-2', WHOLE_BUNDLE_MAPPED));
  // Without maps the hook cannot tell an instrumentation's frames from the user's.
  it(WHOLE_BUNDLE.name, () => check('sdk-2', WHOLE_BUNDLE, ['fetch', 'http.get', 'server']));
});

function skipOf({ skip }: Variant): { readonly skip?: string } {
  return skip === undefined ? {} : { skip };
}

async function check(sdk: Sdk, variant: Variant, unknown: readonly string[] = []): Promise<void> {
  await using stage = await createStage(sdk);
  await using socket = await openOtlpSocket();
  const program = await variant.create(stage.folder);
  const outcome = await runProgram({
    args: program.args,
    cwd: stage.folder,
    hooks: [hook],
    env: {
      ...program.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: socket.endpoint,
      SPANLINE_HOOK_DEBUG: '1',
      NODE_NO_WARNINGS: '1',
    },
  });
  assert.deepEqual(outcome, { code: 0, stdout: '', stderr: '' });

  const marks = readMarks(await readFile(program.written, 'utf8'));
  const seen = new Set<string>();
  for (const span of socket.spans) {
    const key = keyOf(span);
    seen.add(key);
    const mark = marks.get(key);
    assert.ok(mark, `a mark for ${key}`);
    if (unknown.includes(key)) continue;
    const raw = placeOf(span);
    assert.equal(raw.mapped, program.isMapped ? true : undefined, `${key}: mapped`);
    const place = program.isMapped ? raw : mapPlace(raw, program.generated);
    assertPlace(key, place, program.written, mark);
    if (!program.isMinified) assert.equal(place.functionName, mark.functionName, `${key}: function`);
    assert.equal(place.origin, key === 'server' ? 'first-user-frame' : undefined, `${key}: origin`);
  }
  assert.deepEqual([...seen].sort(), [...marks.keys()].sort());
}
