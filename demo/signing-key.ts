import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../lib/host/files.ts';
import { readTool, runTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { stopAgent } from '../lib/sign/gpg-home.ts';

/** An OpenPGP key of the demo. */
export interface SigningKey {
  /** Armoured public key. */
  readonly publicKeyPath: string;
  /** Armoured secret key without passphrase, mode 0600. */
  readonly secretKeyPath: string;
}

/** Returns the key `<name>.asc` and `<name>.secret.asc` in `directory`, making it when it is not there. */
export async function makeSigningKey(
  directory: string,
  name: string,
  userId: string,
): Promise<SigningKey> {
  const publicKeyPath = join(directory, `${name}.asc`);
  const secretKeyPath = join(directory, `${name}.secret.asc`);
  if (existsSync(publicKeyPath) && existsSync(secretKeyPath)) {
    return { publicKeyPath, secretKeyPath };
  }
  // In the system's place for them: the path of GnuPG's sockets must be short.
  await using home = await makeTempDir();
  const gpg = [
    ...['gpg', '--homedir', home.path, '--batch', '--quiet', '--no-tty'],
    ...['--pinentry-mode', 'loopback', '--passphrase', ''],
  ];
  try {
    await runTool([...gpg, '--quick-generate-key', userId, 'rsa3072', 'sign', 'never']);
    const secretKey = await readTool([...gpg, '--armor', '--export-secret-keys']);
    const publicKey = await readTool([...gpg, '--armor', '--export']);
    await mkdir(directory, { recursive: true });
    await writeFileAtomic(secretKeyPath, secretKey, { mode: 0o600 });
    await writeFileAtomic(publicKeyPath, publicKey);
  } finally {
    await stopAgent(home.path);
  }
  return { publicKeyPath, secretKeyPath };
}
