import { existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool, ToolError } from '../../../lib/host/process.ts';
import { bytes, type Codec, serialise, string, typed } from '../../../lib/ostree/gvariant.ts';
import { array, entry } from '../../../lib/ostree/gvariant-containers.ts';
import { vardict } from '../../../lib/ostree/gvariant-type.ts';
import { objectChecksum, objectPath } from '../../../lib/ostree/objects.ts';
import { writeRef } from '../../../lib/repo/refs.ts';
import {
  type SigningKey,
  signCommit,
  signSummary,
  updateSummary,
} from '../../../lib/repo/signatures.ts';
import { exportPublicKey, stopAgent } from '../../../lib/sign/gpg-home.ts';
import { newFolder, newPath, newRepository } from './harness.ts';

type Key = SigningKey & { readonly publicKeyPath: string };

let mine: Key;
let theirs: Key;

const gpg = (homedir: string) => ['gpg', '--homedir', homedir, '--batch', '--quiet'];

async function newKey(user: string, usage = 'sign'): Promise<Key> {
  const homedir = await newFolder('gpg');
  await chmod(homedir, 0o700);
  const make = ['--passphrase', '', '--quick-generate-key', user, 'ed25519', usage, 'never'];
  await runTool([...gpg(homedir), ...make]);
  const listing = await readTool([...gpg(homedir), '--with-colons', '--list-keys']);
  const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1] ?? '';
  const publicKeyPath = newPath('key.asc');
  await writeFile(publicKeyPath, await exportPublicKey({ homedir, fingerprint }));
  return { homedir, keyId: fingerprint, publicKeyPath };
}

beforeAll(async () => {
  mine = await newKey('mine@example.invalid');
  theirs = await newKey('theirs@example.invalid');
});
afterAll(() => Promise.all([mine, theirs].map(({ homedir }) => stopAgent(homedir))));

interface Repository {
  readonly path: string;
  readonly commit: string;
  readonly metaPath: string;
  ostree(...argv: string[]): Promise<string>;
}

/** A repository with one commit, of `main`. */
async function makeRepository(...commitArgv: string[]): Promise<Repository> {
  const path = await newRepository();
  const tree = await newFolder();
  await writeFile(join(tree, 'file'), 'content');
  const ostree = (...argv: string[]) => readTool(['ostree', `--repo=${path}`, ...argv]);
  const owner = ['--owner-uid=0', '--owner-gid=0', '--timestamp=@1700000000'];
  const made = await ostree('commit', '--branch=main', ...owner, ...commitArgv, tree);
  const commit = made.trim();
  return { path, commit, metaPath: join(path, objectPath(commit, 'commitmeta')), ostree };
}

const ostreeSigns = (of: Repository, { homedir, keyId }: SigningKey) =>
  of.ostree('gpg-sign', `--gpg-homedir=${homedir}`, of.commit, keyId);

/** Signs the commit and the summary. */
async function publish({ path, commit }: Repository, key: SigningKey): Promise<void> {
  await signCommit(path, commit, key, silentLog);
  await updateSummary(path, silentLog);
  await signSummary(path, key, silentLog);
}

/** Pulls `main` into a new repository that trusts one key; returns what ostree says against it. */
async function pull({ path }: Repository, { publicKeyPath }: Key): Promise<string | undefined> {
  const client = ['ostree', `--repo=${await newRepository()}`];
  const verify = ['--set=gpg-verify=true', '--set=gpg-verify-summary=true'];
  const remote = [`--gpg-import=${publicKeyPath}`, 'origin', `file://${path}`];
  await runTool([...client, 'remote', 'add', ...verify, ...remote]);
  return runTool([...client, 'pull', 'origin', 'main']).then(
    () => undefined,
    (error: ToolError) => error.stderr,
  );
}

