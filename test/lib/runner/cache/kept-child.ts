/** One job that composes, as far as kept results go: restore, make or use one, save. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepResult, listKept } from '../../../../lib/host/kept.ts';
import { Store } from '../../../../lib/host/store.ts';
import { openBuildCache } from '../../../../lib/runner/cache/open.ts';
import { actionsLog } from '../../../../lib/runner/log.ts';
import type { CacheMode } from '../../../../lib/runner/remix-inputs.ts';

/** What the job is given, as JSON. */
export interface KeptJob {
  readonly mode: CacheMode;
  readonly storePath: string;
  readonly group: string;
  /** The result that it needs; none when it does not compose. */
  readonly key?: string;
  /** What the result is, when it has to be made. */
  readonly text: string;
}

/** What it prints after the mark. */
export interface KeptJobResult {
  readonly cacheHitBytes: number;
  readonly savedBytes: number;
  /** Keys that were there when the stage began. */
  readonly there: readonly string[];
}

const job = JSON.parse(process.argv[2] ?? '') as KeptJob;
const { mode, storePath, group, key, text } = job;
const store = new Store(storePath);
const log = actionsLog({ workspace: storePath, debug: false });
const stage = { folder: join(storePath, 'kept'), stage: 'initramfs', log };
let result: KeptJobResult;
{
  await using cache = await openBuildCache({
    ...{ mode, store, remix: 'small', maxBytes: 1e9, log },
    run: { id: process.env['GITHUB_RUN_ID'] ?? '', attempt: '1' },
  });
  await cache.restoreKept('initramfs', group);
  const there = await listKept(stage);
  if (key !== undefined && !there.includes(key)) {
    await writeFile(join(storePath, 'image'), text);
    await keepResult(stage, key, { image: join(storePath, 'image') });
  }
  if (key !== undefined) await cache.saveKept('initramfs', group, key);
  result = { ...cache.counts, there };
}
process.stdout.write(`##result ${JSON.stringify(result)}\n`);
