import { join } from 'node:path';

/**
 * The content-addressed cache on disk. Everything in it was written beside, synced and renamed, so
 * what is there is whole. Deleting any of it is safe: it is made or fetched again.
 *
 *     rpms/<sha256>.rpm             packages; their SHA-256 is right, their signature is looked at before use
 *     unpacked/<sha256>.<own>.rpm   the same without compression, and its own SHA-256, looked at in each compose
 *     verified/<keys>/<sha256>      empty: that package is signed by one of those keys
 *     repodata/<sha256>             metadata files as served
 *     solv/<key>/                   what libsolv made of a repository, and our index of it
 *     stages/<stage>/<key>/         outputs of a stage, with result.json
 *     kept/<step>/<key>/            results of steps of a compose, with the digests of their files
 *     tmp/                          half-made things, removed when stale
 */
export class Store {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  rpm(sha256Hex: string): string {
    return join(this.path, 'rpms', `${sha256Hex}.rpm`);
  }

  /** The folder of packages without compression. */
  get unpacked(): string {
    return join(this.path, 'unpacked');
  }

  /** An RPM with the right SHA-256 whose signature was not looked at yet. */
  unverifiedRpm(sha256Hex: string): string {
    return join(this.path, 'tmp', `${sha256Hex}.rpm`);
  }

  /** The bytes so far of an RPM. */
  partialRpm(sha256Hex: string): string {
    return join(this.path, 'tmp', `${sha256Hex}.part`);
  }

  /** The note that a package is signed by one of the keys whose digest is `keys`. */
  verified(keys: string, sha256Hex: string): string {
    return join(this.path, 'verified', keys, sha256Hex);
  }

  repodata(sha256Hex: string): string {
    return join(this.path, 'repodata', sha256Hex);
  }

  solv(key: string): string {
    return join(this.path, 'solv', key);
  }

  stage(stage: string, key: string): string {
    return join(this.path, 'stages', stage, key);
  }
}
