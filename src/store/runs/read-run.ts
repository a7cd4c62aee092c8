// Reads a run from a file: a frame at a time, however large it is, past what is damaged.

import { fail, ok, type Result } from '../../base/result.ts';
import type { RunLaunch, RunSummary } from '../../model/run.ts';
import { parseAbout } from './run-about.ts';
import { type RunBody, readBodies } from './run-body.ts';
import type { Packer, RunBytes } from './run-disk.ts';
import {
  FRAME_HEADER,
  FRAME_KIND,
  type FrameHeader,
  findMark,
  HEAD_BYTES,
  isWhole,
  PACKINGS,
  type Packing,
  RUN_FORMAT,
  readFrameHeader,
  readHead,
} from './run-frame.ts';

/** Bytes that are read at a time. */
const WINDOW = 4 << 20;

/** Bytes that are looked through at a time for where the next frame begins. */
const SEARCHED = 1 << 20;

/** Where a block lies in its file. */
export interface BlockPlace {
  /** Of its content. */
  readonly position: number;
  readonly length: number;
  readonly packing: Packing;
  readonly unpacked: number;
}

/**
 * Gives all bodies in the order in which they were written, each with its block, the same for all of one, and where in that it
 * begins. The error is a sentence.
 */
export function readRun(
  file: RunBytes,
  packer: Packer,
  take: (body: RunBody, block: BlockPlace, offset: number) => void | Promise<void>,
): Promise<Result<RunSummary>> {
  return walk(file, async (header, content, position) => {
    const packing = PACKINGS[header.packing];
    const block = packing && packer.unpack(content, packing, header.unpacked);
    if (packing === undefined || block === undefined) return false;
    const place = { position, length: header.length, packing, unpacked: header.unpacked };
    const bodies: (readonly [RunBody, number])[] = [];
    readBodies(block, (body, offset) => bodies.push([body, offset]));
    for (const [body, offset] of bodies) await take(body, place, offset);
    return true;
  });
}

/** Without reading what is in its blocks. */
export function readRunSummary(file: RunBytes): Promise<Result<RunSummary>> {
  return walk(file, undefined);
}

/** `take`: whether what is in a frame could be read; undefined passes over it. */
async function walk(
  file: RunBytes,
  take: ((header: FrameHeader, content: Uint8Array, position: number) => Promise<boolean>) | undefined,
): Promise<Result<RunSummary>> {
  const format = readHead(await file.read(0, HEAD_BYTES));
  if (format === undefined) return fail('This is no file of a run.');
  if (format > RUN_FORMAT)
    return fail(
      `This run was written by a newer Spanline (format ${format}, this one reads up to ${RUN_FORMAT}): update to open it.`,
    );
  const bytes = createWindow(file);
  const launches = new Map<string, RunLaunch>();
  const sum = { spans: 0, errors: 0, redacted: 0, damaged: 0 };
  for (let at = HEAD_BYTES; at < file.length; ) {
    const header = readFrameHeader(await bytes.read(at, FRAME_HEADER), 0);
    const next = at + FRAME_HEADER + (header?.length ?? 0);
    const isRead = header !== undefined && (take !== undefined || header.kind === FRAME_KIND.about);
    const frame = isRead ? await bytes.read(at, next - at) : undefined;
    const isFine = header !== undefined && next <= file.length && (frame === undefined || isWhole(frame, header));
    if (!isFine) {
      const found = await findFrame(file, at + 1);
      // Nothing follows: the end was cut off.
      if (found < file.length) sum.damaged++;
      at = found;
      continue;
    }
    const content = frame?.subarray(FRAME_HEADER);
    if (header.kind === FRAME_KIND.about && content)
      for (const launch of parseAbout(content).launches) launches.set(launch.key, launch);
    if (header.kind === FRAME_KIND.bodies) {
      const isUnderstood =
        content === undefined || take === undefined || (await take(header, content, at + FRAME_HEADER));
      if (isUnderstood) {
        sum.spans += header.spans;
        sum.errors += header.errors;
        sum.redacted += header.redacted;
      } else sum.damaged++;
    }
    at = next;
  }
  return ok({ ...sum, launches: [...launches.values()] });
}

/** Reads much at a time, as a call of the system costs more than the bytes that it brings. */
function createWindow(file: RunBytes): { read(offset: number, length: number): Promise<Uint8Array> } {
  let start = 0;
  let bytes: Uint8Array = new Uint8Array(0);
  return {
    async read(offset, length) {
      const end = Math.min(file.length, offset + length);
      if (offset < start || end > start + bytes.length) {
        start = offset;
        bytes = await file.read(offset, Math.max(WINDOW, length));
      }
      return bytes.subarray(offset - start, Math.max(0, end - start));
    },
  };
}

async function findFrame(file: RunBytes, from: number): Promise<number> {
  for (let at = from; at < file.length; ) {
    const bytes = await file.read(at, SEARCHED + FRAME_HEADER);
    let found = findMark(bytes, 0);
    for (; found < Math.min(bytes.length, SEARCHED); found = findMark(bytes, found + 1))
      if (readFrameHeader(bytes, found) !== undefined) return at + found;
    if (bytes.length <= SEARCHED) return file.length;
    at += SEARCHED;
  }
  return file.length;
}
