import { dirname, join } from 'node:path';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import { makeFolder, writeFileAtomic } from '../host/files.ts';
import { readLockfile } from '../remix/lockfile.ts';
import type { Treefile } from '../remix/treefile.ts';
import { readRef } from '../repo/refs.ts';
import { makeCommitSbom } from '../sbom/commit-sbom.ts';
import { formatSbom, SBOM_FORMAT_FACTS, type SbomFormat } from '../sbom/sbom-format.ts';
import type { Sbom } from '../sbom/sbom-model.ts';
import type { GlueCode } from './errors.ts';
import type { Workspace } from './workspace.ts';

/** Which SBOMs to make. */
export interface SbomRunOptions {
  readonly formats: readonly SbomFormat[];
  /** Only the commit of this ref; those of all architectures unless given. */
  readonly ref?: string;
  /** Also list the files of every package, each of which is read. */
  readonly withFiles: boolean;
}

/** The SBOM of one commit. */
export interface SbomOutcome {
  readonly basearch: Basearch;
  readonly ref: string;
  readonly commit: string;
  readonly packages: number;
  /** NEVRAs of packages that the lock does not have: no checksum, no URL, no key. */
  readonly notLocked: readonly string[];
  readonly documents: readonly { readonly format: SbomFormat; readonly text: string }[];
}

/**
 * Makes the SBOMs of those commits of a remix that lie in its output folder. Composes nothing, and reads
 * without root and without the network.
 *
 * @throws ConfigError NO_REF, REF_NOT_OF_REMIX, LOCK_MISSING; BuildError COMMIT_MISSING; what reading the
 *   lock and the commit throws
 */
export async function runSbom(
  workspace: Workspace,
  { formats, ref, withFiles }: SbomRunOptions,
): Promise<SbomOutcome[]> {
  const { remix, repoPath, sourceDateEpoch } = workspace;
  const commits = await findCommits(repoPath, refsOf(workspace, ref));
  const lockfile = await readLockfile(remix.lockfile);
  const outcomes: SbomOutcome[] = [];
  for (const { basearch, ref: branch, commit } of commits) {
    const locked = lockfile.arches.find(({ arch }) => arch === basearch);
    const sbom = await makeCommitSbom({
      ...{ repoPath, ref: branch, commit, name: remix.name, basearch, withFiles },
      ...(locked === undefined ? {} : { locked }),
      ...(sourceDateEpoch === undefined ? {} : { createdSeconds: sourceDateEpoch }),
    });
    outcomes.push({
      ...{ basearch, ref: branch, commit, packages: sbom.packages.length },
      notLocked: notLocked(sbom),
      documents: formats.map((format) => ({ format, text: formatSbom(sbom, format) })),
    });
  }
  return outcomes;
}

/**
 * Writes the documents into the folder of results, as `sbom/NAME-BASEARCH.spdx.json` and `….cdx.json`, and
 * returns the paths.
 *
 * @throws ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE; BuildError DISK_FULL
 */
export async function writeSboms(
  { outDir, remix }: Workspace,
  outcomes: readonly SbomOutcome[],
): Promise<string[]> {
  const paths: string[] = [];
  for (const { basearch, documents } of outcomes) {
    for (const { format, text } of documents) {
      const { suffix } = SBOM_FORMAT_FACTS[format];
      const path = join(outDir, 'sbom', `${remix.name}-${basearch}${suffix}`);
      await makeFolder(dirname(path));
      await writeFileAtomic(path, text);
      paths.push(path);
    }
  }
  return paths;
}

/** A ref of the remix. */
interface RemixRef {
  readonly basearch: Basearch;
  readonly ref: string;
}

/** What lies there counts: other architectures may be composed on other machines. */
async function findCommits(
  repoPath: string,
  refs: readonly RemixRef[],
): Promise<(RemixRef & { readonly commit: string })[]> {
  const found = await Promise.all(
    refs.map(async (one) => ({ ...one, commit: await readRef(repoPath, one.ref) })),
  );
  const commits = found.flatMap(({ commit, ...one }) =>
    commit === undefined ? [] : [{ ...one, commit }],
  );
  if (commits.length > 0) return commits;
  throw new BuildError<GlueCode>(
    'COMMIT_MISSING',
    `${repoPath} has no commit of ${refs.map(({ ref }) => ref).join(', ')}`,
    { hint: 'Run "treesmith compose" first, with the same --out.' },
  );
}

function refsOf(
  { treefiles, architectures, remix }: Workspace,
  wanted: string | undefined,
): RemixRef[] {
  const all = [...treefiles].filter(([basearch]) => architectures.includes(basearch));
  const refs = all.map(([basearch, treefile]) => ({ basearch, ref: refOf(treefile, remix.name) }));
  const found = refs.filter(({ ref }) => wanted === undefined || ref === wanted);
  if (found.length > 0) return found;
  throw new ConfigError<GlueCode>(
    'REF_NOT_OF_REMIX',
    `no architecture of this remix has the ref ${wanted}`,
    { hint: `It has ${refs.map(({ ref }) => ref).join(', ')}.` },
  );
}

function refOf({ ref, path }: Treefile, name: string): string {
  if (ref !== undefined) return ref;
  throw new ConfigError<GlueCode>('NO_REF', 'the treefile names no OSTree ref', {
    place: { file: path },
    hint: `Add for example "ref: ${name}/1/\${basearch}/stable".`,
  });
}

function notLocked({ packages }: Sbom): string[] {
  return packages.flatMap(({ nevra, locked }) => (locked === undefined ? [nevra] : []));
}
