import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { objectPath } from '../../../lib/ostree/objects.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import { compose, optionsOf, packagesOf, recordingLog } from './harness.ts';

/** A marker of a process that is no more. */
const MARKER = '.treesmith-unsynced-4194999';

const EXTRA: SmallPackage = {
  name: 'extra',
  body: `%install
mkdir -p %{buildroot}/usr/share/extra
echo extra > %{buildroot}/usr/share/extra/file
%files
%attr(0751, root, root) /usr/share/extra`,
};

async function allObjects(repoPath: string): Promise<string[]> {
  const names = await readdir(join(repoPath, 'objects'), { recursive: true });
  return names.filter((name) => name.includes('.')).map((name) => join(repoPath, 'objects', name));
}

/** Returns the content objects of the repository, by path. */
async function objectsOf(repoPath: string): Promise<string[]> {
  const names = await readdir(join(repoPath, 'objects'), { recursive: true });
  return names
    .filter((name) => name.endsWith('.filez'))
    .map((name) => join(repoPath, 'objects', name));
}

describe('a repository that lost power', () => {
  it('is mended by the next compose: damaged objects go and come again', async () => {
    const options = await optionsOf(await packagesOf());
    const before = await compose(options);
    const objects = await objectsOf(options.repoPath);
    await truncate(objects[0] ?? '', 0);
    await truncate(objects[1] ?? '', 20);
    const stray = join(options.repoPath, objectPath(`${'0'.repeat(62)}ab`, 'filez'));
    await runTool(['install', '-D', '/dev/null', stray]);
    await writeFile(join(options.repoPath, MARKER), 'another boot');
    const log = recordingLog();
    const after = await compose({ ...options, log });
    expect(after.commit).toBe(before.commit);
    expect(log.lines.join('\n')).toContain('The machine stopped while');
    await runTool(['ostree', `--repo=${options.repoPath}`, 'fsck']);
    expect((await objectsOf(options.repoPath)).sort()).toEqual(objects.sort());
    expect((await readdir(options.repoPath)).filter((name) => name.startsWith('.tree'))).toEqual(
      [],
    );
  });

  it.each(['commit', 'dirtree', 'dirmeta', 'filez'])(
    'is mended when a %s of a commit that no ref leads to is damaged',
    async (type) => {
      const options = await optionsOf(await packagesOf());
      const before = await compose(options);
      const known = new Set(await allObjects(options.repoPath));
      const later = { ...options, packages: await packagesOf(EXTRA) };
      const lost = await compose(later);
      const ostree = ['ostree', `--repo=${options.repoPath}`];
      await runTool([...ostree, 'refs', '--force', '--create=test/main', before.commit]);
      const fresh = (await allObjects(options.repoPath)).filter((path) => !known.has(path));
      const damaged = fresh.filter((path) => path.endsWith(`.${type}`));
      expect(damaged.length).toBeGreaterThan(0);
      for (const path of damaged) await truncate(path, 0);
      await writeFile(join(options.repoPath, MARKER), 'another boot');
      expect((await compose(later)).commit).toBe(lost.commit);
      await runTool([...ostree, 'fsck', '--all']);
      expect((await allObjects(options.repoPath)).sort()).toEqual([...known, ...fresh].sort());
    },
  );

  it('is left alone when only the process was killed', async () => {
    const options = await optionsOf(await packagesOf());
    await compose(options);
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    await writeFile(join(options.repoPath, MARKER), boot);
    const log = recordingLog();
    await compose({ ...options, log });
    expect(log.lines.join('\n')).not.toContain('The machine stopped');
    expect((await readdir(options.repoPath)).filter((name) => name.startsWith('.tree'))).toEqual(
      [],
    );
  });
});
