import { ConfigError } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import { readLockfile } from '../remix/lockfile.ts';
import { readRemix } from '../remix/remix.ts';
import { checkDiskSpace, type DiskReport } from './disk-space.ts';

/** What a machine must have for a remix. */
export interface SetupNeed {
  readonly architectures: readonly Basearch[];
  /** Undefined before there is a lock. */
  readonly disk: DiskReport | undefined;
}

/**
 * Returns what building a remix takes, of its files alone; for one architecture when `only` is given.
 *
 * @throws ConfigError of remix.yaml and the lockfile
 */
export async function readSetupNeed(
  remixPath: string,
  places: { readonly storePath: string; readonly outDir: string },
  only?: Basearch,
): Promise<SetupNeed> {
  const whole = await readRemix(remixPath);
  const architectures = whole.architectures.filter((name) => only === undefined || name === only);
  const remix = { ...whole, architectures };
  const lockfile = await readLockfile(remix.lockfile).catch((error: unknown) => {
    if (error instanceof ConfigError && error.code === 'FILE_MISSING') return undefined;
    throw error;
  });
  if (lockfile === undefined) return { architectures, disk: undefined };
  return { architectures, disk: await checkDiskSpace(remix, lockfile, places) };
}
