import { Command } from 'commander';
import { formatReferenceReport } from '../lib/examine/format-report.ts';
import { inspectReference, SMALL_READS, THOROUGH_READS } from '../lib/examine/inspect-reference.ts';
import { HttpClient } from '../lib/host/http.ts';
import { outputOptions } from './options.ts';
import { printResult } from './print.ts';
import { imageAccess } from './registry-access.ts';
import { readSignatureKey } from './signature-key.ts';
import { terminalLog } from './terminal-log.ts';

const HELP = `
<reference> is host/name[:tag][@digest] or oci:DIR[:TAG]; for disk images there is "inspect-image". Nothing is
pulled: manifests, configs and what refers to them are read, and for the packages an SBOM, or the layer that
says that it has the rpmdb when it is small. docs/inspect.md

Exit codes: 0 done; 1 the image is damaged, or a signature is bad; 2 there is no such image, or no access.`;

interface InspectCommandOptions {
  readonly architecture?: string;
  readonly packages: boolean;
  readonly key?: string;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** The verb `inspect`. */
export function inspectCommand(): Command {
  return outputOptions(
    new Command('inspect').description('say what an image in a registry is, without pulling it'),
  )
    .argument('<reference>', 'image in a registry or an OCI layout')
    .option('--architecture <name>', 'this one alone: amd64, arm/v7, x86_64 (default: all)')
    .option('--packages', 'list the packages, and read layers for them if need be', false)
    .option('--key <file>', 'verify the signatures of cosign with this public key')
    .addHelpText('after', HELP)
    .action(runInspect);
}

async function runInspect(reference: string, options: InspectCommandOptions): Promise<void> {
  const { architecture, packages, json, verbose } = options;
  await using http = new HttpClient();
  const report = await inspectReference({
    ...{ reference, architecture },
    access: imageAccess(http, reference),
    packages: packages ? THOROUGH_READS : SMALL_READS,
    key: options.key === undefined ? undefined : await readSignatureKey(options.key),
    log: terminalLog({ verbose }),
  });
  printResult(json, report, formatReferenceReport(report, { withPackages: packages }));
  const signatures = [report, ...report.images].flatMap((one) => one.signatures);
  if (signatures.some(({ isGood }) => isGood === false)) process.exitCode = 1;
}
