import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canonicalJson, sha256 } from '../lib/core/digest.ts';
import type { Log } from '../lib/core/log.ts';
import { readTool } from '../lib/host/process.ts';
import { convertDeb } from './deb/convert.ts';
import { parseListedDirectories } from './deb/extract.ts';
import { recipeFolder } from './deb/recipe.ts';
import { PACKAGING_TOOLS } from './deb/rules.ts';
import { readVirtualNames } from './deb/virtual-names.ts';
import { digestPaths } from './input-digest.ts';
import { buildSpec } from './rpm-build.ts';

/** RPMs to build from one .deb or one spec. */
export interface PackageJob {
  /** Names the result in the cache: `<package>-<hash>`. Equal inputs, equal key. */
  readonly key: string;
  /** Big ones start first. */
  readonly weightBytes: number;
  /** Builds in a folder of its own and returns the paths of the unsigned RPMs. */
  readonly run: (workDir: string) => Promise<readonly string[]>;
}

/** How a spec of our own is built. */
export interface SpecOptions {
  readonly macros?: Readonly<Record<string, string>>;
  /** Build time; the newest entry of the changelog when absent. */
  readonly sourceDateEpoch?: number;
}

const DEMO = import.meta.dirname;
const RECIPES = join(DEMO, 'packages');
const SPECS = join(DEMO, 'specs');
const BUILDER = join(DEMO, 'rpm-build.ts');

/** Returns the jobs that turn .debs into RPMs; Debian's packaging machinery is left out. */
export async function debJobs(debs: readonly string[], log: Log): Promise<PackageJob[]> {
  const baseFiles = debs.find((path) => basename(path).startsWith('base-files_'));
  if (baseFiles === undefined) throw new RangeError('base-files is not among the packages');
  const directories = parseListedDirectories(await readTool(['dpkg-deb', '--contents', baseFiles]));
  const virtualNames = await readVirtualNames(debs);
  const common = [
    await digestPaths([join(DEMO, 'deb'), BUILDER]),
    [...directories].sort(),
    virtualNames,
  ];
  const jobs: PackageJob[] = [];
  for (const deb of debs) {
    const name = basename(deb).replace(/_.*/, '');
    if (PACKAGING_TOOLS.includes(name)) continue;
    const recipe = await digestPaths([recipeFolder(RECIPES, name)]);
    const options = {
      recipes: RECIPES,
      sharedDirectories: directories,
      virtualNames: new Set(virtualNames),
      log,
    };
    jobs.push({
      key: cacheKey(name, [basename(deb), recipe, ...common]),
      weightBytes: (await stat(deb)).size,
      run: async (workDir) => [await convertDeb(deb, { ...options, workDir })],
    });
  }
  return jobs;
}

/** Returns the jobs that build the specs in `demo/specs`; the sources are in a folder beside each. */
export async function specJobs(log: Log, options: SpecOptions = {}): Promise<PackageJob[]> {
  const specs = (await readdir(SPECS)).filter((name) => name.endsWith('.spec')).sort();
  const jobs: PackageJob[] = [];
  for (const file of specs) {
    const name = basename(file, '.spec');
    const sources = join(SPECS, name);
    const digest = await digestPaths([join(SPECS, file), sources, BUILDER]);
    jobs.push({
      key: cacheKey(name, [digest, options.macros ?? {}, options.sourceDateEpoch ?? 0]),
      weightBytes: 0,
      run: (workDir) =>
        buildSpec(join(SPECS, file), {
          ...options,
          workDir,
          target: 'noarch',
          macros: { ...options.macros, _sourcedir: sources },
          log,
        }),
    });
  }
  return jobs;
}

function cacheKey(name: string, inputs: Parameters<typeof canonicalJson>[0]): string {
  return `${name}-${sha256(canonicalJson(inputs)).slice(0, 16)}`;
}
