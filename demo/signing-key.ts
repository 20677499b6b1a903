import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readTool, runTool } from '../lib/host/process.ts';

/** An OpenPGP key of the demo. */
export interface SigningKey {
  /** Armoured public key. */
  readonly publicKeyPath: string;
  /** Armoured secret key without passphrase, mode 0600. */
  readonly secretKeyPath: string;
  /** Upper-case hex. */
  readonly fingerprint: string;
}

/**
 * Returns the key `<name>.asc` and `<name>.secret.asc` in `directory`, making it when it is not
 * there. `workDir` is for GnuPG's home, which must be short: it holds sockets.
 */
export async function makeSigningKey(
  directory: string,
  name: string,
  userId: string,
  workDir: string,
): Promise<SigningKey> {
  const publicKeyPath = join(directory, `${name}.asc`);
  const secretKeyPath = join(directory, `${name}.secret.asc`);
  if (!existsSync(publicKeyPath) || !existsSync(secretKeyPath)) {
    await withGnupgHome(join(workDir, `gnupg-${name}`), async (home) => {
      const gpg = [
        'gpg',
        '--homedir',
        home,
        '--batch',
        '--quiet',
        '--no-tty',
        '--pinentry-mode',
        'loopback',
        '--passphrase',
        '',
      ];
      await runTool([...gpg, '--quick-generate-key', userId, 'rsa3072', 'sign', 'never']);
      await mkdir(directory, { recursive: true });
      await writeFile(
        `${secretKeyPath}.part`,
        await readTool([...gpg, '--armor', '--export-secret-keys']),
        { mode: 0o600 },
      );
      await rename(`${secretKeyPath}.part`, secretKeyPath);
      await writeFile(`${publicKeyPath}.part`, await readTool([...gpg, '--armor', '--export']));
      await rename(`${publicKeyPath}.part`, publicKeyPath);
    });
  }
  return {
    publicKeyPath,
    secretKeyPath,
    fingerprint: await readFingerprint(publicKeyPath, workDir),
  };
}

/** Runs `body` with a GnuPG home in which `key` can sign. No agent outlives it. */
export async function withSecretKey<T>(
  key: SigningKey,
  workDir: string,
  body: (home: string) => Promise<T>,
): Promise<T> {
  return withGnupgHome(join(workDir, 'gnupg-signing'), async (home) => {
    await runTool([
      'gpg',
      '--homedir',
      home,
      '--batch',
      '--quiet',
      '--no-tty',
      '--import',
      key.secretKeyPath,
    ]);
    return body(home);
  });
}

async function withGnupgHome<T>(home: string, body: (home: string) => Promise<T>): Promise<T> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  await chmod(home, 0o700);
  try {
    return await body(home);
  } finally {
    await runTool(['gpgconf', '--homedir', home, '--kill', 'all'], { okExitCodes: [0, 1, 2] });
  }
}

async function readFingerprint(publicKeyPath: string, workDir: string): Promise<string> {
  const home = join(workDir, 'gnupg-reading');
  await mkdir(dirname(home), { recursive: true });
  return withGnupgHome(home, async () => {
    const colons = await readTool([
      'gpg',
      '--homedir',
      home,
      '--batch',
      '--no-tty',
      '--with-colons',
      '--show-keys',
      publicKeyPath,
    ]);
    const fingerprint = /^fpr:(?:[^:]*:){8}([0-9A-F]+):/m.exec(colons)?.[1];
    if (fingerprint === undefined)
      throw new RangeError(
        `${publicKeyPath} holds no key: ${await readFile(publicKeyPath, 'utf8')}`,
      );
    return fingerprint;
  });
}
