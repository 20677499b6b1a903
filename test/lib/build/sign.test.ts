import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { appendFile, cp, glob, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../../lib/build/result-file.ts';
import { runSign } from '../../../lib/build/sign.ts';
import { withImportedKey } from '../../../lib/build/signing-key.ts';
import { runVerify } from '../../../lib/build/verify.ts';
import { type Log, silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool, startTool } from '../../../lib/host/process.ts';
import { objectPath } from '../../../lib/ostree/objects.ts';
import { assetName } from '../../../lib/publish/asset-name.ts';
import { startFileServer } from '../../fakes/file-server.ts';
import { type KeyPair, makeKeyPair, makeResults, type Results } from '../../support/results.ts';

let mine: KeyPair;
let theirs: KeyPair;
let results: Results;
let keyPath: string;
let otherKeyPath: string;
let commit: string;

const sign = (of: Results, { secretKey }: KeyPair = mine) =>
  withImportedKey(secretKey, undefined, undefined, (signing) => runSign(of.workspace, { signing }));
const verify = (folder: string, publicKeyPath = keyPath) =>
  runVerify({ from: { folder }, publicKeyPath, log: silentLog });

const flipByte = (path: string) => {
  const bytes = readFileSync(path);
  const at = bytes.length - 4;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
  writeFileSync(path, bytes);
};

beforeAll(async () => {
  mine = await makeKeyPair('mine@example.invalid');
  theirs = await makeKeyPair('theirs@example.invalid');
  results = await makeResults();
  keyPath = join(results.path, 'mine.asc');
  otherKeyPath = join(results.path, 'theirs.asc');
  await writeFile(keyPath, mine.publicKey);
  await writeFile(otherKeyPath, theirs.publicKey);
  await results.put('images/tiny-x86_64.qcow2', 'an image');
  await results.put('images/.half.tmp', 'half');
  await results.put('images/a b.raw', 'another');
  await results.put('boot.log', 'not downloaded');
  commit = await results.commit('tiny/x86_64', 'a file');
});
afterAll(() => results[Symbol.asyncDispose]());

describe('runSign', () => {
  it('signs commits, summary and checksums, and says so in result.json', async () => {
    const run = await sign(results);
    expect(run).toEqual({
      sha256sums: join(results.outDir, 'SHA256SUMS'),
      signature: join(results.outDir, 'SHA256SUMS.asc'),
      fingerprint: mine.fingerprint,
      publicKeyPath: join(results.outDir, 'keys', 'tiny.asc'),
      commits: [{ ref: 'tiny/x86_64', commit, signed: true }],
    });
    const names = readFileSync(run.sha256sums, 'utf8')
      .split('\n')
      .map((line) => line.slice(66));
    expect(names).toEqual(['images/a b.raw', 'images/tiny-x86_64.qcow2', 'keys/tiny.asc', '']);
    expect((await readResult(results.outDir))?.signed).toEqual({
      checksums: run.sha256sums,
      signature: run.signature,
      fingerprint: mine.fingerprint,
    });
    await runTool(['sha256sum', '--check', '--strict', 'SHA256SUMS'], { cwd: results.outDir });
  });

  it('makes no other bytes when it is run again', async () => {
    await sign(results);
    const paths = ['SHA256SUMS', 'SHA256SUMS.asc', 'repo/summary', 'repo/summary.sig'];
    const read = () =>
      [...paths, `repo/${objectPath(commit, 'commitmeta')}`].map((name) =>
        readFileSync(join(results.outDir, name), 'base64'),
      );
    const before = read();
    const again = await sign(results);
    expect(again.commits).toEqual([{ ref: 'tiny/x86_64', commit, signed: false }]);
    expect(read()).toEqual(before);
  });

  it('signs anew what changed, and a summary of which the signature is gone', async () => {
    await using copy = await makeResults();
    await copy.put('images/x.raw', 'one');
    await copy.commit('tiny/x86_64', 'one');
    await sign(copy);
    await copy.put('images/x.raw', 'two');
    const second = await copy.commit('tiny/x86_64', 'two');
    await rm(join(copy.repoPath, 'summary.sig'), { force: true });
    expect((await sign(copy)).commits).toEqual([
      { ref: 'tiny/x86_64', commit: second, signed: true },
    ]);
    await rm(join(copy.repoPath, 'summary.sig'));
    expect((await sign(copy)).commits[0]?.signed).toBe(false);
    expect((await verify(copy.outDir)).commits).toEqual([{ ref: 'tiny/x86_64', commit: second }]);
  });

  it('refuses to sign nothing', async () => {
    await using empty = await makeResults();
    await expect(sign(empty)).rejects.toMatchObject({ code: 'NOTHING_TO_SIGN' });
  });

  it('leaves nothing of the key behind, in no log and on no command line', async () => {
    // Other tests give gpg theirs on a command line.
    const passphrase = 'open sesame of sign.test';
    const said: string[] = [];
    const log: Log = {
      ...silentLog,
      debug: (line) => said.push(line),
      info: (line) => said.push(line),
    };
    const locked = await makeKeyPair('locked@example.invalid', passphrase);
    await using copy = await makeResults();
    await copy.put('images/x.raw', 'one');
    let home = '';
    let running = '';
    await withImportedKey(locked.secretKey, passphrase, locked.fingerprint, async (signing) => {
      home = signing.homedir;
      // While the agent holds the passphrase.
      running = await readTool(['ps', '-eo', 'args']);
      await runSign({ ...copy.workspace, log }, { signing });
    });
    expect(existsSync(home)).toBe(false);
    const processes = await readTool(['ps', '-eo', 'args']);
    const lines = locked.secretKey
      .split('\n')
      .filter((line) => line.length > 20 && !line.startsWith('-'));
    for (const secret of [passphrase, ...lines]) {
      for (const text of [said.join('\n'), processes, running]) {
        expect(text.includes(secret)).toBe(false);
      }
    }
    // The agent says that it will end, and then does.
    const isRunning = async () => (await readTool(['ps', '-eo', 'args'])).includes(home);
    await expect.poll(isRunning, { timeout: 40_000 }).toBe(false);
    // Every file that is left: secret keys in a ring begin with this packet, armoured ones say so.
    for await (const file of glob('**', { cwd: copy.path })) {
      const bytes = await readTool(['head', '-c', '100000', join(copy.path, file)]).catch(() => '');
      expect(bytes).not.toContain('PRIVATE KEY');
    }
  });

  it('takes the key away when it is ended by a signal', async () => {
    const file = join(results.path, 'data');
    writeFileSync(file, 'data');
    const script = join(import.meta.dirname, '..', 'sign', 'sign-child.ts');
    const child = await startTool([process.execPath, script, file], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = new Promise((done) => child.once('close', done));
    child.stdin?.end(mine.secretKey);
    const home = await new Promise<string>((done) => {
      child.stdout?.once('data', (line: Buffer) => done(line.toString().trim()));
    });
    expect(existsSync(join(home, 'private-keys-v1.d'))).toBe(true);
    child.kill('SIGTERM');
    await ended;
    // The agent ends when it sees that its folder is gone, which it looks for once a minute at least.
    const isRunning = async () => (await readTool(['ps', '-eo', 'args'])).includes(home);
    await expect.poll(isRunning, { timeout: 90_000 }).toBe(false);
    expect(existsSync(home)).toBe(false);
  });
});

describe('runVerify', () => {
  it('finds good what was signed, in a folder and over HTTP', async () => {
    await sign(results);
    const expected = {
      fingerprint: mine.fingerprint,
      commits: [{ ref: 'tiny/x86_64', commit }],
    };
    const local = await verify(results.outDir);
    expect(local).toMatchObject(expected);
    expect(local.files.map(({ name }) => name)).toContain('images/a b.raw');
    await using server = await startFileServer(results.outDir);
    const from = { url: `${server.url}/` };
    const web = await runVerify({ from, publicKeyPath: keyPath, log: silentLog });
    expect(web).toEqual(local);
  });

  it('finds the files of a release, which has no folders', async () => {
    await sign(results);
    const flat = join(results.path, 'flat');
    for (const name of [
      'SHA256SUMS',
      'SHA256SUMS.asc',
      'images/tiny-x86_64.qcow2',
      'keys/tiny.asc',
    ])
      await cp(join(results.outDir, name), join(flat, name.split('/').at(-1) ?? ''));
    await cp(join(results.outDir, 'images/a b.raw'), join(flat, 'a.b.raw'));
    await using server = await startFileServer(flat);
    const from = { url: server.url };
    const found = await runVerify({ from, publicKeyPath: keyPath, log: silentLog });
    expect(found.files).toHaveLength(3);
    expect(found.commits).toEqual([]);
  });

  it('finds files of folders in a release, and looks for none of containers there', async () => {
    await using copy = await makeResults();
    for (const name of [
      'images/a.pxe/vmlinuz',
      'images/b.kernel/vmlinuz',
      'containers/c/index.json',
    ]) {
      await mkdir(join(copy.outDir, name, '..'), { recursive: true });
      await writeFile(join(copy.outDir, name), name);
    }
    await sign(copy);
    const flat = join(copy.path, 'flat');
    const files = (await verify(copy.outDir)).files.map(({ name }) => name);
    expect(files).toContain('containers/c/index.json');
    const kept = files.filter((name) => !name.startsWith('containers/'));
    for (const name of [...kept, 'SHA256SUMS', 'SHA256SUMS.asc']) {
      await cp(join(copy.outDir, name), join(flat, assetName(name)));
    }
    await using server = await startFileServer(flat);
    const found = await runVerify({
      ...{ from: { url: server.url }, publicKeyPath: keyPath, log: silentLog },
    });
    expect(found.files.map(({ name }) => name)).toEqual(kept);
    await rm(join(flat, 'b.kernel-vmlinuz'));
    await expect(
      runVerify({ from: { url: server.url }, publicKeyPath: keyPath, log: silentLog }),
    ).rejects.toMatchObject({ code: 'FILE_MISSING' });
    const checked = await readTool([
      ...[
        'sh',
        '-c',
        `cd "$1" && sed 's,  [^/]*/,  ,; s,/,-,g' SHA256SUMS | sha256sum -c --ignore-missing`,
      ],
      ...['sh', flat],
    ]);
    expect(checked).toContain('a.pxe-vmlinuz: OK');
  });

  it('refuses another key', async () => {
    await sign(results);
    await expect(verify(results.outDir, otherKeyPath)).rejects.toMatchObject({
      code: 'SIGNATURE_BAD',
    });
  });

  it('refuses what is no key', async () => {
    await writeFile(join(results.path, 'no.asc'), 'hello');
    for (const path of ['no.asc', 'missing.asc']) {
      await expect(verify(results.outDir, join(results.path, path))).rejects.toMatchObject({
        code: 'PUBLIC_KEY_UNREADABLE',
      });
    }
  });

  const spoiled = async (spoil: (of: Results, commit: string) => Promise<void>) => {
    await using copy = await makeResults();
    await rm(copy.outDir, { recursive: true });
    await cp(good.outDir, copy.outDir, { recursive: true });
    await spoil(copy, goodCommit);
    return await verify(copy.outDir).then(
      () => 'good',
      (error: { code: string }) => error.code,
    );
  };

  let good: Results;
  let goodCommit: string;
  beforeAll(async () => {
    good = await makeResults();
    await good.put('images/x.raw', 'the image');
    goodCommit = await good.commit('tiny/x86_64', 'a file');
    await sign(good);
    await verify(good.outDir);
  });
  afterAll(() => good[Symbol.asyncDispose]());

  it.each<[string, string, (of: Results, commit: string) => Promise<unknown>]>([
    ['one wrong byte', 'FILE_DIFFERS', (of) => of.put('images/x.raw', 'the imagf')],
    ['a missing file', 'FILE_MISSING', (of) => rm(join(of.outDir, 'images/x.raw'))],
    [
      'an added line',
      'SIGNATURE_BAD',
      (of) => appendFile(join(of.outDir, 'SHA256SUMS'), `${'0'.repeat(64)}  x\n`),
    ],
    ['no signature', 'NOT_SIGNED', (of) => rm(join(of.outDir, 'SHA256SUMS.asc'))],
    ['an empty signature', 'SIGNATURE_BAD', (of) => of.put('SHA256SUMS.asc', '')],
    [
      'an unsigned commit',
      'COMMIT_UNVERIFIED',
      (of, made) => rm(join(of.repoPath, objectPath(made, 'commitmeta'))),
    ],
    ['an unsigned summary', 'COMMIT_UNVERIFIED', (of) => rm(join(of.repoPath, 'summary.sig'))],
    ['a forged ref', 'COMMIT_UNVERIFIED', (of) => of.commit('tiny/x86_64', 'forged')],
    [
      'a damaged object',
      'REPOSITORY_DAMAGED',
      async (of) => {
        for await (const file of glob('objects/*/*.filez', { cwd: of.repoPath }))
          flipByte(join(of.repoPath, file));
      },
    ],
    [
      'a repository of another',
      'COMMIT_UNVERIFIED',
      async (of) => {
        await using other = await makeResults();
        await other.commit('tiny/x86_64', 'a file');
        await sign(other, theirs);
        await rm(of.repoPath, { recursive: true });
        await rename(other.repoPath, of.repoPath);
      },
    ],
  ])('refuses %s', async (_what, code, spoil) => {
    const outcome = spoiled(async (of, made) => {
      await spoil(of, made);
    });
    expect(await outcome).toBe(code);
  });
});
