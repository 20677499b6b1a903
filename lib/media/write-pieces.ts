import { variantOf } from './encode-batch.ts';
import type { MediaGround } from './media-jobs.ts';
import type { MediaPool } from './media-pool.ts';
import { BATCH_BYTES, BATCH_CHUNKS, type Encoded, type Piece, type Want } from './media-tasks.ts';
import type { MediaWriter } from './media-writer.ts';
import type { OutputFile } from './output-file.ts';

/** Batches that are with the threads or wait for those before them, per thread. */
const BATCHES_AHEAD = 2;

/** A writer, into which file, and of which variant of the disk. */
export interface PiecesJob {
  readonly variant: number;
  readonly file: OutputFile;
  readonly writer: MediaWriter;
}

/** Returns what the writers need, each encoding once. */
export function collectWants(jobs: readonly PiecesJob[]): Want[] {
  const wants = new Map<string, { encoding: Want['encoding']; variants: Set<number> }>();
  for (const { variant, writer } of jobs) {
    const { encoding } = writer;
    const key = JSON.stringify(encoding);
    const want = wants.get(key) ?? { encoding, variants: new Set() };
    want.variants.add(variant);
    wants.set(key, want);
  }
  return Array.from(wants.values(), ({ encoding, variants }) => ({
    encoding,
    variants: [...variants],
  }));
}

/** Has the threads encode batch after batch, and hands the pieces to the writers in order. */
export async function writePieces(
  jobs: readonly PiecesJob[],
  ground: MediaGround,
  pool: MediaPool,
): Promise<void> {
  if (jobs.length === 0) return;
  const wants = collectWants(jobs);
  const wantOf = jobs.map(({ writer: { encoding } }) => {
    const key = JSON.stringify(encoding);
    return wants.findIndex((want) => JSON.stringify(want.encoding) === key);
  });
  for (const { writer } of jobs) await writer.begin();
  const progress = ground.log.progress('Write images', ground.disk.sizeBytes, 'bytes');
  const batches = Math.ceil(ground.disk.sizeBytes / BATCH_BYTES);
  const ahead: Promise<Encoded | undefined>[] = [];
  let asked = 0;
  for (let batch = 0; batch < batches; batch += 1) {
    while (asked < batches && ahead.length < ground.threads * BATCHES_AHEAD) {
      const encoded = encode(asked, ground, pool);
      // It is awaited later; until then a failure is nobody's.
      encoded.catch(() => undefined);
      ahead.push(encoded);
      asked += 1;
    }
    const encoded = await ahead.shift();
    const pieces = encoded?.pieces ?? [];
    for (const [index, { variant, writer }] of jobs.entries()) {
      const own = pieces.filter(
        (piece) => piece.want === wantOf[index] && isOf(piece, variant, writer, ground),
      );
      await writer.add(own, batch);
    }
    if (encoded !== undefined) {
      // What a file gathers still lies there.
      for (const { file } of jobs) await file.flush();
      pool.giveBack(encoded);
    }
    progress.advance(Math.min(BATCH_BYTES, ground.disk.sizeBytes - batch * BATCH_BYTES));
  }
  for (const { writer } of jobs) await writer.finish();
  progress.done();
}

/** A batch of zeros is no work for a thread. */
async function encode(
  batch: number,
  { variantChunks, usedChunks }: MediaGround,
  pool: MediaPool,
): Promise<Encoded | undefined> {
  const first = batch * BATCH_CHUNKS;
  const end = Math.min(first + BATCH_CHUNKS, usedChunks.count);
  return variantChunks.some((map) => map.hasAny(first, end)) ? pool.encode(batch) : undefined;
}

function isOf(
  { variant, chunk }: Piece,
  wanted: number,
  { encoding }: MediaWriter,
  { variants, variantChunks }: MediaGround,
): boolean {
  const count = encoding.kind === 'zstd-batch' ? BATCH_CHUNKS : 1;
  if (variantOf({ variants }, wanted, chunk, count) !== variant) return false;
  return variantChunks[wanted]?.hasAny(chunk, chunk + count) === true;
}
