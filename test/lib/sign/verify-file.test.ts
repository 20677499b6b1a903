import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { importSecretKey, stopAgent } from '../../../lib/sign/gpg-home.ts';
import { signFile } from '../../../lib/sign/sign-file.ts';
import { verifyFile } from '../../../lib/sign/verify-file.ts';
import { makeKeyPair } from '../../support/results.ts';

let home: TempDir;
let file: string;

const gpg = (...args: string[]) => [
  ...['gpg', '--homedir', home.path, '--batch', '--yes', '--quiet', '--no-tty'],
  ...['--pinentry-mode', 'loopback', '--passphrase', '', ...args],
];
const fingerprintOf = async (user: string) =>
  /^fpr:+([0-9A-F]{40}):/m.exec(await readTool(gpg('--with-colons', '--list-keys', user)))?.[1];
const exportKey = async (user: string) => {
  const path = join(home.path, `${user}.asc`);
  await writeFile(path, await readTool(gpg('--armor', '--export', user)));
  return path;
};

beforeAll(async () => {
  home = await makeTempDir();
  file = join(home.path, 'file');
  await writeFile(file, 'data');
});
afterAll(async () => {
  await stopAgent(home.path);
  await home[Symbol.asyncDispose]();
});

describe('verifyFile', () => {
  it('names the key that signed, which gpgv finds good, too', async () => {
    const pair = await makeKeyPair('good@example.invalid');
    const keyPath = join(home.path, 'good.asc');
    await writeFile(keyPath, pair.publicKey);
    await using key = await importSecretKey(pair.secretKey);
    const signature = await signFile(file, key);
    expect(await verifyFile(file, signature, keyPath)).toBe(pair.fingerprint);
    const ring = join(home.path, 'good.gpg');
    await runTool(gpg('--output', ring, '--dearmor', keyPath));
    await runTool(['gpgv', '--keyring', ring, signature, file]);
  });

  it('names the primary key of a sub key', async () => {
    const user = 'sub@example.invalid';
    await runTool(gpg('--quick-generate-key', user, 'ed25519', 'cert', 'never'));
    const primary = (await fingerprintOf(user)) ?? '';
    await runTool(gpg('--quick-add-key', primary, 'ed25519', 'sign', 'never'));
    const signature = `${file}.sub.asc`;
    const sign = ['--armor', '--output', signature, '--detach-sign', file];
    await runTool(gpg('--local-user', user, ...sign));
    expect(await verifyFile(file, signature, await exportKey(user))).toBe(primary);
  });

  it('refuses what a key signed that has expired since', async () => {
    const user = 'old@example.invalid';
    const at = (time: string) => ['--faked-system-time', `20200101T${time}`];
    const make = ['--quick-generate-key', user, 'ed25519', 'sign', '1d'];
    await runTool(gpg(...at('000000'), ...make));
    const signature = `${file}.old.asc`;
    const sign = ['--armor', '--output', signature, '--detach-sign', file];
    await runTool(gpg(...at('010000'), '--local-user', user, ...sign));
    await expect(verifyFile(file, signature, await exportKey(user))).rejects.toMatchObject({
      code: 'SIGNATURE_BAD',
      message: expect.stringContaining('EXPKEYSIG'),
    });
  });

  it('refuses a signature that signs itself, and one with more after it', async () => {
    const user = 'odd@example.invalid';
    await runTool(gpg('--quick-generate-key', user, 'ed25519', 'sign', 'never'));
    const keyPath = await exportKey(user);
    const signature = `${file}.odd.asc`;
    const output = ['--armor', '--output', signature];
    // It holds its own data: that of the file was never looked at.
    await runTool(gpg('--local-user', user, ...output, '--sign', file));
    const other = join(home.path, 'other');
    await writeFile(other, 'other data');
    await expect(verifyFile(other, signature, keyPath)).rejects.toMatchObject({
      code: 'SIGNATURE_BAD',
    });
    await runTool(gpg('--local-user', user, ...output, '--clearsign', file));
    await expect(verifyFile(other, signature, keyPath)).rejects.toMatchObject({
      code: 'SIGNATURE_BAD',
    });
  });
});
