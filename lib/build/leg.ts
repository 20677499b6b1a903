import { join, relative } from 'node:path';
import { BuildError } from '../core/errors.ts';
import { writeFileAtomic } from '../host/files.ts';
import type { GlueCode } from './errors.ts';
import type { RunResult } from './result-file.ts';

/** Name of the file that says what a leg made, with paths below the folder of its results. */
export const LEG_NAME = 'leg.json';

/** Name of the OSTree repository of a leg: artifacts keep no modes, and are slow with many files. */
export const REPO_TAR = 'repo.tar';

/** Marks a folder of results that were collected. */
export const COLLECTED_NAME = '.collected';

export const MAX_LEG_BYTES = 64 * 1024 * 1024;

/** What a job left: an artifact that was downloaded, unpacked. */
export interface Leg {
  /** Of the artifact; messages call it so. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/** What `leg.json` says. */
export interface LegContent {
  readonly result: RunResult;
  /** True when it is several legs, brought together. */
  readonly isWhole: boolean;
}

/** Writes `leg.json` into `outDir`: the result, with paths that hold on other machines. */
export async function writeLeg(outDir: string, { result, isWhole }: LegContent): Promise<string> {
  const path = join(outDir, LEG_NAME);
  const travelling = mapPaths(result, (absolute) => relative(outDir, absolute));
  const leg = { version: 1, isWhole, result: travelling };
  await writeFileAtomic(path, `${JSON.stringify(leg, null, 2)}\n`);
  return path;
}

/**
 * Returns the result in the text of a `leg.json`, with paths below `outDir`. `move` says where a file
 * of the leg lies there.
 *
 * @throws BuildError LEG_INVALID
 */
export function parseLeg(
  text: string,
  source: string,
  outDir: string,
  move: (name: string) => string,
): LegContent {
  let result: Partial<RunResult>;
  let isWhole: boolean;
  try {
    const value: { version?: unknown; isWhole?: unknown; result?: Partial<RunResult> } =
      JSON.parse(text);
    isWhole = value.isWhole === true;
    if (value.version !== 1 || typeof value.result?.remix !== 'string') throw new Error('version');
    result = value.result;
    const { commits, images, containers, boots, timeline } = result;
    for (const list of [commits, images, containers, boots, timeline]) {
      if (!Array.isArray(list)) throw new Error('a list is missing');
      if (!list.every(isObject)) throw new Error('a list has something else than objects');
    }
  } catch (cause) {
    throw new BuildError<GlueCode>(
      'LEG_INVALID',
      `${source} was not left by a job that builds: ${(cause as Error).message}`,
      { cause, hint: 'Only artifacts of the action "publish" can be collected.' },
    );
  }
  const moved = mapPaths(result as RunResult, (name) => {
    const isInside =
      typeof name === 'string' &&
      !name.startsWith('/') &&
      name.split('/').every((part) => !['', '.', '..'].includes(part));
    if (isInside) return join(outDir, move(name));
    throw new BuildError<GlueCode>(
      'LEG_INVALID',
      `${source} names ${JSON.stringify(name)}, which is not below its folder`,
    );
  });
  return { result: moved, isWhole };
}

/** Of the lock only what it says: the file is that of the repository. */
function mapPaths(result: RunResult, map: (path: string) => string): RunResult {
  const { lock: _, repo, publicKey, signed, ...rest } = result;
  return {
    ...rest,
    ...(repo === undefined ? {} : { repo: map(repo) }),
    ...(publicKey === undefined ? {} : { publicKey: map(publicKey) }),
    ...(signed === undefined
      ? {}
      : {
          signed: {
            ...signed,
            checksums: map(signed.checksums),
            signature: map(signed.signature),
          },
        }),
    images: result.images.map((image) => ({ ...image, path: map(image.path) })),
    containers: result.containers.map((container) => ({
      ...container,
      path: map(container.path),
    })),
    boots: result.boots.map((boot) => ({
      ...boot,
      image: map(boot.image),
      consoleLog: map(boot.consoleLog),
    })),
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
