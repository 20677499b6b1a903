import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BuildError, TreesmithError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { currentTimeline } from '../core/timeline.ts';
import { explainFileError, type HostCode } from './errors.ts';
import { besidePath, makeFolder, type ReplaceOptions, replaceFile } from './files.ts';
import { type HttpClient, HttpStatusError, redactUrl } from './http.ts';
import { urlFileName } from './http-url.ts';
import { type Expectation, PartialFile } from './partial-file.ts';
import { isTransientStatus, LONGEST_PAUSE_MS } from './retry-after.ts';
import { SlowServerError } from './speed-watch.ts';

/** Rounds over all mirrors that bring no new byte, or too slowly, before giving up. */
const IDLE_ROUNDS = 3;
/** Tries in all: a mirror that gives a byte at a time must not hold us for ever. */
const MAX_TRIES = 100;

/** What is known of the file, and how to get it. */
export interface DownloadOptions extends Expectation, ReplaceOptions {
  /**
   * Where the unfinished file is, so that a later run goes on with it; must be in the filesystem
   * of `dest`, and belongs to one run at a time. Only used with `checksum`. Without it nothing
   * unfinished is kept.
   */
  readonly partPath?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What to do when nobody gives it. */
  readonly hint?: string;
  /** Stops between two pieces of the body; the part stays. */
  readonly signal?: AbortSignal;
  readonly log?: Log;
}

/**
 * Downloads a file to `dest` from the first of `urls` that gives it whole: bytes so far are kept
 * over broken connections, mirrors and runs; a mirror that fails or lies is left for the next one.
 * `dest` appears only when size and checksum are right.
 *
 * @throws BuildError DOWNLOAD_FAILED with the reason of every mirror; DISK_FULL
 */
export async function downloadFile(
  http: HttpClient,
  urls: readonly string[],
  dest: string,
  options: DownloadOptions = {},
): Promise<void> {
  return currentTimeline().span(urlFileName(urls[0] ?? dest), { kind: 'download' }, () =>
    download(http, urls, dest, options),
  );
}

async function download(
  http: HttpClient,
  urls: readonly string[],
  dest: string,
  options: DownloadOptions,
): Promise<void> {
  await makeFolder(dirname(dest));
  const keep = options.checksum !== undefined && options.partPath !== undefined;
  const part = keep && options.partPath !== undefined ? options.partPath : besidePath(dest);
  await makeFolder(dirname(part));
  const file = await open(part, keep ? 'a+' : 'ax+', 0o644).catch((error: unknown) => {
    throw explainFileError(error, part);
  });
  let whole = false;
  try {
    const partial = new PartialFile(file, part, options);
    await partial.resume();
    try {
      await fetchFromAny(http, urls, partial, options);
    } finally {
      await partial.flush();
    }
    whole = true;
  } catch (error) {
    throw explainFileError(error, part);
  } finally {
    await file.close();
    if (!keep && !whole) await rm(part, { force: true });
  }
  await replaceFile(part, dest, options);
}

async function fetchFromAny(
  http: HttpClient,
  urls: readonly string[],
  download: PartialFile,
  options: DownloadOptions,
): Promise<void> {
  if (download.isComplete() && (await download.verify()) === undefined) return;
  const pause = options.signal === undefined ? {} : { signal: options.signal };
  const reasons = new Map<string, TreesmithError>();
  let alive = [...new Set(urls)];
  let idleRounds = 0;
  for (let tries = 0; alive.length > 0 && idleRounds < IDLE_ROUNDS && tries < MAX_TRIES; ) {
    let askedMs = 0;
    let hasGained = false;
    for (const url of [...alive]) {
      const before = download.sizeBytes;
      tries += 1;
      try {
        await fetchFrom(http, url, download, options);
        return;
      } catch (error) {
        options.signal?.throwIfAborted();
        if (!(error instanceof TreesmithError)) throw error;
        reasons.set(url, error);
        options.log?.debug(
          `${error.message}; ${alive.length > 1 ? 'trying the next mirror' : 'trying again'}`,
        );
        hasGained ||= download.sizeBytes > before && !(error instanceof SlowServerError);
        if (isFinal(error)) alive = alive.filter((other) => other !== url);
        else if (error instanceof HttpStatusError) {
          askedMs = Math.max(askedMs, error.retryAfterMs ?? 0);
        }
      }
    }
    idleRounds = hasGained ? 0 : idleRounds + 1;
    // Who got something goes on at once.
    const pauseMs = Math.max(askedMs, idleRounds === 0 ? 0 : http.firstPauseMs * 2 ** idleRounds);
    if (alive.length > 0 && idleRounds < IDLE_ROUNDS) {
      await sleep(pauseMs, undefined, pause);
    }
  }
  throw noMirror(urls, [...reasons.values()], options.hint ?? 'Look at the network.');
}

