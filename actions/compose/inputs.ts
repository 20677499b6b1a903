import type { InputReader } from '../../lib/runner/inputs.ts';
import {
  type RemixInputs,
  readRemixInputs,
  readSigningInputs,
  type SigningInputs,
} from '../../lib/runner/remix-inputs.ts';

export interface Inputs extends RemixInputs, SigningInputs {
  /** Compose twice and compare. */
  readonly check: boolean;
}

/** Reads the inputs of `actions/compose`. */
export function readInputs(read: InputReader): Inputs {
  return {
    ...readRemixInputs(read),
    ...readSigningInputs(read),
    check: read.boolean('check'),
  };
}
