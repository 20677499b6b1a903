import { lstat, readFile } from 'node:fs/promises';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Treefile } from '../remix/treefile.ts';
import { addedFileMode } from '../remix/treefile-inputs.ts';
import type { ComposeCode } from './errors.ts';
import type { PackageHeader } from './packages.ts';
import type { Tree } from './tree.ts';

/**
 * Returns the paths that `remove-from-packages` names, absolute, what is in a folder before the folder. Some are there twice.
 *
 * @throws ConfigError PATTERN_MALFORMED
 */
export function pathsToRemove(treefile: Treefile, packages: readonly PackageHeader[]): string[] {
  return treefile.removeFromPackages.flatMap(({ package: name, patterns }) => {
    const expressions = patterns.map((pattern) => compile(name, pattern));
    return packages
      .filter((header) => header.name === name)
      .flatMap(({ files }) => files.map(({ path }) => path).reverse())
      .filter((path) => expressions.some((expression) => matches(expression, path)));
  });
}

/** True when the file, or a folder that leads to it, matches: rpm-ostree skips the whole folder then. */
function matches(expression: RegExp, path: string): boolean {
  const names = path.replace(/^\/etc\//, '/usr/etc/').split('/');
  return names.some(
    (_, index) => index > 0 && expression.test(names.slice(0, index + 1).join('/')),
  );
}

/** Deletes paths, but folders only when nothing is left in them: other packages may own what is. */
export async function removePaths(tree: Tree, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const stats = await tree.lstat(path);
    if (stats?.isDirectory() === true && (await tree.list(path)).length > 0) continue;
    await tree.remove(path);
  }
}

function compile(name: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (cause) {
    throw new ConfigError<ComposeCode>(
      'PATTERN_MALFORMED',
      `remove-from-packages: ${JSON.stringify(pattern)} of ${name} is not a regular expression`,
      { cause },
    );
  }
}

/** Deletes the paths of `remove-files`. /etc is still at /etc. */
export async function removeFiles(tree: Tree, treefile: Treefile): Promise<void> {
  for (const path of treefile.removeFiles) {
    if (path.startsWith('/') || path.split('/').includes('..')) {
      throw new ConfigError<ComposeCode>(
        'PATH_ESCAPES_TREE',
        `remove-files: expected a path relative to the root, got ${JSON.stringify(path)}`,
      );
    }
    await tree.remove(path);
  }
}

/** Copies `add-files`. /etc is still at /etc. */
export async function addFiles(tree: Tree, treefile: Treefile): Promise<void> {
  for (const { source, destination } of treefile.addFiles) {
    const stats = await lstat(source);
    await tree.write(destination, await readFile(source), addedFileMode(stats.mode));
  }
}

/** Enables `units` for multi-user.target, and sets `default-target`. */
export async function enableUnits(tree: Tree, treefile: Treefile): Promise<void> {
  const wants = 'usr/etc/systemd/system/multi-user.target.wants';
  for (const unit of treefile.units) {
    if (unit.includes('/') || unit === '..') {
      throw new ConfigError<ComposeCode>(
        'PATH_ESCAPES_TREE',
        `units: ${JSON.stringify(unit)} is no unit name`,
      );
    }
    if ((await tree.lstat(`${wants}/${unit}`)) !== undefined) continue;
    await tree.symlink(`/usr/lib/systemd/system/${unit}`, `${wants}/${unit}`);
  }
  if (treefile.defaultTarget !== undefined) {
    await tree.symlink(treefile.defaultTarget, 'usr/lib/systemd/system/default.target');
  }
}

/**
 * Puts the version into VERSION and PRETTY_NAME of os-release in place of `mutate-os-release`, and
 * adds OSTREE_VERSION. /etc is still at /etc.
 */
export async function mutateOsRelease(tree: Tree, base: string, version: string): Promise<void> {
  const path =
    (await tree.stat('etc/os-release')) === undefined ? 'usr/lib/os-release' : 'etc/os-release';
  const text = await tree.read(path);
  if (text === undefined) {
    throw new BuildError<ComposeCode>(
      'POSTPROCESS_FAILED',
      'mutate-os-release: the tree has no os-release',
    );
  }
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (/^(VERSION|PRETTY_NAME)=/.test(line) ? line.replaceAll(base, version) : line));
  const resolved = (await tree.resolve(path, true)).slice(tree.path.length);
  await tree.write(
    resolved,
    `${lines.join('\n')}\nOSTREE_VERSION='${version.replaceAll("'", `'\\''`)}'\n`,
  );
}

/** `readonly-executables`: takes the write bits from programs on /usr. */
export async function protectExecutables(tree: Tree): Promise<void> {
  await tree.walk('usr', async (path, stats) => {
    if (!stats.isFile() || path.startsWith('usr/etc/')) return;
    if ((stats.mode & 0o111) !== 0 && (stats.mode & 0o222) !== 0) {
      await tree.chmod(path, stats.mode & 0o7777 & ~0o222);
    }
  });
}