function noMirror(
  urls: readonly string[],
  reasons: readonly TreesmithError[],
  hint: string,
): BuildError<HostCode> {
  const lied = reasons.length > 0 && reasons.every(({ code }) => code === 'CHECKSUM_MISMATCH');
  const [first, ...others] = urls.map(redactUrl);
  const what =
    first === undefined
      ? 'there is no URL to download from'
      : others.length === 0
        ? `${first} could not be downloaded`
        : `no mirror gave ${first} (${urls.length} tried)`;
  return new BuildError<HostCode>(
    lied ? 'CHECKSUM_MISMATCH' : 'DOWNLOAD_FAILED',
    [what, ...reasons.map(({ message }) => `  ${message}`)].join('\n'),
    { hint },
  );
}

async function fetchFrom(
  http: HttpClient,
  url: string,
  download: PartialFile,
  options: DownloadOptions,
): Promise<void> {
  // Nothing would tell that two halves do not belong together.
  if (options.checksum === undefined) await download.restart();
  const start = download.sizeBytes;
  const response = await http
    .get(url, {
      ...(start === 0 ? {} : { range: { start } }),
      ...(options.headers === undefined ? {} : { headers: options.headers }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      attempts: 1,
    })
    .catch(async (error: unknown) => {
      // Our part reaches past the end of what the mirror has. When the size is known the mirror is
      // the one that is wrong.
      const past = error instanceof HttpStatusError && error.status === 416;
      if (past && options.sizeBytes !== undefined) {
        const message = `has no more than ${start} of ${options.sizeBytes} bytes`;
        throw new BuildError<HostCode>('CHECKSUM_MISMATCH', `${redactUrl(url)} ${message}`);
      }
      if (past) await download.restart();
      throw error;
    });
  const offset = response.status === 206 ? contentStart(response.headers['content-range']) : 0;
  if (offset !== start) {
    // Not what was asked for: only a body that starts at the beginning is of use.
    await download.restart();
    if (offset !== 0) {
      response.discard();
      throw new BuildError<HostCode>('HTTP_FAILED', `${redactUrl(url)}: answers another range`);
    }
  }
  for await (const chunk of response.body) {
    if (download.sizeBytes + chunk.length > download.limitBytes) {
      await download.restart();
      throw new BuildError<HostCode>(
        'SIZE_LIMIT',
        `${redactUrl(url)} has more than ${download.limitBytes} bytes`,
      );
    }
    await download.append(chunk);
  }
  if (options.sizeBytes !== undefined && download.sizeBytes < options.sizeBytes) {
    const message = `ended after ${download.sizeBytes} of ${options.sizeBytes} bytes`;
    throw new BuildError<HostCode>('HTTP_FAILED', `${redactUrl(url)} ${message}`);
  }
  const fault = await download.verify();
  if (fault === undefined) return;
  // Bytes of an earlier mirror may be to blame: this one deserves a try from the beginning.
  if (start > 0) return fetchFrom(http, url, download, options);
  throw new BuildError<HostCode>('CHECKSUM_MISMATCH', `${redactUrl(url)} ${fault}`);
}

function contentStart(contentRange: string | undefined): number | undefined {
  const match = /^bytes (\d+)-/.exec(contentRange ?? '');
  return match === null ? undefined : Number(match[1]);
}

/** Whether the same mirror would say the same again, as long as we wait. */
function isFinal(error: TreesmithError): boolean {
  if (error instanceof HttpStatusError) {
    const isBusy = error.status >= 500 || isTransientStatus(error.status);
    return !isBusy || (error.retryAfterMs ?? 0) > LONGEST_PAUSE_MS;
  }
  return ['CHECKSUM_MISMATCH', 'SIZE_LIMIT', 'URL_INVALID', 'HTTP_REDIRECT'].includes(error.code);
}
