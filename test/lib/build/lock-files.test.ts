import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LockOutcome } from '../../../lib/build/lock.ts';
import { writeLockFiles } from '../../../lib/build/lock-files.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

const OUTCOME: LockOutcome = {
  path: '/srv/shop/rpms.lock.yaml',
  changed: true,
  packages: { x86_64: 3 },
  changes: [
    {
      basearch: 'x86_64',
      kind: 'upgraded',
      name: 'bash',
      arch: 'x86_64',
      oldEvr: '5.2-1',
      newEvr: '5.2-2',
      oldSizeBytes: 1000,
      newSizeBytes: 2000,
    },
  ],
};

describe('writeLockFiles', () => {
  it('writes what a pull request needs, into a folder that need not be there', async () => {
    await using temp = await makeTempDir();
    const files = await writeLockFiles(join(temp.path, 'a', 'b'), OUTCOME);
    expect((await readdir(join(temp.path, 'a', 'b'))).sort()).toEqual([
      'changes.json',
      'changes.md',
      'commit-message.txt',
    ]);
    expect(await readFile(files.commitMessage, 'utf8')).toBe(
      'lock: update bash to 5.2-2\n\nx86_64: 1 upgraded (+1000 B)\n  upgraded: bash 5.2-1 → 5.2-2\n',
    );
    expect(await readFile(files.markdown, 'utf8')).toContain('| `bash` |');
    const { packages, changes } = OUTCOME;
    expect(JSON.parse(await readFile(files.json, 'utf8'))).toEqual({
      version: 1,
      changed: true,
      packages,
      changes,
    });
  });

  it('says so when no package changed', async () => {
    await using temp = await makeTempDir();
    const files = await writeLockFiles(temp.path, { ...OUTCOME, changed: false, changes: [] });
    expect(await readFile(files.markdown, 'utf8')).toBe('No changes.\n');
    expect(await readFile(files.commitMessage, 'utf8')).toMatch(/^lock: .*no package changed\n$/);
  });
});
