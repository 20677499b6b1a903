import { sha256 } from '../core/digest.ts';

/** Makes the identifiers of a document: short, and each once. */
export class Identifiers {
  readonly #taken = new Set<string>();
  readonly #prefix: string;
  readonly #forbidden: RegExp | undefined;

  /** @param forbidden what no identifier may have: a hyphen stands for it */
  constructor(prefix = '', forbidden?: RegExp) {
    this.#prefix = prefix;
    this.#forbidden = forbidden;
  }

  make(name: string): string {
    const clean = this.#forbidden === undefined ? name : name.replace(this.#forbidden, '-');
    const plain = `${this.#prefix}${clean}`;
    const exact = this.#taken.has(plain) ? `${plain}-${sha256(name).slice(0, 16)}` : plain;
    // Only a database that is not as it should be has the same package twice.
    let id = exact;
    for (let copy = 2; this.#taken.has(id); copy += 1) id = `${exact}.${copy}`;
    this.#taken.add(id);
    return id;
  }

  /** Makes one for each of `items`: its name, or `exact` of those that share one. */
  makeAll<Item extends { readonly name: string }>(
    items: readonly Item[],
    exact: (item: Item) => string,
  ): string[] {
    const counts = new Map<string, number>();
    for (const { name } of items) counts.set(name, (counts.get(name) ?? 0) + 1);
    return items.map((item) => this.make(counts.get(item.name) === 1 ? item.name : exact(item)));
  }
}
