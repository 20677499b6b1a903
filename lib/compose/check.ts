import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import { compareTrees, type Difference } from './compare-trees.ts';
import { type ComposeOptions, type ComposeResult, composeTree } from './compose.ts';
import type { ComposeCode } from './errors.ts';
import { readPackages } from './packages.ts';
import { removeFolder } from './work-dir.ts';

/** Most differences to name in a message. */
const NAMED = 40;

/** A path that two composes did not make alike, and the package that it comes from. */
export interface OwnedDifference extends Difference {
  /** Name of the package; undefined when a scriptlet or the compose made the file. */
  readonly package: string | undefined;
}

/** What composing twice showed. */
export interface CheckResult {
  /** The first compose, which is published. */
  readonly first: ComposeResult;
  /** Checksum of the second, which is thrown away. */
  readonly secondCommit: string;
  /** Empty when the checksums are equal. */
  readonly differences: readonly OwnedDifference[];
}

/**
 * Composes twice, one after the other, in different folders, and compares. The first commit is
 * published as by `composeTree`, whatever comes of the second.
 */
export async function checkCompose(options: ComposeOptions): Promise<CheckResult> {
  const { workDir, log, repoPath } = options;
  const first = await composeTree({ ...options, workDir: join(workDir, 'first') });
  const scratch = join(workDir, 'second');
  // What was kept would prove nothing.
  const { gpg: _gpg, keptPath: _keptPath, ...unsigned } = options;
  try {
    const second = await composeTree({
      ...unsigned,
      workDir: join(scratch, 'in', 'another', 'place'),
      repoPath: join(scratch, 'repo'),
      sourceRepoPath: options.sourceRepoPath ?? repoPath,
    });
    const found =
      first.commit === second.commit
        ? []
        : await compareTrees(
            { repoPath, commit: first.commit },
            { repoPath: join(scratch, 'repo'), commit: second.commit },
          );
    const differences = found.length === 0 ? [] : await withOwners(found, options);
    return { first, secondCommit: second.commit, differences };
  } finally {
    await removeFolder(scratch, log);
  }
}

/** Throws BuildError NOT_REPRODUCIBLE that names the differing paths and their packages. */
export function assertReproducible({ first, secondCommit, differences }: CheckResult): void {
  if (first.commit === secondCommit) return;
  const lines = differences
    .slice(0, NAMED)
    .map((each) => `${each.path}: ${each.what} (${each.package ?? 'no package owns it'})`);
  const more = differences.length > NAMED ? [`and ${differences.length - NAMED} more`] : [];
  const what =
    lines.length === 0 ? ['the trees are equal, the metadata of the commits differ'] : lines;
  throw new BuildError<ComposeCode>(
    'NOT_REPRODUCIBLE',
    `two composes differ: ${first.commit} and ${secondCommit}\n${[...what, ...more].join('\n')}`,
    {
      hint: 'See which scriptlet or script writes the file; a postprocess script can mend or remove it.',
    },
  );
}

async function withOwners(
  differences: readonly Difference[],
  { packages }: ComposeOptions,
): Promise<OwnedDifference[]> {
  const wanted = new Map(differences.map((each) => [packagedPath(each.path), each]));
  const headers = await readPackages(
    packages.map(({ path }) => path),
    (_name, path) => wanted.has(packagedPath(path)),
  );
  const owners = new Map(
    headers.flatMap(({ name, files }) =>
      files.map(({ path }) => [packagedPath(path), name] as const),
    ),
  );
  return differences.map((each) => ({ ...each, package: owners.get(packagedPath(each.path)) }));
}

/** One name for a path as it is in the commit and as a package may have it. */
function packagedPath(path: string): string {
  return path
    .replace(/^\/usr\/etc\//, '/etc/')
    .replace(/^\/usr\/lib\/opt\//, '/opt/')
    .replace(/^\/(bin|sbin|lib|lib32|lib64)\//, '/usr/$1/');
}
