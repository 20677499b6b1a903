const NEWLINE = 0x0a;

/** Returns `lines` as the bytes that `SortedLines` reads: sorted, each once. */
export function packLines(lines: string[]): Buffer {
  lines.sort();
  const unique = lines.filter((line, index) => line !== lines[index - 1]);
  return Buffer.from(unique.length === 0 ? '' : `${unique.join('\n')}\n`);
}

/**
 * Sorted lines of fields with tabs between, decoded only where somebody looks: all of a distribution
 * is 15 MB of text, and a lock wants a hundredth of it.
 */
export class SortedLines {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Returns the fields of each line whose first field is `key`. */
  of(key: string): string[][] {
    const start = Buffer.from(`${key}\t`);
    const found: string[][] = [];
    for (let at = this.#lowerBound(start); at < this.#bytes.length; ) {
      const end = this.#lineEnd(at);
      if (this.#compare(start, at, end) !== 0) break;
      found.push(this.#bytes.toString('utf8', at, end).split('\t'));
      at = end + 1;
    }
    return found;
  }

  /** The fields of every line, in order. */
  *all(): Generator<string[], void> {
    for (let at = 0; at < this.#bytes.length; ) {
      const end = this.#lineEnd(at);
      yield this.#bytes.toString('utf8', at, end).split('\t');
      at = end + 1;
    }
  }

  /** Every first field, once, in order. */
  *keys(): Generator<string, void> {
    let last = '';
    for (let at = 0; at < this.#bytes.length; at = this.#lineEnd(at) + 1) {
      const key = this.#bytes.toString('utf8', at, this.#bytes.indexOf('\t', at));
      if (key !== last) yield key;
      last = key;
    }
  }

  /** Returns the start of the first line that is not below `start`. */
  #lowerBound(start: Buffer): number {
    let low = 0;
    let high = this.#bytes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      // A negative offset would count from the end.
      const from = middle === 0 ? 0 : this.#bytes.lastIndexOf(NEWLINE, middle - 1) + 1;
      const end = this.#lineEnd(from);
      if (this.#compare(start, from, end) < 0) low = end + 1;
      else high = from;
    }
    return low;
  }

  /** Below 0 when the line from `from` to `end` comes before those that begin with `start`, 0 when it is one. */
  #compare(start: Buffer, from: number, end: number): number {
    return this.#bytes.compare(start, 0, start.length, from, Math.min(from + start.length, end));
  }

  #lineEnd(at: number): number {
    const end = this.#bytes.indexOf(NEWLINE, at);
    return end === -1 ? this.#bytes.length : end;
  }
}
