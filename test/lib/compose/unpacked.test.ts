import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type ComposeOptions, composeTree } from '../../../lib/compose/compose.ts';
import { makeDeferred } from '../../../lib/core/deferred.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { BuildError } from '../../../lib/core/errors.ts';
import { findUnpacked, unpackRpm } from '../../../lib/host/unpacked-payloads.ts';
import { readRef } from '../../../lib/repo/refs.ts';
import { oneFile } from '../../support/small-dracut.ts';
import { newFolder, optionsOf, packagesOf, recordingLog } from './harness.ts';

/** A compose, and its packages unpacked. */
async function ground() {
  const packages = await packagesOf(oneFile('one', '/etc/one', 'content\n'.repeat(500), '0644'));
  const folder = await newFolder('unpacked');
  const temporaryFolder = await newFolder('tmp');
  const known = [];
  for (const { path, locked } of packages) {
    const rpmSha256 = sha256(await readFile(path));
    expect(await unpackRpm(path, { folder, temporaryFolder, rpmSha256 })).toBe(true);
    known.push({ path, locked: { ...locked, checksum: `sha256:${rpmSha256}` } });
  }
  const unpacked = await findUnpacked(folder);
  const last = unpacked.get(known.at(-1)?.locked.checksum.replace('sha256:', '') ?? '');
  const options = await optionsOf(known);
  const again = await optionsOf(known);
  return { options, again: { ...again, unpackedPath: folder }, path: last?.path ?? '' };
}

/** What rpm was given to install, of packages that are unpacked and of others. */
function given(lines: readonly string[]): { unpacked: number; others: number } {
  const argv = lines.filter((line) => / rpm .*--install/.test(line)).at(-1) ?? '';
  const rpms = argv.match(/\S+\.rpm\b/g) ?? [];
  const unpacked = rpms.filter((path) => /[0-9a-f]{64}\.[0-9a-f]{64}\.rpm$/.test(path)).length;
  return { unpacked, others: rpms.length - unpacked };
}

it('makes the same commit of packages that are unpacked', async () => {
  const { options, again } = await ground();
  const { commit } = await composeTree(options);
  const log = recordingLog();
  expect((await composeTree({ ...again, log })).commit).toBe(commit);
  expect(given(log.lines)).toEqual({ unpacked: 2, others: 0 });
});

it.each([
  ['in a file', (bytes: Buffer) => bytes.write('damaged', bytes.lastIndexOf('content\n') - 400)],
  ['in its header', (bytes: Buffer) => bytes.write('OnE', bytes.indexOf('one'))],
  ['in the frame', (bytes: Buffer) => bytes.fill(255, bytes.length - 3)],
])('takes the package itself when an unpacked one is damaged %s', async (_what, damage) => {
  const { options, again, path } = await ground();
  const { commit } = await composeTree(options);
  const bytes = await readFile(path);
  damage(bytes);
  await writeFile(path, bytes);
  const log = recordingLog();
  expect((await composeTree({ ...again, log })).commit).toBe(commit);
  expect(log.lines).toContainEqual(expect.stringContaining(`${path} is damaged`));
  expect(existsSync(path)).toBe(false);
  expect(given(log.lines)).toEqual({ unpacked: 0, others: 2 });
  // The next one has the others again.
  const next = recordingLog();
  const { repoPath, workDir } = await optionsOf(again.packages);
  expect((await composeTree({ ...again, repoPath, workDir, log: next })).commit).toBe(commit);
  expect(given(next.lines)).toEqual({ unpacked: 1, others: 1 });
});

it('passes over an unpacked package that is cut short', async () => {
  const { options, again, path } = await ground();
  await writeFile(path, (await readFile(path)).subarray(0, 3000));
  const log = recordingLog();
  const { commit } = await composeTree({ ...again, log });
  expect(commit).toBe((await composeTree(options)).commit);
  expect(log.lines).toContainEqual(expect.stringContaining('is damaged'));
});

/** A compose that is given unpacked packages, of which the RPMs themselves are still being read. */
async function early(more: Partial<ComposeOptions> = {}) {
  const { options, again } = await ground();
  const [all, others] = [makeDeferred(), makeDeferred()];
  const but = new Set(again.packages.map(({ locked }) => locked.checksum.slice('sha256:'.length)));
  const log = recordingLog();
  const composing = composeTree({
    ...{ ...again, ...more, log },
    verified: all.promise,
    early: { verified: others.promise, but },
  });
  composing.catch(() => undefined);
  return { options, composing, all, others, log, again };
}

const isInstalling = (lines: readonly string[]) => lines.some((line) => /rpm: .*one-1/.test(line));

it('has rpm begin with unpacked packages while the others are read, and waits for those', async () => {
  const { options, composing, all, others, log } = await early();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(isInstalling(log.lines)).toBe(false);
  others.resolve();
  await expect.poll(() => isInstalling(log.lines), { timeout: 60_000 }).toBe(true);
  const isDone = await Promise.race([
    composing.then(() => true),
    new Promise((resolve) => setTimeout(resolve, 1500, false)),
  ]);
  expect(isDone).toBe(false);
  all.resolve();
  expect((await composing).commit).toBe((await composeTree(options)).commit);
});

it('makes no commit when one of the packages turns out wrong after rpm has begun', async () => {
  const { composing, all, others, log, again } = await early();
  const wrong = new BuildError('SIGNATURE_BAD', 'forged');
  others.resolve();
  await expect.poll(() => isInstalling(log.lines), { timeout: 60_000 }).toBe(true);
  all.reject(wrong);
  await expect(composing).rejects.toBe(wrong);
  await expect(readRef(again.repoPath, 'test/main')).resolves.toBeUndefined();
});

it('waits for all when one of them is not unpacked after all', async () => {
  const { composing, all, others, log } = await early({ unpackedPath: await newFolder('empty') });
  others.resolve();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(isInstalling(log.lines)).toBe(false);
  all.resolve();
  await composing;
  expect(given(log.lines)).toEqual({ unpacked: 0, others: 2 });
});
