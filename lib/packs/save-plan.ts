import { compareBytes } from '../core/bytes.ts';
import { type Pack, type PackedRpm, rpmMark } from './pack.ts';

/** What to save, and which of the packs that exist stay named. */
export interface SavePlan {
  readonly keep: readonly Pack[];
  /** Each list becomes a pack. Empty when the packs hold all that the lock needs. */
  readonly save: readonly (readonly PackedRpm[])[];
}

/** More small packs than this are made one. */
const MAX_DELTAS = 8;

/** Of the bytes of all packs, or of one, that no lock needs. */
const MAX_WASTE = 0.3;

/**
 * A larger set is split: one pack is verified while the next is read, and one that is lost or spoiled
 * does not take everything with it.
 */
const MAX_PACK_BYTES = 64 * 1024 * 1024;

/**
 * Plans so that the packs hold all that is `wanted`, which is the whole lock of the group. As a rule
 * only what no pack holds is saved. When waste exceeds 30 % the packs that are the cause are written
 * anew, and when there are more than 8 deltas these become one; a base that is still good stays.
 */
export function planSave(wanted: readonly PackedRpm[], packs: readonly Pack[]): SavePlan {
  // What two packs hold counts for the larger one: small ones are the first to go.
  const ordered = [...packs].sort(
    (a, b) => b.sizeBytes - a.sizeBytes || compareBytes(a.digest, b.digest),
  );
  const left = new Map(wanted.map((rpm) => [rpmMark(rpm.sha256), rpm]));
  const useful = ordered
    .map((pack) => ({ pack, live: take(left, pack.rpms) }))
    .filter(({ live }) => live.length > 0)
    .map((entry) => ({ ...entry, liveBytes: sum(entry.live) }));
  const missing = [...left.values()];

  const totalBytes = useful.reduce((total, { pack }) => total + pack.sizeBytes, 0);
  const liveBytes = useful.reduce((total, entry) => total + entry.liveBytes, 0);
  const isWasteful = totalBytes - liveBytes > MAX_WASTE * totalBytes;
  const deltas = useful.filter(({ pack }, rank) => rank > 0 && pack.sizeBytes < MAX_PACK_BYTES / 2);
  const isSplintered = deltas.length + (missing.length > 0 ? 1 : 0) > MAX_DELTAS;
  const goes = useful.filter((entry) => {
    const waste = entry.pack.sizeBytes - entry.liveBytes;
    if (isWasteful && waste > MAX_WASTE * entry.pack.sizeBytes) return true;
    return isSplintered && deltas.includes(entry);
  });

  const again = goes.flatMap(({ live }) => live);
  return {
    keep: useful.filter((entry) => !goes.includes(entry)).map(({ pack }) => pack),
    save: split([...missing, ...again]),
  };
}

/** Takes out of `left` what `marks` names. */
function take(left: Map<string, PackedRpm>, marks: readonly string[]): PackedRpm[] {
  return [...new Set(marks)].flatMap((mark) => {
    const rpm = left.get(mark);
    left.delete(mark);
    return rpm === undefined ? [] : [rpm];
  });
}

/** Parts of about the same size, so that no reader waits for one. */
function split(rpms: readonly PackedRpm[]): PackedRpm[][] {
  const count = Math.ceil(sum(rpms) / MAX_PACK_BYTES);
  const share = sum(rpms) / count;
  const parts: PackedRpm[][] = [];
  let filled = 0;
  for (const rpm of [...rpms].sort((a, b) => compareBytes(a.sha256, b.sha256))) {
    const at = Math.min(Math.floor(filled / share), count - 1);
    const part = parts[at];
    if (part === undefined) parts[at] = [rpm];
    else part.push(rpm);
    filled += rpm.sizeBytes;
  }
  // One that is larger than a share leaves the next part without any.
  return parts.filter((part) => part !== undefined);
}

function sum(rpms: readonly PackedRpm[]): number {
  return rpms.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}
