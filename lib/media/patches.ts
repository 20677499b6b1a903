import type { DiskPatch } from './media-model.ts';

/** Whether a patch changes some of these bytes of the disk. */
export function isPatched(
  patches: readonly DiskPatch[],
  offsetBytes: number,
  sizeBytes: number,
): boolean {
  return patches.some(
    (patch) =>
      patch.offsetBytes < offsetBytes + sizeBytes &&
      patch.offsetBytes + patch.bytes.length > offsetBytes,
  );
}

/** Changes `data`, which are the bytes of the disk from `offsetBytes` on. */
export function applyPatches(
  patches: readonly DiskPatch[],
  offsetBytes: number,
  data: Uint8Array,
): void {
  for (const patch of patches) {
    const from = Math.max(patch.offsetBytes, offsetBytes);
    const to = Math.min(patch.offsetBytes + patch.bytes.length, offsetBytes + data.length);
    if (from >= to) continue;
    const bytes = patch.bytes.subarray(from - patch.offsetBytes, to - patch.offsetBytes);
    data.set(bytes, from - offsetBytes);
  }
}
