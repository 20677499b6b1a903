import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { findUnpacked, unpackRpm } from '../../../lib/host/unpacked-payloads.ts';
import { findRpmSpans } from '../../../lib/rpm/header.ts';
import { buildRpm } from '../../support/rpm-builder.ts';

const BYTES = 700_000;
const text = (seed: string) =>
  Array.from({ length: BYTES / 70 }, (_, line) => sha256(`${seed}${line}`)).join('\n');

async function ground(payload = 'w3.zstdio', seed = 'a', more = '') {
  const temp = await makeTempDir();
  const files = {
    '/usr/share/long': text(seed),
    '/usr/share/empty': '',
    ...(more === '' ? {} : { '/usr/share/more': more }),
  };
  const rpm = await buildRpm({ name: 'one', files, payload }, join(temp.path, 'repo'));
  const rpmSha256 = sha256(await readFile(rpm));
  const where = {
    folder: join(temp.path, 'unpacked'),
    temporaryFolder: join(temp.path, 'tmp'),
    rpmSha256,
  };
  return { rpm, where, [Symbol.asyncDispose]: () => temp[Symbol.asyncDispose]() };
}

const payloadOf = (path: string) => readTool(['sh', '-c', 'rpm2cpio "$0" | sha256sum', path]);

it('leaves of a package all but the compression', async () => {
  await using made = await ground();
  const { rpm, where } = made;
  expect(await unpackRpm(rpm, where)).toBe(true);
  const found = await findUnpacked(where.folder);
  const unpacked = found.get(where.rpmSha256);
  expect(found.size).toBe(1);
  const bytes = await readFile(unpacked?.path ?? '');
  expect(sha256(bytes)).toBe(unpacked?.sha256);
  const { payloadStart } = findRpmSpans(bytes);
  expect(bytes.subarray(0, payloadStart)).toEqual((await readFile(rpm)).subarray(0, payloadStart));
  expect(bytes.length - payloadStart).toBeGreaterThan(text('a').length);
  // rpm itself reads it, and what it reads is the same.
  expect(await payloadOf(unpacked?.path ?? '')).toBe(await payloadOf(rpm));
  expect(await readdir(where.temporaryFolder)).toEqual([]);
  // A second time nothing changes.
  const before = await stat(unpacked?.path ?? '');
  expect(await unpackRpm(rpm, where)).toBe(true);
  expect(await readdir(where.folder)).toEqual([basename(unpacked?.path ?? '')]);
  expect((await stat(unpacked?.path ?? '')).size).toBe(before.size);
});

it('does nothing with what another program has compressed', async () => {
  await using made = await ground('w6.gzdio');
  expect(await unpackRpm(made.rpm, made.where)).toBe(false);
  expect(await findUnpacked(made.where.folder)).toEqual(new Map());
});

it.each([
  ['another payload', 'b', ''],
  ['one that is larger than the files', 'a', text('c').repeat(3)],
])('refuses %s than the header says', async (_what, seed, more) => {
  await using made = await ground();
  await using other = await ground('w3.zstdio', seed, more);
  const [own, wrong] = await Promise.all([readFile(made.rpm), readFile(other.rpm)]);
  const header = own.subarray(0, findRpmSpans(own).payloadStart);
  await writeFile(
    made.rpm,
    Buffer.concat([header, wrong.subarray(findRpmSpans(wrong).payloadStart)]),
  );
  const unpacked = await unpackRpm(made.rpm, made.where).catch(() => false);
  expect(unpacked).toBe(false);
  expect(await readdir(made.where.folder)).toEqual([]);
  expect(await readdir(made.where.temporaryFolder)).toEqual([]);
});

it('leaves nothing of a package that is cut short', async () => {
  await using made = await ground();
  const bytes = await readFile(made.rpm);
  await writeFile(made.rpm, bytes.subarray(0, bytes.length - 1000));
  await expect(unpackRpm(made.rpm, made.where)).rejects.toThrow();
  expect(await readdir(made.where.folder)).toEqual([]);
  expect(await readdir(made.where.temporaryFolder)).toEqual([]);
});

it('finds nothing where nothing is, and passes over other names', async () => {
  await using made = await ground();
  expect(await findUnpacked('/nonexistent')).toEqual(new Map());
  expect(await unpackRpm(made.rpm, made.where)).toBe(true);
  await writeFile(join(made.where.folder, 'x.rpm'), '');
  expect((await findUnpacked(made.where.folder)).size).toBe(1);
});
