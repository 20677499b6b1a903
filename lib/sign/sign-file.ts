import { BuildError } from '../core/errors.ts';
import { writeFileAtomic } from '../host/files.ts';
import { readTool, ToolError } from '../host/process.ts';
import type { SignCode } from './errors.ts';
import type { GpgHome } from './gpg-home.ts';

/**
 * Signs a file and returns the path of the detached, armoured signature, `<path>.asc`.
 *
 * @throws BuildError SIGNING_FAILED; what writing a file throws
 */
export async function signFile(path: string, home: GpgHome): Promise<string> {
  const signature = `${path}.asc`;
  // To standard output: gpg removes the output file of a signature that fails, whatever it is.
  const argv = [
    ...['gpg', '--homedir', home.homedir, '--batch', '--no-tty', '--pinentry-mode', 'error'],
    ...['--local-user', home.fingerprint, '--digest-algo', 'SHA512'],
    ...['--armor', '--detach-sign', '--output', '-', '--', path],
  ];
  try {
    await writeFileAtomic(signature, await readTool(argv));
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    const message = `${path} could not be signed with key ${home.fingerprint}: ${cause.stderr.trim()}`;
    throw new BuildError<SignCode>('SIGNING_FAILED', message, { cause });
  }
  return signature;
}
