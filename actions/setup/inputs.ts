import { BASEARCHES, type Basearch } from '../../lib/host/architecture.ts';
import type { InputReader } from '../../lib/runner/inputs.ts';

export interface Inputs {
  /** Which verbs the tools are for: all of a build, or locking and planning alone. */
  readonly tools: 'build' | 'lock';
  /** Let this user use /dev/kvm, on a hosted runner. */
  readonly kvm: boolean;
  /** Path of a remix.yaml that is to be built here. */
  readonly remixPath: string | undefined;
  /** Of the remix; all of its architectures when undefined. */
  readonly basearch: Basearch | undefined;
}

/** Reads the inputs of `actions/setup`. */
export function readInputs(read: InputReader): Inputs {
  const place = {
    tools: read.oneOf('tools', ['build', 'lock']),
    kvm: read.boolean('kvm'),
    remixPath: read.optionalPath('remix'),
  };
  const basearch = read.oneOf('architecture', ['all', ...BASEARCHES]);
  return { ...place, basearch: basearch === 'all' ? undefined : basearch };
}
