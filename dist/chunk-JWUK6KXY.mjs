import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/runner/cache/session.ts
var CacheSession = class {
  log;
  counts = { cacheHitBytes: 0, savedBytes: 0 };
  expectsAccess;
  unreadable = false;
  unwritable = false;
  /** @param expectsAccess that a right is missing is a warning, and not in the nature of some runs */
  constructor(log, expectsAccess = false) {
    this.log = log;
    this.expectsAccess = expectsAccess;
  }
  get readable() {
    return !this.unreadable;
  }
  /** Without what is there already, what to save is not known. */
  get writable() {
    return !this.unwritable && !this.unreadable;
  }
  /** Takes note of what a restore came to, and returns it. */
  heed(restored) {
    if (restored.kind === "denied" || restored.kind === "failed") this.stopReading(restored);
    if (restored.kind === "broken") this.warnOfEntry(restored.key, restored.reason);
    return restored;
  }
  /** Says that an entry is of no use, or not of all the use that it should be. */
  warnOfEntry(key, reason) {
    this.log.warn(
      `the cache entry ${key} is not what it was saved as, what is missing is downloaded or made again: ${reason}`
    );
  }
  /** Takes note of what a save came to, and returns whether the entry is known to be there. */
  count(saved) {
    if (saved.kind === "saved") this.counts.savedBytes += saved.sizeBytes;
    if (saved.kind === "busy") this.log.info("Another job is saving the same to the cache");
    if (saved.kind === "denied" || saved.kind === "failed") this.stopWriting(saved);
    return saved.kind === "saved" || saved.kind === "exists";
  }
  /** Runs a part of the cache's work; no fault in it may be one of the build. */
  async guard(what, body) {
    try {
      await body();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.warn(`${what} failed, and the run goes on without: ${reason}`);
    }
  }
  stopReading({ kind, reason }) {
    if (this.unreadable) return;
    this.unreadable = true;
    if (kind === "denied") this.sayDenied(`the cache may not be read here: ${reason}`);
    else this.log.warn(`the cache cannot be read, what it has is downloaded: ${reason}`);
  }
  stopWriting({ kind, reason }) {
    if (!this.writable) return;
    this.unwritable = true;
    if (kind === "denied") this.sayDenied(`nothing is saved to the cache: ${reason}`);
    else this.log.warn(`the cache cannot be written, later runs download again: ${reason}`);
  }
  sayDenied(what) {
    if (this.expectsAccess) this.log.warn(what);
    else this.log.info(`${what.charAt(0).toUpperCase()}${what.slice(1)}`);
  }
};

export {
  CacheSession
};
