import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KeptHeaders } from '../../../lib/compose/kept-headers.ts';
import { readPackages } from '../../../lib/compose/packages.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { oneFile } from '../../support/small-dracut.ts';
import { CONTAINER, compose, newFolder, optionsOf, packagesOf } from './harness.ts';

const one = oneFile('one', '/usr/share/one', 'one', '0644');
const two = oneFile('two', '/usr/share/two', 'two', '0644');
const TRIMMED = `${CONTAINER}remove-from-packages: [[one, "/usr/share/one"]]\n`;

it('are those of the RPMs, wherever these lie now', async () => {
  const packages = await packagesOf(one, two);
  const keptPath = await newFolder('kept');
  const find = (inputs: unknown) =>
    KeptHeaders.find(packages, inputs, { keptPath, log: silentLog });
  const keepsFile = (name: string) => name === 'one';
  const headers = await readPackages(
    packages.map(({ path }) => path),
    keepsFile,
  );
  await (await find(['one'])).keep(packages, headers);
  const kept = await find(['one']);
  const [, first] = packages;
  if (first === undefined) throw new Error('no package');
  expect(kept.get({ ...first, path: '/elsewhere' })).toEqual({ ...headers[1], path: '/elsewhere' });
  const locked = { ...first.locked, checksum: 'sha256:other' };
  expect(kept.get({ ...first, locked })).toBeUndefined();
  // Of another treefile, more or less of its files is to be known.
  expect((await find(['two'])).get(first)).toBeUndefined();
});

it('are used for what is the same, and kept anew when a package is newer', async () => {
  const keptPath = await newFolder('kept');
  const run = async (yaml: string, ...packages: (typeof one)[]) => {
    const options = await optionsOf(await packagesOf(...packages), yaml);
    const { commit } = await compose({ ...options, keptPath });
    const { commit: fresh } = await compose(await optionsOf(options.packages, yaml));
    expect(commit).toBe(fresh);
    return (await readdir(join(keptPath, 'headers'))).length;
  };
  expect(await run(CONTAINER, one)).toBe(1);
  expect(await run(CONTAINER, one)).toBe(1);
  expect(await run(CONTAINER, one, two)).toBe(2);
  expect(await run(TRIMMED, one, two)).toBe(3);
});
