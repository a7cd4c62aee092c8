// Who made a span: pairs of resource and scope, interned by their bytes, with the service that the resource names.

import type { Encoding } from '../model/span-batch.ts';
import { ByteDictionary } from './columns/byte-dictionary.ts';

interface Origin {
  readonly encoding: Encoding;
  readonly resource: number;
  readonly scope: number;
  readonly service: number;
}

export class Origins {
  readonly #readServiceName: (resource: Uint8Array, encoding: Encoding) => string;
  readonly #parts = { protobuf: new ByteDictionary(), json: new ByteDictionary() };
  readonly #origins: Origin[] = [];
  readonly #byParts = new Map<string, number>();
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

  intern(encoding: Encoding, bytes: Uint8Array, resource: Range, scope: Range): number {
    const parts = this.#parts[encoding];
    const resourceEntry = parts.intern(bytes, resource.offset, resource.length);
    const scopeEntry = parts.intern(bytes, scope.offset, scope.length);
    const key = `${encoding} ${resourceEntry} ${scopeEntry}`;
    const known = this.#byParts.get(key);
    if (known !== undefined) return known;
    const service = this.#internService(this.#readServiceName(parts.bytes(resourceEntry), encoding));
    const origin = this.#origins.push({ encoding, resource: resourceEntry, scope: scopeEntry, service }) - 1;
    this.#byParts.set(key, origin);
    return origin;
  }

  service(origin: number): number {
    return this.#origins[origin]?.service ?? 0;
  }

  serviceName(origin: number): string {
    return this.#services[this.service(origin)] ?? '';
  }

  resource(origin: number): Uint8Array {
    const found = this.#origins[origin];
    return found ? this.#parts[found.encoding].bytes(found.resource) : new Uint8Array(0);
  }

  scope(origin: number): Uint8Array {
    const found = this.#origins[origin];
    return found ? this.#parts[found.encoding].bytes(found.scope) : new Uint8Array(0);
  }

  encoding(origin: number): Encoding {
    return this.#origins[origin]?.encoding ?? 'protobuf';
  }

  #internService(name: string): number {
    const known = this.#services.indexOf(name);
    return known >= 0 ? known : this.#services.push(name) - 1;
  }
}

export interface Range {
  readonly offset: number;
  readonly length: number;
}
