import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../lib/core/log.ts';
import { runTool } from '../lib/host/process.ts';
import { findTool } from '../lib/host/tools.ts';
import { importSecretKey } from '../lib/sign/gpg-home.ts';
import type { PackageJob } from './package-jobs.ts';
import { runLimited } from './run-limited.ts';
import type { SigningKey } from './signing-key.ts';

/** What to sign with, and where the packages are. All folders are in one filesystem. */
export interface SignPackagesOptions {
  readonly key: SigningKey;
  /** Unsigned RPMs: `<unsignedDir>/<key>/*.rpm`. */
  readonly unsignedDir: string;
  /** The signed ones, in the same arrangement. */
  readonly signedDir: string;
  /** For half-made things; the caller removes it. */
  readonly workDir: string;
  readonly log: Log;
}

/** How many packages one rpmsign gets. */
const BATCH = 24;

/** Signs the packages that are not signed yet and returns the paths of all signed RPMs, sorted. */
export async function signPackages(
  jobs: readonly PackageJob[],
  { key, unsignedDir, signedDir, workDir, log }: SignPackagesOptions,
): Promise<string[]> {
  await mkdir(signedDir, { recursive: true });
  const missing = jobs.filter((job) => !existsSync(join(signedDir, job.key)));
  const batches = Array.from({ length: Math.ceil(missing.length / BATCH) }, (_, index) =>
    missing.slice(index * BATCH, (index + 1) * BATCH),
  );
  if (batches.length > 0) {
    await using home = await importSecretKey(await readFile(key.secretKeyPath, 'utf8'));
    // rpm of Debian looks for gpg2, which is not there.
    const macros = [
      ...['--define', `_gpg_name ${home.fingerprint}`],
      ...['--define', `__gpg ${findTool('gpg')}`],
    ];
    await runLimited(batches, async (batch) => {
      const copies: string[] = [];
      for (const job of batch) {
        const folder = join(workDir, `${job.key}.signed`);
        await mkdir(folder);
        for (const name of await readdir(join(unsignedDir, job.key))) {
          await copyFile(join(unsignedDir, job.key, name), join(folder, name));
          copies.push(join(folder, name));
        }
      }
      // HOME: rpmsign reads ~/.rpmmacros, which is the user's.
      await runTool(['rpmsign', ...macros, '--addsign', ...copies], {
        env: { GNUPGHOME: home.homedir, HOME: workDir },
        log,
      });
      for (const job of batch) {
        await rename(join(workDir, `${job.key}.signed`), join(signedDir, job.key));
      }
    });
  }
  const paths: string[] = [];
  for (const job of jobs) {
    const names = await readdir(join(signedDir, job.key));
    paths.push(...names.map((name) => join(signedDir, job.key, name)));
  }
  return paths.sort();
}
