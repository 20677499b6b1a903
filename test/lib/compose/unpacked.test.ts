import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { composeTree } from '../../../lib/compose/compose.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { findUnpacked, unpackRpm } from '../../../lib/host/unpacked-payloads.ts';
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
