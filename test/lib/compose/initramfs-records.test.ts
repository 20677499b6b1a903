import { appendFile, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TreeFiles } from '../../../lib/compose/initramfs-files.ts';
import { type RuleOutcome, RuleRecords } from '../../../lib/compose/initramfs-records.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { keepResult, listKept } from '../../../lib/host/kept.ts';
import { newFolder } from './harness.ts';

/** A tree with a text that is read, and a file that is not. */
async function ground() {
  const root = await newFolder('tree');
  const folder = join(root, 'usr/lib');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'text'), 'words');
  await writeFile(join(folder, 'other'), 'content');
  await symlink('text', join(folder, 'link'));
  const kept = await newFolder('kept');
  const records = new RuleRecords({ folder: kept, log: silentLog }, await newFolder('work'));
  let applied = 0;
  const ask = async (inputs: readonly string[] = ['input']) => {
    const tree = TreeFiles.read(root, () => false, undefined);
    const outcome = await records.outcomeFor(tree, inputs, async (): Promise<RuleOutcome> => {
      applied += 1;
      const text = tree.text('usr/lib/text') ?? '';
      return { usesEpoch: false, paths: ['usr/lib/other', text], timed: [] };
    });
    return [outcome.paths[1], applied];
  };
  const stage = { folder: kept, stage: 'initramfs-rule', log: silentLog };
  return { folder, kept, ask, stage };
}

it('remembers what was said of a tree, whatever else is in the files', async () => {
  const { folder, ask } = await ground();
  expect(await ask()).toEqual(['words', 1]);
  expect(await ask()).toEqual(['words', 1]);
  await appendFile(join(folder, 'other'), ' that is another');
  expect(await ask()).toEqual(['words', 1]);
});

it('asks anew when a text is another, once', async () => {
  const { folder, ask } = await ground();
  await ask();
  await writeFile(join(folder, 'text'), 'more words');
  expect(await ask()).toEqual(['more words', 2]);
  expect(await ask()).toEqual(['more words', 2]);
});

it('asks anew for another name, type, link, or input', async () => {
  const { folder, ask } = await ground();
  await ask();
  await writeFile(join(folder, 'new'), '');
  expect(await ask()).toEqual(['words', 2]);
  await rm(join(folder, 'new'));
  await mkdir(join(folder, 'new'));
  expect(await ask()).toEqual(['words', 3]);
  await rename(join(folder, 'new'), join(folder, 'newer'));
  expect(await ask()).toEqual(['words', 4]);
  await rm(join(folder, 'link'));
  await symlink('other', join(folder, 'link'));
  expect(await ask()).toEqual(['words', 5]);
  expect(await ask(['another'])).toEqual(['words', 6]);
  expect(await ask(['another', ''])).toEqual(['words', 7]);
  expect(await ask()).toEqual(['words', 7]);
});

it('passes by what is no record, and leaves nothing behind', async () => {
  const { kept, ask, stage } = await ground();
  await ask();
  const [key = ''] = await listKept(stage);
  const list = join(kept, 'record');
  const whole = { usesEpoch: true, paths: [], timed: [], texts: {} };
  const wrong = [
    '{',
    'null',
    '[]',
    '{}',
    '1',
    JSON.stringify({ ...whole, texts: { 'usr/none': '' } }),
    JSON.stringify({ ...whole, texts: null }),
    ...['usesEpoch', 'paths', 'timed', 'texts'].map((name) =>
      JSON.stringify({ ...whole, [name]: [1] }),
    ),
  ];
  let applied = 1;
  for (const text of wrong) {
    await rm(join(kept, 'initramfs-rule', key), { recursive: true });
    await writeFile(list, text);
    await keepResult(stage, key, { 'record.json': list });
    applied += 1;
    expect(await ask(), text).toEqual(['words', applied]);
    expect(await ask(), text).toEqual(['words', applied]);
  }
  expect(await readdir(join(kept, 'initramfs-rule'))).toEqual([key]);
});
