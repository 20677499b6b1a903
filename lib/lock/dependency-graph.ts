import {
  type Capability,
  type Dependency,
  meets,
  parseCapability,
  parseDependency,
} from '../rpm/dependency.ts';

/** What a package provides under some name. */
interface Provider {
  readonly id: string;
  readonly provided: Capability;
}

/** A dependency, who has it, and whether it can be met. */
interface Requirement {
  readonly dependency: Dependency;
  readonly capabilities: readonly Capability[];
  readonly requirers: string[];
  /** How far it is from what it cannot be met for; undefined while it can. */
  unmetDistance?: number;
}

/**
 * Who provides what, and which packages can never be installed because something that they require
 * cannot. Made only to explain a failure: a distribution has half a million dependencies. Give it
 * every line of `listDependencies` with `addLine`, then `settle`.
 */
export class DependencyGraph {
  readonly #requires = new Map<string, string[]>();
  readonly #providers = new Map<string, Provider[]>();
  readonly #requirements = new Map<string, Requirement>();
  /** Ids and what they provide, in turn; most of it nobody requires, so it is not parsed yet. */
  #provided: string[] = [];
  /** How many packages lie between one that is broken and what it comes from: 0, it may not be chosen. */
  readonly #broken = new Map<string, number>();
  #id = '';
  #section = '';

  /** `  - nevra@alias`, `    solvable:requires:`, `      bash >= 5`. */
  addLine(line: string): void {
    if (line.startsWith('  - ')) {
      this.#id = line.slice(4);
      this.#section = '';
      this.#requires.set(this.#id, []);
    } else if (line.startsWith('      ')) {
      if (this.#section === 'requires') this.#addRequirement(line.slice(6));
      if (this.#section === 'provides') this.#provided.push(this.#id, line.slice(6));
    } else {
      this.#section = /^ {4}solvable:(\w+):/.exec(line)?.[1] ?? '';
    }
  }

  /**
   * Finds out what is broken; `isOut` tells of an id whether it may not be chosen. File names that
   * nobody provides by name are taken to be in some package unless `missing` has them. Providers are
   * known afterwards of what some package requires, and of `names`.
   */
  settle(
    isOut: (id: string) => boolean,
    missing: ReadonlySet<string>,
    names: readonly string[] = [],
  ): void {
    const byName = new Map<string, Requirement[]>();
    for (const requirement of this.#requirements.values()) {
      for (const { name } of requirement.capabilities) append(byName, name, requirement);
    }
    for (const name of names) if (!byName.has(name)) byName.set(name, []);
    this.#parseProvided(byName);
    const provides = new Map<string, Set<string>>();
    for (const [name, providers] of this.#providers) {
      for (const { id } of providers) provides.set(id, (provides.get(id) ?? new Set()).add(name));
    }
    const out = [...this.#requires.keys()].filter(isOut);
    for (const id of out) this.#broken.set(id, 0);
    // In rounds, so that each package is as near to a cause as can be, and no circle is a cause.
    let doubtful = new Set(this.#requirements.values());
    for (let round = 1; doubtful.size > 0; round += 1) {
      const unmet = [...doubtful].filter(
        (one) => one.unmetDistance === undefined && !this.#holds(one.dependency, missing),
      );
      const found = new Set<string>();
      for (const requirement of unmet) {
        requirement.unmetDistance = round;
        for (const id of requirement.requirers) if (!this.#broken.has(id)) found.add(id);
      }
      for (const id of found) this.#broken.set(id, round);
      doubtful = new Set(
        [...found].flatMap((id) =>
          [...(provides.get(id) ?? [])].flatMap((name) => byName.get(name) ?? []),
        ),
      );
    }
  }

  /** True when the package can never be installed, or may not be chosen. */
  isBroken(id: string): boolean {
    return this.#broken.has(id);
  }

  /** Returns how many packages lie between a broken one and what it comes from. */
  distance(id: string): number {
    return this.#broken.get(id) ?? 0;
  }

  /** Returns what a package requires that cannot be had and is nearest to what that comes from. */
  unmet(id: string): string | undefined {
    const distanceOf = (text: string) => this.#requirements.get(text)?.unmetDistance;
    return (this.#requires.get(id) ?? [])
      .filter((text) => distanceOf(text) !== undefined)
      .toSorted((a, b) => (distanceOf(a) ?? 0) - (distanceOf(b) ?? 0))[0];
  }

  /** Returns the capabilities in a dependency. */
  capabilities(text: string): readonly Capability[] {
    return this.#requirements.get(text)?.capabilities ?? collect(parseDependency(text));
  }

  /** Returns the ids of the packages that meet a capability, broken ones too. */
  providers(asked: Capability): string[] {
    const found = this.#providers.get(asked.name) ?? [];
    return [...new Set(found.filter(({ provided }) => meets(provided, asked)).map(({ id }) => id))];
  }

  /** Returns what is provided under the name, in any version. */
  versions(name: string): readonly Provider[] {
    return this.#providers.get(name) ?? [];
  }

  #addRequirement(text: string): void {
    // rpm itself sees to its own features.
    if (text.startsWith('rpmlib(')) return;
    this.#requires.get(this.#id)?.push(text);
    const known = this.#requirements.get(text);
    if (known !== undefined) known.requirers.push(this.#id);
    else {
      const dependency = parseDependency(text);
      const capabilities = collect(dependency);
      const requirement = { dependency, capabilities, requirers: [this.#id] };
      this.#requirements.set(text, requirement);
    }
  }

  #parseProvided(wanted: ReadonlyMap<string, unknown>): void {
    for (let at = 0; at < this.#provided.length; at += 2) {
      const [id = '', text = ''] = this.#provided.slice(at, at + 2);
      const provided = parseCapability(text);
      if (wanted.has(provided.name)) append(this.#providers, provided.name, { id, provided });
    }
    this.#provided = [];
  }

  #holds(dependency: Dependency, missing: ReadonlySet<string>): boolean {
    switch (dependency.kind) {
      case 'conditional':
        return true;
      case 'any':
        return dependency.parts.some((part) => this.#holds(part, missing));
      case 'all':
        return dependency.parts.every((part) => this.#holds(part, missing));
      case 'capability': {
        const asked = dependency.capability;
        const providers = this.#providers.get(asked.name);
        if (providers === undefined) return asked.name.startsWith('/') && !missing.has(asked.name);
        return providers.some(
          ({ id, provided }) => !this.#broken.has(id) && meets(provided, asked),
        );
      }
    }
  }
}

function collect(dependency: Dependency): Capability[] {
  switch (dependency.kind) {
    case 'conditional':
      return [];
    case 'capability':
      return [dependency.capability];
    default:
      return dependency.parts.flatMap(collect);
  }
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
