import { BuildError } from '../core/errors.ts';
import { type Checksum, parseChecksum } from './checksum.ts';
import type { RpmCode } from './errors.ts';
import { type Location, parseLocation } from './location.ts';
import { parseXml, type XmlFormat } from './xml.ts';

const FORMAT: XmlFormat = { what: 'repomd.xml', root: 'repomd', code: 'BAD_REPOMD' };

/** `repomd.xml`: the list of a repository's metadata files. */
export interface Repomd {
  readonly revision: string;
  /** By type: `primary`, `filelists`, `group`, `group_gz`, … */
  readonly data: ReadonlyMap<string, RepomdData>;
}

/** One metadata file. */
export interface RepomdData extends Location {
  readonly type: string;
  /** Of the file as served. */
  readonly checksum: Checksum;
  /** Of the file without compression. */
  readonly openChecksum?: Checksum;
  readonly sizeBytes?: number;
  readonly openSizeBytes?: number;
  /** Seconds since 1970. */
  readonly timestamp?: number;
}

/**
 * Reads `repomd.xml`. Format: https://createrepo.baseurl.org and createrepo_c's `repomd.c`.
 *
 * @throws BuildError BAD_REPOMD, BAD_LOCATION
 */
export function parseRepomd(text: string): Repomd {
  const data = new Map<string, RepomdData>();
  let revision = '';
  let type = '';
  let fields: Partial<{ -readonly [K in keyof RepomdData]: RepomdData[K] }> = {};
  let checksumType: string | undefined;

  const checksum = (hex: string): Checksum => {
    const parsed = parseChecksum(checksumType, hex);
    if (parsed === undefined) throw bad(`${type} has no usable checksum (${checksumType})`);
    return parsed;
  };

  parseXml(text, FORMAT, {
    open(name, attributes) {
      if (name === 'data') {
        type = attributes.type ?? '';
        fields = {};
      }
      if (name === 'location') {
        Object.assign(fields, parseLocation(attributes, `repomd.xml: ${type}`));
      }
      if (name === 'checksum' || name === 'open-checksum') checksumType = attributes.type;
    },
    close(name, content) {
      if (name === 'revision') revision = content;
      if (name === 'checksum') fields.checksum = checksum(content);
      if (name === 'open-checksum') fields.openChecksum = checksum(content);
      if (name === 'size') fields.sizeBytes = count(type, content);
      if (name === 'open-size') fields.openSizeBytes = count(type, content);
      // Old createrepo wrote fractions of a second.
      if (name === 'timestamp') fields.timestamp = count(type, content.replace(/\.\d+$/, ''));
      if (name !== 'data') return;
      const { href, checksum: found } = fields;
      if (href === undefined || found === undefined) {
        throw bad(`${type} has no location or checksum`);
      }
      if (data.has(type)) throw bad(`${type} stands there twice`);
      data.set(type, { ...fields, type, href, checksum: found });
    },
  });
  return { revision, data };
}

function count(type: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw bad(`${type} has the number ${JSON.stringify(text)}`);
  return value;
}

function bad(what: string): BuildError<RpmCode> {
  return new BuildError<RpmCode>('BAD_REPOMD', `repomd.xml: ${what}`);
}
