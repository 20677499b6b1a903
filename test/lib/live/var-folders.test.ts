import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readVarEntries } from '../../../lib/live/var-folders.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'treesmith-var-'));
  const files = {
    'usr/lib/tmpfiles.d/a.conf': [
      'd /var/lib/app 0750 app app -',
      'd! /var/lib/root - - - -',
      'q /var/spool 0755 - - -',
      'L+ /var/lib/rpm - - - - ../../usr/share/rpm',
      'd /var/lib/nobody 0755 nobody - -',
      'd /var/log/%m 0755 root root -',
      'd /var/../etc/x 0755 root root -',
      'd /run/x 0755 root root -',
      'f /var/log/wtmp 0664 root root -',
      '# d /var/comment',
    ],
    'usr/lib/tmpfiles.d/hidden.conf': ['d /var/hidden 0755 root root -'],
    'etc/passwd': ['root:x:0:0::/:', 'app:x:11:12::/:'],
    'usr/lib/group': ['app:x:12:'],
  };
  for (const [path, lines] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), `${lines.join('\n')}\n`);
  }
  await mkdir(join(root, 'etc/tmpfiles.d'));
  await symlink('/dev/null', join(root, 'etc/tmpfiles.d/hidden.conf'));
});
afterAll(() => rm(root, { recursive: true }));

describe('readVarEntries', () => {
  it('returns folders and links in /var, and leaves the rest to systemd-tmpfiles', () => {
    const owner = { uid: 0, gid: 0 };
    expect(readVarEntries(root)).toEqual([
      { path: 'var/lib/app', mode: 0o750, uid: 11, gid: 12 },
      { path: 'var/lib/root', mode: 0o755, ...owner },
      { path: 'var/lib/rpm', mode: 0o755, ...owner, target: '../../usr/share/rpm' },
      { path: 'var/spool', mode: 0o755, ...owner },
    ]);
  });
});
