// Nanoseconds as a person reads them: two or three significant digits and a unit.

const MICROSECOND = 1e3;
const MILLISECOND = 1e6;
const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** "412 µs", "8.2 ms", "1.24 s", "2 m 03 s", "1 h 02 m". The limits are where rounding would carry into the next unit. */
export function formatDuration(nanoseconds: number): string {
  if (!Number.isFinite(nanoseconds)) return '?';
  if (nanoseconds < 0) return `-${formatDuration(-nanoseconds)}`;
  if (nanoseconds < 999.5) return `${Math.round(nanoseconds)} ns`;
  if (nanoseconds < 999.5 * MICROSECOND) return `${short(nanoseconds / MICROSECOND)} µs`;
  if (nanoseconds < 999.5 * MILLISECOND) return `${short(nanoseconds / MILLISECOND)} ms`;
  if (nanoseconds < 59.95 * SECOND)
    return `${trim((nanoseconds / SECOND).toFixed(nanoseconds < 9.995 * SECOND ? 2 : 1))} s`;
  if (nanoseconds < HOUR - SECOND / 2) {
    const seconds = Math.round(nanoseconds / SECOND);
    return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  }
  const minutes = Math.round(nanoseconds / MINUTE);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
}

/** All digits, grouped: "8,214,003 ns". */
export function formatNanoseconds(nanoseconds: number): string {
  return `${groupDigits(Math.round(nanoseconds))} ns`;
}

/** Digits in groups of three, the same in every locale: "1,048,576". */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The label of an axis tick: as many decimals as the step needs, in the unit of the axis' end. */
export function formatTick(nanoseconds: number, step: number, end: number): string {
  if (nanoseconds === 0) return '0';
  const [unit, name] = tickUnit(end);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9));
  return `${groupWhole((nanoseconds / unit).toFixed(Math.min(9, decimals)))} ${name}`;
}

function tickUnit(end: number): readonly [number, string] {
  if (end < MICROSECOND) return [1, 'ns'];
  if (end < MILLISECOND) return [MICROSECOND, 'µs'];
  if (end < SECOND) return [MILLISECOND, 'ms'];
  return [SECOND, 's'];
}

function groupWhole(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function short(value: number): string {
  return value < 9.95 ? trim(value.toFixed(1)) : String(Math.round(value));
}

function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
