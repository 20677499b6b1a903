import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { parseKeyring, verifyDetached } from '../../../lib/lock/openpgp.ts';

const DATA = Buffer.from('what is signed\n');
/** Long ago, for keys that have expired since. */
const THEN = ['--faked-system-time', '20200101T000000!'];

let home: string;
const gpg = (...args: string[]) =>
  readTool([
    'gpg',
    '--homedir',
    home,
    '--batch',
    '--no-tty',
    '--quiet',
    '--passphrase',
    '',
    ...args,
  ]);

beforeAll(async () => {
  // Short: the agent's socket lies in it.
  home = await mkdtemp(join(tmpdir(), 'gpg-'));
  await gpg('--quick-gen-key', 'rsa@example.org', 'rsa2048', 'sign', 'never');
  await gpg('--quick-gen-key', 'ed@example.org', 'ed25519', 'sign', 'never');
  await gpg('--quick-gen-key', 'sub@example.org', 'rsa2048', 'cert', 'never');
  await gpg('--quick-add-key', await fingerprint('sub@example.org'), 'ed25519', 'sign', 'never');
  await gpg(...THEN, '--quick-gen-key', 'old@example.org', 'rsa2048', 'sign', '1y');
});

afterAll(async () => {
  await runTool(['gpgconf', '--homedir', home, '--kill', 'all'], { okExitCodes: [0, 1, 2] });
  await rm(home, { recursive: true, force: true });
});

async function fingerprint(user: string, nth = 0): Promise<string> {
  const listing = await gpg('--with-colons', '--list-keys', user);
  return [...listing.matchAll(/^fpr:+([0-9A-F]+):/gm)][nth]?.[1] ?? '';
}

async function sign(user: string, ...options: string[]): Promise<string> {
  return readTool(
    [
      ...['gpg', '--homedir', home, '--batch', '--no-tty', '--quiet', '--passphrase', ''],
      ...[...options, '--local-user', user, '--armor', '--detach-sign'],
    ],
    { input: DATA },
  );
}

async function keyringOf(...users: string[]) {
  const broken: string[] = [];
  const blocks = await Promise.all(users.map((user) => gpg('--armor', '--export', user)));
  return { ...(await parseKeyring(blocks, (reason) => broken.push(reason))), broken };
}

describe('verifyDetached', () => {
  it.each(['rsa@example.org', 'ed@example.org'])('takes a signature of %s', async (user) => {
    const verdict = await verifyDetached(DATA, await sign(user), await keyringOf(user));
    expect(verdict).toEqual({ signer: await fingerprint(user) });
  });

  it('names the sub key that signed', async () => {
    const keyring = await keyringOf('rsa@example.org', 'sub@example.org');
    const verdict = await verifyDetached(DATA, await sign('sub@example.org'), keyring);
    expect(verdict).toEqual({ signer: await fingerprint('sub@example.org', 1) });
    expect([...keyring.fingerprints]).toContain(await fingerprint('sub@example.org'));
  });

  it('takes what a key signed before it expired', async () => {
    const signature = await sign('old@example.org', ...THEN);
    const verdict = await verifyDetached(DATA, signature, await keyringOf('old@example.org'));
    expect(verdict).toEqual({ signer: await fingerprint('old@example.org') });
  });

  it('takes one good signature of several', async () => {
    const both = await sign('rsa@example.org', '--local-user', 'ed@example.org');
    const verdict = await verifyDetached(DATA, both, await keyringOf('rsa@example.org'));
    expect(verdict).toEqual({ signer: await fingerprint('rsa@example.org') });
  });

  it('says why it takes no other', async () => {
    const keyring = await keyringOf('rsa@example.org');
    const foreign = await verifyDetached(DATA, await sign('ed@example.org'), keyring);
    expect(foreign).toEqual({ reason: expect.stringMatching(/could not find signing key/i) });
    const signature = await sign('rsa@example.org');
    const changed = await verifyDetached(Buffer.from('something else'), signature, keyring);
    expect(changed).toEqual({ reason: expect.stringMatching(/digest|verification failed/i) });
    const sha1 = await sign(
      'rsa@example.org',
      '--digest-algo',
      'SHA1',
      '--allow-weak-digest-algos',
    );
    expect(await verifyDetached(DATA, sha1, keyring)).toEqual({
      reason: expect.stringMatching(/insecure/i),
    });
    for (const nonsense of ['', 'nonsense', new Uint8Array(0), new Uint8Array([1, 2, 3])]) {
      expect(await verifyDetached(DATA, nonsense, keyring)).toHaveProperty('reason');
    }
  });
});

describe('parseKeyring', () => {
  it('tells of blocks that hold no key', async () => {
    const block =
      '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----';
    const broken: string[] = [];
    const keyring = await parseKeyring([block], (reason) => broken.push(reason));
    expect(keyring.keys).toEqual([]);
    expect(broken).toHaveLength(1);
  });
});
