import type { InputReader } from '../../lib/runner/inputs.ts';
import { type RemixInputs, readRemixInputs } from '../../lib/runner/remix-inputs.ts';

export interface Inputs extends RemixInputs {
  readonly mode: 'check' | 'update' | 'if-stale';
}

/** Reads the inputs of `actions/lock`. */
export function readInputs(read: InputReader): Inputs {
  return {
    ...readRemixInputs(read),
    mode: read.oneOf('mode', ['check', 'update', 'if-stale']),
  };
}
