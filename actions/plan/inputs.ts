import type { InputReader } from '../../lib/runner/inputs.ts';
import { type RemixInputs, readRemixInputs } from '../../lib/runner/remix-inputs.ts';

export interface Inputs extends RemixInputs {
  /** Where what was last published is described. */
  readonly published: readonly string[];
  /** Lines of basearch=label. */
  readonly runners: readonly string[];
  /** Plan everything, whatever was published. */
  readonly force: boolean;
  /** Plan with what the repositories have now, not with the lockfile. */
  readonly update: boolean;
}

/** Reads the inputs of `actions/plan`. */
export function readInputs(read: InputReader): Inputs {
  return {
    ...readRemixInputs(read),
    published: read.lines('published'),
    runners: read.lines('runners'),
    force: read.boolean('force'),
    update: read.boolean('update'),
  };
}
