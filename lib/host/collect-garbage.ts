import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees buffers that nobody holds any more. To V8 each is a small object, so that it would let 64 MB of
 * them lie in every thread before it looks. It takes a whole collection, some milliseconds: the native
 * half of a zlib stream keeps it and its buffer alive through one of the young.
 */
export function collectGarbage(): void {
  collect ??= exposeCollector();
  collect();
}

/** Frees young buffers: those of a socket, which nothing else keeps alive. Takes a tenth of a whole collection. */
export function collectYoungGarbage(): void {
  collect ??= exposeCollector();
  collect({ type: 'minor' });
}

type Collect = (options?: { readonly type: 'minor' }) => void;
let collect: Collect | undefined;

function exposeCollector(): Collect {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collect;
}
