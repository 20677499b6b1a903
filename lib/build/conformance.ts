import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { FileDigest } from '../host/file-digest.ts';
import { inspectImage } from '../inspect/inspect-image.ts';
import type { RulePlatform } from '../inspect/rule.ts';
import type { ImageFormat } from '../remix/image-model.ts';
import type { GlueCode } from './errors.ts';

/** Formats that one platform alone takes: its rules are theirs. */
const PLATFORM_RULES: Partial<Record<ImageFormat, RulePlatform>> = {
  ova: 'vmware',
  vhd: 'azure',
};

/**
 * Reads an image back, as `inspect-image` does, and says every rule that it breaks.
 *
 * @throws BuildError NOT_CONFORMANT when its format forbids what it is
 */
export async function assertConformant(
  { path, format }: { readonly path: string; readonly format: ImageFormat },
  digest: FileDigest | undefined,
  log: Log,
): Promise<void> {
  const platform = PLATFORM_RULES[format];
  const { findings } = await inspectImage(path, {
    ...(digest === undefined ? {} : { digest }),
    ...(platform === undefined ? {} : { platform }),
  });
  for (const { severity, rule, clause, message } of findings) {
    if (severity === 'warning') log.warn(`${path}: ${message} (${rule}: ${clause})`);
  }
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const lines = errors.map(({ rule, clause, message }) => `${message} (${rule}: ${clause})`);
  throw new BuildError<GlueCode>(
    'NOT_CONFORMANT',
    `${path} breaks rules of its format:\n${lines.join('\n')}`,
    { hint: 'This is a defect of Treesmith: please report it. "inspect-image" shows the rest.' },
  );
}
