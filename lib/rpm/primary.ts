import { StringDecoder } from 'node:string_decoder';
import { BuildError } from '../core/errors.ts';
import { type Checksum, parseChecksum } from './checksum.ts';
import type { RpmCode } from './errors.ts';
import { formatEvr } from './evr.ts';
import { type Location, parseLocation } from './location.ts';
import { findNevraFault, formatNevra, type Nevra } from './nevra.ts';
import { type PrimaryFields, readCanonicalPackage } from './primary-fields.ts';
import { type XmlFormat, XmlReader } from './xml.ts';

const FORMAT: XmlFormat = { what: 'primary.xml', root: 'metadata', code: 'BAD_PRIMARY' };

/** One package of `primary.xml`, as far as fetching needs it. */
export interface PrimaryPackage extends Nevra, Location {
  /** Of the RPM file. */
  readonly checksum: Checksum;
  /** Of the RPM file. */
  readonly sizeBytes: number;
  readonly installedSizeBytes: number;
  /** Seconds since 1970. */
  readonly buildTime: number;
  /** `name-version-release.src.rpm`; empty in a source package. */
  readonly sourceRpm: string;
  /** Offsets in the RPM file of the first byte of the header and of the first after it. */
  readonly headerRange: { readonly start: number; readonly end: number };
  /** Names that it takes the place of, with the versions: `name`, or `name < [epoch:]version[-release]`. */
  readonly obsoletes: readonly string[];
}

const PACKAGE_START = '<package ';
const PACKAGE_END = '</package>';
/** A longer package is parsed as it comes in; 1 MB is the largest that is known. */
const PACKAGE_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Reads `primary.xml` piece by piece, so that its size does not matter; calls `onPackage` for each
 * package. Dependencies and files are libsolv's to read.
 */
export class PrimaryParser {
  readonly #decoder = new StringDecoder('utf8');
  readonly #reader: XmlReader;
  readonly #onPackage: (found: PrimaryPackage) => void;
  readonly #onSolvable: (bytes: Buffer) => void;
  #declared: number | undefined;
  #count = 0;
  #rest = Buffer.alloc(0);

  /**
   * `onSolvable` gets the pieces of a primary.xml of the same packages and dependencies, which leaves
   * out of most packages what a solver does not look at: half of the bytes.
   */
  constructor(
    onPackage: (found: PrimaryPackage) => void,
    onSolvable: (bytes: Buffer) => void = () => undefined,
  ) {
    let fields: PrimaryFields = {};
    let inObsoletes = false;
    this.#onPackage = onPackage;
    this.#onSolvable = onSolvable;
    // `name` and `arch` stand only directly in a package; deeper ones are dependencies' attributes.
    this.#reader = new XmlReader(FORMAT, {
      open: (name, attributes) => {
        if (name === 'package') fields = {};
        else if (name === 'metadata') this.#declared = count(attributes.packages);
        else if (name === 'obsoletes') inObsoletes = true;
        else if (name === 'entry') {
          if (inObsoletes) fields.obsoletes = [...(fields.obsoletes ?? []), attributes];
        } else openField(fields, name, attributes);
      },
      close: (name, text) => {
        if (name === 'package') this.#found(fields);
        else if (name === 'obsoletes') inObsoletes = false;
        else if (name === 'name') fields.name = text;
        else if (name === 'arch') fields.arch = text;
        else if (name === 'checksum') fields.checksum = text;
        else if (name === 'sourcerpm') fields.sourceRpm = text;
      },
    });
  }

  /** Throws BuildError BAD_PRIMARY, BAD_LOCATION. */
  write(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const start = bytes.indexOf(PACKAGE_START, at);
      const last = start === -1 ? -1 : bytes.indexOf(PACKAGE_END, start);
      if (last === -1) break;
      const end = last + PACKAGE_END.length;
      const found = readCanonicalPackage(bytes.toString('latin1', start, end));
      if (found === undefined) this.#parse(bytes.subarray(at, end));
      else {
        // The XML parser gets all the rest, in order: what is there beside packages is its to judge.
        if (!isBlank(bytes, at, start)) this.#parse(bytes.subarray(at, start));
        this.#onSolvable(bytes.subarray(start, start + found.details.start));
        this.#onSolvable(bytes.subarray(start + found.details.end, end));
        this.#found(found.fields);
      }
      at = end;
    }
    this.#rest = bytes.subarray(at);
    if (this.#rest.length > PACKAGE_LIMIT_BYTES) this.#flush();
  }

  /** Throws BuildError BAD_PRIMARY when the document is cut short. */
  end(): void {
    this.#flush();
    this.#reader.write(this.#decoder.end());
    this.#reader.end();
    if (this.#declared !== undefined && this.#declared !== this.#count) {
      throw bad(`it says ${this.#declared} packages and has ${this.#count}`);
    }
  }

  #found(fields: PrimaryFields): void {
    this.#count += 1;
    this.#onPackage(finish(fields));
  }

  #flush(): void {
    this.#parse(this.#rest);
    this.#rest = Buffer.alloc(0);
  }

  #parse(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#onSolvable(bytes);
    this.#reader.write(this.#decoder.write(bytes));
  }
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) > 0x20) return false;
  return true;
}

