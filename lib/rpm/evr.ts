import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

/** Epoch, version and release of a package. `epoch` is a decimal number, `0` when there is none. */
export interface Evr {
  readonly epoch: string;
  readonly version: string;
  /** Empty when the text has none, as in the version of a dependency. */
  readonly release: string;
}

/**
 * Reads `[epoch:]version[-release]`.
 *
 * @throws BuildError BAD_EVR
 */
export function parseEvr(text: string): Evr {
  const match = /^(?:(\d*):)?([^:\s-]+)(?:-([^:\s-]+))?$/.exec(text);
  if (match === null) {
    throw new BuildError<RpmCode>(
      'BAD_EVR',
      `expected [epoch:]version[-release], got ${JSON.stringify(text)}`,
    );
  }
  return {
    epoch: (match[1] ?? '').replace(/^0+(?=\d)/, '') || '0',
    version: match[2] ?? '',
    release: match[3] ?? '',
  };
}

/** Returns `[epoch:]version[-release]`, without an epoch of 0. */
export function formatEvr({ epoch, version, release }: Evr): string {
  return `${epoch === '0' ? '' : `${epoch}:`}${version}${release === '' ? '' : `-${release}`}`;
}

/** Orders EVRs as rpm does: below 0 when `a` is older. A release that one side lacks does not count. */
export function compareEvr(a: Evr, b: Evr): number {
  const epochs = BigInt(a.epoch) - BigInt(b.epoch);
  if (epochs !== 0n) return epochs < 0n ? -1 : 1;
  const versions = compareVersion(a.version, b.version);
  if (versions !== 0 || a.release === '' || b.release === '') return versions;
  return compareVersion(a.release, b.release);
}

/**
 * Orders two versions, or two releases, as `rpmvercmp` does (rpm, `rpmio/rpmvercmp.c`): runs of
 * digits and of letters one by one; digits beat letters; `~` is older than the end, `^` newer than
 * the end and older than anything else; other characters only separate.
 */
export function compareVersion(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while (i < a.length && isSeparator(a.charCodeAt(i))) i += 1;
    while (j < b.length && isSeparator(b.charCodeAt(j))) j += 1;

    if (a[i] === '~' || b[j] === '~') {
      if (a[i] !== '~') return 1;
      if (b[j] !== '~') return -1;
      i += 1;
      j += 1;
      continue;
    }
    if (a[i] === '^' || b[j] === '^') {
      if (i >= a.length) return -1;
      if (j >= b.length) return 1;
      if (a[i] !== '^') return 1;
      if (b[j] !== '^') return -1;
      i += 1;
      j += 1;
      continue;
    }
    if (i >= a.length || j >= b.length) break;

    const isRun = isDigit(a.charCodeAt(i)) ? isDigit : isLetter;
    const iEnd = runEnd(a, i, isRun);
    const jEnd = runEnd(b, j, isRun);
    // The other side has a run of the other kind here: digits are newer.
    if (jEnd === j) return isRun === isDigit ? 1 : -1;
    const order =
      isRun === isDigit
        ? compareDigits(a.slice(i, iEnd), b.slice(j, jEnd))
        : compareText(a.slice(i, iEnd), b.slice(j, jEnd));
    if (order !== 0) return order;
    i = iEnd;
    j = jEnd;
  }
  if (i >= a.length && j >= b.length) return 0;
  return i >= a.length ? -1 : 1;
}

function compareDigits(a: string, b: string): -1 | 0 | 1 {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length < right.length ? -1 : 1;
  return compareText(left, right);
}

function compareText(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function runEnd(text: string, start: number, isRun: (code: number) => boolean): number {
  let end = start;
  while (end < text.length && isRun(text.charCodeAt(end))) end += 1;
  return end;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Not a letter, a digit, `~` or `^`. */
function isSeparator(code: number): boolean {
  return !isDigit(code) && !isLetter(code) && code !== 126 && code !== 94;
}
