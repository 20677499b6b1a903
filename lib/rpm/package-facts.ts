import { findRpmSpans, type Header, parseHeader, type RpmSpans } from './header.ts';
import { badHeader } from './header-entries.ts';
import { findNevraFault, type Nevra } from './nevra.ts';
import { type Scriptlet, scriptletsOf } from './scriptlets.ts';
import { HEADER_TAG, SIGNATURE_TAG } from './tags.ts';

/** What the headers of an RPM file say of the package. */
export interface PackageFacts extends Nevra {
  /** Package format: 3, 4 or 6. */
  readonly format: 3 | 4 | 6;
  /** Seconds since 1970. */
  readonly buildTime: number;
  /** Empty in a source package, whose `arch` is `src`. */
  readonly sourceRpm: string;
  /** OpenPGP signatures over the header alone, in binary form: those that rpm would look at. */
  readonly headerSignatures: readonly Uint8Array[];
  /** Absolute paths, in the order of the header; bare names in a source package. */
  readonly files: readonly string[];
  readonly scriptlets: readonly Scriptlet[];
  readonly spans: RpmSpans;
}

/** Tags of the signature header that end where the main header's begin; format 6 has no others. */
const FORMAT_6_SIGNATURE_TAG_MAX = 999;

/**
 * Reads lead, signature header and header; `bytes` must reach to the end of the header, the payload
 * is not looked at.
 *
 * @throws BuildError BAD_LEAD, BAD_HEADER, HEADER_LIMIT
 */
export function parsePackageFacts(bytes: Uint8Array): PackageFacts {
  const spans = findRpmSpans(bytes);
  const signature = parseHeader(bytes, spans.signature.start, 'signature');
  const header = parseHeader(bytes, spans.header.start);
  const format = packageFormat(header);
  if (format === 6) assertStrict(signature, header);
  const source = isSource(header);
  const nevra = {
    name: header.text(HEADER_TAG.name) ?? '',
    epoch: String(header.number(HEADER_TAG.epoch) ?? 0),
    version: header.text(HEADER_TAG.version) ?? '',
    release: header.text(HEADER_TAG.release) ?? '',
    arch: source ? 'src' : (header.text(HEADER_TAG.arch) ?? ''),
  };
  const fault = findNevraFault(nevra);
  if (fault !== undefined) throw badHeader(fault);
  return {
    ...nevra,
    format,
    buildTime: header.number(HEADER_TAG.buildTime) ?? 0,
    sourceRpm: source ? '' : (header.text(HEADER_TAG.sourceRpm) ?? ''),
    headerSignatures: signaturesOf(signature),
    files: filePathsOf(header),
    scriptlets: scriptletsOf(header),
    spans,
  };
}

/** As rpm's own RPMFORMAT query: format 4 brought the immutable region. */
function packageFormat(header: Header): 3 | 4 | 6 {
  const declared = header.number(HEADER_TAG.rpmFormat);
  if (declared === undefined) return header.has(HEADER_TAG.immutable) ? 4 : 3;
  if (declared === 3 || declared === 4 || declared === 6) return declared;
  throw badHeader(`it is of package format ${declared}, expected 3, 4 or 6`);
}

/** Format 6 forbids what made format 4 ambiguous (`docs/manual/format_v6.md`). */
function assertStrict(signature: Header, header: Header): void {
  if (!signature.has(SIGNATURE_TAG.signatures) || !header.has(HEADER_TAG.immutable)) {
    throw badHeader('it has no immutable region, which format 6 demands');
  }
  for (const tags of [signature.tags(), header.tags()]) {
    // The region's own comes last.
    if (tags.slice(0, -1).some((tag, position) => tag < (tags[position - 1] ?? 0))) {
      throw badHeader('its tags are not in order, which format 6 demands');
    }
  }
  const legacy = signature.tags().find((tag) => tag > FORMAT_6_SIGNATURE_TAG_MAX);
  if (legacy !== undefined) {
    throw badHeader(`signature tag ${legacy} is not allowed in a package of format 6`);
  }
}

/** As rpm's `headerIsSource`, after its retrofit of packages that say neither. */
function isSource(header: Header): boolean {
  if (header.has(HEADER_TAG.sourcePackage)) return true;
  if (header.has(HEADER_TAG.sourceRpm)) return false;
  const folders = header.texts(HEADER_TAG.dirNames);
  const old = header.texts(HEADER_TAG.oldFilenames);
  return (
    (folders.length === 1 && folders[0] === '') ||
    (old.length > 0 && old.every((path) => !path.includes('/')))
  );
}

/**
 * Format 6 keeps any number of base64 signatures; format 4 one binary RSA (or EdDSA) or DSA (or
 * ECDSA). rpm ignores the latter where the former are.
 */
function signaturesOf(signature: Header): Uint8Array[] {
  const encoded = signature.texts(SIGNATURE_TAG.openPgp);
  if (encoded.length > 0) return encoded.map(decodeSignature);
  return [SIGNATURE_TAG.rsa, SIGNATURE_TAG.dsa].flatMap((tag) => signature.bytes(tag) ?? []);
}

function decodeSignature(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) throw badHeader('a signature is not base64');
  return Buffer.from(text, 'base64');
}

/** Absolute paths, in the order of the header; bare names in a source package. */
export function filePathsOf(header: Header): string[] {
  const bases = header.texts(HEADER_TAG.baseNames);
  if (bases.length === 0) return header.texts(HEADER_TAG.oldFilenames);
  const folders = header.texts(HEADER_TAG.dirNames);
  const indexes = header.numbers(HEADER_TAG.dirIndexes);
  if (indexes.length !== bases.length || folders.length > bases.length) {
    throw badHeader('its list of files does not add up');
  }
  return bases.map((base, position) => {
    const folder = folders[indexes[position] ?? -1];
    if (folder === undefined)
      throw badHeader(`the file ${JSON.stringify(base)} is in no directory`);
    return folder + base;
  });
}
