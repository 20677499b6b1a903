import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ComposePackage, composeTree } from '../../../lib/compose/compose.ts';
import { makeDeferred } from '../../../lib/core/deferred.ts';
import { BuildError } from '../../../lib/core/errors.ts';
import { oneFile } from '../../support/small-dracut.ts';
import { failure, newFolder, optionsOf, packagesOf, recordingLog } from './harness.ts';

/** Packages in a folder of their own, so that a test can replace them. */
async function ground(content = 'one') {
  const folder = await newFolder('rpms');
  const packages: ComposePackage[] = [];
  for (const { path, locked } of await packagesOf(oneFile('one', '/etc/one', content, '0644'))) {
    const own = join(folder, String(packages.length));
    await mkdir(own);
    await copyFile(path, join(own, 'package.rpm'));
    packages.push({ path: join(own, 'package.rpm'), locked });
  }
  const recording = recordingLog();
  const log: typeof recording = {
    ...recording,
    group: (title, body) => {
      recording.lines.push(title);
      return body();
    },
  };
  const options = { ...(await optionsOf(packages)), log };
  return { options, log, path: packages.at(-1)?.path ?? '' };
}

/** As what is fetched again takes the place of what was there. */
async function replace(path: string, from: string): Promise<void> {
  await copyFile(from, `${path}.new`);
  await rename(`${path}.new`, path);
}

/** Waits until a line of the log has it. */
async function logged(log: { lines: string[] }, text: string): Promise<void> {
  await expect.poll(() => log.lines.join('\n'), { timeout: 60_000 }).toContain(text);
}

const INSTALLING = 'Install packages';
const installs = ({ lines }: { lines: string[] }) =>
  lines.filter((line) => / rpm .*--install/.test(line)).length;

it('unpacks nothing before the packages are verified', async () => {
  const { options, log } = await ground();
  const verified = makeDeferred<void>();
  const composing = composeTree({ ...options, verified: verified.promise });
  await logged(log, INSTALLING);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(installs(log)).toBe(0);
  verified.resolve();
  const { commit } = await composing;
  expect(installs(log)).toBeGreaterThan(0);
  expect(commit).toBe((await composeTree((await ground()).options)).commit);
});

it.each([
  ['damaged', async (path: string) => writeFile(path, (await readFile(path)).subarray(0, 200))],
  ['another one', async (path: string) => replace(path, (await ground('two')).path)],
])('begins again when one that was %s is replaced meanwhile', async (_what, damage) => {
  const right = await ground();
  const { commit } = await composeTree(right.options);
  const { options, log, path } = await ground();
  await damage(path);
  const verified = makeDeferred<void>();
  const composing = composeTree({ ...options, verified: verified.promise });
  await logged(log, 'Read packages');
  await replace(path, right.path);
  verified.resolve();
  expect((await composing).commit).toBe(commit);
});

it('says what is wrong with the packages, not what came of reading them', async () => {
  const { options, log, path } = await ground();
  await writeFile(path, 'no package');
  const wrong = new BuildError('SIGNATURE_BAD', 'forged');
  const verified = makeDeferred<void>();
  const composing = composeTree({ ...options, verified: verified.promise });
  composing.catch(() => undefined);
  await logged(log, 'Read packages');
  verified.reject(wrong);
  await expect(composing).rejects.toBe(wrong);
  expect(installs(log)).toBe(0);
  // What is verified is nevertheless to be a package.
  await expect(composeTree({ ...options, verified: Promise.resolve() })).rejects.toThrow(
    failure('PACKAGE_UNREADABLE'),
  );
});
