// Who sent a run of records within one request: where the resource and the scope stand in its bytes; length 0 for an absent one.

export interface BatchGroup {
  resourceOffset: number;
  resourceLength: number;
  scopeOffset: number;
  scopeLength: number;
  /** Empty where none is named. */
  resourceSchemaUrl: string;
  scopeSchemaUrl: string;
}

export function createBatchGroup(): BatchGroup {
  return {
    ...{ resourceOffset: 0, resourceLength: 0, resourceSchemaUrl: '' },
    ...{ scopeOffset: 0, scopeLength: 0, scopeSchemaUrl: '' },
  };
}
