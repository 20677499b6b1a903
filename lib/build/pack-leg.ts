import { access, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { assertTools } from '../host/assert-tools.ts';
import { besidePath, replaceFile } from '../host/files.ts';
import { runTool } from '../host/process.ts';
import { CHECKSUMS_NAME } from '../sign/checksums.ts';
import { BUILD_STATE } from './build-state.ts';
import type { GlueCode } from './errors.ts';
import { COLLECTED_NAME, REPO_TAR, writeLeg } from './leg.ts';
import { listFiles, listLogs } from './outputs.ts';
import { readResult } from './result-file.ts';
import type { Workspace } from './workspace.ts';

/** What a job hands to other jobs and to people. `leg.json` and `repo.tar` go when it is disposed. */
export interface PackedLeg extends AsyncDisposable {
  /** Folder that the names are below. */
  readonly root: string;
  /** Absolute, sorted. */
  readonly files: readonly string[];
}

/** Of the results, beside what is made here. */
const PARTS = ['images', 'containers', 'sbom', 'keys', 'logs', BUILD_STATE, 'result.json'];

/** Parts of an OSTree repository that belong to nobody else. */
const REPO_PARTS = ['config', 'objects', 'refs', 'summary', 'summary.sig'];

/**
 * Gathers what is in `outDir` for an artifact: images, keys, logs, result.json, and the OSTree
 * repository as one file that has the same bytes wherever the repository has.
 *
 * @throws ConfigError NOTHING_TO_PUBLISH, TOOL_MISSING; BuildError TOO_MANY_FILES
 */
export async function packLeg({
  remix,
  outDir,
  repoPath,
  log,
}: Pick<Workspace, 'remix' | 'outDir' | 'repoPath' | 'log'>): Promise<PackedLeg> {
  await assertTools(['tar']);
  const made: string[] = [];
  const dispose = async () => {
    for (const path of made) await rm(path, { force: true });
  };
  try {
    if (!(await exists(outDir))) throw nothing(outDir);
    const result = await readResult(outDir);
    const lists = { commits: [], images: [], containers: [], boots: [], timeline: [] };
    const empty = { remix: remix.name, ...lists };
    made.push(
      await writeLeg(outDir, {
        result: result?.remix === remix.name ? result : empty,
        isWhole: await exists(join(outDir, COLLECTED_NAME)),
      }),
    );
    const repoTar = join(outDir, REPO_TAR);
    await rm(repoTar, { force: true });
    if (await exists(join(repoPath, 'config'))) {
      made.push(repoTar);
      await packRepository(repoPath, repoTar);
    }
    const parts = [...PARTS, CHECKSUMS_NAME, `${CHECKSUMS_NAME}.asc`, ...(await listLogs(outDir))];
    const files = (await listFiles(outDir, parts)).map(({ path }) => path);
    if (files.length === 0 && made.length === 1) throw nothing(outDir);
    log.info(`${files.length + made.length} files in ${outDir}`);
    return { root: outDir, files: [...made, ...files].sort(), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function packRepository(repoPath: string, target: string): Promise<void> {
  const parts: string[] = [];
  for (const name of REPO_PARTS) {
    if (await exists(join(repoPath, name))) parts.push(`${basename(repoPath)}/${name}`);
  }
  const beside = besidePath(target);
  try {
    await runTool([
      ...['tar', '--create', '--force-local', `--file=${beside}`, '--format=gnu', '--sort=name'],
      ...['--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX'],
      ...[`--directory=${dirname(repoPath)}`, ...parts],
    ]);
    await replaceFile(beside, target);
  } finally {
    await rm(beside, { force: true });
  }
}

function nothing(outDir: string): ConfigError<GlueCode> {
  return new ConfigError<GlueCode>('NOTHING_TO_PUBLISH', `${outDir} has no results`, {
    hint: 'Build first, with the same "out".',
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
