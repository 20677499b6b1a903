import { existsSync } from 'node:fs';
import { chmod, copyFile, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../../lib/core/log.ts';
import { buildSpec } from '../rpm-build.ts';
import { parseControl } from './control.ts';
import { extractDeb, type SpecialFile } from './extract.ts';
import { formatFileList } from './file-list.ts';
import { licenseOf } from './license.ts';
import { makeDirectory } from './make-directory.ts';
import { mergedPath, mergeUsr } from './merge-usr.ts';
import { type Recipe, readRecipe } from './recipe.ts';
import { PRUNED } from './rules.ts';
import { formatSpec, rpmArchitecture } from './spec.ts';
import { readTree } from './tree.ts';

/** What a conversion needs to know. */
export interface ConvertOptions {
  /** A folder of this conversion's own; removed by the caller. */
  readonly workDir: string;
  /** Folder of recipes, one folder for each package that has one. */
  readonly recipes: string;
  /** Directories that base-files owns. */
  readonly sharedDirectories: ReadonlySet<string>;
  /** Names that some package provides without a version. */
  readonly virtualNames: ReadonlySet<string>;
  readonly log: Log;
}

/** Turns a .deb into an unsigned RPM and returns its path. The same .deb gives the same bytes. */
export async function convertDeb(deb: string, options: ConvertOptions): Promise<string> {
  const tree = join(options.workDir, 'tree');
  const controlDir = join(options.workDir, 'control');
  const special = await extractDeb(deb, tree, controlDir);
  const control = parseControl(await readFile(join(controlDir, 'control'), 'utf8'));
  const name = control.get('package') ?? '';
  const recipe = await readRecipe(options.recipes, name);
  await finishTree(tree, recipe);

  const entries = await readTree(tree);
  const copyright = join(tree, 'usr/share/doc', name, 'copyright');
  const spec = formatSpec({
    control,
    recipe,
    license: existsSync(copyright)
      ? licenseOf(await readFile(copyright, 'utf8'))
      : 'LicenseRef-Debian-copyright',
    stagedTree: tree,
    virtualNames: options.virtualNames,
    files: formatFileList(entries, {
      sharedDirectories: name === 'base-files' ? new Set() : options.sharedDirectories,
      special: specialFiles(special, recipe),
      configFiles: await readConfigFiles(
        controlDir,
        recipe,
        entries.map(({ path }) => path),
      ),
    }),
  });
  const specPath = join(options.workDir, `${name}.spec`);
  await writeFile(specPath, spec);
  // dpkg-deb stamps the control files with the date of the changelog's newest entry.
  const sourceDateEpoch = Math.floor((await stat(join(controlDir, 'control'))).mtimeMs / 1000);
  const [rpm] = await buildSpec(specPath, {
    workDir: options.workDir,
    target: rpmArchitecture(control.get('architecture') ?? ''),
    sourceDateEpoch,
    log: options.log,
  });
  if (rpm === undefined) throw new RangeError(`${specPath} gave no package`);
  return rpm;
}

async function finishTree(tree: string, recipe: Recipe): Promise<void> {
  await mergeUsr(tree);
  for (const path of [...PRUNED, ...recipe.remove])
    await rm(join(tree, path), { recursive: true, force: true });
  for (const [from, to] of Object.entries(recipe.move)) {
    await makeDirectory(dirname(join(tree, to)));
    await rename(join(tree, from), join(tree, to));
  }
  for (const [to, from] of Object.entries(recipe.copy)) {
    await makeDirectory(dirname(join(tree, to)));
    await copyFile(join(tree, from), join(tree, to));
  }
  for (const [path, target] of Object.entries(recipe.link)) {
    await makeDirectory(dirname(join(tree, path)));
    await symlink(target, join(tree, path));
  }
  if (recipe.root !== undefined) {
    for (const { path, kind } of await readTree(recipe.root)) {
      if (kind === 'directory') await makeDirectory(join(tree, path));
      else await copyPlain(join(recipe.root, path), join(tree, path));
    }
  }
}

/** Copies a file; of its mode only the executable bit counts, as in git. */
async function copyPlain(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, ((await stat(from)).mode & 0o100) === 0 ? 0o644 : 0o755);
}

function specialFiles(
  special: ReadonlyMap<string, SpecialFile>,
  recipe: Recipe,
): Map<string, SpecialFile> {
  const merged = new Map([...special].map(([path, file]) => [mergedPath(path), file]));
  for (const [path, text] of Object.entries(recipe.attributes)) {
    const [modeOctal = '', user = '', group = ''] = text.split(' ');
    merged.set(path, { modeOctal, user, group });
  }
  return merged;
}

/** Debian's conffiles, and what the recipe puts below /etc. */
async function readConfigFiles(
  controlDir: string,
  recipe: Recipe,
  paths: readonly string[],
): Promise<Set<string>> {
  const file = join(controlDir, 'conffiles');
  const listed = existsSync(file) ? (await readFile(file, 'utf8')).split('\n') : [];
  const copied = Object.keys(recipe.copy);
  const added =
    recipe.root === undefined ? [] : (await readTree(recipe.root)).map(({ path }) => path);
  return new Set([
    ...listed.map((line) => line.trim()).filter((path) => paths.includes(path)),
    ...[...copied, ...added].filter((path) => path.startsWith('/etc/')),
  ]);
}
