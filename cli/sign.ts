import type { Command } from 'commander';
import { runSign } from '../lib/build/sign.ts';
import { ConfigError } from '../lib/core/errors.ts';
import type { CliCode } from './errors.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { printResult } from './print.ts';
import { type SigningOptions, signingOptions, withSigningKey } from './signing.ts';
import { workspaceOf } from './workspace.ts';

const HELP = `
Signs every commit of the OSTree repository under --out and its summary, and writes SHA256SUMS over
images, containers, keys and build-state.json with its detached signature SHA256SUMS.asc. The public
key goes to keys/. What the key has signed already is left as it is.`;

/** The verb `sign`. */
export function signCommand(): Command {
  return signingOptions(remixCommand('sign', 'sign the commits and a SHA256SUMS of the results'))
    .addHelpText('after', HELP)
    .action(async (options: CommonOptions & SigningOptions) => {
      const workspace = await workspaceOf(options);
      const made = await withSigningKey(options, workspace.remix.sign?.gpgKey, async (signing) => {
        if (signing !== undefined) return runSign(workspace, { signing });
        throw new ConfigError<CliCode>('NO_KEY', 'there is no key to sign with', {
          hint: 'Give --gpg-key, or set TREESMITH_GPG_PRIVATE_KEY; see --help.',
        });
      });
      printResult(options.json, made, [
        ...made.commits.map(({ ref, commit }) => `commit     ${ref} ${commit}`),
        `checksums  ${made.sha256sums}`,
        `signature  ${made.signature}`,
        `key        ${made.publicKeyPath} (${made.fingerprint})`,
      ]);
    });
}
