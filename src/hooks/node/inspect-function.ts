/**
 * What V8 knows of a function: where it is written, what it is bound to, and what it closes over. Asked of the process's
 * own inspector, whose sessions stand beside that of a debugger; each is closed again before the program goes on.
 */
import inspector from 'node:inspector';
import { type Inspector, member, scriptName } from './script-name.ts';

export interface WrittenAt {
  readonly script: string;
  /** 1-based, as is the column. */
  readonly line: number;
  readonly column: number;
}

/** A function in the inspector's hands, for as long as that session lasts. */
export interface InspectedFunction {
  readonly name: string | undefined;
  /** Its source. */
  readonly text: string;
  /** Undefined for native and bound ones, and where V8 does not tell. */
  readonly writtenAt: WrittenAt | undefined;
  /** What a bound one calls. */
  target(): InspectedFunction | undefined;
  /** The functions among the variables of the innermost scope around it. */
  captured(): ReadonlyMap<string, InspectedFunction>;
}

const SLOT = Symbol.for('spanline.hook.node.inspected');
/** Scopes within a function, between a closure and the function's own. */
const INNER_SCOPE = /^(?:Block|Catch|With Block)/;
const CLOSURE = /^Closure/;
const MOST_CAPTURED = 24;

export function inspectFunction<T>(
  inspected: CallableFunction,
  use: (inspected: InspectedFunction) => T | undefined,
): T | undefined {
  const session = new inspector.Session();
  session.connect();
  try {
    const asked: Inspector = {
      session,
      post(method, params, read) {
        let answer: unknown;
        session.post(method, params, (error, result) => {
          answer = error === null ? result : undefined;
        });
        return read(answer);
      },
    };
    const found = toFunction(hand(inspected, asked), asked);
    return found && use(found);
  } finally {
    session.disconnect();
  }
}

/** The inspector reaches objects by expressions alone. */
function hand(inspected: CallableFunction, asked: Inspector): unknown {
  Object.defineProperty(globalThis, SLOT, { value: inspected, configurable: true });
  try {
    const expression = `globalThis[Symbol.for('${SLOT.description}')]`;
    return asked.post('Runtime.evaluate', { expression, silent: true }, (answer) => member(answer, 'result'));
  } finally {
    Reflect.deleteProperty(globalThis, SLOT);
  }
}

function describe(id: string, text: string, asked: Inspector): InspectedFunction {
  const answer = asked.post('Runtime.getProperties', { objectId: id, ownProperties: true }, (given) => given);
  const internal = byName(member(answer, 'internalProperties'));
  const location = internal.get('[[FunctionLocation]]');
  const name = member(byName(member(answer, 'result')).get('name'), 'value');
  return {
    name: typeof name === 'string' && name !== '' ? name : undefined,
    text,
    writtenAt: toWrittenAt(member(location, 'value'), asked),
    target: () => toFunction(internal.get('[[TargetFunction]]'), asked),
    captured: () => capturedIn(internal.get('[[Scopes]]'), asked),
  };
}

function toFunction(value: unknown, asked: Inspector): InspectedFunction | undefined {
  const id = member(value, 'type') === 'function' ? idOf(value) : undefined;
  const text = member(value, 'description');
  return id === undefined ? undefined : describe(id, typeof text === 'string' ? text : '', asked);
}

function capturedIn(scopes: unknown, asked: Inspector): ReadonlyMap<string, InspectedFunction> {
  const captured = new Map<string, InspectedFunction>();
  for (const scope of valuesOf(scopes, asked).values()) {
    const kind = String(member(scope, 'description'));
    if (!INNER_SCOPE.test(kind) && !CLOSURE.test(kind)) break;
    for (const [name, value] of valuesOf(scope, asked)) {
      const held = captured.size < MOST_CAPTURED ? toFunction(value, asked) : undefined;
      if (held !== undefined && !captured.has(name)) captured.set(name, held);
    }
    if (CLOSURE.test(kind)) break;
  }
  return captured;
}

function valuesOf(object: unknown, asked: Inspector): ReadonlyMap<string, unknown> {
  const objectId = idOf(object);
  if (objectId === undefined) return new Map();
  return (
    asked.post('Runtime.getProperties', { objectId, ownProperties: true }, (given) =>
      byName(member(given, 'result')),
    ) ?? new Map()
  );
}

function byName(properties: unknown): ReadonlyMap<string, unknown> {
  const list: readonly unknown[] = Array.isArray(properties) ? properties : [];
  return new Map(list.map((property) => [String(member(property, 'name')), member(property, 'value')]));
}

function toWrittenAt(location: unknown, asked: Inspector): WrittenAt | undefined {
  const number = member(location, 'scriptId');
  const line = member(location, 'lineNumber');
  const column = member(location, 'columnNumber');
  if (typeof number !== 'string' || typeof line !== 'number' || typeof column !== 'number') return undefined;
  const script = scriptName(number, asked);
  return script === '' ? undefined : { script, line: line + 1, column: column + 1 };
}

function idOf(value: unknown): string | undefined {
  const id = member(value, 'objectId');
  return typeof id === 'string' ? id : undefined;
}
