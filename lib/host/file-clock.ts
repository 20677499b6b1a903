import { closeSync, fstatSync, futimesSync, openSync } from 'node:fs';

/** The clock by which a file system says when files changed: it ticks seldom, and lags behind that of the system. */
export class FileClock implements Disposable {
  private readonly fd: number;

  /** `path`: of a new file, on the file system in question. It is left there. */
  constructor(path: string) {
    this.fd = openSync(path, 'wx', 0o600);
  }

  /** Milliseconds since 1970, comparable with `ctimeMs` of files there. What changes later has this time, or a later one. */
  nowMs(): number {
    futimesSync(this.fd, 0, 0);
    return fstatSync(this.fd).ctimeMs;
  }

  [Symbol.dispose](): void {
    closeSync(this.fd);
  }
}
