// Columns that grow.

export type Column = Uint32Array<ArrayBuffer>;

export function widen(column: Column, length: number): Column {
  const wider = new Uint32Array(length);
  wider.set(column);
  return wider;
}
