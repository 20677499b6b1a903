import {
  type Capability,
  type Dependency,
  meets,
  parseCapability,
  parseDependency,
} from './dependency.ts';

/** A package with what it provides and requires. */
export interface GraphPackage {
  /** `name-evr.arch@alias`. */
  readonly id: string;
  readonly requires: readonly string[];
}

/**
 * Who provides what, and which packages can never be installed because something that they require
 * cannot. Made only to explain a failure: a distribution has half a million dependencies.
 */
export class DependencyGraph {
  readonly #packages = new Map<string, GraphPackage>();
  readonly #providers = new Map<string, { id: string; provided: Capability }[]>();
  readonly #parsed = new Map<string, Dependency>();
  /** How many packages lie between one that is broken and what it comes from: 0, it may not be chosen. */
  readonly #broken = new Map<string, number>();

  /**
   * `lines` are those of `listDependencies`; `isOut` tells of an id whether it may not be chosen.
   * File names that nobody provides by name are taken to be in some package unless `missing` has them.
   */
  constructor(
    lines: Iterable<string>,
    isOut: (id: string) => boolean,
    missing: ReadonlySet<string>,
  ) {
    this.#read(lines);
    this.#isHad = (name) => this.isAssumed(name) && !missing.has(name);
    for (const id of this.#packages.keys()) if (isOut(id)) this.#broken.set(id, 0);
    // In rounds, so that each package is as near to a cause as can be, and no circle is a cause.
    for (let round = 1, before = -1; before !== this.#broken.size; round += 1) {
      before = this.#broken.size;
      const found = [...this.#packages.values()].filter(
        ({ id, requires }) =>
          !this.#broken.has(id) && !requires.every((text) => this.#holds(this.#parse(text), round)),
      );
      for (const { id } of found) this.#broken.set(id, round);
    }
  }

  readonly #isHad: (name: string) => boolean;

  /** True when the dependency can be met, as it was known before `round`. */
  #holds(dependency: Dependency, round: number): boolean {
    switch (dependency.kind) {
      case 'conditional':
        return true;
      case 'any':
        return dependency.parts.some((part) => this.#holds(part, round));
      case 'all':
        return dependency.parts.every((part) => this.#holds(part, round));
      case 'capability': {
        const { capability } = dependency;
        const isOut = (id: string) => (this.#broken.get(id) ?? Number.POSITIVE_INFINITY) < round;
        return this.#isHad(capability.name) || !this.providers(capability).every(isOut);
      }
    }
  }

  /** True when the package can never be installed, or may not be chosen. */
  isBroken(id: string): boolean {
    return this.#broken.has(id);
  }

  /** Returns the package, or undefined when there is none of that id. */
  find(id: string): GraphPackage | undefined {
    return this.#packages.get(id);
  }

  /** Returns how many packages lie between a broken one and what it comes from. */
  distance(id: string): number {
    return this.#broken.get(id) ?? 0;
  }

  /** Returns what a package requires that cannot be had and is nearest to what that comes from. */
  unmet(id: string): string | undefined {
    const round = this.distance(id);
    const requires = this.#packages.get(id)?.requires ?? [];
    const unmet = requires.filter((text) => !this.#holds(this.#parse(text), round));
    const far = (text: string) =>
      Math.max(
        -1,
        ...this.capabilities(text).flatMap((one) =>
          this.providers(one).map((found) => this.distance(found)),
        ),
      );
    return unmet.toSorted((a, b) => far(a) - far(b))[0];
  }

  /** Returns the capabilities in a dependency. */
  capabilities(text: string): Capability[] {
    const collect = (dependency: Dependency): Capability[] => {
      if (dependency.kind === 'conditional') return [];
      if (dependency.kind === 'capability') return [dependency.capability];
      return dependency.parts.flatMap(collect);
    };
    return collect(this.#parse(text));
  }

  /** Returns the ids of the packages that meet a capability, broken ones too. */
  providers(asked: Capability): string[] {
    const found = this.#providers.get(asked.name) ?? [];
    return [...new Set(found.filter(({ provided }) => meets(provided, asked)).map(({ id }) => id))];
  }

  /** Returns what is provided under the name, in any version: `bash = 5.2-1`. */
  versions(name: string): { id: string; provided: Capability }[] {
    return this.#providers.get(name) ?? [];
  }

  /** Returns the packages that require the package `id`, those that may be chosen. */
  *requirers(id: string): Generator<GraphPackage, void> {
    for (const found of this.#packages.values()) {
      if (this.#broken.has(found.id)) continue;
      const needs = found.requires.some((text) =>
        this.capabilities(text).some((asked) => this.providers(asked).includes(id)),
      );
      if (needs) yield found;
    }
  }

  isAssumed(name: string): boolean {
    return name.startsWith('/') && !this.#providers.has(name);
  }

  #parse(text: string): Dependency {
    let parsed = this.#parsed.get(text);
    if (parsed === undefined) {
      parsed = parseDependency(text);
      this.#parsed.set(text, parsed);
    }
    return parsed;
  }

  #read(lines: Iterable<string>): void {
    let requires: string[] = [];
    let id = '';
    let section = '';
    for (const line of lines) {
      if (line.startsWith('  - ')) {
        id = line.slice(4);
        requires = [];
        section = '';
        this.#packages.set(id, { id, requires });
      } else if (line.startsWith('      ')) {
        const text = line.slice(6);
        // rpm itself sees to its own features.
        if (section === 'requires' && !text.startsWith('rpmlib(')) requires.push(text);
        if (section === 'provides') {
          const provided = parseCapability(text);
          const known = this.#providers.get(provided.name);
          if (known === undefined) this.#providers.set(provided.name, [{ id, provided }]);
          else known.push({ id, provided });
        }
      } else {
        section = /^ {4}solvable:(\w+):/.exec(line)?.[1] ?? '';
      }
    }
  }
}
