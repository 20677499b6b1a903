import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder of mode 0700 that goes away with `await using`, and on SIGINT and SIGTERM. */
export interface TempDir extends AsyncDisposable {
  readonly path: string;
}
