import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../lib/core/errors.ts';
import { parseSignatureKey } from '../lib/examine/find-signatures.ts';
import type { CliCode } from './errors.ts';

/**
 * Reads the file of `--key`: a public key of cosign in PEM.
 *
 * @throws ConfigError OPTION_MISSING, TARGET_UNREADABLE
 */
export async function readSignatureKey(path: string): Promise<KeyObject> {
  const pem = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const message = `--key: ${path} cannot be read (${cause.code})`;
    throw new ConfigError<CliCode>('OPTION_MISSING', message, { cause });
  });
  return parseSignatureKey(pem);
}
