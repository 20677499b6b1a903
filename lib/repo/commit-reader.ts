import type { Hash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { BuildError } from '../core/errors.ts';
import { parseArchiveHeader, parseArchiveMeta } from '../ostree/content.ts';
import {
  type Commit,
  type Dirtree,
  objectPath,
  parseCommit,
  parseDirtree,
} from '../ostree/objects.ts';
import { readObject, unreadable } from './read-object.ts';

/** A regular file of a commit. */
export interface CommittedFile {
  /** Without a slash at the beginning, symbolic links resolved. */
  readonly path: string;
  readonly checksum: string;
  readonly sizeBytes: number;
  readonly headerBytes: number;
}

/** As Linux has it. */
const MAX_LINKS = 40;
/** Path, owners and extended attributes of one file. */
const MAX_HEADER_BYTES = 1024 * 1024;
/** Files up to this size are read at once. */
const WHOLE_BYTES = 1024 * 1024;

/** Reads single files of a commit in an archive repository, without a process and without root. */
export class CommitReader {
  readonly commit: Commit;
  readonly #repoPath: string;
  readonly #folders = new Map<string, Dirtree>();

  private constructor(repoPath: string, commit: Commit) {
    this.#repoPath = repoPath;
    this.commit = commit;
  }

  /** @throws BuildError COMMIT_UNREADABLE, GVARIANT_MALFORMED */
  static async open(repoPath: string, checksum: string): Promise<CommitReader> {
    const object = await readObject(repoPath, checksum, 'commit');
    return new CommitReader(repoPath, parseCommit(object));
  }

  /**
   * Returns the regular file at `path` (`usr/lib/os-release`), through symbolic links, also absolute
   * ones; undefined when there is none.
   *
   * @throws BuildError COMMIT_UNREADABLE, GVARIANT_MALFORMED, DIRTREE_NAME_UNSAFE
   */
  async find(path: string): Promise<CommittedFile | undefined> {
    const rest = path.split('/');
    const above: string[] = [];
    const trees = [this.commit.rootTree];
    for (let links = 0; links <= MAX_LINKS; ) {
      const name = rest.shift();
      if (name === undefined) return undefined;
      if (name === '' || name === '.') continue;
      if (name === '..') {
        above.pop();
        if (trees.length > 1) trees.pop();
        continue;
      }
      const { files, directories } = await this.#folder(trees.at(-1) ?? '');
      const folder = directories.find((one) => one.name === name);
      if (folder !== undefined) {
        above.push(name);
        trees.push(folder.tree);
        continue;
      }
      const checksum = files.find((one) => one.name === name)?.checksum;
      if (checksum === undefined) return undefined;
      const { target, ...file } = await this.#file(checksum);
      if (target === undefined) {
        return rest.length === 0 ? { path: [...above, name].join('/'), ...file } : undefined;
      }
      links += 1;
      rest.unshift(...target.split('/'));
      if (target.startsWith('/')) {
        above.length = 0;
        trees.length = 1;
      }
    }
    return undefined;
  }

  /**
   * Returns the content of a file of at most `limitBytes`; undefined when it is not there.
   *
   * @throws BuildError COMMIT_UNREADABLE, also when it is larger
   */
  async read(path: string, limitBytes: number): Promise<Buffer | undefined> {
    const file = await this.find(path);
    if (file === undefined) return undefined;
    if (file.sizeBytes > limitBytes) {
      throw unreadable(`${path} has ${file.sizeBytes} bytes, expected at most ${limitBytes}`);
    }
    const pieces: Buffer[] = [];
    await this.pipe(file, async (content) => {
      for await (const piece of content) pieces.push(piece as Buffer);
    });
    return Buffer.concat(pieces);
  }

  /** Writes the content of a file to `to`. Throws as `read`. */
  async extract(file: CommittedFile, to: string): Promise<void> {
    await this.pipe(file, (content) => pipeline(content, createWriteStream(to)));
  }

  /** Returns the digest of a file's content, in hexadecimal. Throws as `read`. */
  async hash(file: CommittedFile, hash: Hash): Promise<string> {
    if (file.sizeBytes <= WHOLE_BYTES) hash.update(this.#readWhole(file));
    else {
      await this.pipe(file, async (content) => {
        for await (const piece of content) hash.update(piece);
      });
    }
    return hash.digest('hex');
  }

  /** Hands the content of a file to `consume`, never more bytes than it has. Throws as `read`. */
  async pipe(
    file: CommittedFile,
    consume: (content: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<void> {
    const path = join(this.#repoPath, objectPath(file.checksum, 'filez'));
    try {
      await pipeline(
        createReadStream(path, { start: file.headerBytes }),
        createInflateRaw(),
        exactly(file.sizeBytes),
        consume,
      );
    } catch (cause) {
      if (cause instanceof BuildError) throw cause;
      throw unreadable(`${path}: ${String(cause)}`, cause);
    }
  }

  /** Of 10,000 small files most of the time would be spent with streams. */
  #readWhole({ checksum, sizeBytes, headerBytes }: CommittedFile): Uint8Array {
    const path = join(this.#repoPath, objectPath(checksum, 'filez'));
    try {
      const deflated = readFileSync(path).subarray(headerBytes);
      const content = inflateRawSync(deflated, { maxOutputLength: WHOLE_BYTES });
      if (content.length === sizeBytes) return content;
    } catch (cause) {
      throw unreadable(`${path}: ${String(cause)}`, cause);
    }
    throw unreadable(`${path} has another size than the ${sizeBytes} bytes it should`);
  }

  async #folder(tree: string): Promise<Dirtree> {
    const known = this.#folders.get(tree);
    if (known !== undefined) return known;
    const folder = parseDirtree(await readObject(this.#repoPath, tree, 'dirtree'));
    this.#folders.set(tree, folder);
    return folder;
  }

  async #file(checksum: string): Promise<Omit<CommittedFile, 'path'> & { target?: string }> {
    const path = join(this.#repoPath, objectPath(checksum, 'filez'));
    const file = await open(path, 'r').catch((cause: unknown) => {
      throw unreadable(`${path}: ${String(cause)}`, cause);
    });
    try {
      const first = Buffer.alloc(4096);
      const { bytesRead } = await file.read(first, 0, first.length, 0);
      const headerBytes = bytesRead < 16 ? Infinity : parseArchiveHeader(first).headerBytes;
      if (headerBytes > MAX_HEADER_BYTES) throw unreadable(`${path} has no header`);
      const header = Buffer.alloc(headerBytes);
      await file.read(header, 0, headerBytes, 0);
      const found = parseArchiveMeta(header);
      if (found === undefined) throw unreadable(`${path} has no header`);
      const { target } = found.meta;
      const link = target === undefined ? {} : { target };
      return { checksum, sizeBytes: found.sizeBytes, headerBytes, ...link };
    } finally {
      await file.close();
    }
  }
}

/** Passes on `sizeBytes` bytes, neither more nor fewer. */
function exactly(sizeBytes: number): Transform {
  let left = sizeBytes;
  const wrong = () => unreadable(`a file has another size than the ${sizeBytes} bytes it should`);
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      left -= piece.length;
      if (left < 0) done(wrong());
      else done(null, piece);
    },
    flush(done) {
      done(left === 0 ? null : wrong());
    },
  });
}
