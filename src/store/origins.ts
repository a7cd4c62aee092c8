// Who made a span: pairs of resource and scope, interned by their bytes, with the service that the resource names, and the
// process where that is told: resources of two processes may be the same.

import type { BatchGroup } from '../model/batch-group.ts';
import type { Encoding, SpanProcess } from '../model/span-batch.ts';
import { ByteDictionary } from './columns/byte-dictionary.ts';

interface Origin {
  readonly encoding: Encoding;
  readonly resource: number;
  readonly scope: number;
  readonly resourceSchemaUrl: string;
  readonly scopeSchemaUrl: string;
  readonly service: number;
  readonly process: SpanProcess | undefined;
}

/** Scopes with smaller numbers have a key that is a number. */
const PLAIN_SCOPES = 1 << 16;

export class Origins {
  readonly #readServiceName: (resource: Uint8Array, encoding: Encoding) => string;
  #parts = { protobuf: new ByteDictionary(), json: new ByteDictionary() };
  #origins: Origin[] = [];
  readonly #byParts = new Map<string, number>();
  /** Those without schemas and a told process, by the numbers of their parts: some of what `#byParts` holds. */
  readonly #byPlain = new Map<number, number>();
  readonly #services: string[] = [];

  constructor(readServiceName: (resource: Uint8Array, encoding: Encoding) => string) {
    this.#readServiceName = readServiceName;
  }

  get byteSize(): number {
    return this.#parts.protobuf.byteSize + this.#parts.json.byteSize + this.#origins.length * 160;
  }

  get services(): readonly string[] {
    return this.#services;
  }

  intern(encoding: Encoding, bytes: Uint8Array, group: BatchGroup, process?: SpanProcess): number {
    const parts = this.#parts[encoding];
    const resource = parts.intern(bytes, group.resourceOffset, group.resourceLength);
    const scope = parts.intern(bytes, group.scopeOffset, group.scopeLength);
    const { resourceSchemaUrl, scopeSchemaUrl } = group;
    // What nearly all are: a request of one span must not cost a text.
    const isPlain = process === undefined && resourceSchemaUrl === '' && scopeSchemaUrl === '' && scope < PLAIN_SCOPES;
    const plain = isPlain ? (resource * 2 + (encoding === 'json' ? 1 : 0)) * PLAIN_SCOPES + scope : -1;
    if (isPlain) {
      const known = this.#byPlain.get(plain);
      if (known !== undefined) return known;
    }
    const found = { encoding, resource, scope, resourceSchemaUrl, scopeSchemaUrl, process };
    const key = partsKey(found);
    const known = this.#byParts.get(key);
    if (known !== undefined) {
      if (isPlain) this.#byPlain.set(plain, known);
      return known;
    }
    const service = this.#internService(this.#readServiceName(parts.bytes(resource), encoding));
    const origin = this.#origins.push({ ...found, service }) - 1;
    this.#byParts.set(key, origin);
    if (isPlain) this.#byPlain.set(plain, origin);
    return origin;
  }

  service(origin: number): number {
    return this.#origins[origin]?.service ?? 0;
  }

  serviceName(origin: number): string {
    return this.#services[this.service(origin)] ?? '';
  }

  process(origin: number): SpanProcess | undefined {
    return this.#origins[origin]?.process;
  }

  resource(origin: number): Uint8Array {
    const found = this.#origins[origin];
    return found ? this.#parts[found.encoding].bytes(found.resource) : new Uint8Array(0);
  }

  /** The same for origins of the same resource. */
  resourceKey(origin: number): string {
    const found = this.#origins[origin];
    return `${found?.encoding} ${found?.resource} ${found?.resourceSchemaUrl}`;
  }

  scope(origin: number): Uint8Array {
    const found = this.#origins[origin];
    return found ? this.#parts[found.encoding].bytes(found.scope) : new Uint8Array(0);
  }

  resourceSchemaUrl(origin: number): string {
    return this.#origins[origin]?.resourceSchemaUrl ?? '';
  }

  scopeSchemaUrl(origin: number): string {
    return this.#origins[origin]?.scopeSchemaUrl ?? '';
  }

  encoding(origin: number): Encoding {
    return this.#origins[origin]?.encoding ?? 'protobuf';
  }

  /**
   * Forgets all but the origins that are used; answers with their new numbers. Services keep theirs: the table of traces
   * names them.
   */
  keep(used: ReadonlySet<number>): ReadonlyMap<number, number> {
    const [parts, origins] = [this.#parts, this.#origins];
    this.#parts = { protobuf: new ByteDictionary(), json: new ByteDictionary() };
    this.#origins = [];
    this.#byParts.clear();
    this.#byPlain.clear();
    const moved = new Map<number, number>();
    for (const number of used) {
      const origin = origins[number];
      if (!origin) continue;
      const { encoding } = origin;
      const from = parts[encoding];
      const to = this.#parts[encoding];
      const resource = from.bytes(origin.resource);
      const scope = from.bytes(origin.scope);
      const next = {
        ...origin,
        resource: to.intern(resource, 0, resource.length),
        scope: to.intern(scope, 0, scope.length),
      };
      moved.set(number, this.#origins.push(next) - 1);
      this.#byParts.set(partsKey(next), this.#origins.length - 1);
    }
    return moved;
  }

  #internService(name: string): number {
    const known = this.#services.indexOf(name);
    return known >= 0 ? known : this.#services.push(name) - 1;
  }
}

function partsKey(origin: Omit<Origin, 'service'>): string {
  const { encoding, resource, scope, resourceSchemaUrl, scopeSchemaUrl, process } = origin;
  return `${encoding} ${resource} ${scope} ${process?.pid} ${process?.thread} ${resourceSchemaUrl} ${scopeSchemaUrl}`;
}
