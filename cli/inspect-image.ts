import { Argument, Command, Option } from 'commander';
import { ConfigError, TreesmithError } from '../lib/core/errors.ts';
import { formatImageReport } from '../lib/inspect/format-report.ts';
import { inspectImage } from '../lib/inspect/inspect-image.ts';
import type { ImageReport } from '../lib/inspect/report.ts';
import { RULE_PLATFORMS, type RulePlatform } from '../lib/inspect/rule.ts';
import { printResult } from './print.ts';
import { reportFailure } from './program.ts';

const HELP = `
Reads raw, qcow2, vmdk, ova, vhd, vhdx, gce, iso, pxe, kernel+initrd, containerdisk, tar and wsl, also
compressed (gzip, xz, zstd), whatever the file is called; a folder may be an OCI layout, or hold kernel
and initramfs. Changes nothing, and opens nothing else. docs/inspect-image.md has every rule.

Exit codes: 0 all is well, or only warnings; 1 a rule is broken, or the file is damaged; 2 it is no image.`;

interface InspectCommandOptions {
  readonly platform?: RulePlatform;
  readonly contents: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** The verb `inspect-image`. */
export function inspectImageCommand(): Command {
  return new Command('inspect-image')
    .description('say what a disk image is, what is in it, and which rules it breaks')
    .addArgument(new Argument('<file...>', 'images, or folders'))
    .addOption(
      new Option(
        '--platform <name>',
        'what the image is for: its rules are errors, not warnings',
      ).choices(RULE_PLATFORMS),
    )
    .option('--contents', "also print the digest of the disk's bytes, equal in all formats", false)
    .option('--json', 'print the result as JSON on standard output', false)
    .option('-v, --verbose', 'say more about a failure', false)
    .addHelpText('after', HELP)
    .action(runInspectImage);
}

/** Inspects each file; one that fails does not keep the others from being inspected. */
async function runInspectImage(
  paths: readonly string[],
  { platform, contents, json, verbose }: InspectCommandOptions,
): Promise<void> {
  const images: ImageReport[] = [];
  const failures: { path: string; code: string; message: string }[] = [];
  let exitCode = 0;
  for (const path of paths) {
    try {
      images.push(
        await inspectImage(path, {
          withContents: contents,
          ...(platform === undefined ? {} : { platform }),
        }),
      );
    } catch (error) {
      reportFailure(error, verbose);
      if (error instanceof TreesmithError) {
        failures.push({ path, code: error.code, message: error.message });
      }
      exitCode = Math.max(exitCode, error instanceof ConfigError ? 2 : 1);
    }
  }
  const isBroken = images.some(({ findings }) =>
    findings.some(({ severity }) => severity === 'error'),
  );
  printResult(json, { images, failures }, images.flatMap(formatImageReport));
  process.exitCode = Math.max(exitCode, isBroken ? 1 : 0);
}
