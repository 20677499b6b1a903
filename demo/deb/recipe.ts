import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/**
 * How one package departs from Debian's: `demo/packages/<name>/package.yaml`, with the RPM scriptlets
 * that stand for its maintainer scripts (`scriptlets.spec`) and files of our own (`root/`).
 */
export interface Recipe {
  readonly provides: readonly string[];
  readonly requires: readonly string[];
  /** Dependencies on these names are dropped. */
  readonly drop: readonly string[];
  /** Dependencies on these names do not order the installation (`Requires(meta)`). */
  readonly unordered: readonly string[];
  /** Paths that are removed before anything is added. */
  readonly remove: readonly string[];
  /** New name of a file by its old one, absolute. */
  readonly move: Readonly<Record<string, string>>;
  /** Source by destination, absolute, both in the tree. */
  readonly copy: Readonly<Record<string, string>>;
  /** Target by path of the symbolic link. */
  readonly link: Readonly<Record<string, string>>;
  /** `mode user group` by path, for what dpkg-statoverride did. */
  readonly attributes: Readonly<Record<string, string>>;
  /** RPM scriptlet sections, without the package's name. */
  readonly scriptlets: string;
  /** Folder of files to add; absent when there are none. */
  readonly root?: string;
}

const KERNEL = /^linux-image-(\d.*)$/;

const EMPTY: Recipe = {
  provides: [],
  requires: [],
  drop: [],
  unordered: [],
  remove: [],
  move: {},
  copy: {},
  link: {},
  attributes: {},
  scriptlets: '',
};

/** Returns the folder of a package's recipe below `recipes`. All kernels share one. */
export function recipeFolder(recipes: string, name: string): string {
  return join(recipes, KERNEL.test(name) ? 'linux-image' : name);
}

/**
 * Returns the recipe of a package; an empty one when it has none. `@SUFFIX@` stands for what follows
 * `linux-image-` in the name of a kernel.
 */
export async function readRecipe(recipes: string, name: string): Promise<Recipe> {
  const folder = recipeFolder(recipes, name);
  const suffix = KERNEL.exec(name)?.[1] ?? '';
  const read = async (path: string) =>
    (await readFile(path, 'utf8')).replaceAll('@SUFFIX@', suffix);
  const file = join(folder, 'package.yaml');
  const scriptlets = join(folder, 'scriptlets.spec');
  const root = join(folder, 'root');
  const keys = existsSync(file) ? (parse(await read(file)) as Partial<Recipe> | null) : null;
  const unknown = Object.keys(keys ?? {}).filter((key) => !(key in EMPTY));
  if (unknown.length > 0) throw new RangeError(`${file}: unknown key ${unknown.join(', ')}`);
  return {
    ...EMPTY,
    ...keys,
    scriptlets: existsSync(scriptlets) ? await read(scriptlets) : '',
    ...(existsSync(root) ? { root } : {}),
  };
}
