import type { InputReader } from '../../lib/runner/inputs.ts';
import {
  type KeyInputs,
  type PlaceInputs,
  readKeyInputs,
  readPlaceInputs,
} from '../../lib/runner/remix-inputs.ts';

export interface Inputs extends PlaceInputs, KeyInputs {}

/** Reads the inputs of `actions/sign`. */
export function readInputs(read: InputReader): Inputs {
  return { ...readPlaceInputs(read), ...readKeyInputs(read) };
}
