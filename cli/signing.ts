import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { withImportedKey } from '../lib/build/signing-key.ts';
import { assertSigner, type GpgHome, resolveSecretKey } from '../lib/sign/gpg-home.ts';

/** Which key signs commits. */
export interface SigningOptions {
  readonly gpgKey?: string;
  readonly gpgHomedir?: string;
}

const HELP = `
Signing: give --gpg-key to sign with a key of a GnuPG home, or put an armoured secret key into the
environment variable TREESMITH_GPG_PRIVATE_KEY (and TREESMITH_GPG_PASSPHRASE): it is imported into a
folder of mode 0700 that goes away. The fingerprint under sign.gpg-key in remix.yaml is asked of
~/.gnupg otherwise, and must be that of the key. Without any of these, commits are not signed.`;

/** Adds the options that say who signs. */
export function signingOptions(command: Command): Command {
  return command
    .option('--gpg-key <key>', 'sign commits with this key: fingerprint, key id or mail address')
    .option('--gpg-homedir <folder>', 'GnuPG home that has the key (default: ~/.gnupg)')
    .addHelpText('after', HELP);
}

/**
 * Runs `body` with the key that options and environment name, or with none. `wanted` is the
 * fingerprint that remix.yaml asks for: with it, nothing is built unsigned or signed by another.
 *
 * @throws ConfigError KEY_MISMATCH; what reading the key throws
 */
export async function withSigningKey<T>(
  options: SigningOptions,
  wanted: string | undefined,
  body: (key: GpgHome | undefined) => Promise<T>,
): Promise<T> {
  const secret = process.env['TREESMITH_GPG_PRIVATE_KEY'];
  if (options.gpgKey === undefined && secret !== undefined && secret !== '') {
    return withImportedKey(secret, process.env['TREESMITH_GPG_PASSPHRASE'], wanted, body);
  }
  const selector = options.gpgKey ?? wanted;
  if (selector === undefined && options.gpgHomedir === undefined) return body(undefined);
  const home = options.gpgHomedir ?? process.env['GNUPGHOME'] ?? join(homedir(), '.gnupg');
  const key = await resolveSecretKey(resolve(home), selector);
  assertSigner(key, wanted);
  return body(key);
}
