/** What is put into layers whole. */
export interface Part {
  /** Compressed. */
  readonly sizeBytes: number;
  /** How often it changes; more than 0. */
  readonly frequency: number;
}

/** How often all parts are looked at again; most groupings are settled after three. */
const MAX_PASSES = 50;

/**
 * Puts parts into at most `count` groups so that little is pushed when one of them changes: the sum over
 * groups of (sum of frequencies) × (sum of sizes), for a layer is pushed whole whichever of its parts has
 * changed. Returns the group of each part.
 *
 * The best grouping of all is hard to find: in no one order of the parts it is made of runs. So the best
 * runs are found (`cutRuns`) in two orders, by size / frequency and by size × frequency; then parts are
 * moved to other groups as long as that saves something, and the cheaper of both is taken.
 */
export function partition(parts: readonly Part[], count: number): number[] {
  const indices = parts.map((_, index) => index);
  const groupings = [density, product].map((keyOf) => {
    const order = [...indices].sort((a, b) => keyOf(parts[a]) - keyOf(parts[b]) || a - b);
    const groups: number[] = parts.map(() => 0);
    let from = 0;
    for (const [group, end] of cutRuns(
      order.flatMap((index) => parts[index] ?? []),
      count,
    ).entries()) {
      for (const index of order.slice(from, end)) groups[index] = group;
      from = end;
    }
    return improve(parts, groups, Math.min(count, parts.length));
  });
  return groupings.reduce((best, other) =>
    groupingCost(parts, other) < groupingCost(parts, best) ? other : best,
  );
}

/**
 * Cuts a list of parts into at most `count` runs at the least cost. Returns where each run ends, the last
 * not included. Exact: two runs that share parts cost no more than the one around both and the one
 * inside (the cost counts pairs of parts), so that the best place for a cut never moves back, and
 * halving finds it: O(count × n × log n).
 */
export function cutRuns(parts: readonly Part[], count: number): number[] {
  const n = parts.length;
  const runs = Math.min(count, n);
  if (runs === 0) return [];
  const frequencies = prefixSums(parts.map(({ frequency }) => frequency));
  const sizes = prefixSums(parts.map(({ sizeBytes }) => sizeBytes));
  const costOf = (from: number, to: number) =>
    between(frequencies, from, to) * between(sizes, from, to);
  let best = Float64Array.from({ length: n + 1 }, (_, end) => costOf(0, end));
  const cuts: Uint32Array[] = [new Uint32Array(n + 1)];
  for (let run = 1; run < runs; run += 1) {
    const next = new Float64Array(n + 1).fill(Infinity);
    const cut = new Uint32Array(n + 1);
    const previous = best;
    const solve = (low: number, high: number, cutLow: number, cutHigh: number): void => {
      if (low > high) return;
      const end = (low + high) >> 1;
      let found = cutLow;
      for (let from = cutLow; from <= Math.min(end - 1, cutHigh); from += 1) {
        const cost = (previous[from] ?? Infinity) + costOf(from, end);
        if (cost < (next[end] ?? Infinity)) {
          next[end] = cost;
          found = from;
        }
      }
      cut[end] = found;
      solve(low, end - 1, cutLow, found);
      solve(end + 1, high, found, cutHigh);
    };
    solve(run + 1, n, run, n - 1);
    cuts.push(cut);
    best = next;
  }
  const ends: number[] = [];
  for (let run = runs - 1, end = n; run >= 0; run -= 1) {
    ends.unshift(end);
    end = cuts[run]?.[end] ?? 0;
  }
  return ends;
}

/** Moves parts one at a time while that makes it cheaper. */
function improve(parts: readonly Part[], start: readonly number[], count: number): number[] {
  const groups = [...start];
  const sums = Array.from({ length: count }, () => ({ sizeBytes: 0, frequency: 0 }));
  const shift = (group: number, part: Part, sign: 1 | -1): void => {
    const sum = sums[group];
    if (sum === undefined) return;
    sum.sizeBytes += sign * part.sizeBytes;
    sum.frequency += sign * part.frequency;
  };
  for (const [index, part] of parts.entries()) shift(groups[index] ?? 0, part, 1);
  /** What it costs to have the part there, when it is not there yet. */
  const costIn = (group: number, { sizeBytes, frequency }: Part): number => {
    const sum = sums[group] ?? { sizeBytes: 0, frequency: 0 };
    return sum.sizeBytes * frequency + sum.frequency * sizeBytes;
  };
  for (let pass = 0, moved = true; moved && pass < MAX_PASSES; pass += 1) {
    moved = false;
    for (const [index, part] of parts.entries()) {
      const home = groups[index] ?? 0;
      shift(home, part, -1);
      let best = home;
      // A little is left to rounding: it must not move back and forth.
      let least = costIn(home, part) * (1 - 1e-9);
      for (let group = 0; group < count; group += 1) {
        const cost = costIn(group, part);
        if (cost >= least) continue;
        least = cost;
        best = group;
      }
      shift(best, part, 1);
      groups[index] = best;
      if (best !== home) moved = true;
    }
  }
  return groups;
}

function groupingCost(parts: readonly Part[], groups: readonly number[]): number {
  const sums = new Map<number, { sizeBytes: number; frequency: number }>();
  for (const [index, { sizeBytes, frequency }] of parts.entries()) {
    const group = groups[index] ?? 0;
    const sum = sums.get(group) ?? { sizeBytes: 0, frequency: 0 };
    sums.set(group, { sizeBytes: sum.sizeBytes + sizeBytes, frequency: sum.frequency + frequency });
  }
  return [...sums.values()].reduce((total, sum) => total + sum.sizeBytes * sum.frequency, 0);
}

function density(part: Part | undefined): number {
  return part === undefined ? 0 : part.sizeBytes / part.frequency;
}

function product(part: Part | undefined): number {
  return part === undefined ? 0 : part.sizeBytes * part.frequency;
}

function prefixSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (const [index, value] of values.entries()) sums[index + 1] = (sums[index] ?? 0) + value;
  return sums;
}

function between(sums: Float64Array, from: number, to: number): number {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}
