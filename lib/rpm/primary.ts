import { StringDecoder } from 'node:string_decoder';
import { BuildError } from '../core/errors.ts';
import { type Checksum, parseChecksum } from './checksum.ts';
import type { RpmCode } from './errors.ts';
import { assertLocation } from './location.ts';
import type { Nevra } from './nevra.ts';
import { XmlReader } from './xml.ts';

/** One package of `primary.xml`, as far as fetching needs it. */
export interface PrimaryPackage extends Nevra {
  readonly checksum: Checksum;
  /** Below the repository's base URL. */
  readonly href: string;
  /** Of the RPM file. */
  readonly sizeBytes: number;
  readonly installedSizeBytes: number;
  /** Seconds since 1970. */
  readonly buildTime: number;
  /** `name-version-release.src.rpm`; empty in a source package. */
  readonly sourceRpm: string;
  /** Offsets in the RPM file of the first byte of the header and of the first after it. */
  readonly headerRange: { readonly start: number; readonly end: number };
}

/**
 * Reads `primary.xml` piece by piece, so that its size does not matter; calls `onPackage` for each
 * package. Dependencies and files are libsolv's to read.
 */
export class PrimaryParser {
  readonly #decoder = new StringDecoder('utf8');
  readonly #reader: XmlReader;
  #declared: number | undefined;
  #count = 0;

  constructor(onPackage: (found: PrimaryPackage) => void) {
    let fields: Fields = {};
    // `name` and `arch` stand only directly in a package; deeper ones are dependencies' attributes.
    this.#reader = new XmlReader('primary.xml', 'BAD_PRIMARY', {
      open: (name, attributes) => {
        if (name === 'package') fields = {};
        else if (name === 'metadata') this.#declared = count(attributes.packages);
        else openField(fields, name, attributes);
      },
      close: (name, text) => {
        if (name === 'package') {
          this.#count += 1;
          onPackage(finish(fields));
        } else if (name === 'name') fields.name = text;
        else if (name === 'arch') fields.arch = text;
        else if (name === 'checksum') fields.checksum = text;
        else if (name === 'sourcerpm') fields.sourceRpm = text;
      },
    });
  }

  /** Throws BuildError BAD_PRIMARY, BAD_LOCATION. */
  write(chunk: Uint8Array): void {
    this.#reader.write(this.#decoder.write(chunk));
  }

  /** Throws BuildError BAD_PRIMARY when the document is cut short. */
  end(): void {
    this.#reader.write(this.#decoder.end());
    this.#reader.end();
    if (this.#declared !== undefined && this.#declared !== this.#count) {
      throw bad(`it says ${this.#declared} packages and has ${this.#count}`);
    }
  }
}

interface Fields {
  name?: string;
  arch?: string;
  version?: Readonly<Record<string, string>>;
  checksumType?: string | undefined;
  checksum?: string;
  href?: string | undefined;
  foreignBase?: boolean;
  size?: Readonly<Record<string, string>>;
  time?: Readonly<Record<string, string>>;
  range?: Readonly<Record<string, string>>;
  sourceRpm?: string;
}

function openField(
  fields: Fields,
  name: string,
  attributes: Readonly<Record<string, string>>,
): void {
  if (name === 'version') fields.version = attributes;
  else if (name === 'checksum') fields.checksumType = attributes.type;
  else if (name === 'size') fields.size = attributes;
  else if (name === 'time') fields.time = attributes;
  else if (name === 'header-range') fields.range = attributes;
  else if (name === 'location') {
    fields.href = attributes.href;
    fields.foreignBase = attributes['xml:base'] !== undefined;
  }
}

function finish(fields: Fields): PrimaryPackage {
  const { name, arch, version, href } = fields;
  const checksum = parseChecksum(fields.checksumType, fields.checksum ?? '');
  if (name === undefined || arch === undefined || href === undefined || checksum === undefined) {
    throw bad(`package ${name ?? '?'} lacks its name, arch, location or checksum`);
  }
  if (!/^[\w.+~^-]+$/.test(name) || !/^\w+$/.test(arch)) {
    throw bad(`${JSON.stringify(name)}, ${JSON.stringify(arch)} is no package name and arch`);
  }
  if (fields.foreignBase === true) {
    // Verified metadata may still send a client to any host; no repository of today needs it.
    throw bad(`package ${name} has an xml:base, which is not supported`);
  }
  assertLocation(href, `package ${name}`);
  return {
    name,
    arch,
    epoch: version?.epoch ?? '0',
    version: version?.ver ?? '',
    release: version?.rel ?? '',
    checksum,
    href,
    sizeBytes: count(fields.size?.package) ?? 0,
    installedSizeBytes: count(fields.size?.installed) ?? 0,
    buildTime: count(fields.time?.build) ?? 0,
    sourceRpm: fields.sourceRpm ?? '',
    headerRange: { start: count(fields.range?.start) ?? 0, end: count(fields.range?.end) ?? 0 },
  };
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
