import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/runner/cache/session.ts
var CacheSession = class {
  log;
  counts = { cacheHitBytes: 0, savedBytes: 0 };
  expectsAccess;
  unreadable = !1;
  unwritable = !1;
  /** @param expectsAccess that a right is missing is a warning, and not in the nature of some runs */
  constructor(log, expectsAccess = !1) {
    this.log = log, this.expectsAccess = expectsAccess;
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
    return (restored.kind === "denied" || restored.kind === "failed") && this.stopReading(restored), restored.kind === "broken" && this.warnOfEntry(restored.key, restored.reason), restored;
  }
  /** Says that an entry is of no use, or not of all the use that it should be. */
  warnOfEntry(key, reason) {
    this.log.warn(
      `the cache entry ${key} is not what it was saved as, what is missing is downloaded or made again: ${reason}`
    );
  }
  /** Takes note of what a save came to, and returns whether the entry is known to be there. */
  count(saved) {
    return saved.kind === "saved" && (this.counts.savedBytes += saved.sizeBytes), saved.kind === "busy" && this.log.info("Another job is saving the same to the cache"), (saved.kind === "denied" || saved.kind === "failed") && this.stopWriting(saved), saved.kind === "saved" || saved.kind === "exists";
  }
  /** Runs a part of the cache's work; no fault in it may be one of the build. */
  async guard(what, body) {
    try {
      await body();
    } catch (error) {
      let reason = error instanceof Error ? error.message : String(error);
      this.log.warn(`${what} failed, and the run goes on without: ${reason}`);
    }
  }
  stopReading({ kind, reason }) {
    this.unreadable || (this.unreadable = !0, kind === "denied" ? this.sayDenied(`the cache may not be read here: ${reason}`) : this.log.warn(`the cache cannot be read, what it has is downloaded: ${reason}`));
  }
  stopWriting({ kind, reason }) {
    this.writable && (this.unwritable = !0, kind === "denied" ? this.sayDenied(`nothing is saved to the cache: ${reason}`) : this.log.warn(`the cache cannot be written, later runs download again: ${reason}`));
  }
  sayDenied(what) {
    this.expectsAccess ? this.log.warn(what) : this.log.info(`${what.charAt(0).toUpperCase()}${what.slice(1)}`);
  }
};

export {
  CacheSession
};
