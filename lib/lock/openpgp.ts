import type { Key, PublicKey } from 'openpgp';

/** Keys that may vouch for what a repository serves. */
export interface Keyring {
  readonly keys: readonly PublicKey[];
  /** Upper-case hex, of primary and sub keys. */
  readonly fingerprints: ReadonlySet<string>;
}

/** Who signed: the fingerprint (upper-case hex) of the key or sub key, or why nobody is known to. */
export type Verdict = { readonly signer: string } | { readonly reason: string };

/**
 * Returns the keys in armoured blocks. Blocks that cannot be read are given to `onBroken`.
 *
 * OpenPGP.js takes 50 ms to load, which a lock without signatures to check need not pay.
 */
export async function parseKeyring(
  blocks: readonly string[],
  onBroken: (reason: string) => void,
): Promise<Keyring> {
  const { readKeys } = await import('openpgp');
  const keys: PublicKey[] = [];
  for (const block of blocks) {
    const found: Key[] = await readKeys({ armoredKeys: block }).catch((error: unknown) => {
      onBroken(messageOf(error));
      return [];
    });
    keys.push(...found.map((key) => key.toPublic()));
  }
  const fingerprints = keys.flatMap((key) => key.getKeys().map((part) => fingerprintOf(part)));
  return { keys, fingerprints: new Set(fingerprints) };
}

/**
 * Tells whether a detached signature (binary or armoured) over `data` is one of `keyring`. Whether a
 * key had expired is judged at the time of signing, so the answer does not change with the clock.
 */
export async function verifyDetached(
  data: Uint8Array,
  signature: Uint8Array | string,
  keyring: Keyring,
): Promise<Verdict> {
  const { createMessage, readSignature, verify } = await import('openpgp');
  try {
    const parsed =
      typeof signature === 'string'
        ? await readSignature({ armoredSignature: signature })
        : await readSignature({ binarySignature: signature });
    const { signatures } = await verify({
      message: await createMessage({ binary: data }),
      signature: parsed,
      verificationKeys: [...keyring.keys],
      format: 'binary',
      date: null,
      // Owners extend a key by a newer self-signature; what they signed before stays good.
      config: { allowInsecureVerificationWithReformattedKeys: true },
    });
    let reason = 'it holds no signature';
    for (const { keyID, verified } of signatures) {
      // One good signature is enough: repositories that change keys sign with both for a while.
      const failure = await verified.then(
        () => undefined,
        (error: unknown) => messageOf(error),
      );
      const part = keyring.keys.flatMap((key) => key.getKeys(keyID))[0];
      if (failure === undefined && part !== undefined) return { signer: fingerprintOf(part) };
      reason = failure ?? `key ${keyID.toHex()} is not known`;
    }
    return { reason };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

function fingerprintOf(part: { getFingerprint(): string }): string {
  return part.getFingerprint().toUpperCase();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
