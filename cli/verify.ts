import { resolve } from 'node:path';
import { Command } from 'commander';
import { runVerify } from '../lib/build/verify.ts';
import { ConfigError } from '../lib/core/errors.ts';
import type { CliCode } from './errors.ts';
import { outputOptions } from './options.ts';
import { printResult } from './print.ts';
import { terminalLog } from './terminal-log.ts';
import { verifyImage } from './verify-image.ts';

const HELP = `
Results: needs nothing but --public-key: no remix.yaml, no keyring. Checks the signature of SHA256SUMS,
every file that it names, and in the OSTree repository repo/, where there is one, the signatures of summary
and commits; in a folder every object of it, too. One wrong byte fails.

--url is where SHA256SUMS lies: https://github.com/OWNER/NAME/releases/download/TAG of a release.

An image: <reference> is host/name[:tag][@digest] or oci:DIR[:TAG]; --against is a folder with a root
file system, oci:DIR[:TAG], containers-storage:IMAGE, container:NAME, or the name of a container or image
of podman. Layers are read from the registry and hashed as they come; nothing is stored. docs/inspect.md

Exit codes: 0 all is as it should be; 1 something differs, or it cannot be told: then there is no report,
and the code on standard error is HTTP_FAILED or HTTP_STATUS when the registry is down; 2 your options or
machine need a change.`;

interface VerifyCommandOptions {
  readonly out: string;
  readonly url?: string;
  readonly publicKey?: string;
  readonly against?: string;
  readonly key?: string;
  readonly architecture?: string;
  readonly ignore: readonly string[];
  readonly owners: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** The verb `verify`. */
export function verifyCommand(): Command {
  return outputOptions(
    new Command('verify').description(
      'verify signed results as who downloads them would, or an image, or that it is what runs here',
    ),
  )
    .argument('[reference]', 'an image in a registry')
    .option('--public-key <file>', 'of results: the only key that is trusted')
    .option('-o, --out <folder>', 'of results: the folder that they are in', 'out')
    .option('--url <url>', 'of results: get them from here instead')
    .option('--against <what>', 'of an image: what it is compared with (default: its own digests)')
    .option('--key <file>', 'of an image: one signature of cosign must be by this public key')
    .option(
      '--architecture <name>',
      "of an image: this one (default: all; of a root file system: this machine's)",
    )
    .option(
      '--ignore <pattern>',
      'of an image: leave out these paths; may be repeated',
      (pattern: string, others: readonly string[]) => [...others, pattern],
      [],
    )
    .option('--no-owners', 'of an image: do not compare owners')
    .addHelpText('after', HELP)
    .action(runVerifyCommand);
}

async function runVerifyCommand(
  reference: string | undefined,
  options: VerifyCommandOptions,
): Promise<void> {
  const { out, url, publicKey, json, verbose } = options;
  if (reference !== undefined) {
    await verifyImage({ ...options, reference });
    return;
  }
  if (publicKey === undefined) {
    const message = '--public-key is not given: the only key that is trusted';
    throw new ConfigError<CliCode>('OPTION_MISSING', message, {
      hint: 'Or name an image in a registry that is to be verified.',
    });
  }
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
}
