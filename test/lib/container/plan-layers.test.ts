import { describe, expect, it } from 'vitest';
import { cutRuns, type Part, partition } from '../../../lib/container/partition.ts';
import { type LayerComponent, planLayers } from '../../../lib/container/plan-layers.ts';

const costOf = (groups: readonly (readonly Part[])[]) =>
  groups.reduce((total, group) => {
    const sum = (key: keyof Part) => group.reduce((all, part) => all + part[key], 0);
    return total + sum('sizeBytes') * sum('frequency');
  }, 0);

/** All ways of putting parts into at most `count` groups. */
function* groupings(parts: readonly Part[], count: number): Generator<Part[][], void> {
  const [first, ...rest] = parts;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const groups of groupings(rest, count)) {
    if (groups.length < count) yield [[first], ...groups];
    for (const index of groups.keys()) {
      yield groups.map((group, at) => (at === index ? [first, ...group] : group));
    }
  }
}

/** Pseudo-random numbers, the same each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

/** Seven parts of very different sizes and frequencies. */
function somePartsOf(seed: number): Part[] {
  const source = numbers(seed);
  return Array.from({ length: 7 }, () => ({
    sizeBytes: 1 + Math.floor(Math.exp(source.next().value * 6)),
    frequency: 1 + Math.floor(Math.exp(source.next().value * 3)),
  }));
}

describe('cutRuns', () => {
  it('costs no more than the best of all ways to cut', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const parts = somePartsOf(seed);
      for (const count of [1, 2, 3, 5, 7]) {
        const ends = cutRuns(parts, count);
        const runs = ends.map((end, index) => parts.slice(ends[index - 1] ?? 0, end));
        const all = [...groupings(parts, count)].filter((groups) => isCut(parts, groups));
        expect(runs.length).toBeLessThanOrEqual(count);
        expect(costOf(runs)).toBe(Math.min(...all.map(costOf)));
      }
    }
  });
});

function isCut(parts: readonly Part[], groups: readonly (readonly Part[])[]): boolean {
  const places = (group: readonly Part[]) => group.map((part) => parts.indexOf(part));
  return groups.every((group) => {
    const found = places(group);
    return Math.max(...found) - Math.min(...found) === found.length - 1;
  });
}

describe('partition', () => {
  it('costs hardly more than the best of all groupings', () => {
    const ratios = Array.from({ length: 40 }, (_, seed) => {
      const parts = somePartsOf(seed + 1);
      const found = partition(parts, 3);
      const groups = [0, 1, 2].map((group) => parts.filter((_part, at) => found[at] === group));
      return costOf(groups) / Math.min(...[...groupings(parts, 3)].map(costOf));
    });
    expect(Math.max(...ratios)).toBeLessThan(1.05);
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(1.005);
  });

  it('takes thousands of parts in seconds', () => {
    const source = numbers(7);
    const parts = Array.from({ length: 4000 }, () => ({
      sizeBytes: 1 + source.next().value * 1e8,
      frequency: 1 + Math.floor(source.next().value * 50),
    }));
    const before = process.cpuUsage();
    expect(new Set(partition(parts, 60)).size).toBe(60);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  it('has nothing to do without parts', () => {
    expect(partition([], 3)).toEqual([]);
  });
});

const component = (
  name: string,
  sizeBytes: number,
  frequency = 1,
  more: Partial<LayerComponent> = {},
): LayerComponent => ({ name, group: name, sizeBytes, frequency, ...more });

describe('planLayers', () => {
  const packages = [
    component('kernel', 80_000, 12),
    component('bash', 900),
    component('bash-doc', 400, 1, { group: 'bash' }),
    component('tzdata', 300, 6),
    component('firmware', 200_000),
    component('glibc', 5000, 2),
  ];

  it('keeps the packages of one source together', () => {
    const { layers } = planLayers({ components: packages, maxLayers: 5 });
    expect(layers).toContainEqual(['bash', 'bash-doc']);
    expect(layers.flat().sort()).toEqual(packages.map(({ name }) => name).sort());
  });

  it('keeps what is large and what changes often apart', () => {
    const { layers } = planLayers({ components: packages, maxLayers: 3 });
    expect(layers).toEqual([['bash', 'bash-doc', 'glibc', 'tzdata'], ['kernel'], ['firmware']]);
  });

  it('gives what wants it a layer of its own', () => {
    const components = [...packages, component('initramfs', 10, 1, { isAlone: true })];
    const { layers } = planLayers({ components, maxLayers: 2 });
    expect(layers).toHaveLength(2);
    expect(layers).toContainEqual(['initramfs']);
    expect(() => planLayers({ components, maxLayers: 1 })).toThrow(
      expect.objectContaining({ code: 'LAYERS_OUT_OF_RANGE' }),
    );
  });

  it('leaves everything where it was', () => {
    const before = planLayers({ components: packages, maxLayers: 3 });
    const changed = packages.map((each) => ({ ...each, sizeBytes: 300_000 - each.sizeBytes }));
    const after = planLayers({ components: changed, maxLayers: 3, previous: before.layers });
    expect(after.layers).toEqual(before.layers);
    expect(after.expectedBytes).toBeGreaterThanOrEqual(after.leastBytes);
  });

  it('puts a new package to its source, into a free layer, or where it costs least', () => {
    const before = planLayers({ components: packages, maxLayers: 3 });
    const sourced = [...packages, component('bash-next', 100, 1, { group: 'bash' })];
    const plan = planLayers({ components: sourced, maxLayers: 9, previous: before.layers });
    expect(plan.layers[0]).toEqual(['bash', 'bash-doc', 'bash-next', 'glibc', 'tzdata']);
    const unknown = [...packages, component('vim', 100, 6)];
    const free = planLayers({ components: unknown, maxLayers: 4, previous: before.layers });
    expect(free.layers).toEqual([...before.layers, ['vim']]);
    const full = planLayers({ components: unknown, maxLayers: 3, previous: before.layers });
    expect(full.layers[0]).toContain('vim');
  });

  it('forgets what is gone, and merges when fewer layers are allowed', () => {
    const before = planLayers({ components: packages, maxLayers: 5 });
    const less = packages.filter(({ name }) => name !== 'firmware');
    const plan = planLayers({ components: less, maxLayers: 2, previous: before.layers });
    expect(plan.layers).toHaveLength(2);
    expect(plan.layers.flat().sort()).toEqual(less.map(({ name }) => name).sort());
  });
});
