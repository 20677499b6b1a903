import type { InputReader } from '../../lib/runner/inputs.ts';
import {
  type ImageInputs,
  type RemixInputs,
  readImageInputs,
  readRemixInputs,
  readSigningInputs,
  type SigningInputs,
} from '../../lib/runner/remix-inputs.ts';

export interface Inputs extends RemixInputs, SigningInputs, ImageInputs {
  /** Make each image twice and compare. */
  readonly check: boolean;
}

/** Reads the inputs of `actions/build-image`. */
export function readInputs(read: InputReader): Inputs {
  return {
    ...readRemixInputs(read),
    ...readSigningInputs(read),
    ...readImageInputs(read),
    check: read.boolean('check'),
  };
}
