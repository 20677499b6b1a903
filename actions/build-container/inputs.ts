import type { InputReader } from '../../lib/runner/inputs.ts';
import { type RegistryInputs, readRegistryInputs } from '../../lib/runner/registry-inputs.ts';
import {
  type RemixInputs,
  readRemixInputs,
  readSigningInputs,
  type SigningInputs,
} from '../../lib/runner/remix-inputs.ts';

export interface Inputs extends RemixInputs, SigningInputs {
  /** Names of containers; all when there are none. */
  readonly names: readonly string[];
  /** Where to push. */
  readonly push: RegistryInputs;
  /** Lines of NAME=PLACE, or one of `auto` and `none`. */
  readonly previous: readonly string[];
  /** Make each container twice and compare. */
  readonly check: boolean;
}

/** Reads the inputs of `actions/build-container`. */
export function readInputs(read: InputReader): Inputs {
  return {
    ...readRemixInputs(read),
    ...readSigningInputs(read),
    names: read.lines('name'),
    push: readRegistryInputs(read, 'push'),
    previous: read.lines('previous'),
    check: read.boolean('check'),
  };
}
