import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyWithInstallTimes } from '../../../lib/compose/install-times.ts';
import { settleRpmdb } from '../../../lib/compose/rpmdb.ts';
import { Tree } from '../../../lib/compose/tree.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { buildRpm, tinyBase } from '../../support/small-rpms.ts';
import { EPOCH, newFolder } from './harness.ts';

/** Returns a tree whose database has the time of day in it, as older rpms write it. */
async function clockedTree(): Promise<Tree> {
  const tree = new Tree(await newFolder('tree'));
  const db = join(tree.path, 'usr/share/rpm');
  await mkdir(db, { recursive: true });
  const other = await buildRpm({ name: 'other', body: '%files' });
  await runTool(['rpm', '--dbpath', db, '--justdb', '--nodeps', '-i', await tinyBase(), other]);
  return tree;
}

describe('settleRpmdb', () => {
  it('gives a database of an rpm that knows no SOURCE_DATE_EPOCH the times of one that does', async () => {
    const digests: string[] = [];
    for (const _round of [1, 2]) {
      const tree = await clockedTree();
      const db = join(tree.path, 'usr/share/rpm');
      await settleRpmdb(tree, {
        workDir: await newFolder('work'),
        sourceDateEpoch: EPOCH,
        log: silentLog,
      });
      expect(await readdir(db)).toEqual(['rpmdb.sqlite']);
      digests.push(
        await readTool(['sha256sum', join(db, 'rpmdb.sqlite')]).then((text) => text.slice(0, 64)),
      );
      const listing = ['-qa', '--qf', '%{NAME} %{INSTALLTIME} %{INSTALLTID}\\n'];
      expect((await readTool(['rpm', '--dbpath', db, ...listing])).split('\n').sort()).toEqual([
        '',
        `other ${EPOCH} ${EPOCH}`,
        `tiny-base ${EPOCH + 1} ${EPOCH}`,
      ]);
      await new Promise((resolve) => setTimeout(resolve, 1100));
    }
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(sha256(''));
  });

  it('leaves no page of packages that are gone', async () => {
    const tree = new Tree(await newFolder('tree'));
    const db = join(tree.path, 'usr/share/rpm');
    await mkdir(db, { recursive: true });
    const files = Array.from({ length: 300 }, (_, index) => `%ghost /usr/share/large/${index}`);
    const large = await buildRpm({ name: 'large', body: ['%files', ...files].join('\n') });
    const rpm = (...words: string[]) =>
      runTool(['rpm', '--dbpath', db, '--justdb', '--nodeps', ...words], {
        env: { SOURCE_DATE_EPOCH: String(EPOCH) },
      });
    await rpm('-i', await tinyBase(), large);
    await rpm('-e', 'large');
    const free = () =>
      readTool(['sqlite3', join(db, 'rpmdb.sqlite'), 'PRAGMA freelist_count']).then(Number);
    expect(await free()).toBeGreaterThan(0);
    const workDir = await newFolder('work');
    await settleRpmdb(tree, { workDir, sourceDateEpoch: EPOCH, log: silentLog });
    expect(await free()).toBe(0);
    expect(await readdir(db)).toEqual(['rpmdb.sqlite']);
    expect(await readTool(['rpm', '--dbpath', db, '-qa', '--qf', '%{NAME}\\n'])).toBe(
      'tiny-base\n',
    );
  });
});

describe('copyWithInstallTimes', () => {
  it('refuses what is no stream of headers, and ends', async () => {
    const folder = await newFolder();
    const magic = Buffer.from('8eade80100000000', 'hex');
    const huge = Buffer.concat([magic, Buffer.from('ffffffffffffffff', 'hex')]);
    const short = Buffer.concat([magic, Buffer.from('0000000100000010', 'hex'), Buffer.alloc(8)]);
    const wild = Buffer.concat([
      magic,
      Buffer.from('0000000100000000', 'hex'),
      Buffer.from('000003f000000004ffffffff00000001', 'hex'),
    ]);
    for (const [index, bytes] of [
      Buffer.from('not headers at all'),
      Buffer.from('x'),
      huge,
      short,
      wild,
    ].entries()) {
      await writeFile(join(folder, `in-${index}`), bytes);
      const copied = copyWithInstallTimes(
        join(folder, `in-${index}`),
        join(folder, `out-${index}`),
        EPOCH,
      );
      await expect(copied).rejects.toMatchObject({ code: 'RPMDB_NOT_REPRODUCIBLE' });
    }
  });
});
