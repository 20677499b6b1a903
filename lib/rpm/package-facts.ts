import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';
import { findRpmSpans, type Header, parseHeader, type RpmSpans } from './header.ts';
import type { Nevra } from './nevra.ts';

/** What the headers of an RPM file say of the package. */
export interface PackageFacts extends Nevra {
  /** Package format: 3, 4 or 6. */
  readonly format: 3 | 4 | 6;
  /** Seconds since 1970. */
  readonly buildTime: number;
  /** Empty in a source package. */
  readonly sourceRpm: string;
  /** OpenPGP signatures over the header alone, in binary form. */
  readonly headerSignatures: readonly Uint8Array[];
  /** Absolute paths, in the order of the header. */
  readonly files: readonly string[];
  readonly spans: RpmSpans;
}

/** Tag numbers: rpm, `include/rpm/rpmtag.h`. */
const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  buildTime: 1006,
  arch: 1022,
  oldFilenames: 1027,
  sourceRpm: 1044,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  rpmFormat: 5114,
  // In the signature header.
  dsaHeader: 267,
  rsaHeader: 268,
  openPgp: 278,
} as const;

/**
 * Reads lead, signature header and header; `bytes` must reach to the end of the header, the payload
 * is not looked at.
 *
 * @throws BuildError BAD_LEAD, BAD_HEADER, HEADER_LIMIT
 */
export function parsePackageFacts(bytes: Uint8Array): PackageFacts {
  const spans = findRpmSpans(bytes);
  const signature = parseHeader(bytes, spans.signature.start);
  const header = parseHeader(bytes, spans.header.start);
  return {
    format: packageFormat(header, spans),
    name: requiredText(header, TAG.name, 'name'),
    epoch: String(numberOf(header, TAG.epoch) ?? 0),
    version: requiredText(header, TAG.version, 'version'),
    release: requiredText(header, TAG.release, 'release'),
    arch: spans.source ? 'src' : requiredText(header, TAG.arch, 'arch'),
    buildTime: numberOf(header, TAG.buildTime) ?? 0,
    sourceRpm: textOf(header, TAG.sourceRpm) ?? '',
    headerSignatures: signaturesOf(signature),
    files: filesOf(header),
    spans,
  };
}

function packageFormat(header: Header, { leadMajor }: RpmSpans): 3 | 4 | 6 {
  const declared = numberOf(header, TAG.rpmFormat);
  if (declared === 6 || leadMajor === 4) return 6;
  // Format 4 brought base names and directory indexes in place of whole file names.
  return header.has(TAG.oldFilenames) && !header.has(TAG.baseNames) ? 3 : 4;
}

/** Format 6 keeps any number of base64 signatures; format 4 one binary RSA (or EdDSA) or DSA. */
function signaturesOf(signature: Header): Uint8Array[] {
  const found: Uint8Array[] = [];
  const openPgp = signature.get(TAG.openPgp);
  if (Array.isArray(openPgp)) {
    for (const text of openPgp) {
      if (typeof text === 'string') found.push(Buffer.from(text, 'base64'));
    }
  }
  for (const tag of [TAG.rsaHeader, TAG.dsaHeader]) {
    const binary = signature.get(tag);
    if (binary instanceof Uint8Array) found.push(binary);
  }
  return found;
}

function filesOf(header: Header): string[] {
  const old = stringsOf(header, TAG.oldFilenames);
  const bases = stringsOf(header, TAG.baseNames);
  if (bases.length === 0) return old;
  const folders = stringsOf(header, TAG.dirNames);
  const indexes = header.get(TAG.dirIndexes);
  return bases.map((base, index) => {
    const folder = folders[Array.isArray(indexes) ? Number(indexes[index]) : -1];
    if (folder === undefined) {
      throw new BuildError<RpmCode>('BAD_HEADER', `bad RPM header: ${base} is in no directory`);
    }
    return folder + base;
  });
}

function requiredText(header: Header, tag: number, what: string): string {
  const text = textOf(header, tag);
  if (text === undefined || text === '') {
    throw new BuildError<RpmCode>('BAD_HEADER', `bad RPM header: it has no ${what}`);
  }
  return text;
}

function textOf(header: Header, tag: number): string | undefined {
  const value = header.get(tag);
  return typeof value === 'string' ? value : undefined;
}

function numberOf(header: Header, tag: number): number | undefined {
  const value = header.get(tag);
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === 'number' ? first : undefined;
}

function stringsOf(header: Header, tag: number): string[] {
  const value = header.get(tag);
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
