import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../core/digest.ts';
import { writeFileAtomic } from '../host/files.ts';
import type { Store } from '../host/store.ts';
import { markUsed } from '../host/store-limit.ts';

/**
 * Returns what a stage wrote down under `key`, or undefined. The caller checks that what the
 * record names is still there: a record is a memory, not a proof.
 */
export async function readRecord<T extends Json>(
  store: Store,
  stage: string,
  key: string,
): Promise<T | undefined> {
  const folder = store.stage(stage, key);
  try {
    const record = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as T;
    await markUsed([folder]);
    return record;
  } catch {
    // Absent or damaged: the stage runs again.
    return undefined;
  }
}

/** Writes down what a stage made under `key`. */
export async function writeRecord(
  store: Store,
  stage: string,
  key: string,
  result: Json,
): Promise<void> {
  const folder = store.stage(stage, key);
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(join(folder, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
}