/** The good signatures that `ostree show` finds, of whoever. */
async function goodSignatures({ ostree, commit }: Repository): Promise<string[]> {
  const folder = await newFolder('keys');
  for (const [index, { publicKeyPath }] of [mine, theirs].entries()) {
    const binary = ['--dearmor', '--output', join(folder, `${index}.gpg`), publicKeyPath];
    await runTool([...gpg(mine.homedir), ...binary]);
  }
  const shown = await ostree('show', `--gpg-homedir=${folder}`, commit);
  return [...shown.matchAll(/Good signature from " <(.*)>"/g)].map((match) => match[1] ?? '');
}

const flipByte = async (path: string, at: number) => {
  const data = await readFile(path);
  data.writeUInt8(data.readUInt8(at) ^ 1, at);
  await writeFile(path, data);
};

/** Keys of `a{sv}` and the types of their values. */
const typesOf = (path: string) =>
  vardict.read(readFileSync(path)).map(([name, { codec }]) => [name, codec.signature]);

describe('signCommit and signSummary', () => {
  it('sign what ostree pulls and finds good', async () => {
    const of = await makeRepository();
    await publish(of, mine);
    expect(await pull(of, mine)).toBeUndefined();
    expect(await goodSignatures(of)).toEqual(['mine@example.invalid']);
    expect(await of.ostree('show', of.commit)).toContain('Found 1 signature');
    expect(await pull(of, theirs)).toContain('public key not found');
    for (const path of [of.metaPath, join(of.path, 'summary.sig')]) {
      expect(statSync(path).mode & 0o7777).toBe(0o644);
      expect(statSync(path).uid).toBe(process.geteuid?.());
    }
    await of.ostree('fsck', '--quiet');
    expect(await readdir(join(of.path, 'tmp'))).toEqual(['cache']);
  });

  it('write the very bytes that libostree writes', async () => {
    const fixed = await newKey('fixed@example.invalid');
    // Ed25519 signs the same bytes the same way.
    const settings = 'faked-system-time 20300101T000000!\n';
    const settingsPath = join(fixed.homedir, 'gpg.conf');
    await writeFile(settingsPath, `${settings}digest-algo SHA512\n`);
    const of = await makeRepository();
    const paths = [of.metaPath, join(of.path, 'summary.sig')];
    const read = () => paths.map((path) => readFileSync(path, 'hex'));
    await ostreeSigns(of, fixed);
    const sign = [`--gpg-homedir=${fixed.homedir}`, `--gpg-sign=${fixed.keyId}`];
    await of.ostree('summary', '--update', ...sign);
    const expected = read();
    for (const path of paths) {
      expect(typesOf(path)).toEqual([['ostree.gpgsigs', 'aay']]);
      await rm(path);
    }
    await writeFile(settingsPath, settings);
    await signCommit(of.path, of.commit, fixed, silentLog);
    await signSummary(of.path, fixed, silentLog);
    await stopAgent(fixed.homedir);
    expect(read()).toEqual(expected);
  });

  it('sign nothing else: ostree refuses another commit and another summary', async () => {
    const of = await makeRepository();
    await publish(of, mine);
    const summary = join(of.path, 'summary');
    const good = await readFile(summary);
    // In the name of the ref.
    await flipByte(summary, good.indexOf('main'));
    expect(await pull(of, mine)).toContain('BAD signature');
    await writeFile(summary, good);
    expect(await pull(of, mine)).toBeUndefined();

    const path = join(of.path, objectPath(of.commit, 'commit'));
    const object = await readFile(path);
    // The timestamp, in seconds since 1970, as 8 bytes.
    const at = object.indexOf(Buffer.from('000000006553f100', 'hex'));
    object.writeUInt8(1, at + 7);
    const forged = objectChecksum(object);
    const forgedPath = join(of.path, objectPath(forged, 'commit'));
    await mkdir(dirname(forgedPath), { recursive: true });
    await writeFile(forgedPath, object);
    await copyFile(of.metaPath, join(of.path, objectPath(forged, 'commitmeta')));
    await writeRef(of.path, 'main', forged);
    await updateSummary(of.path, silentLog);
    await signSummary(of.path, mine, silentLog);
    expect(await pull(of, mine)).toContain('BAD signature');
    // A wrong signature beside a good one spoils it.
    await rm(join(of.path, objectPath(forged, 'commitmeta')));
    await signCommit(of.path, forged, mine, silentLog);
    expect(await pull(of, mine)).toBeUndefined();
  });

  it.each([
    ['after', async (of: Repository) => void (await ostreeSigns(of, theirs)), publish],
    ['before', publish, async (of: Repository) => void (await ostreeSigns(of, theirs))],
  ])('keep company with a signature of another key, %s it', async (order, first, second) => {
    const of = await makeRepository();
    await first(of, mine);
    await second(of, mine);
    const users = ['theirs@example.invalid', 'mine@example.invalid'];
    expect(await goodSignatures(of)).toEqual(order === 'after' ? users : users.reverse());
    expect(await pull(of, mine)).toBeUndefined();
  });

  it('need a summary, and a commit that is what its name says', async () => {
    const of = await makeRepository();
    await expect(signSummary(of.path, mine, silentLog)).rejects.toMatchObject({ code: 'ENOENT' });
    await flipByte(join(of.path, objectPath(of.commit, 'commit')), 9);
    for (const commit of [of.commit, '0'.repeat(64)]) {
      await expect(signCommit(of.path, commit, mine, silentLog)).rejects.toMatchObject({
        code: 'COMMIT_UNREADABLE',
      });
    }
    expect(existsSync(of.metaPath)).toBe(false);
  });

  it('say what gpg says about a key that cannot sign, and write nothing', async () => {
    const of = await makeRepository();
    await updateSummary(of.path, silentLog);
    const certifies = await newKey('certifies@example.invalid', 'cert');
    for (const key of [{ ...mine, keyId: theirs.keyId }, certifies]) {
      for (const sign of [
        () => signCommit(of.path, of.commit, key, silentLog),
        () => signSummary(of.path, key, silentLog),
      ]) {
        const error = await sign().catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(ToolError);
        expect(error).toMatchObject({ code: 'TOOL_FAILED' });
        expect((error as ToolError).stderr).toContain('signing failed');
      }
    }
    await stopAgent(certifies.homedir);
    expect(existsSync(of.metaPath)).toBe(false);
    expect(existsSync(join(of.path, 'summary.sig'))).toBe(false);
  });

  it('make binary signatures also with a gpg.conf that asks for others', async () => {
    const armoured = await newKey('armoured@example.invalid');
    await writeFile(join(armoured.homedir, 'gpg.conf'), 'armor\n');
    const of = await makeRepository();
    await publish(of, armoured);
    await stopAgent(armoured.homedir);
    for (const path of [of.metaPath, join(of.path, 'summary.sig')]) {
      expect((await readFile(path)).includes('BEGIN PGP')).toBe(false);
    }
    expect(await pull(of, armoured)).toBeUndefined();
  });
});

