import type { InputReader } from '../../lib/runner/inputs.ts';
import { type PlaceInputs, readPlaceInputs } from '../../lib/runner/remix-inputs.ts';

export interface Inputs extends PlaceInputs {
  /** Of the artifacts that the legs left. */
  readonly artifactPrefix: string | undefined;
}

/** Reads the inputs of `actions/collect`. */
export function readInputs(read: InputReader): Inputs {
  return { ...readPlaceInputs(read), artifactPrefix: read.text('artifact-prefix') };
}
