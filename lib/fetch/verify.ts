import { stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BuildError, ConfigError, type ErrorDetails } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { makeFolder } from '../host/files.ts';
import type { Store } from '../host/store.ts';
import type { FetchCode } from './errors.ts';
import { checkSignatures, type KeySet, keySetDigest } from './keyring.ts';
import type { SignatureVerdict } from './rpmkeys-output.ts';

const NAMED_AT_MOST = 9;

/** An RPM file whose signature is asked for. */
export interface Candidate {
  /** NEVRA, for messages. */
  readonly nevra: string;
  readonly sha256: string;
  readonly path: string;
}

/**
 * Makes sure that each package is signed by one of `keys`. A package that was found good with the
 * same keys before is not looked at again: its bytes cannot have changed, SHA-256 is its name.
 *
 * @throws ConfigError PACKAGE_UNSIGNED, KEY_NOT_NAMED, KEY_REJECTED; BuildError SIGNATURE_BAD
 */
export async function assertSigned(
  candidates: readonly Candidate[],
  keys: KeySet,
  store: Store,
  log: Log,
): Promise<void> {
  const digest = keySetDigest(keys);
  const marker = ({ sha256 }: Candidate) => store.verified(digest, sha256);
  const known = await Promise.all(
    candidates.map((candidate) =>
      stat(marker(candidate)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const unknown = candidates.filter((_candidate, index) => !known[index]);
  if (unknown.length === 0) return;
  const verdicts = await log.group(
    `Verify signatures of [${keys.repoid}] (${unknown.length})`,
    () =>
      checkSignatures(
        unknown.map(({ path }) => path),
        keys,
      ),
  );
  const [first] = unknown;
  if (first !== undefined) await makeFolder(dirname(marker(first)));
  const faults: [Candidate, SignatureVerdict][] = [];
  for (const candidate of unknown) {
    const verdict = verdicts.get(candidate.path) ?? { kind: 'unreadable' };
    // An empty file says it all; a marker lost in a power cut only costs another look.
    if (verdict.kind === 'good') await writeFile(marker(candidate), '');
    else faults.push([candidate, verdict]);
  }
  if (faults.length > 0) throw explain(faults, keys);
}

/** The gravest kind of fault speaks for all packages that have it. */
function explain(faults: readonly [Candidate, SignatureVerdict][], keys: KeySet): Error {
  const of = (kind: SignatureVerdict['kind']) =>
    faults.filter(([, verdict]) => verdict.kind === kind);
  const details = (hint: string): ErrorDetails => ({ place: keys.place, hint });
  const repository = `[${keys.repoid}]`;
  const bad = [...of('bad'), ...of('unreadable')];
  if (bad.length > 0) {
    return new BuildError<FetchCode>(
      'SIGNATURE_BAD',
      `the signature of ${names(bad)} from ${repository} does not fit the package`,
      details(
        'The repository serves damaged or forged packages; do not use them. Tell its maintainers.',
      ),
    );
  }
  const unnamed = of('no-key');
  if (unnamed.length > 0) {
    return new ConfigError<FetchCode>(
      'KEY_NOT_NAMED',
      `${names(unnamed)}: signed by a key that "gpgkey" of ${repository} does not name`,
      details('If you trust that key, add its file or URL to "gpgkey".'),
    );
  }
  return new ConfigError<FetchCode>(
    'PACKAGE_UNSIGNED',
    `${names(of('unsigned'))} from ${repository}: not signed, expected a signature by a key that "gpgkey" names`,
    details('If nobody signs this repository, say so with "gpgcheck=0".'),
  );
}

function names(faults: readonly [Candidate, SignatureVerdict][]): string {
  const shown = faults.slice(0, NAMED_AT_MOST).map(([{ nevra }, verdict]) => {
    if (verdict.kind === 'no-key') return `${nevra} (key ID ${verdict.keyId})`;
    return verdict.kind === 'bad' ? `${nevra} (${verdict.line})` : nevra;
  });
  const more = faults.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
