import { copyFile, link, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { Log } from '../lib/core/log.ts';
import { runTool } from '../lib/host/process.ts';
import { importSecretKey } from '../lib/sign/gpg-home.ts';
import type { SigningKey } from './signing-key.ts';

/** What the repository is made of. All folders are in one filesystem. */
export interface CreateRepositoryOptions {
  /** Its `<basearch>` is replaced when the new one is whole. */
  readonly repoPath: string;
  readonly basearch: string;
  /** comps.xml. */
  readonly groupFile: string;
  readonly key: SigningKey;
  /** For half-made things; the caller removes it. */
  readonly workDir: string;
  readonly log: Log;
}

/**
 * Makes a repository of RPMs: `<basearch>/Packages/<letter>/` (hard links), `<basearch>/repodata/`
 * with a signed repomd.xml, and the public key as `RPM-GPG-KEY-anvil`.
 */
export async function createRepository(
  rpms: readonly string[],
  { repoPath, basearch, groupFile, key, workDir, log }: CreateRepositoryOptions,
): Promise<void> {
  const root = join(workDir, 'rpm-repo', basearch);
  for (const rpm of rpms) {
    const folder = join(root, 'Packages', basename(rpm).slice(0, 1).toLowerCase());
    await mkdir(folder, { recursive: true });
    await link(rpm, join(folder, basename(rpm)));
  }
  const workers = String(availableParallelism());
  await runTool(
    [
      ...['createrepo_c', '--quiet', '--workers', workers, '--no-database'],
      ...['--groupfile', groupFile, root],
    ],
    { log },
  );
  await using home = await importSecretKey(await readFile(key.secretKeyPath, 'utf8'));
  await runTool(
    [
      ...['gpg', '--homedir', home.homedir, '--batch', '--quiet', '--no-tty'],
      ...['--armor', '--detach-sign', join(root, 'repodata', 'repomd.xml')],
    ],
    { log },
  );
  await mkdir(repoPath, { recursive: true });
  await copyFile(key.publicKeyPath, join(repoPath, 'RPM-GPG-KEY-anvil'));
  await rm(join(repoPath, basearch), { recursive: true, force: true });
  await rename(root, join(repoPath, basearch));
}
