import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerSettings } from './worker-tasks.ts';

/** Which content objects a repository has, as of when it is first asked: to ask for each takes five times as long. */
export class ObjectList {
  private readonly folders = new Map<string, ReadonlySet<string>>();
  private readonly settings: Pick<WorkerSettings, 'repoPath' | 'mode'>;

  constructor(settings: Pick<WorkerSettings, 'repoPath' | 'mode'>) {
    this.settings = settings;
  }

  has(checksum: string): boolean {
    const { repoPath, mode } = this.settings;
    const folder = checksum.slice(0, 2);
    const names = this.folders.get(folder) ?? list(join(repoPath, 'objects', folder));
    this.folders.set(folder, names);
    return names.has(`${checksum.slice(2)}.${mode === 'archive' ? 'filez' : 'file'}`);
  }
}

function list(path: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw error;
  }
}
