import type { InputReader } from '../../lib/runner/inputs.ts';
import { type RegistryInputs, readRegistryInputs } from '../../lib/runner/registry-inputs.ts';
import { type PlaceInputs, readPlaceInputs } from '../../lib/runner/remix-inputs.ts';

export interface Inputs extends PlaceInputs {
  readonly to: readonly ('artifact' | 'release' | 'folder' | 'registry')[];
  readonly artifactName: string | undefined;
  /** Undefined: what the repository has set. */
  readonly retentionDays: number | undefined;
  readonly token: string | undefined;
  readonly releaseTag: string | undefined;
  readonly releaseName: string | undefined;
  /** A file in the workspace. */
  readonly releaseNotes: string | undefined;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** Absolute. */
  readonly folder: string;
  readonly registry: RegistryInputs;
}

/** Reads the inputs of `actions/publish`. */
export function readInputs(read: InputReader): Inputs {
  return {
    ...readPlaceInputs(read),
    to: read.someOf('to', ['artifact', 'release', 'folder', 'registry']),
    artifactName: read.text('artifact-name'),
    retentionDays: read.count('retention-days', 1),
    token: read.secret('token'),
    releaseTag: read.text('release-tag'),
    releaseName: read.text('release-name'),
    releaseNotes: read.text('release-notes'),
    draft: read.boolean('draft'),
    prerelease: read.boolean('prerelease'),
    folder: read.path('folder'),
    registry: readRegistryInputs(read, 'registry'),
  };
}
