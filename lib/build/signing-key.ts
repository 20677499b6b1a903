import { assertSigner, type GpgHome, importSecretKey } from '../sign/gpg-home.ts';

/**
 * Runs `body` with an armoured secret key, in a folder of mode 0700 that goes away afterwards.
 * `wanted` is the fingerprint that remix.yaml asks for.
 *
 * @throws ConfigError KEY_MISMATCH, KEY_UNREADABLE, KEY_AMBIGUOUS, PASSPHRASE_WRONG
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
