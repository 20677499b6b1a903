import { BuildError } from '../core/errors.ts';
import { type Checksum, parseChecksum } from './checksum.ts';
import type { RpmCode } from './errors.ts';
import { assertLocation } from './location.ts';
import { parseXml } from './xml.ts';

/** `repomd.xml`: the list of a repository's metadata files. */
export interface Repomd {
  readonly revision: string;
  /** By type: `primary`, `filelists`, `group`, `group_gz`, … */
  readonly data: ReadonlyMap<string, RepomdData>;
}

/** One metadata file. */
export interface RepomdData {
  readonly type: string;
  /** Below the repository's base URL. */
  readonly href: string;
  /** Of the file as served. */
  readonly checksum: Checksum;
  /** Of the file without compression. */
  readonly openChecksum?: Checksum;
  readonly sizeBytes?: number;
  readonly openSizeBytes?: number;
}

/**
 * Reads `repomd.xml`. Format: https://createrepo.baseurl.org and createrepo_c's `repomd.c`.
 *
 * @throws BuildError BAD_REPOMD, BAD_LOCATION
 */
export function parseRepomd(text: string): Repomd {
  const data = new Map<string, RepomdData>();
  let revision = '';
  let root = '';
  let type = '';
  let fields: Partial<{ -readonly [K in keyof RepomdData]: RepomdData[K] }> = {};
  let checksumType: string | undefined;

  const checksum = (hex: string): Checksum => {
    const parsed = parseChecksum(checksumType, hex);
    if (parsed === undefined) throw bad(`${type} has no usable checksum (${checksumType})`);
    return parsed;
  };

  parseXml(text, 'repomd.xml', 'BAD_REPOMD', {
    open(name, attributes) {
      if (root === '') root = name;
      if (name === 'data') {
        type = attributes.type ?? '';
        fields = {};
      }
      if (name === 'location') fields.href = attributes.href ?? '';
      if (name === 'checksum' || name === 'open-checksum') checksumType = attributes.type;
    },
    close(name, content) {
      if (name === 'revision') revision = content;
      if (name === 'checksum') fields.checksum = checksum(content);
      if (name === 'open-checksum') fields.openChecksum = checksum(content);
      if (name === 'size') fields.sizeBytes = size(type, content);
      if (name === 'open-size') fields.openSizeBytes = size(type, content);
      if (name !== 'data') return;
      const { href, checksum: found } = fields;
      if (href === undefined || found === undefined)
        throw bad(`${type} has no location or checksum`);
      if (data.has(type)) throw bad(`${type} stands there twice`);
      assertLocation(href, `repomd.xml: ${type}`);
      data.set(type, { ...fields, type, href, checksum: found });
    },
  });
  if (root !== 'repomd') throw bad(`its root element is ${root}, expected repomd`);
  return { revision, data };
}

function size(type: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw bad(`${type} has the size ${text}`);
  return value;
}

function bad(what: string): BuildError<RpmCode> {
  return new BuildError<RpmCode>('BAD_REPOMD', `repomd.xml: ${what}`);
}
