// Who sent something: the resource that it came from and the instrumentation scope that made it.

import type { Attribute } from './attribute.ts';

export interface Resource {
  readonly attributes: readonly Attribute[];
  /** As the SDK says that it dropped at its limits. */
  readonly droppedAttributes: number;
}

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributes: number;
}
