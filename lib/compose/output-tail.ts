import { StringDecoder } from 'node:string_decoder';

const KEPT_LINES = 40;
const LINE_LIMIT = 4096;

/** Cuts a stream of output into lines, hands each on, and keeps the last few. */
export class OutputTail {
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #lines: string[] = [];

  constructor(onLine?: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Uint8Array): void {
    const parts = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = (parts.pop() ?? '').slice(-LINE_LIMIT);
    for (const line of parts) this.#add(line);
  }

  /** Takes what came after the last line end as a line. */
  end(): void {
    if (this.#rest !== '') this.#add(this.#rest);
    this.#rest = '';
  }

  lines(): readonly string[] {
    return this.#lines.slice(-KEPT_LINES);
  }

  #add(line: string): void {
    const clean = line.trimEnd().slice(0, LINE_LIMIT);
    this.#lines.push(clean);
    // Not with each line: there can be very many.
    if (this.#lines.length > 2 * KEPT_LINES) this.#lines = this.#lines.slice(-KEPT_LINES);
    this.#onLine?.(clean);
  }
}
