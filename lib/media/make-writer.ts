import type { VmdkDisk } from '../vmdk/format.ts';
import type { ChunkMap } from './chunk-map.ts';
import { ContainerdiskWriter } from './containerdisk-writer.ts';
import { type FlatLayout, layOutRaw, layOutVhd, layOutVhdx } from './flat-layout.ts';
import { GceWriter } from './gce-writer.ts';
import { type DiskIdentity, deriveContentId, deriveDigest } from './identity.ts';
import type { MediaFormat } from './media-model.ts';
import type { MediaWriter } from './media-writer.ts';
import { assertMemberFits, usedBytes } from './member-limit.ts';
import type { OutputFile } from './output-file.ts';
import { OvaWriter } from './ova-writer.ts';
import { Qcow2Writer } from './qcow2-writer.ts';
import { VmdkWriter } from './vmdk-writer.ts';
import { ZstdWriter } from './zstd-writer.ts';

/** The disk that a file is made of. */
export interface WriterGround {
  readonly disk: DiskIdentity;
  /** Of the disk with its patches. */
  readonly usedChunks: ChunkMap;
  /** Size of the disk in this format. */
  readonly diskBytes: number;
  readonly timeSeconds: number;
}

/** How the file of a format is made: of segments, of compressed pieces, or by xz. */
export type Making =
  | { readonly kind: 'flat'; readonly layout: FlatLayout }
  | { readonly kind: 'pieces'; readonly make: (file: OutputFile) => MediaWriter }
  | { readonly kind: 'xz'; readonly level: number | undefined };

/**
 * Returns how the file is made.
 *
 * @throws ConfigError SIZE_OVER_LIMIT when it is known that it cannot be
 */
export function resolveMaking(output: MediaFormat, ground: WriterGround): Making {
  const { disk, usedChunks, diskBytes, timeSeconds } = ground;
  switch (output.format) {
    case 'raw':
      return { kind: 'flat', layout: layOutRaw(disk.sizeBytes) };
    case 'ami':
      return output.subformat === 'vmdk'
        ? makeVmdk(ground, undefined)
        : { kind: 'flat', layout: layOutRaw(disk.sizeBytes) };
    case 'vhd':
      return { kind: 'flat', layout: layOutVhd(disk, diskBytes, timeSeconds) };
    case 'vhdx':
      return { kind: 'flat', layout: layOutVhdx(disk, usedChunks) };
    case 'vmdk':
      return makeVmdk(ground, output.level);
    case 'ova': {
      const { machine, level } = output;
      return pieces(
        (file) => new OvaWriter(file, { disk: vmdkDisk(ground), machine, level, timeSeconds }),
      );
    }
    case 'gce': {
      const options = { sizeBytes: diskBytes, usedChunks, timeSeconds, level: output.level };
      return pieces((file) => new GceWriter(file, options));
    }
    case 'qcow2': {
      const { compression = 'zstd', level } = output;
      return pieces((file) => new Qcow2Writer(file, disk.sizeBytes, { compression, level }));
    }
    case 'containerdisk': {
      const { name, architecture, compression = 'zstd', level } = output;
      const { sizeBytes } = disk;
      if (compression === 'none') assertMemberFits(output.format, usedBytes(usedChunks));
      const options = { sizeBytes, name, architecture, compression, level, timeSeconds };
      return pieces((file) => new ContainerdiskWriter(file, options));
    }
    case 'raw.zst':
      return pieces((file) => new ZstdWriter(file, disk.sizeBytes, output.level));
    case 'raw.xz':
      return { kind: 'xz', level: output.level };
  }
}

function pieces(make: (file: OutputFile) => MediaWriter): Making {
  return { kind: 'pieces', make };
}

function makeVmdk(ground: WriterGround, level: number | undefined): Making {
  return pieces((file) => new VmdkWriter(file, vmdkDisk(ground), level));
}

function vmdkDisk({ disk, diskBytes }: WriterGround): VmdkDisk {
  return {
    sizeBytes: diskBytes,
    contentId: deriveContentId(disk),
    longContentId: deriveDigest('vmdk', disk).slice(0, 32),
    adapter: 'lsilogic',
  };
}
