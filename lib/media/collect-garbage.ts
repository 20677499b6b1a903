import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees buffers that nobody holds any more. To V8 each is a small object, so that it would let some
 * 100 MB of them lie in every thread before it looks.
 */
export function collectGarbage(): void {
  collect ??= exposeCollector();
  collect({ type: 'minor' });
}

type Collector = (options: { readonly type: 'minor' }) => void;

let collect: Collector | undefined;

function exposeCollector(): Collector {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collector;
}
