import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../lib/core/log.ts';
import { runTool } from '../lib/host/process.ts';

/** How to run rpmbuild so that the same spec gives the same bytes. */
export interface BuildOptions {
  /** A folder of this build's own. */
  readonly workDir: string;
  /** Architecture of the packages: `x86_64`, `noarch`. */
  readonly target: string;
  /** Build time, and the newest time a file may have; from the spec's changelog when absent. */
  readonly sourceDateEpoch?: number;
  /** Macros by name, beside those that make the build reproducible. */
  readonly macros?: Readonly<Record<string, string>>;
  readonly log: Log;
}

/** Builds the binary packages of a spec and returns their paths. They are not signed. */
export async function buildSpec(specPath: string, options: BuildOptions): Promise<string[]> {
  const topDir = join(options.workDir, 'rpmbuild');
  const macros: Record<string, string> = {
    _topdir: topDir,
    _tmppath: options.workDir,
    _dbpath: join(options.workDir, 'rpmdb'),
    _buildhost: 'anvil.invalid',
    _rpmfilename: '%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm',
    _binary_payload: 'w3.zstdio',
    _binary_filedigest_algorithm: '8',
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
    source_date_epoch_from_changelog: '1',
    vendor: 'Anvil',
    distribution: 'Anvil 12',
    ...options.macros,
  };
  const defines = Object.entries(macros).flatMap(([name, value]) => [
    '--define',
    `${name} ${value}`,
  ]);
  await runTool(['rpmbuild', '-bb', '--quiet', '--target', options.target, ...defines, specPath], {
    // rpmbuild reads ~/.rpmmacros, which is the user's.
    env: {
      HOME: options.workDir,
      ...(options.sourceDateEpoch === undefined
        ? {}
        : { SOURCE_DATE_EPOCH: String(options.sourceDateEpoch) }),
    },
    log: options.log,
  });
  const names = await readdir(join(topDir, 'RPMS'));
  return names
    .filter((name) => name.endsWith('.rpm'))
    .sort()
    .map((name) => join(topDir, 'RPMS', name));
}
