import type { InputReader } from '../../lib/runner/inputs.ts';
import {
  type ImageInputs,
  type RemixInputs,
  readImageInputs,
  readRemixInputs,
  readSigningInputs,
  type SigningInputs,
} from '../../lib/runner/remix-inputs.ts';

export interface Inputs extends RemixInputs, SigningInputs, ImageInputs {}

/** Reads the inputs of `actions/boot-test`. */
export function readInputs(read: InputReader): Inputs {
  return { ...readRemixInputs(read), ...readSigningInputs(read), ...readImageInputs(read) };
}
