import { access, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { besidePath, replaceFile } from '../host/files.ts';
import { listRefs } from '../host/ostree-refs.ts';
import { runTool, ToolError } from '../host/process.ts';
import { openArchive } from '../repo/archive.ts';
import { updateSummary } from '../repo/signatures.ts';
import type { GlueCode } from './errors.ts';
import { type Leg, REPO_TAR } from './leg.ts';
import { unpackRepository } from './unpack-repository.ts';

/**
 * Merges the OSTree repositories of `legs` into `repoPath`, signatures with them, every object
 * checked, and renews the summary; a signed one of the only leg stays. Returns false when no leg has one.
 *
 * @throws BuildError COMMITS_DIFFER, LEG_UNSAFE, REPOSITORY_DAMAGED; what ostree and tar throw
 */
export async function collectRepositories(options: {
  readonly legs: readonly Leg[];
  readonly repoPath: string;
  /** On the file system of `repoPath`, so that objects can be links. */
  readonly workDir: string;
  readonly log: Log;
}): Promise<boolean> {
  const { legs, repoPath, workDir, log } = options;
  const known = new Map<string, { leg: string; commit: string }>();
  const ostree = ['ostree', `--repo=${repoPath}`];
  let hasOne = false;
  for (const leg of legs) {
    const tar = join(leg.path, REPO_TAR);
    if (!(await exists(tar))) continue;
    const folder = join(workDir, 'leg');
    await mkdir(folder);
    await unpackRepository(tar, folder);
    const from = join(folder, 'repo');
    await openUnpacked(from);
    const refs = await listRefs(from);
    for (const { ref, commit } of refs) {
      const before = known.get(ref);
      if (before !== undefined && before.commit !== commit) {
        throw new BuildError<GlueCode>(
          'COMMITS_DIFFER',
          `${ref} is ${before.commit} in ${before.leg}, and ${commit} in ${leg.name}`,
          { hint: 'Composing is not reproducible here: "compose --check" names what differs.' },
        );
      }
      known.set(ref, { leg: leg.name, commit });
    }
    await openArchive(repoPath);
    const names = refs.map(({ ref }) => ref);
    if (names.length > 0) {
      const pull = ['pull-local', '--untrusted', from, ...names];
      await runTool([...ostree, ...pull], { log }).catch((error: unknown) => {
        throw damaged(leg, error);
      });
    }
    hasOne = true;
    const isAlone = legs.length === 1 && (await listRefs(repoPath)).length === refs.length;
    if (isAlone && (await exists(join(from, 'summary.sig')))) await copySummary(from, repoPath);
    else await updateSummary(repoPath, log);
    await rm(folder, { recursive: true });
  }
  return hasOne;
}

/** The configuration of a leg is nothing to heed. */
async function openUnpacked(repoPath: string): Promise<void> {
  await rm(join(repoPath, 'config'), { force: true });
  await writeFile(join(repoPath, 'config'), '[core]\nrepo_version=1\nmode=archive-z2\n');
  for (const name of ['objects', 'refs/heads', 'refs/mirrors', 'refs/remotes', 'state', 'tmp']) {
    await mkdir(join(repoPath, name), { recursive: true });
  }
}

function damaged(leg: Leg, cause: unknown): unknown {
  if (!(cause instanceof ToolError)) return cause;
  return new BuildError<GlueCode>(
    'REPOSITORY_DAMAGED',
    `the OSTree repository of the artifact ${leg.name} is damaged: ${cause.stderr.trim()}`,
    { cause },
  );
}

async function copySummary(from: string, to: string): Promise<void> {
  for (const name of ['summary', 'summary.sig']) {
    const beside = besidePath(join(to, name));
    await copyFile(join(from, name), beside);
    await replaceFile(beside, join(to, name));
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
