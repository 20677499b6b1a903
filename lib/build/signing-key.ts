import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, writeFileAtomic } from '../host/files.ts';
import { assertSigner, exportPublicKey, type GpgHome, importSecretKey } from '../sign/gpg-home.ts';
import { recordOutcome } from './result-file.ts';
import type { Workspace } from './workspace.ts';

/**
 * Runs `body` with an armoured secret key, in a folder of mode 0700 that goes away afterwards.
 * `wanted` is the fingerprint that remix.yaml asks for.
 *
 * @throws ConfigError KEY_MISMATCH, KEY_UNREADABLE, KEY_AMBIGUOUS, KEY_UNUSABLE, PASSPHRASE_WRONG
 */
export async function withImportedKey<T>(
  secretKey: string,
  passphrase: string | undefined,
  wanted: string | undefined,
  body: (key: GpgHome) => Promise<T>,
): Promise<T> {
  await using imported = await importSecretKey(secretKey, passphrase);
  assertSigner(imported, wanted);
  return await body(imported);
}

/** Writes the public key to `<out>/keys/<remix>.asc`, where users find it, and returns its path. */
export async function writePublicKey(
  { outDir, remix }: Pick<Workspace, 'outDir' | 'remix'>,
  signing: GpgHome,
): Promise<string> {
  const folder = join(outDir, 'keys');
  await makeFolder(folder);
  const path = join(folder, `${remix.name}.asc`);
  const key = await exportPublicKey(signing);
  const before = await readFile(path, 'utf8').catch(() => undefined);
  // SHA256SUMS covers it: what is right already keeps its time, too.
  if (before !== key) await writeFileAtomic(path, key);
  await recordOutcome(outDir, { remix: remix.name, publicKey: path });
  return path;
}