function openField(
  fields: PrimaryFields,
  name: string,
  attributes: Readonly<Record<string, string>>,
): void {
  if (name === 'version') fields.version = attributes;
  else if (name === 'checksum') fields.checksumType = attributes.type;
  else if (name === 'size') fields.size = attributes;
  else if (name === 'time') fields.time = attributes;
  else if (name === 'header-range') fields.range = attributes;
  else if (name === 'location') fields.location = attributes;
}

function finish(fields: PrimaryFields): PrimaryPackage {
  const { version, location } = fields;
  const nevra = {
    name: fields.name ?? '',
    epoch: version?.epoch ?? '0',
    version: version?.ver ?? '',
    release: version?.rel ?? '',
    arch: fields.arch ?? '',
  };
  const fault = findNevraFault(nevra);
  if (fault !== undefined) throw bad(`package ${JSON.stringify(nevra.name)}: ${fault}`);
  const what = formatNevra(nevra);
  const checksum = parseChecksum(fields.checksumType, fields.checksum ?? '');
  const sizeBytes = count(fields.size?.package);
  if (location === undefined || checksum === undefined || sizeBytes === undefined) {
    throw bad(`package ${what} lacks its location, checksum or size`);
  }
  const start = count(fields.range?.start) ?? 0;
  const end = count(fields.range?.end) ?? 0;
  if (start > end) throw bad(`package ${what} has a header that ends before it begins`);
  return {
    ...nevra,
    checksum,
    ...parseLocation(location, `package ${what}`),
    sizeBytes,
    installedSizeBytes: count(fields.size?.installed) ?? 0,
    buildTime: count(fields.time?.build) ?? 0,
    sourceRpm: fields.sourceRpm ?? '',
    headerRange: { start, end },
    obsoletes: (fields.obsoletes ?? []).map(formatEntry),
  };
}

const SIGNS: Readonly<Record<string, string>> = { LT: '<', LE: '<=', EQ: '=', GE: '>=', GT: '>' };

function formatEntry(entry: Readonly<Record<string, string>>): string {
  const { name = '', flags = '', epoch = '0', ver = '', rel = '' } = entry;
  const sign = SIGNS[flags];
  if (sign === undefined) return name;
  return `${name} ${sign} ${formatEvr({ epoch: epoch || '0', version: ver, release: rel })}`;
}

function count(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw bad(`${text} is not a count`);
  return value;
}

function bad(what: string): BuildError<RpmCode> {
  return new BuildError<RpmCode>('BAD_PRIMARY', `primary.xml: ${what}`);
}
