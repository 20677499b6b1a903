import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readTool, ToolError } from '../host/process.ts';
import type { RepoCode } from './errors.ts';
import type { TreeFolder } from './read-tree.ts';

/** SELinux contexts by path; a path that the policy gives none is not in it. */
export type Labels = ReadonlyMap<string, string>;

/** Of the paths of one run: far below what Linux allows, pointers and environment included. */
const MAX_ARGUMENT_BYTES = 768 * 1024;

/** libostree labels /proc as /mnt: policies have no label for it. */
const PROC = '/proc';
const PROC_STAND_IN = '/mnt';

type Kind = 'file' | 'dir' | 'lnk_file';

/**
 * Returns the contexts that the tree's own policy gives its files, looked up by libselinux:
 * what `ostree commit --selinux-policy` does. No labels when the tree has no policy.
 *
 * @throws BuildError ATTRIBUTES_UNREADABLE
 */
export async function readLabels(treePath: string, tree: TreeFolder, log: Log): Promise<Labels> {
  const policy = await findPolicy(treePath);
  const labels = new Map<string, string>();
  if (policy === undefined) return labels;
  for (const [kind, paths] of Object.entries(pathsByKind(tree))) {
    for (const batch of batches(paths, treePath)) {
      const names = batch.map((path) => nameInTree(path, treePath));
      const found = await lookUp(policy, kind as Kind, names, log);
      batch.forEach((path, index) => {
        const context = found[index];
        if (context !== undefined && context !== '<<none>>') labels.set(path, context);
      });
    }
  }
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

function* batches(paths: readonly string[], treePath: string): Generator<string[]> {
  let batch: string[] = [];
  let sizeBytes = 0;
  for (const path of paths) {
    // With the NUL, and the pointer to it.
    sizeBytes += Buffer.byteLength(path) - treePath.length + 9;
    if (sizeBytes > MAX_ARGUMENT_BYTES) {
      yield batch;
      batch = [];
      sizeBytes = 0;
    }
    batch.push(path);
  }
  if (batch.length > 0) yield batch;
}

function unreadable(why: string, cause?: unknown): BuildError<RepoCode> {
  return new BuildError<RepoCode>(
    'ATTRIBUTES_UNREADABLE',
    `the SELinux labels of the tree cannot be found: ${why}`,
    { cause },
  );
}