describe('signCommit', () => {
  it('keeps the other detached metadata', async () => {
    const of = await makeRepository('--add-detached-metadata-string=a=b');
    await publish(of, mine);
    const shown = await of.ostree('show', '--print-detached-metadata-key=a', of.commit);
    expect(shown.trim()).toBe("'b'");
    expect(typesOf(of.metaPath)).toEqual([
      ['a', 's'],
      ['ostree.gpgsigs', 'aay'],
    ]);
    expect(await pull(of, mine)).toBeUndefined();
  });

  it('keeps values of types that Treesmith does not know, byte for byte', async () => {
    const opaque: Codec<Uint8Array> = { ...bytes, signature: 'v', alignment: 8 };
    const dict = array(entry(string, opaque));
    const of = await makeRepository();
    await ostreeSigns(of, theirs);
    const signatures = dict.read(await readFile(of.metaPath));
    const around = (name: string, value: string) => [name, Buffer.from(value, 'latin1')] as const;
    const first = around('x.first', '\x01\0\x02\x03\0(yn)');
    const last = around('x.last', '\xff\x7f\0n');
    await writeFile(of.metaPath, serialise(dict, [first, ...signatures, last]));
    await signCommit(of.path, of.commit, mine, silentLog);
    const after = dict.read(await readFile(of.metaPath));
    expect(after.map(([name]) => name)).toEqual(['x.first', 'ostree.gpgsigs', 'x.last']);
    expect([after[0], after[2]].map((one) => Buffer.from(one?.[1] ?? []))).toEqual([
      first[1],
      last[1],
    ]);
    const shown = await of.ostree('show', '--print-detached-metadata-key=x.last', of.commit);
    expect(shown).toContain('int16');
    expect(await goodSignatures(of)).toHaveLength(2);
  });

  it.each([
    ['half of it', (data: Buffer) => data.subarray(0, data.length / 2)],
    ['zeros', (data: Buffer) => Buffer.alloc(data.length)],
    [
      'signatures of another type',
      () => serialise(vardict, [['ostree.gpgsigs', typed(string, 'none')]]),
    ],
    [
      'signatures of no type',
      () => serialise(array(entry(string, bytes)), [['ostree.gpgsigs', Buffer.from('x')]]),
    ],
  ])('refuses detached metadata that is damaged: %s', async (_what, damage) => {
    const of = await makeRepository();
    await ostreeSigns(of, theirs);
    const damaged = Buffer.from(damage(await readFile(of.metaPath)));
    await writeFile(of.metaPath, damaged);
    await expect(signCommit(of.path, of.commit, mine, silentLog)).rejects.toMatchObject({
      code: 'COMMIT_UNREADABLE',
      message: expect.stringContaining(of.metaPath),
    });
    expect(await readFile(of.metaPath)).toEqual(damaged);
  });

  it('takes metadata of nothing for none', async () => {
    const of = await makeRepository();
    await writeFile(of.metaPath, '');
    await publish(of, mine);
    expect(await pull(of, mine)).toBeUndefined();
  });

  it('refuses a signature that is none: nothing, or without end', async () => {
    const of = await makeRepository();
    const folder = await newFolder('bin');
    const path = process.env['PATH'];
    process.env['PATH'] = `${folder}:${path}`;
    try {
      for (const body of ['cat >/dev/null', 'head -c 100000 /dev/zero']) {
        await writeFile(join(folder, 'gpg'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
        await expect(signCommit(of.path, of.commit, mine, silentLog)).rejects.toMatchObject({
          code: 'TOOL_FAILED',
          stderr: expect.stringContaining('expected a signature'),
        });
      }
    } finally {
      process.env['PATH'] = path;
    }
    expect(existsSync(of.metaPath)).toBe(false);
  });
});

describe('signSummary', () => {
  it('replaces what is there', async () => {
    const of = await makeRepository();
    await publish(of, theirs);
    await signSummary(of.path, mine, silentLog);
    const [[, signatures] = []] = vardict.read(await readFile(join(of.path, 'summary.sig')));
    expect(signatures?.value).toHaveLength(1);
    await signCommit(of.path, of.commit, mine, silentLog);
    expect(await pull(of, mine)).toBeUndefined();
  });
});

describe('updateSummary', () => {
  it('removes the old signature before there is a new summary', async () => {
    const of = await makeRepository();
    await publish(of, mine);
    // Nothing can be written there: what was done before is seen.
    await rm(join(of.path, 'tmp'), { recursive: true });
    await writeFile(join(of.path, 'tmp'), '');
    const before = await readFile(join(of.path, 'summary'));
    await expect(updateSummary(of.path, silentLog)).rejects.toThrow();
    expect(await readFile(join(of.path, 'summary'))).toEqual(before);
    expect(existsSync(join(of.path, 'summary.sig'))).toBe(false);
    await rm(join(of.path, 'tmp'));
    await mkdir(join(of.path, 'tmp'));
    await updateSummary(of.path, silentLog);
    expect(existsSync(join(of.path, 'summary.sig'))).toBe(false);
    expect(await pull(of, mine)).toContain('summary');
  });
});
