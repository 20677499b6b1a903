import { copyFile, link, lstat, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { assertTools } from '../host/assert-tools.ts';
import { digestFile } from '../host/file-digest.ts';
import { besidePath, makeFolder, replaceFile, writeFileAtomic } from '../host/files.ts';
import { makeTempDir } from '../host/temp.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import { CHECKSUMS_NAME } from '../sign/checksums.ts';
import { BUILD_STATE, recordBuildState } from './build-state.ts';
import { collectRepositories } from './collect-repositories.ts';
import type { GlueCode } from './errors.ts';
import {
  COLLECTED_NAME,
  LEG_NAME,
  type Leg,
  type LegContent,
  MAX_LEG_BYTES,
  parseLeg,
} from './leg.ts';
import { type FoundFile, listFiles, listLogs } from './outputs.ts';
import { mergeResult, type RunResult, recordOutcome } from './result-file.ts';
import type { Workspace } from './workspace.ts';

/** How to bring legs together. */
export interface CollectOptions {
  readonly legs: readonly Leg[];
  /** build-state.json lists its packages. */
  readonly lockfile: Lockfile;
}

/** Of a leg; what else is in the artifact is passed over. */
const PARTS = ['images', 'containers', 'sbom', 'keys', 'logs'];
/** Of the only leg: with others beside it, these no longer fit. */
const PARTS_OF_ONE = [CHECKSUMS_NAME, `${CHECKSUMS_NAME}.asc`, BUILD_STATE];

/**
 * Brings what several jobs built into `outDir`: one OSTree repository, all images, keys and logs, one
 * result.json and build-state.json. The same legs give the same results, so it can be run again.
 *
 * @throws ConfigError NO_LEGS; BuildError LEG_INVALID, LEG_UNSAFE, LEGS_DIFFER, COMMITS_DIFFER
 */
export async function collectLegs(
  workspace: Pick<Workspace, 'remix' | 'outDir' | 'repoPath' | 'log'>,
  { legs, lockfile }: CollectOptions,
): Promise<RunResult> {
  const { remix, outDir, repoPath, log } = workspace;
  if (legs.length === 0) {
    throw new ConfigError<GlueCode>(
      'NO_LEGS',
      'there is nothing to collect: no artifact was found',
      {
        hint: 'See that the jobs before this one uploaded theirs, and that artifact-prefix fits.',
      },
    );
  }
  await assertTools(['ostree', 'tar']);
  return log.group(`Collect (${legs.length} artifacts)`, async () => {
    const read: ReadLeg[] = [];
    for (const leg of legs) read.push(await readLeg(leg, workspace));
    const parts = withoutWholes(read, log).sort((a, b) => compareBytes(a.leg.name, b.leg.name));
    const sorted = parts.map(({ leg }) => leg);
    const isAlone = parts.length === 1;
    const results = parts.map(({ result: { signed, ...result } }) =>
      isAlone && signed !== undefined ? { ...result, signed } : result,
    );
    assertSameCommits(sorted, results);
    await makeFolder(outDir);
    await writeFileAtomic(join(outDir, COLLECTED_NAME), '');
    await using temporary = await makeTempDir(outDir);
    const hasRepository = await collectRepositories({
      legs: sorted,
      repoPath,
      workDir: temporary.path,
      log,
    });
    const files = await collectFiles(sorted, outDir);
    const merged = results.reduce<RunResult>((before, part) => mergeResult(before, part), {
      remix: remix.name,
      commits: [],
      images: [],
      containers: [],
      boots: [],
      timeline: [],
    });
    const result = { ...merged, ...(hasRepository ? { repo: repoPath } : {}) };
    await recordOutcome(outDir, result, { isWhole: true });
    // What came with signed checksums is covered by them, and stays as it is.
    const [only] = isAlone ? sorted : [];
    if (only === undefined || !(await isFile(join(only.path, BUILD_STATE)))) {
      await recordBuildState(workspace, lockfile, result);
    }
    log.info(
      `${result.commits.length} commits, ${result.images.length} images, ${files} files in ${outDir}`,
    );
    return result;
  });
}

interface ReadLeg extends LegContent {
  readonly leg: Leg;
}

/** What an earlier attempt of the run had brought together is in its legs, newer. */
function withoutWholes(legs: readonly ReadLeg[], log: Log): ReadLeg[] {
  const parts = legs.filter(({ isWhole }) => !isWhole);
  if (parts.length === 0) return [...legs];
  for (const { leg, isWhole } of legs) {
    if (isWhole) log.info(`${leg.name} was collected by an earlier attempt: passed over`);
  }
  return parts;
}

async function readLeg(
  leg: Leg,
  { remix, outDir }: Pick<Workspace, 'remix' | 'outDir'>,
): Promise<ReadLeg> {
  const path = join(leg.path, LEG_NAME);
  // It becomes the name of a folder.
  if (!/^(?!\.+$)[^/\n]+$/.test(leg.name)) {
    throw new BuildError<GlueCode>('LEG_INVALID', `${JSON.stringify(leg.name)} is no name`);
  }
  const status = await lstat(path).catch(() => undefined);
  if (status?.isFile() !== true || status.size > MAX_LEG_BYTES) {
    throw new BuildError<GlueCode>('LEG_INVALID', `the artifact ${leg.name} has no ${LEG_NAME}`, {
      hint: 'Only artifacts of the action "publish" can be collected; see artifact-prefix.',
    });
  }
  const text = await readFile(path, 'utf8');
  const source = `${LEG_NAME} of the artifact ${leg.name}`;
  const content = parseLeg(text, source, outDir, (name) => placeOf(leg, name));
  const { result } = content;
  if (result.remix === remix.name) return { ...content, leg };
  throw new BuildError<GlueCode>(
    'LEG_INVALID',
    `the artifact ${leg.name} is of the remix ${result.remix}, expected ${remix.name}`,
  );
}

/** The same inputs must give the same commit wherever they are built. */
function assertSameCommits(legs: readonly Leg[], results: readonly RunResult[]): void {
  const known = new Map<string, { leg: string; commit: string }>();
  results.forEach(({ commits }, index) => {
    const leg = legs[index]?.name ?? '';
    for (const { basearch, commit } of commits) {
      const before = known.get(basearch);
      if (before !== undefined && before.commit !== commit) {
        throw new BuildError<GlueCode>(
          'COMMITS_DIFFER',
          `the commit of ${basearch} is ${before.commit} in ${before.leg}, and ${commit} in ${leg}`,
          { hint: 'Composing is not reproducible here: "compose --check" names what differs.' },
        );
      }
      known.set(basearch, { leg, commit });
    }
  });
}

/** Logs of two legs have one name: each leg gets a folder. */
function placeOf({ name: leg }: Leg, name: string): string {
  return /^[^/]+\.log$/.test(name) ? `logs/${leg}/${name}` : name;
}

async function collectFiles(legs: readonly Leg[], outDir: string): Promise<number> {
  const placed = new Map<string, { leg: string; path: string }>();
  for (const leg of legs) {
    const parts = legs.length === 1 ? [...PARTS, ...PARTS_OF_ONE] : PARTS;
    for (const file of await listFiles(leg.path, [...parts, ...(await listLogs(leg.path))])) {
      const name = placeOf(leg, file.name);
      const before = placed.get(name);
      if (before === undefined) {
        await placeFile(file, join(outDir, name));
        placed.set(name, { leg: leg.name, path: file.path });
      } else {
        await assertSameFile(name, before, { leg: leg.name, path: file.path });
      }
    }
  }
  return placed.size;
}

async function assertSameFile(
  name: string,
  ...[a, b]: readonly [{ leg: string; path: string }, { leg: string; path: string }]
): Promise<void> {
  const [one, other] = [await digestFile(a.path), await digestFile(b.path)];
  if (one.sha256 === other.sha256) return;
  throw new BuildError<GlueCode>(
    'LEGS_DIFFER',
    `${name} has the SHA-256 ${one.sha256} in ${a.leg}, and ${other.sha256} in ${b.leg}`,
    { hint: 'Two jobs made one file: give images names of their own, or build it once.' },
  );
}

async function placeFile({ path }: FoundFile, target: string): Promise<void> {
  await makeFolder(dirname(target));
  const beside = besidePath(target);
  try {
    // A link costs nothing; another file system gets a copy.
    await link(path, beside).catch(() => copyFile(path, beside));
    await replaceFile(beside, target);
  } finally {
    await rm(beside, { force: true });
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isFile() === true;
}
