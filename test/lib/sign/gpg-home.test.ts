import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import {
  exportPublicKey,
  importSecretKey,
  resolveSecretKey,
  stopAgent,
} from '../../../lib/sign/gpg-home.ts';

let owner: TempDir;
let plain: string;
let locked: string;

const gpg = (...args: string[]) => [
  ...['gpg', '--homedir', owner.path, '--batch', '--no-tty', '--pinentry-mode', 'loopback'],
  ...args,
];
const makeKey = async (user: string, passphrase: string) => {
  const key = [user, 'ed25519', 'sign', 'never'];
  await runTool(gpg('--passphrase', passphrase, '--quick-generate-key', ...key));
  return readTool(gpg('--passphrase', passphrase, '--armor', '--export-secret-keys', user));
};

beforeAll(async () => {
  owner = await makeTempDir();
  plain = await makeKey('plain@example.invalid', '');
  locked = await makeKey('locked@example.invalid', 'open sesame');
});
afterAll(async () => {
  await stopAgent(owner.path);
  await owner[Symbol.asyncDispose]();
});

describe('importSecretKey', () => {
  it('gives a home of mode 0700 that goes away with its agent', async () => {
    let path = '';
    {
      await using home = await importSecretKey(plain);
      path = home.homedir;
      expect(statSync(path).mode & 0o777).toBe(0o700);
      expect(home.fingerprint).toMatch(/^[0-9A-F]{40}$/);
      expect(await exportPublicKey(home)).toContain('BEGIN PGP PUBLIC KEY BLOCK');
    }
    expect(existsSync(path)).toBe(false);
    // The agent says that it will end, and then does.
    const isRunning = async () => (await readTool(['ps', '-eo', 'args'])).includes(path);
    await expect.poll(isRunning, { timeout: 20_000 }).toBe(false);
  });

  it('signs with a key that has a passphrase, without asking', async () => {
    await using home = await importSecretKey(locked, 'open sesame');
    const signature = join(home.homedir, 'signature');
    const sign = ['--local-user', home.fingerprint, '--output', signature, '--detach-sign'];
    await runTool(['gpg', '--homedir', home.homedir, '--batch', '--no-tty', ...sign], {
      input: 'data',
    });
    expect((await readFile(signature)).length).toBeGreaterThan(50);
  });

  it('refuses a wrong passphrase before anything is built', async () => {
    await expect(importSecretKey(locked, 'wrong')).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
  });

  it('refuses what is no secret key', async () => {
    const publicKey = await readTool(gpg('--armor', '--export', 'plain@example.invalid'));
    for (const text of ['', 'hello', publicKey]) {
      await expect(importSecretKey(text)).rejects.toMatchObject({ code: 'KEY_UNREADABLE' });
    }
  });

  it('refuses a key that has expired, and one that may not sign', async () => {
    const past = ['--faked-system-time', '20200101T000000', '--passphrase', ''];
    const old = ['old@example.invalid', 'ed25519', 'sign', '1d'];
    await runTool(gpg(...past, '--quick-generate-key', ...old));
    const certify = ['certify@example.invalid', 'ed25519', 'cert', 'never'];
    await runTool(gpg('--passphrase', '', '--quick-generate-key', ...certify));
    for (const user of ['old@example.invalid', 'certify@example.invalid']) {
      const key = await readTool(gpg('--passphrase', '', '--armor', '--export-secret-keys', user));
      await expect(importSecretKey(key)).rejects.toMatchObject({ code: 'KEY_UNUSABLE' });
    }
  });

  it('refuses to choose between two keys', async () => {
    await makeKey('other@example.invalid', '');
    const users = ['plain@example.invalid', 'other@example.invalid'];
    const both = await readTool(gpg('--armor', '--export-secret-keys', ...users));
    await expect(importSecretKey(both)).rejects.toMatchObject({
      code: 'KEY_AMBIGUOUS',
    });
  });
});

describe('resolveSecretKey', () => {
  it('finds a key by mail address', async () => {
    const home = await resolveSecretKey(owner.path, 'plain@example.invalid');
    expect(home.fingerprint).toMatch(/^[0-9A-F]{40}$/);
  });

  it('says what is there when none or several fit', async () => {
    await expect(resolveSecretKey(owner.path, 'nobody')).rejects.toMatchObject({
      code: 'KEY_MISSING',
    });
    await expect(resolveSecretKey(owner.path)).rejects.toMatchObject({ code: 'KEY_AMBIGUOUS' });
  });
});
