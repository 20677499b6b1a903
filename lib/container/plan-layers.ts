import { compareBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import { groupBy } from '../core/group-by.ts';
import type { ContainerCode } from './errors.ts';
import { partition } from './partition.ts';

/** What is put into one layer whole: the files of one package, or what no package has. */
export interface LayerComponent {
  /** Unique; what the annotation lists. */
  readonly name: string;
  /** What changes with what: the source package. Components of one group are planned as one. */
  readonly group: string;
  /** Compressed, about. */
  readonly sizeBytes: number;
  /** How often it changes, in any unit that is the same for all; more than 0. */
  readonly frequency: number;
  /** Gets a layer of its own. */
  readonly isAlone?: boolean;
}

/** Components, and the layers of the image before. */
export interface LayerPlanOptions {
  readonly components: readonly LayerComponent[];
  /** Of those planned here. */
  readonly maxLayers: number;
  /** Names of the components of each layer of the previous image. */
  readonly previous?: readonly (readonly string[])[];
}

/** Which components go into which layer. */
export interface LayerPlan {
  /** Names of the components of each layer, sorted by bytes. */
  readonly layers: readonly (readonly string[])[];
  /** Expected bytes that are pushed when one component changes. */
  readonly expectedBytes: number;
  /** The same, had all been planned anew: what it costs to keep everything in its place. */
  readonly leastBytes: number;
}

/**
 * Plans layers so that little is pushed when a package changes: those that change often apart from those
 * that are large, the packages of one source together. With the layers of a previous image all stay where
 * they were, and new ones go where they cost least: a layer of their own as long as there are any left.
 *
 * Differs from ostree-ext's chunking.rs, which sorts packages into classes by outliers of size and
 * frequency: this one finds the least expected cost.
 *
 * @throws ConfigError LAYERS_OUT_OF_RANGE when there are fewer layers than components that want their own
 */
export function planLayers(options: LayerPlanOptions): LayerPlan {
  const { components, maxLayers, previous } = options;
  const alone = components.filter(({ isAlone }) => isAlone === true);
  const shared = components.filter(({ isAlone }) => isAlone !== true);
  const count = maxLayers - alone.length;
  if (count < (shared.length > 0 ? 1 : 0)) {
    throw new ConfigError<ContainerCode>(
      'LAYERS_OUT_OF_RANGE',
      `max-layers leaves ${maxLayers} layers for packages and ${alone.length} parts that have their own`,
      { hint: `Write ${alone.length + 2} or more.` },
    );
  }
  const fresh = planAnew(shared, count);
  const kept = previous === undefined ? fresh : planLike(previous, shared, count);
  const aloneBytes = alone.reduce(
    (sum, { sizeBytes, frequency }) => sum + sizeBytes * frequency,
    0,
  );
  const total = components.reduce((sum, { frequency }) => sum + frequency, 0);
  const expected = (bins: readonly Bin[]) =>
    total === 0
      ? 0
      : Math.round((aloneBytes + bins.reduce((sum, bin) => sum + bin.cost, 0)) / total);
  return {
    layers: [
      ...kept.map(({ names }) => [...names].sort(compareBytes)),
      ...alone.map(({ name }) => [name]),
    ],
    expectedBytes: expected(kept),
    leastBytes: expected(fresh),
  };
}

/** A layer that fills up. */
class Bin {
  readonly names: string[] = [];
  sizeBytes = 0;
  frequency = 0;

  /** Components of one group change together: their frequency counts once. */
  add({ names, sizeBytes, frequency }: Unit | Bin): void {
    this.names.push(...names);
    this.sizeBytes += sizeBytes;
    this.frequency += frequency;
  }

  get cost(): number {
    return this.sizeBytes * this.frequency;
  }

  /** What it costs more with the unit in it. */
  costWith({ sizeBytes, frequency }: Unit | Bin): number {
    return (this.sizeBytes + sizeBytes) * (this.frequency + frequency) - this.cost;
  }
}

/** Components that change together and go into the same layer. */
interface Unit {
  readonly names: readonly string[];
  readonly sizeBytes: number;
  readonly frequency: number;
}

function unitOf(components: readonly LayerComponent[]): Unit {
  return {
    names: components.map(({ name }) => name).sort(compareBytes),
    sizeBytes: components.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    frequency: Math.max(...components.map(({ frequency }) => frequency)),
  };
}

function planAnew(components: readonly LayerComponent[], count: number): Bin[] {
  const units = [...groupBy(components, ({ group }) => group).values()]
    .map(unitOf)
    .sort((a, b) => compareBytes(a.names[0] ?? '', b.names[0] ?? ''));
  const bins = new Map<number, Bin>();
  for (const [index, group] of partition(units, count).entries()) {
    const bin = bins.get(group) ?? new Bin();
    bins.set(group, bin);
    const unit = units[index];
    if (unit !== undefined) bin.add(unit);
  }
  // What changes seldom for its size comes last.
  return [...bins.values()].sort((a, b) => a.sizeBytes / a.frequency - b.sizeBytes / b.frequency);
}

function planLike(
  previous: readonly (readonly string[])[],
  components: readonly LayerComponent[],
  count: number,
): Bin[] {
  const layerOf = new Map<string, number>();
  for (const [index, names] of previous.entries()) {
    for (const name of names) if (!layerOf.has(name)) layerOf.set(name, index);
  }
  const bins = new Map<number, Bin>();
  const added: Unit[] = [];
  const groups = [...groupBy(components, ({ group }) => group)].sort(([a], [b]) =>
    compareBytes(a, b),
  );
  for (const [, members] of groups) {
    // A package that is new goes with those of its source.
    const home = members.map(({ name }) => layerOf.get(name)).find((layer) => layer !== undefined);
    const byLayer = groupBy(members, ({ name }) => layerOf.get(name) ?? home);
    for (const [layer, found] of byLayer) {
      if (layer === undefined) {
        added.push(unitOf(found));
        continue;
      }
      const bin = bins.get(layer) ?? new Bin();
      bins.set(layer, bin);
      bin.add(unitOf(found));
    }
  }
  const kept = [...bins].sort(([a], [b]) => a - b).map(([, bin]) => bin);
  while (kept.length > count) mergeCheapest(kept);
  added.sort((a, b) => b.sizeBytes * b.frequency - a.sizeBytes * a.frequency);
  for (const unit of added) {
    const bin = kept.length < count ? new Bin() : cheapest(kept, unit);
    if (!kept.includes(bin)) kept.push(bin);
    bin.add(unit);
  }
  return kept;
}

function cheapest(bins: readonly Bin[], unit: Unit | Bin): Bin {
  return bins.reduce((best, bin) => (bin.costWith(unit) < best.costWith(unit) ? bin : best));
}

/** There may be fewer layers than before. */
function mergeCheapest(bins: Bin[]): void {
  let least = Infinity;
  let pair: readonly [Bin, Bin] | undefined;
  for (const [index, one] of bins.entries()) {
    for (const other of bins.slice(index + 1)) {
      const cost = one.costWith(other) - other.cost;
      if (cost >= least) continue;
      least = cost;
      pair = [one, other];
    }
  }
  if (pair === undefined) return;
  const [into, from] = pair;
  into.add(from);
  bins.splice(bins.indexOf(from), 1);
}
