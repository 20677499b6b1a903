import { type Pack, type PackedRpm, rpmMark } from './pack.ts';

/** A byte from a mirror is worth this many from the cache, which is next door and asks nobody. */
const MIRROR_FACTOR = 4;

/**
 * Returns the packs to restore for `missing`, the best first. A pack of which little is wanted is left
 * alone: the mirrors give that little sooner.
 */
export function planRestore(missing: readonly PackedRpm[], packs: readonly Pack[]): Pack[] {
  const left = new Map(missing.map((rpm) => [rpmMark(rpm.sha256), rpm.sizeBytes]));
  const chosen: Pack[] = [];
  let candidates = packs.map((pack) => ({
    pack,
    marks: [...new Set(pack.rpms)].filter((mark) => left.has(mark)),
  }));
  while (left.size > 0) {
    const rated = candidates
      .map(({ pack, marks }) => {
        const useful = marks.filter((mark) => left.has(mark));
        const gain = useful.reduce((sum, mark) => sum + (left.get(mark) ?? 0), 0);
        return { pack, marks: useful, gain, cost: pack.sizeBytes };
      })
      .filter(({ gain, cost }) => gain > 0 && gain * MIRROR_FACTOR >= cost)
      .sort((a, b) => b.gain / b.cost - a.gain / a.cost);
    const [best, ...others] = rated;
    if (best === undefined) break;
    chosen.push(best.pack);
    candidates = others;
    for (const mark of best.marks) left.delete(mark);
  }
  return chosen;
}
