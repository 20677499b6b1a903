/** What rpmkeys says of one package. */
export type SignatureVerdict =
  | { readonly kind: 'good'; readonly keyId: string }
  | { readonly kind: 'unsigned' }
  /** Signed, by a key that the keyring lacks. `keyId` as rpm prints it: the last 8 digits or more. */
  | { readonly kind: 'no-key'; readonly keyId: string }
  /** A signature or digest does not fit, or its key may not sign. `line` is what rpm said. */
  | { readonly kind: 'bad'; readonly line: string }
  /** rpm could not read the package. */
  | { readonly kind: 'unreadable' };

/**
 * Reads what `rpmkeys --checksig --verbose PATH…` prints: for each path a line `PATH:`, then one
 * indented line per signature and digest. A signature that is good counts when nothing else of the
 * package is bad; that a second one is by an unknown key does not matter.
 *
 *     a.rpm:
 *         Header V4 RSA/SHA512 Signature, key ID 02fa0920: OK
 *         Header SHA256 digest: OK
 *         RSA signature: NOTFOUND
 *
 * rpm 6 writes `Header OpenPGP V4 RSA/SHA512 signature, key fingerprint: HEX: OK`. The exit code
 * does not help: it is not 0 when any one package of the batch fails.
 * Source: https://github.com/rpm-software-management/rpm `lib/rpmchecksig.c`, `lib/rpmvs.c`.
 */
export function parseRpmkeysOutput(
  text: string,
  paths: readonly string[],
): Map<string, SignatureVerdict> {
  const blocks = new Map<string, string[]>(paths.map((path) => [path, []]));
  let block: string[] = [];
  for (const line of text.split('\n')) {
    // rpm ends a path's line only when it got as far as its digests, so several may share one.
    const path = /^\s/.test(line) ? undefined : lastPath(line, blocks);
    if (path !== undefined) block = blocks.get(path) ?? [];
    else if (/^\s+\S/.test(line)) block.push(line.trim());
  }
  return new Map([...blocks].map(([path, lines]) => [path, judge(lines)]));
}

function lastPath(line: string, blocks: ReadonlyMap<string, unknown>): string | undefined {
  return [...blocks.keys()].find((path) => line.endsWith(`${path}:`));
}

function judge(lines: readonly string[]): SignatureVerdict {
  if (lines.length === 0) return { kind: 'unreadable' };
  let good: string | undefined;
  let unknown: string | undefined;
  for (const line of lines) {
    const match = /^(.*?): (OK|NOKEY|NOTFOUND|[A-Z]+)\b/.exec(
      line.replace(/fingerprint: /, 'fingerprint '),
    );
    const [, what = '', result = 'BAD'] = match ?? [];
    const keyId = /key (?:ID|fingerprint) ([0-9a-f]+)/i.exec(what)?.[1] ?? '';
    if (result === 'NOTFOUND') continue;
    if (result === 'NOKEY') unknown ??= keyId;
    else if (result !== 'OK') return { kind: 'bad', line };
    else if (/\bsignature\b/i.test(what)) good ??= keyId;
  }
  if (good !== undefined) return { kind: 'good', keyId: good };
  return unknown === undefined ? { kind: 'unsigned' } : { kind: 'no-key', keyId: unknown };
}
