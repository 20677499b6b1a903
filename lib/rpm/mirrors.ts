import { BuildError } from '../core/errors.ts';
import { type Checksum, parseChecksum } from './checksum.ts';
import type { RpmCode } from './errors.ts';
import { parseXml, type XmlFormat } from './xml.ts';

const METALINK: XmlFormat = { what: 'metalink', root: 'metalink', code: 'BAD_METALINK' };

/** What a metalink says of `repomd.xml`. */
export interface Metalink {
  /** Base URLs of the repository, most preferred first. */
  readonly baseUrls: readonly string[];
  /** Any of these is right: the newest `repomd.xml` and the ones before it, SHA-2 only. */
  readonly repomdChecksums: readonly Checksum[];
}

const REPOMD = 'repodata/repomd.xml';

/**
 * Returns the base URLs of a mirrorlist: one to a line, `#` begins a comment. URLs of kinds that
 * nothing here can get (ftp, rsync) are left out.
 *
 * @throws BuildError BAD_MIRRORLIST when no URL is left
 */
export function parseMirrorlist(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const urls = lines.filter((line) => /^(https?|file):\/\/\S+$/i.test(line));
  if (urls.length > 0) return urls;
  // Servers answer a wrong $releasever with a page or a sentence, and status 200.
  const got = lines.length === 0 ? 'nothing' : JSON.stringify(lines[0]?.slice(0, 100));
  throw new BuildError<RpmCode>('BAD_MIRRORLIST', `the mirrorlist names no mirror: it has ${got}`, {
    hint: 'Look at its URL in a browser; often $releasever or $basearch has a value that the server does not know.',
  });
}

/**
 * Reads a metalink 3.0 document, as MirrorManager serves it. MirrorManager's own
 * `mm0:alternates` lists older files that mirrors may still have.
 *
 * @throws BuildError BAD_METALINK
 */
export function parseMetalink(text: string): Metalink {
  const urls: { url: string; preference: number }[] = [];
  const checksums: Checksum[] = [];
  let inRepomd = false;
  let preference = 0;
  let hashType: string | undefined;
  parseXml(text, METALINK, {
    open(name, attributes) {
      if (name === 'file') inRepomd = attributes.name === 'repomd.xml';
      if (name === 'url') preference = Number(attributes.preference ?? '0') || 0;
      if (name === 'hash') hashType = attributes.type;
    },
    close(name, content) {
      if (name === 'file') inRepomd = false;
      if (!inRepomd) return;
      if (name === 'hash') {
        const checksum = parseChecksum(hashType, content);
        if (checksum !== undefined && /^sha(256|384|512)$/.test(checksum.type)) {
          checksums.push(checksum);
        }
      }
      if (name === 'url' && /^(https?|file):\/\//.test(content) && content.endsWith(REPOMD)) {
        urls.push({ url: content.slice(0, -REPOMD.length), preference });
      }
    },
  });
  if (urls.length === 0) {
    throw new BuildError<RpmCode>('BAD_METALINK', 'the metalink names no mirror of repomd.xml');
  }
  if (checksums.length === 0) {
    throw new BuildError<RpmCode>('BAD_METALINK', 'the metalink has no SHA-256 of repomd.xml');
  }
  return {
    baseUrls: urls.sort((a, b) => b.preference - a.preference).map(({ url }) => url),
    repomdChecksums: checksums,
  };
}
