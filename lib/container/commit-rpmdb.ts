import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { BuildError } from '../core/errors.ts';
import type { Header } from '../rpm/header.ts';
import { readRpmdb } from '../rpm/rpmdb.ts';
import { fileEntry } from './commit-entry.ts';
import type { CommitTree } from './commit-tree.ts';
import type { ContainerCode } from './errors.ts';
import { ContentReader } from './layer-content.ts';

/** Where the database is, best first. */
const PLACES = ['usr/share/rpm/rpmdb.sqlite', 'usr/lib/sysimage/rpm/rpmdb.sqlite'];

/** The package database of a commit, unpacked into a file of ours for as long as it is needed. */
export class CommitRpmdb implements Disposable {
  private readonly path: string;
  private readonly fd: number;
  private readonly sizeBytes: number;

  private constructor(path: string, fd: number, sizeBytes: number) {
    this.path = path;
    this.fd = fd;
    this.sizeBytes = sizeBytes;
  }

  /**
   * Unpacks the database into a new file.
   *
   * @throws BuildError NO_RPMDB, CONTENT_WRONG
   */
  static async open(tree: CommitTree, path: string): Promise<CommitRpmdb> {
    const place = PLACES.find((each) => tree.files.has(each));
    const object = tree.objects.get(tree.files.get(place ?? '') ?? '');
    if (place === undefined || object === undefined) {
      throw new BuildError<ContainerCode>('NO_RPMDB', `the commit has no /${PLACES[0]}`);
    }
    const fd = openSync(path, 'wx+', 0o600);
    const database = new CommitRpmdb(path, fd, object.sizeBytes);
    try {
      await new ContentReader().read(fileEntry(tree, object, place), (bytes) => {
        for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      });
      return database;
    } catch (error) {
      database[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Yields the header of each package.
   *
   * @throws BuildError BAD_RPMDB, BAD_HEADER, HEADER_LIMIT
   */
  headers(): Generator<Header, void> {
    return readRpmdb({
      sizeBytes: this.sizeBytes,
      read: (offset, length) => {
        const bytes = Buffer.alloc(length);
        return bytes.subarray(0, readSync(this.fd, bytes, 0, length, offset));
      },
    });
  }

  [Symbol.dispose](): void {
    closeSync(this.fd);
    rmSync(this.path, { force: true });
  }
}
