import { formatVhdFooter } from '../vhd/format.ts';
import { formatVhdxHead, vhdxBlockBytes } from '../vhdx/format.ts';
import type { ChunkMap } from './chunk-map.ts';
import { type DiskIdentity, deriveUuid } from './identity.ts';
import { CHUNK_BYTES } from './media-model.ts';
import type { Segment } from './media-tasks.ts';

/** A file that is laid out before anything is written; files with an equal `head` are one job. */
export interface FlatLayout {
  readonly head: readonly Segment[];
  readonly tail: readonly Segment[];
}

/** The raw disk itself. */
export function layOutRaw(sizeBytes: number): FlatLayout {
  return { head: wholeDisk(sizeBytes), tail: [] };
}

/** A fixed VHD of `vhdBytes`, which may be more than the disk has. */
export function layOutVhd(disk: DiskIdentity, vhdBytes: number, timeSeconds: number): FlatLayout {
  const uniqueId = deriveUuid('vhd', disk);
  const footer = formatVhdFooter({ sizeBytes: vhdBytes, uniqueId, timeSeconds });
  return {
    head: wholeDisk(disk.sizeBytes),
    tail: [
      { kind: 'zeros', sizeBytes: vhdBytes - disk.sizeBytes },
      { kind: 'bytes', bytes: footer },
    ],
  };
}

/** A dynamic VHDX. */
export function layOutVhdx(disk: DiskIdentity, usedChunks: ChunkMap): FlatLayout {
  const blockBytes = vhdxBlockBytes(disk.sizeBytes);
  const blocks: number[] = [];
  for (let block = 0; block * blockBytes < disk.sizeBytes; block += 1) {
    const first = (block * blockBytes) / CHUNK_BYTES;
    if (usedChunks.hasAny(first, first + blockBytes / CHUNK_BYTES)) blocks.push(block);
  }
  const ids = {
    fileWriteId: deriveUuid('vhdx file', disk),
    dataWriteId: deriveUuid('vhdx data', disk),
    diskId: deriveUuid('vhdx disk', disk),
  };
  const bytes = formatVhdxHead({ sizeBytes: disk.sizeBytes, ...ids }, blocks);
  const segments = blocks.flatMap((block): Segment[] => {
    const offsetBytes = block * blockBytes;
    const sizeBytes = Math.min(blockBytes, disk.sizeBytes - offsetBytes);
    return [
      { kind: 'disk', offsetBytes, sizeBytes },
      { kind: 'zeros', sizeBytes: blockBytes - sizeBytes },
    ];
  });
  return { head: [{ kind: 'bytes', bytes }, ...segments], tail: [] };
}

function wholeDisk(sizeBytes: number): readonly Segment[] {
  return [{ kind: 'disk', offsetBytes: 0, sizeBytes }];
}
