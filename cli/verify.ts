import { resolve } from 'node:path';
import { Command } from 'commander';
import { runVerify } from '../lib/build/verify.ts';
import { outputOptions } from './options.ts';
import { printResult } from './print.ts';
import { terminalLog } from './terminal-log.ts';

const HELP = `
Needs nothing but the public key: no remix.yaml, no keyring. Checks the signature of SHA256SUMS, every
file that it names, and in the OSTree repository repo/, where there is one, the signatures of summary
and commits; in a folder every object of it, too. One wrong byte fails.

--url is where SHA256SUMS lies: https://github.com/OWNER/NAME/releases/download/TAG of a release.`;

interface VerifyCommandOptions {
  readonly out: string;
  readonly url?: string;
  readonly publicKey: string;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** The verb `verify`. */
export function verifyCommand(): Command {
  return outputOptions(
    new Command('verify').description(
      'verify signed results, as somebody who downloads them would',
    ),
  )
    .requiredOption('--public-key <file>', 'the only key that is trusted')
    .option('-o, --out <folder>', 'folder of the results', 'out')
    .option('--url <url>', 'get the results from here instead')
    .addHelpText('after', HELP)
    .action(async ({ out, url, publicKey, json, verbose }: VerifyCommandOptions) => {
      const found = await runVerify({
        from: url === undefined ? { folder: resolve(out) } : { url },
        publicKeyPath: resolve(publicKey),
        log: terminalLog({ verbose }),
      });
      printResult(json, found, [
        ...found.files.map(({ name, sha256 }) => `good  ${sha256}  ${name}`),
        ...found.commits.map(({ ref, commit }) => `good  ${ref} ${commit}`),
        `All is signed by ${found.fingerprint}.`,
      ]);
    });
}
