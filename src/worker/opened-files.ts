// Files of telemetry that somebody looks at: each is read once, into a store of its own, while it is shown.

import { basename } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { reasonOf } from '../base/reason-of.ts';
import { createRevisionSource } from '../base/revision.ts';
import type { SiteResolver } from '../link/site-resolver.ts';
import { SpanBatch } from '../model/span-batch.ts';
import { JsonLines, signalOfLine } from '../otlp/files/json-lines.ts';
import * as spanReader from '../otlp/trace/span-reader.ts';
import type { Remote } from '../protocol/rpc.ts';
import type { StoreApi } from '../protocol/store-api.ts';
import { NameIndex } from '../store/name-index.ts';
import { readRun } from '../store/runs/read-run.ts';
import type { RunBytes } from '../store/runs/run-disk.ts';
import { HEAD_BYTES, readHead } from '../store/runs/run-frame.ts';
import { SiteIndex } from '../store/site-index.ts';
import { SpanStore } from '../store/span-store.ts';
import { type ChooseTraces, createChooseTraces } from './choose-traces.ts';
import { openRunBytes } from './disk.ts';
import { Notices } from './notices.ts';
import { createOtherSignals, type OtherSignals, SPANS_SHARE } from './other-signals.ts';
import { packInTime } from './pack-in-time.ts';
import { packer, slabPacker } from './packer.ts';
import { createStoreService } from './store-service.ts';
import { openBlocks } from './stored-blocks.ts';
import { createTakeBodies, type TakeBody } from './take-bodies.ts';

export interface OpenedFilesParts {
  /** Bytes, of each file. */
  readonly memoryLimit: number;
  readonly resolver: SiteResolver;
  /** As that of the window's own store. */
  readonly newsInterval: number;
}

export interface OpenedFile extends Disposable {
  readonly service: Remote<StoreApi>;
  readonly telemetry: FileTelemetry;
}

export interface FileTelemetry {
  readonly store: SpanStore;
  readonly others: OtherSignals;
  readonly chooseTraces: ChooseTraces;
  /** Resolves once all of it has been read. */
  readonly read: Promise<void>;
}

/** Answers with whether the body could be read. */
type Take = (...body: Parameters<TakeBody>) => Promise<boolean>;

interface Entry {
  readonly opened: Omit<OpenedFile, typeof Symbol.dispose>;
  readonly closed: AbortController;
  users: number;
}

/** What is read at a time of a file in lines. */
const PIECE = 1 << 20;

export function createOpenedFiles(parts: OpenedFilesParts): { open(path: string): OpenedFile } {
  const entries = new Map<string, Entry>();
  return {
    open(path) {
      const entry = entries.get(path) ?? begin(path, parts);
      entries.set(path, entry);
      entry.users++;
      let isOpen = true;
      return {
        ...entry.opened,
        [Symbol.dispose]() {
          if (isOpen) entry.users--;
          isOpen = false;
          if (entry.users > 0) return;
          entry.closed.abort(new Error('the file is closed'));
          if (entries.get(path) === entry) entries.delete(path);
        },
      };
    },
  };
}

function begin(path: string, { memoryLimit, resolver, newsInterval }: OpenedFilesParts): Entry {
  const closed = new AbortController();
  const revisions = createRevisionSource((flush) => setTimeout(flush, newsInterval));
  const notices = new Notices(() => revisions.bump());
  const store = new SpanStore(spanReader, memoryLimit * SPANS_SHARE, slabPacker);
  const pack = packInTime(store);
  const others = createOtherSignals({ memoryLimit, keep: () => {}, onChange: () => {}, onProblem: () => {} });
  const takeBody = createTakeBodies({ store, others, batch: new SpanBatch() });
  const take: Take = async (body, place) => {
    const isRead = takeBody(body, place);
    pack();
    revisions.bump();
    await breathe();
    closed.signal.throwIfAborted();
    return isRead;
  };
  const read = readFile(path, take, notices, closed.signal);
  const sites = new SiteIndex(store);
  const chooseTraces = createChooseTraces({ store, others, sites, resolver });
  const service = createStoreService({
    ...{ store, others, chooseTraces, memoryLimit, sites, resolver, revisions, notices },
    names: new NameIndex(store),
    // What has been read is shown while the rest is.
    restored: Promise.resolve(),
    clearKept: async () => {},
    openRows: async () => undefined,
  });
  return { opened: { service, telemetry: { store, others, chooseTraces, read } }, closed, users: 0 };
}

/** Total: whatever is wrong is said. */
async function readFile(path: string, take: Take, notices: Notices, signal: AbortSignal): Promise<void> {
  const name = basename(path);
  const reading = `Reading ${name}…`;
  notices.add(reading);
  try {
    await using file = await openRunBytes(path);
    const isRun = readHead(await file.read(0, HEAD_BYTES)) !== undefined;
    const trouble = isRun ? await readRunFile(path, file, take, signal) : await readLines(file, take);
    if (trouble !== undefined) notices.add(`${name}: ${trouble}`);
  } catch (error) {
    notices.add(`${name} cannot be read: ${reasonOf(error)}`);
  }
  notices.remove(reading);
}

/** Answers with what is wrong, as a sentence. */
async function readRunFile(path: string, file: RunBytes, take: Take, signal: AbortSignal): Promise<string | undefined> {
  // What is shown of a span is read again from there: its bytes need not be kept twice.
  const blocks = openBlocks(path, signal);
  const read = await readRun(file, packer, async (body, place, offset) => {
    await take(body, { block: blocks(place), offset });
  });
  if (!read.ok) return read.error;
  const { damaged } = read.value;
  return damaged === 0 ? undefined : `${damaged} of its parts are damaged and left out; all else is shown.`;
}

async function readLines(file: RunBytes, take: Take): Promise<string | undefined> {
  const lines = new JsonLines();
  const wrong: number[] = [];
  let right = 0;
  let waiting: { readonly number: number; readonly line: Uint8Array }[] = [];
  const gather = (line: Uint8Array) => void waiting.push({ number: lines.number, line });
  const takeWaiting = async () => {
    const now = waiting;
    waiting = [];
    for (const { number, line } of now) {
      const signal = signalOfLine(line);
      const isRead = signal !== undefined && (await take({ signal, encoding: 'json', bytes: line }));
      if (isRead) right++;
      else wrong.push(number);
    }
  };
  for (let at = 0; at < file.length; at += PIECE) {
    lines.push(await file.read(at, PIECE), gather);
    await takeWaiting();
  }
  lines.end(gather);
  await takeWaiting();
  if (right === 0 && wrong.length > 1 && (await isOneRequest(file, take))) return undefined;
  if (wrong.length === 0) return undefined;
  const which =
    wrong.length === 1 ? `Line ${wrong[0]} is` : `${wrong.length} lines, the first of them line ${wrong[0]}, are`;
  return `${which} no request of OTLP in JSON, and left out.`;
}

/** Larger ones are no request that somebody has laid out for reading. */
const MOST_LAID_OUT = 64 << 20;

/** One request over many lines. */
async function isOneRequest(file: RunBytes, take: Take): Promise<boolean> {
  if (file.length > MOST_LAID_OUT) return false;
  const bytes = await file.read(0, file.length);
  const signal = signalOfLine(bytes);
  return signal !== undefined && (await take({ signal, encoding: 'json', bytes }));
}
