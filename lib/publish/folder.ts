import { access, copyFile, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { besidePath, makeFolder, replaceFile, writeFileAtomic } from '../host/files.ts';
import { listRefs, type RefCommit } from '../host/ostree-refs.ts';
import { readTool, ToolError } from '../host/process.ts';
import { updateSummary } from '../repo/signatures.ts';
import type { PublishCode } from './errors.ts';
import { formatRemoteFile, formatSitePage } from './site-page.ts';

/** What to lay out, and where. Paths are absolute. */
export interface FolderOptions {
  /** Archive repository with the commits. */
  readonly repoPath: string;
  /** Made when it is not there. */
  readonly folder: string;
  /** Of the remix: names the files beside the repository. */
  readonly name: string;
  /** The remote that systems shall have, when it is known. */
  readonly remote?: { readonly name: string; readonly url: string };
  /** Armoured public key that signed. */
  readonly publicKey?: string;
  readonly log: Log;
}

/** A folder that a web server can serve as it is. */
export interface PublishedFolder {
  readonly folder: string;
  /** The repository in it. */
  readonly repoPath: string;
  readonly refs: readonly RefCommit[];
}

/** Folders that ostree wants to see; what serves files need not have the empty ones. */
const REPO_FOLDERS = [
  ...['objects', 'refs/heads', 'refs/mirrors', 'refs/remotes'],
  ...['extensions', 'state', 'tmp'],
];

/** What ostree keeps for itself. */
const PRIVATE = ['extensions', 'state', 'tmp', '.lock'];

/**
 * Lays the commits that refs lead to out as files: `repo/` (objects, refs, config, summary and its
 * signature), the public key, `index.html`, `<name>.conf` and `.nojekyll`. Objects are hard links where
 * the file system lets them. What an older state of the folder has stays, except for objects that no
 * ref leads to any more; new refs come after their objects.
 *
 * @throws ConfigError FOLDER_IN_USE; BuildError FOLDER_FAILED; what writing files throws
 */
export async function publishFolder(options: FolderOptions): Promise<PublishedFolder> {
  const { repoPath: source, folder, log } = options;
  const repoPath = join(folder, 'repo');
  return log.group(`Lay out ${folder}`, async () => {
    await assertOurs(folder, repoPath);
    const refs = await listRefs(source);
    await openRepository(repoPath, log);
    const commits = [...new Set(refs.map(({ commit }) => commit))];
    if (commits.length > 0) await ostree(repoPath, ['pull-local', source, ...commits], log);
    await pointRefs(repoPath, refs, log);
    await copySummary(source, repoPath, log);
    await ostree(repoPath, ['prune', '--refs-only', '--depth=0'], log);
    for (const name of PRIVATE) await rm(join(repoPath, name), { recursive: true, force: true });
    await writeSite(options, refs);
    log.info(`${refs.length} refs, ${commits.length} commits in ${repoPath}`);
    return { folder, repoPath, refs };
  });
}

async function assertOurs(folder: string, repoPath: string): Promise<void> {
  const config = await readFile(join(repoPath, 'config'), 'utf8').catch(() => undefined);
  const isArchive = config !== undefined && /^mode=archive(-z2)?$/m.test(config);
  const there = await lstat(repoPath).catch(() => undefined);
  if (there === undefined || (isArchive && there.isDirectory())) return;
  throw new ConfigError<PublishCode>(
    'FOLDER_IN_USE',
    `${repoPath} is there and is no OSTree repository in archive mode`,
    { hint: `Name another folder than ${folder}, or remove it.` },
  );
}

async function openRepository(repoPath: string, log: Log): Promise<void> {
  await makeFolder(repoPath);
  await ostree(repoPath, ['init', '--mode=archive'], log);
  // A folder that was in git, or in an artifact, has lost its empty folders.
  for (const name of REPO_FOLDERS) await mkdir(join(repoPath, name), { recursive: true });
}

async function pointRefs(repoPath: string, refs: readonly RefCommit[], log: Log): Promise<void> {
  const before = new Map((await listRefs(repoPath)).map(({ ref, commit }) => [ref, commit]));
  for (const { ref, commit } of refs) {
    if (before.get(ref) === commit) continue;
    await ostree(repoPath, ['refs', '--force', `--create=${ref}`, commit], log);
  }
  const wanted = new Set(refs.map(({ ref }) => ref));
  for (const ref of before.keys()) {
    if (!wanted.has(ref)) await ostree(repoPath, ['refs', '--delete', ref], log);
  }
}

/** The summary is copied: only its author can sign it. */
async function copySummary(source: string, repoPath: string, log: Log): Promise<void> {
  if (!(await exists(join(source, 'summary')))) {
    await updateSummary(repoPath, log);
    return;
  }
  for (const name of ['summary', 'summary.sig']) {
    const target = join(repoPath, name);
    if (await exists(join(source, name))) {
      const beside = besidePath(target);
      await copyFile(join(source, name), beside);
      await replaceFile(beside, target);
    } else {
      await rm(target, { force: true });
    }
  }
}

async function writeSite(options: FolderOptions, refs: readonly RefCommit[]): Promise<void> {
  const { folder, name, publicKey, remote } = options;
  // GitHub Pages would hand the files to Jekyll, which drops some.
  await writeFile(join(folder, '.nojekyll'), '');
  if (publicKey !== undefined) await writeFileAtomic(join(folder, `${name}.asc`), publicKey);
  const isSigned = publicKey !== undefined;
  const site = { name, refs, isSigned, ...(remote === undefined ? {} : { remote }) };
  await writeFileAtomic(join(folder, `${name}.conf`), formatRemoteFile(site));
  await writeFileAtomic(join(folder, 'index.html'), formatSitePage(site));
}

async function ostree(repoPath: string, argv: readonly string[], log: Log): Promise<string> {
  try {
    return await readTool(['ostree', `--repo=${repoPath}`, ...argv], { log });
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw new BuildError<PublishCode>(
      'FOLDER_FAILED',
      `ostree ${argv[0]} in ${repoPath}: ${cause.stderr.trim()}`,
      { cause },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
