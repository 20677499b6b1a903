import { formatVerifyReport } from '../lib/examine/format-verify.ts';
import { verifyReference } from '../lib/examine/verify-reference.ts';
import { ARCHITECTURES } from '../lib/host/architecture.ts';
import { HttpClient } from '../lib/host/http.ts';
import { hostArchitecture } from './host-architecture.ts';
import { printResult } from './print.ts';
import { imageAccess } from './registry-access.ts';
import { readSignatureKey } from './signature-key.ts';
import { terminalLog } from './terminal-log.ts';

/** `treesmith verify REF --against …`. */
export interface VerifyImageOptions {
  readonly reference: string;
  readonly against?: string | undefined;
  readonly architecture?: string | undefined;
  readonly ignore: readonly string[];
  /** Of a file with a public key of cosign. */
  readonly key?: string | undefined;
  readonly owners: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** Compares an image with what lies or runs here, prints what differs, and sets the exit code. */
export async function verifyImage(options: VerifyImageOptions): Promise<void> {
  const { json, verbose, owners, key, against, architecture, ...rest } = options;
  await using http = new HttpClient();
  const report = await verifyReference({
    ...{ ...rest, against, architecture },
    key: key === undefined ? undefined : await readSignatureKey(key),
    access: imageAccess(http, options.reference),
    hostArchitecture: ARCHITECTURES[hostArchitecture()].oci,
    ignoreOwners: !owners,
    log: terminalLog({ verbose }),
  });
  printResult(json, report, formatVerifyReport(report));
  if (report.differences.length > 0) process.exitCode = 1;
}
