// Reads a command's arguments; a mistyped one is a message, not a stack.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Failure } from './failure.mjs';

export function readArguments<const T extends ParseArgsOptionsConfig>(options: T, usage: string) {
  try {
    return parseArgs({ options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Failure(
      'an argument was not understood',
      error instanceof Error ? error.message : String(error),
      `usage: ${usage}`,
    );
  }
}
