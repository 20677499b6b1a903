import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readTool, ToolError } from '../host/process.ts';
import type { RepoCode } from './errors.ts';
import type { TreeFolder } from './read-tree.ts';

/** SELinux contexts by path; a path that the policy gives none is not in it. */
export type Labels = ReadonlyMap<string, string>;

/** Of one run: an instant to start, a fifth of a second to match a thousand with a large policy. */
const BATCH_PATHS = 1000;

/** Far below what Linux allows of arguments, environment included. */
const BATCH_BYTES = 768 * 1024;

/** libostree labels /proc as /mnt: policies have no label for it. */
const PROC = '/proc';
const PROC_STAND_IN = '/mnt';

type Kind = 'file' | 'dir' | 'lnk_file';

/**
 * Returns the contexts that the tree's own policy gives its files, looked up by libselinux, in
 * `threads` processes at a time: what `ostree commit --selinux-policy` does. No labels when the
 * tree has no policy.
 *
 * @throws BuildError ATTRIBUTES_UNREADABLE
 */
export async function readLabels(
  treePath: string,
  tree: TreeFolder,
  { threads, log }: { readonly threads: number; readonly log: Log },
): Promise<Labels> {
  const policy = await findPolicy(treePath);
  const labels = new Map<string, string>();
  if (policy === undefined) return labels;
  const limit = pLimit(threads);
  const label = async (kind: Kind, paths: readonly string[]) => {
    const names = paths.map((path) => nameInTree(path, treePath));
    const contexts = await lookUp(policy, kind, names, log);
    paths.forEach((path, index) => {
      const context = contexts[index];
      if (context !== undefined && context !== '<<none>>') labels.set(path, context);
    });
  };
  await Promise.all(
    Object.entries(pathsByKind(tree)).flatMap(([kind, paths]) =>
      batches(paths).map((batch) => limit(label, kind as Kind, batch)),
    ),
  );
  return labels;
}

/** As libostree: the policy that /etc/selinux/config names, below /etc or else /usr/etc. */
async function findPolicy(treePath: string): Promise<string | undefined> {
  for (const etc of ['etc', 'usr/etc']) {
    const folder = join(treePath, etc, 'selinux');
    if ((await stat(folder).catch(() => undefined)) === undefined) continue;
    const config = await readFile(join(folder, 'config'), 'utf8').catch(() => '');
    const name = /^\s*SELINUXTYPE\s*=\s*(\S+)\s*$/m.exec(config)?.[1];
    return name === undefined ? undefined : join(folder, name);
  }
  return undefined;
}

async function lookUp(
  policy: string,
  kind: Kind,
  names: readonly string[],
  log: Log,
): Promise<string[]> {
  try {
    const argv = ['matchpathcon', '-n', '-N', '-m', kind, '-P', policy, '--', ...names];
    const lines = (await readTool(argv)).split('\n');
    log.debug(`matchpathcon -P ${policy}: ${names.length} of kind ${kind}`);
    if (lines.pop() === '' && lines.length === names.length) return lines;
    throw unreadable(`matchpathcon printed ${lines.length} contexts for ${names.length} paths`);
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw unreadable(cause.stderr.trim(), cause);
  }
}

function pathsByKind(tree: TreeFolder): Record<Kind, string[]> {
  const paths: Record<Kind, string[]> = { file: [], dir: [], lnk_file: [] };
  const visit = ({ path, files, folders }: TreeFolder) => {
    paths.dir.push(path);
    for (const file of files)
      paths[file.target === undefined ? 'file' : 'lnk_file'].push(file.path);
    folders.forEach(visit);
  };
  visit(tree);
  return paths;
}

function nameInTree(path: string, treePath: string): string {
  const name = path.slice(treePath.length) || '/';
  return name === PROC ? PROC_STAND_IN : name;
}

function batches(paths: readonly string[]): string[][] {
  const made: string[][] = [];
  let batch: string[] = [];
  let sizeBytes = 0;
  for (const path of paths) {
    // With the NUL, and the pointer to it.
    const own = Buffer.byteLength(path) + 9;
    if (batch.length >= BATCH_PATHS || sizeBytes + own > BATCH_BYTES) {
      made.push(batch);
      batch = [];
      sizeBytes = 0;
    }
    batch.push(path);
    sizeBytes += own;
  }
  if (batch.length > 0) made.push(batch);
  return made;
}

function unreadable(why: string, cause?: unknown): BuildError<RepoCode> {
  return new BuildError<RepoCode>(
    'ATTRIBUTES_UNREADABLE',
    `the SELinux labels of the tree cannot be found: ${why}`,
    { cause },
  );
}
