/** The fields of one `<package>` of primary.xml that are read, as they are written. */
export interface PrimaryFields {
  name?: string;
  arch?: string;
  version?: Readonly<Record<string, string>>;
  checksumType?: string | undefined;
  checksum?: string;
  location?: Readonly<Record<string, string>>;
  size?: Readonly<Record<string, string>>;
  time?: Readonly<Record<string, string>>;
  range?: Readonly<Record<string, string>>;
  sourceRpm?: string;
  /** Attributes of the entries of `<rpm:obsoletes>`. */
  obsoletes?: readonly Readonly<Record<string, string>>[];
}

const HEAD =
  /^<package type="rpm">\s*<name>([^<]*)<\/name>\s*<arch>([^<]*)<\/arch>\s*<version epoch="([^"]*)" ver="([^"]*)" rel="([^"]*)"\s*\/>\s*<checksum type="([^"]*)" pkgid="YES">([^<]*)<\/checksum>/;
const PLACE =
  /<time file="[^"]*" build="([^"]*)"\s*\/>\s*<size package="([^"]*)" installed="([^"]*)" archive="[^"]*"\s*\/>\s*<location href="([^"]*)"\s*\/>/;
const SOURCE = /<rpm:sourcerpm>([^<]*)<\/rpm:sourcerpm>/;
const RANGE = /<rpm:header-range start="([^"]*)" end="([^"]*)"\s*\/>/;
const OBSOLETES = /<rpm:obsoletes>([\s\S]*?)<\/rpm:obsoletes>/;
const ENTRY =
  /^<rpm:entry name="([^"]*)"(?: flags="([^"]*)" epoch="([^"]*)" ver="([^"]*)"(?: rel="([^"]*)")?)?\s*\/>$/;
/** Entities, bytes that are not ASCII: what would have to be decoded. */
const ENCODED = /[&\x80-\xff]/;

/** A package, and the part of its text that says nothing of dependencies. */
export interface CanonicalPackage {
  readonly fields: PrimaryFields;
  /** From after the checksum to `<format>`: summary, description, sizes, location. */
  readonly details: { readonly start: number; readonly end: number };
}

/**
 * Reads a whole `<package>…</package>` that is written exactly as createrepo_c writes it; undefined
 * for any other, which an XML parser has to read. A tenth of the time: of a distribution's 100 MB
 * these are some lines each of 60,000 packages. `block` has one character for each byte.
 */
export function readCanonicalPackage(block: string): CanonicalPackage | undefined {
  const head = HEAD.exec(block);
  const place = PLACE.exec(block);
  const source = SOURCE.exec(block);
  const range = RANGE.exec(block);
  if (head === null || place === null || source === null || range === null) return undefined;
  // In a comment or CDATA anything may look like anything.
  if (block.includes('<!')) return undefined;
  const captured = [...head.slice(1), ...place.slice(1), ...source.slice(1), ...range.slice(1)];
  if (captured.some((text) => ENCODED.test(text))) return undefined;
  const obsoletes = block.includes('<rpm:obsoletes') ? readObsoletes(block) : [];
  if (obsoletes === undefined) return undefined;
  const [name = '', arch = '', epoch = '', ver = '', rel = '', checksumType, checksum = ''] =
    captured;
  const [build = '', size = '', installed = '', href = '', sourceRpm = '', start = '', end = ''] =
    captured.slice(7);
  const fields: PrimaryFields = {
    name,
    arch,
    version: { epoch, ver, rel },
    checksumType,
    checksum,
    location: { href },
    size: { package: size, installed },
    time: { build },
    range: { start, end },
    sourceRpm,
    obsoletes,
  };
  const format = block.indexOf('<format>', place.index);
  return format === -1 ? undefined : { fields, details: { start: head[0].length, end: format } };
}

function readObsoletes(block: string): Readonly<Record<string, string>>[] | undefined {
  const list = OBSOLETES.exec(block)?.[1];
  if (list === undefined || ENCODED.test(list)) return undefined;
  const entries: Readonly<Record<string, string>>[] = [];
  for (const line of list.trim().split(/(?<=>)\s*/)) {
    const found = ENTRY.exec(line);
    if (found === null) return undefined;
    const [, name = '', flags, epoch = '', ver = '', rel] = found;
    entries.push({
      name,
      ...(flags === undefined ? {} : { flags, epoch, ver }),
      ...(rel === undefined ? {} : { rel }),
    });
  }
  return entries;
}
