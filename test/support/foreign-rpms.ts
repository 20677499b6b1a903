import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPackages } from '../../demo/build-packages.ts';
import { downloadClosure } from '../../demo/deb/closure.ts';
import { debJobs } from '../../demo/package-jobs.ts';
import { silentLog } from '../../lib/core/log.ts';
import { ARCHITECTURES, type Basearch } from '../../lib/host/architecture.ts';
import { withLock } from '../../lib/host/files.ts';
import { makeTempDir } from '../../lib/host/temp.ts';

const WORK = join(import.meta.dirname, '..', '.work');
/** A shell, what packages' scriptlets run, and the linker's cache. */
const PACKAGES = ['base-files', 'base-passwd', 'bash', 'coreutils', 'libc-bin'];

/**
 * Returns unsigned RPMs, made from Debian's packages of an architecture, that are a tree in which
 * scriptlets run. What was made before is found again.
 */
export async function foreignBase(basearch: Basearch): Promise<string[]> {
  const folder = join(WORK, `foreign-${basearch}`);
  await mkdir(folder, { recursive: true });
  const make = async () => {
    const options = {
      architecture: ARCHITECTURES[basearch].debian,
      cacheDir: join(folder, 'debs'),
      log: silentLog,
    };
    const debs = await downloadClosure({ ...options, packages: PACKAGES });
    const jobs = await debJobs(debs, silentLog);
    const cacheDir = join(folder, 'packages');
    await using work = await makeTempDir(folder);
    await buildPackages(jobs, { cacheDir, workDir: work.path, log: silentLog });
    const rpms = jobs.map(async ({ key }) => {
      const [name = ''] = await readdir(join(cacheDir, key));
      return join(cacheDir, key, name);
    });
    return Promise.all(rpms);
  };
  return withLock(join(folder, '.lock'), make, { log: silentLog });
}
