import { readFile } from 'node:fs/promises';
import { BuildError, ConfigError } from '../core/errors.ts';
import { readTool, runTool, ToolError } from '../host/process.ts';
import { makeTempDir } from '../host/temp.ts';
import type { SignCode } from './errors.ts';
import { stopAgent } from './gpg-home.ts';

/** What gpg says of a signature that is not good, though the key may have made it. */
const NOT_GOOD = ['BADSIG', 'ERRSIG', 'EXPSIG', 'EXPKEYSIG', 'REVKEYSIG'];

/**
 * Makes sure that `signaturePath` is a signature of `path` by a key in `keyPath`, which is neither
 * expired nor revoked, and returns the fingerprint of the primary key. No other keyring is asked.
 *
 * @throws ConfigError PUBLIC_KEY_UNREADABLE; BuildError SIGNATURE_BAD
 */
export async function verifyFile(
  path: string,
  signaturePath: string,
  keyPath: string,
): Promise<string> {
  await using home = await makeKeyring(keyPath);
  const argv = [...gpg(home.path), '--status-fd', '1', '--verify', '--', signaturePath, path];
  const { stdout, exitCode } = await runTool(argv, { okExitCodes: [0, 1, 2] });
  // Source: GnuPG doc/DETAILS, "VALIDSIG": the last field is the primary key's fingerprint.
  const status = stdout.split('\n').flatMap((line) => {
    const [mark, ...words] = line.split(' ');
    return mark === '[GNUPG:]' ? [words] : [];
  });
  const valid = status.find(([word]) => word === 'VALIDSIG')?.at(-1);
  const bad = status.find(([word = '']) => NOT_GOOD.includes(word));
  const isGood = status.some(([word]) => word === 'GOODSIG');
  if (exitCode === 0 && isGood && bad === undefined && valid !== undefined) return valid;
  throw new BuildError<SignCode>(
    'SIGNATURE_BAD',
    `${signaturePath} is no good signature of ${path} by the key in ${keyPath}${bad === undefined ? '' : ` (${bad.slice(0, 2).join(' ')})`}`,
    { hint: 'Either the file was changed, or another key signed it.' },
  );
}

/** A GnuPG home in which `path` is the only keyring. */
async function makeKeyring(path: string): Promise<AsyncDisposable & { path: string }> {
  const folder = await makeTempDir();
  const dispose = async () => {
    await stopAgent(folder.path);
    await folder[Symbol.asyncDispose]();
  };
  try {
    const key = await readFile(path);
    await runTool([...gpg(folder.path), '--import'], { input: key });
    const listing = await readTool([...gpg(folder.path), '--with-colons', '--list-keys']);
    if (!/^pub:/m.test(listing)) throw new Error('it holds no key');
    return { path: folder.path, [Symbol.asyncDispose]: dispose };
  } catch (cause) {
    await dispose();
    if (cause instanceof ConfigError) throw cause;
    const why = cause instanceof ToolError ? 'gpg cannot import it' : (cause as Error).message;
    throw new ConfigError<SignCode>(
      'PUBLIC_KEY_UNREADABLE',
      `${path} is no OpenPGP public key: ${why}`,
      { cause, hint: 'Export it with: gpg --armor --export FINGERPRINT' },
    );
  }
}

function gpg(homedir: string): string[] {
  return [
    ...['gpg', '--homedir', homedir, '--no-options', '--batch', '--no-tty', '--trust-model'],
    ...['always', '--no-auto-key-retrieve', '--no-auto-key-locate'],
  ];
}
