import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ComposePackage } from '../../../lib/compose/compose.ts';
import { expectPackages, readExpected } from '../../../lib/compose/expected-packages.ts';
import { oneFile } from '../../support/small-dracut.ts';
import { failure, newFolder, optionsOf, packagesOf, recordingLog } from './harness.ts';

/** Packages in a folder of their own, so that a test can change them. */
async function ground() {
  const folder = await newFolder('rpms');
  const packages: ComposePackage[] = [];
  for (const { path, locked } of await packagesOf(oneFile('one', '/etc/one', '1', '0644'))) {
    const own = join(folder, String(packages.length));
    await mkdir(own);
    await copyFile(path, join(own, 'package.rpm'));
    packages.push({ path: join(own, 'package.rpm'), locked });
  }
  const given = await optionsOf(packages);
  const [expecting, reading] = [recordingLog(), recordingLog()];
  const at = (log: typeof reading) => ({ ...given, log });
  return { packages, at, expecting, reading };
}

const runs = (log: { lines: string[] }) =>
  log.lines.filter((line) => / rpm -qp /.test(line)).length;

it('reads packages once that are expected', async () => {
  const { at, expecting, reading } = await ground();
  expectPackages(at(expecting));
  const headers = await readExpected(at(reading));
  expect(headers.map(({ name }) => name)).toContain('one');
  expect([runs(expecting), runs(reading)]).toEqual([1, 0]);
  // What was taken is gone.
  expect(await readExpected(at(reading))).toEqual(headers);
  expect(runs(reading)).toBe(1);
});

it('reads them anew when a file has become another, or others are asked for', async () => {
  const { packages, at, expecting, reading } = await ground();
  const [first] = packages;
  if (first === undefined) throw new TypeError('no package');
  expectPackages(at(expecting));
  // As it is fetched again: the same bytes, but another file.
  await copyFile(first.path, `${first.path}.new`);
  await rename(`${first.path}.new`, first.path);
  expect(await readExpected(at(reading))).toHaveLength(packages.length);
  expect(runs(reading)).toBe(1);

  expectPackages(at(expecting));
  expect(await readExpected({ ...at(reading), packages: [first] })).toHaveLength(1);
  expect(runs(reading)).toBe(2);
});

it('does nothing when one is not there, and says of a damaged one what is wrong when it is asked for', async () => {
  const { packages, at, expecting, reading } = await ground();
  const [first] = packages;
  if (first === undefined) throw new TypeError('no package');
  const whole = await readFile(first.path);
  await rm(first.path);
  expectPackages(at(expecting));
  expect(runs(expecting)).toBe(0);
  await writeFile(first.path, whole.subarray(0, 200));
  expectPackages(at(expecting));
  await expect(readExpected(at(reading))).rejects.toThrow(failure('PACKAGE_UNREADABLE'));
  expect([runs(expecting), runs(reading)]).toEqual([1, 1]);
});
