import { BuildError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';
import { redactUrl } from './http-url.ts';

/** How long a server may be too slow before it is given up. */
export const SPEED_WINDOW_MS = 30_000;
const LEAST_BYTES_PER_SECOND = 1000;

/** A server that sends just enough to keep the connection alive. */
export class SlowServerError extends BuildError<HostCode> {
  constructor(url: string) {
    const message = `${redactUrl(url)} is slower than ${LEAST_BYTES_PER_SECOND} bytes per second`;
    super('HTTP_FAILED', message);
  }
}

/** Watches one body come in. The time that its reader takes for itself does not count. */
export class SpeedWatch {
  private readonly url: string;
  private readonly windowMs: number;
  private waitsSince = 0;
  private waitedMs = 0;
  private bytes = 0;

  constructor(url: string, windowMs: number) {
    this.url = url;
    this.windowMs = windowMs;
  }

  /** The next piece is waited for from now on. */
  wait(): void {
    this.waitsSince = performance.now();
  }

  /**
   * A piece of so many bytes has come.
   *
   * @throws SlowServerError HTTP_FAILED
   */
  count(bytes: number): void {
    this.bytes += bytes;
    this.waitedMs += performance.now() - this.waitsSince;
    if (this.waitedMs < this.windowMs) return;
    if ((this.bytes / this.waitedMs) * 1000 < LEAST_BYTES_PER_SECOND) {
      throw new SlowServerError(this.url);
    }
    this.waitedMs = 0;
    this.bytes = 0;
  }
}
