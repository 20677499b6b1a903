import { chown, copyFile, lstat, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readTool, runTool, ToolError } from '../host/process.ts';
import { checkoutMode, overlayFolder } from '../remix/overlay-inputs.ts';
import type { Treefile } from '../remix/treefile.ts';
import type { ComposeCode } from './errors.ts';
import type { Tree } from './tree.ts';

/** coreos-assembler's list of modes that git cannot keep. */
const STATOVERRIDE = 'statoverride';

/**
 * Lays `ostree-layers`, then `ostree-override-layers`, over the installed packages. A layer
 * `overlay/NAME` is the folder `overlay.d/NAME` beside the treefile, where there is one (what
 * coreos-assembler commits under that ref); any other layer is a ref of the repository.
 *
 * @throws ConfigError OVERLAY_MISSING; OVERLAY_CONFLICT when a layer would change a file of a
 * package and is not an override layer
 */
export async function applyOverlays(
  tree: Tree,
  treefile: Treefile,
  options: { repoPath: string; workDir: string; log: Log },
): Promise<void> {
  const layers = [
    ...treefile.ostreeLayers.map((name) => ({ name, replace: false })),
    ...treefile.ostreeOverrideLayers.map((name) => ({ name, replace: true })),
  ];
  for (const { name, replace } of layers) {
    const folder = await layerFolder(name, treefile, options);
    const modes = parseStatoverride(await readOptional(join(folder.path, STATOVERRIDE)));
    await mergeFolder(tree, folder.path, '', { name, replace, modes, keepOwner: folder.keepOwner });
    if (folder.keepOwner) await rm(folder.path, { recursive: true });
  }
}

/**
 * Returns the commit that each layer which is a ref of the repository leads to, null where it leads
 * nowhere. Folders of `overlay.d` are part of `composeInputs`.
 */
export async function layerCommits(
  treefile: Treefile,
  repoPath: string,
): Promise<Readonly<Record<string, string | null>>> {
  const commits: Record<string, string | null> = {};
  for (const name of [...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers]) {
    if ((await overlayFolder(treefile, name)) !== undefined) continue;
    commits[name] = (await resolveLayer(repoPath, name)) ?? null;
  }
  return commits;
}

interface Layer {
  readonly name: string;
  readonly replace: boolean;
  readonly modes: ReadonlyMap<string, (mode: number) => number>;
  readonly keepOwner: boolean;
}

async function layerFolder(
  name: string,
  treefile: Treefile,
  options: { repoPath: string; workDir: string; log: Log },
): Promise<{ path: string; keepOwner: boolean }> {
  const beside = await overlayFolder(treefile, name);
  if (beside !== undefined) return { path: beside, keepOwner: false };
  const path = join(options.workDir, 'layer');
  const commit = await resolveLayer(options.repoPath, name);
  if (commit === undefined) {
    throw new ConfigError<ComposeCode>(
      'OVERLAY_MISSING',
      `ostree-layers: ${name} is neither a folder of overlay.d nor a ref of the repository`,
      {
        place: { file: treefile.path },
        hint: `Make ${treefile.directory}/overlay.d/NAME for overlay/NAME.`,
      },
    );
  }
  await rm(path, { recursive: true, force: true });
  await runTool(['ostree', `--repo=${options.repoPath}`, 'checkout', commit, path], options);
  return { path, keepOwner: true };
}

async function resolveLayer(repoPath: string, name: string): Promise<string | undefined> {
  try {
    return (await readTool(['ostree', `--repo=${repoPath}`, 'rev-parse', name])).trim();
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

async function mergeFolder(tree: Tree, root: string, below: string, layer: Layer): Promise<void> {
  for (const name of (await readdir(join(root, below))).sort(compareBytes)) {
    if (below === '' && name === STATOVERRIDE) continue;
    const path = join(below, name);
    const source = join(root, path);
    const stats = await lstat(source);
    const target = path.replace(/^usr\/etc(?=\/|$)/, 'etc');
    if (stats.isDirectory()) {
      const isNew = (await tree.stat(target)) === undefined;
      await tree.mkdir(target);
      if (isNew) await settle(tree, target, stats, layer);
      await mergeFolder(tree, root, path, layer);
    } else {
      await mergeFile(tree, source, target, layer);
      await settle(tree, target, stats, layer);
    }
  }
}

async function mergeFile(tree: Tree, source: string, target: string, layer: Layer): Promise<void> {
  const stats = await lstat(source);
  const found = await tree.lstat(target);
  if (found !== undefined && !layer.replace && !(await isSame(tree, source, target))) {
    throw new ConfigError<ComposeCode>(
      'OVERLAY_CONFLICT',
      `layer ${layer.name} would change /${target}`,
      {
        hint: 'Use ostree-override-layers, or take the file out with remove-from-packages.',
      },
    );
  }
  await tree.mkdir(join(target, '..'));
  await tree.remove(target);
  if (stats.isSymbolicLink()) await tree.symlink(await readlink(source), target);
  else await copyFile(source, await tree.resolve(target));
}

/** Sets owner and mode: git keeps only whether a file is executable. */
async function settle(
  tree: Tree,
  target: string,
  stats: {
    mode: number;
    uid: number;
    gid: number;
    isSymbolicLink(): boolean;
    isDirectory(): boolean;
  },
  layer: Layer,
): Promise<void> {
  if (stats.isSymbolicLink()) return;
  if (layer.keepOwner) await chown(await tree.resolve(target), stats.uid, stats.gid);
  const plain = stats.isDirectory() ? 0o755 : checkoutMode(stats.mode);
  const mode = layer.keepOwner ? stats.mode & 0o7777 : plain;
  await tree.chmod(target, layer.modes.get(`/${target}`)?.(mode) ?? mode);
}

async function isSame(tree: Tree, source: string, target: string): Promise<boolean> {
  const [a, b] = [await lstat(source), await tree.lstat(target)];
  if (a.isSymbolicLink())
    return (
      b?.isSymbolicLink() === true && (await readlink(source)) === (await tree.readlink(target))
    );
  if (b?.isFile() !== true || a.size !== b.size) return false;
  return (await readFile(source)).equals(await readFile(await tree.resolve(target)));
}

/** Lines `=MODE PATH` (set) and `+MODE PATH` (add), modes in decimal. */
function parseStatoverride(text: string): Map<string, (mode: number) => number> {
  const modes = new Map<string, (mode: number) => number>();
  for (const line of text.split('\n')) {
    const [, how, number, path] = /^([=+]?)(\d+)\s+(\/\S.*)$/.exec(line.trim()) ?? [];
    if (path === undefined) continue;
    const value = Number(number);
    modes.set(path.replace(/^\/usr\/etc\//, '/etc/'), (mode) =>
      how === '=' ? value : mode | value,
    );
  }
  return modes;
}

async function readOptional(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
