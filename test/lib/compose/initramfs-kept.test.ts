import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCompose } from '../../../lib/compose/check.ts';
import { composeTree } from '../../../lib/compose/compose.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { keepResult, listKept } from '../../../lib/host/kept.ts';
import { runTool } from '../../../lib/host/process.ts';
import { DRACUT, oneFile } from '../../support/small-dracut.ts';
import {
  compose,
  HOST,
  KERNEL,
  newFolder,
  optionsOf,
  packagesOf,
  recordingLog,
} from './harness.ts';

const WITH_INITRAMFS = HOST.replace('no-initramfs: true\n', '');
const KEPT = 'Initramfs of 6.1.0-test kept: nothing that goes into it changed';

async function options(answer: string, leaf: string, keptPath?: string) {
  const packages = await packagesOf(
    KERNEL,
    DRACUT,
    oneFile('answer', '/etc/answer', answer, '0644'),
    oneFile('leaf', '/usr/bin/leaf', `#!/bin/sh\n${leaf}`),
  );
  const log = recordingLog();
  const given = await optionsOf(packages, WITH_INITRAMFS);
  return { ...given, log, ...(keptPath === undefined ? {} : { keptPath }) };
}

const runs = (log: { lines: string[] }) =>
  log.lines.filter((line) => line === 'dracut: running').length;
const restored = (log: { lines: string[] }) => log.lines.filter((line) => line === KEPT).length;

describe('composeTree with keptPath', () => {
  it('makes the initramfs when what goes into it is new, else takes the one it has', async () => {
    const kept = await newFolder('kept');
    const cases: [string, string, number][] = [
      ['first', 'true', 1],
      ['first', 'false', 0],
      ['other', 'false', 1],
      ['first', 'exit 3', 0],
    ];
    for (const [answer, leaf, expected] of cases) {
      const given = await options(answer, leaf, kept);
      const done = await compose(given);
      expect(runs(given.log), `${answer} ${leaf}`).toBe(expected);
      expect(restored(given.log)).toBe(1 - expected);
      const plain = await options(answer, leaf);
      expect((await compose(plain)).commit).toBe(done.commit);
      expect([runs(plain.log), restored(plain.log)]).toEqual([1, 0]);
      expect(await done.cat('/usr/lib/modules/6.1.0-test/initramfs.img')).toContain(answer);
      // As the store of a user is after a compose under sudo.
      await runTool(['chown', '-R', '4242:4242', kept]);
    }
    expect(await readdir(join(kept, 'initramfs'))).toHaveLength(2);
  });

  it('passes by what is no result, as another machine may have left it', async () => {
    const folder = await newFolder('kept');
    const stage = { folder, stage: 'initramfs', log: silentLog };
    await composeTree(await options('first', 'true', folder));
    const [key = ''] = await listKept(stage);
    const kept = await readFile(join(folder, 'initramfs', key, 'contents.json'), 'utf8');
    const { kind } = JSON.parse(kept) as { readonly kind: string };
    const image = join(folder, 'image');
    await writeFile(image, 'evil');
    const lists = ['', 'null', '[]', '{}', JSON.stringify({ kind, contents: [1] }), '"x"'];
    for (const [index, list] of [...lists, JSON.stringify({ kind, contents: ['/x'] })].entries()) {
      await writeFile(join(folder, 'list'), list);
      const files = { 'initramfs.img': image, 'contents.json': join(folder, 'list') };
      await keepResult(stage, String(index).repeat(64), files);
    }
    const given = await options('first', 'false', folder);
    await composeTree(given);
    expect([runs(given.log), restored(given.log)]).toEqual([0, 1]);
  });

  it('uses nothing that was kept for the second of two composes that are compared', async () => {
    const kept = await newFolder('kept');
    await composeTree(await options('first', 'true', kept));
    const given = await options('first', 'false', kept);
    const { first, secondCommit } = await checkCompose(given);
    expect(first.commit).toBe(secondCommit);
    expect([runs(given.log), restored(given.log)]).toEqual([1, 1]);
  });
});
