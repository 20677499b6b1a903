import type { FileHandle } from 'node:fs/promises';
import { ConfigError } from '../core/errors.ts';
import type { DiskCode } from './errors.ts';
import { sealBlock } from './xfs-format.ts';

/** Geometry of an empty file system that mkfs.xfs made. */
export interface XfsSuper {
  readonly bytes: Buffer;
  /** Where it begins in the file. */
  readonly offsetBytes: number;
  readonly blockBytes: number;
  readonly sectorBytes: number;
  readonly agBlocks: number;
  readonly agCount: number;
  readonly agBlockLog: number;
  readonly inodesPerBlockLog: number;
}

interface FreeRun {
  readonly ag: number;
  start: number;
  blocks: number;
}

/** A chunk of 64 inodes. */
export interface InodeChunk {
  readonly ag: number;
  /** Number of its first inode in the allocation group. */
  readonly firstInode: number;
  readonly used: number;
}

const BTREE_HEADER_BYTES = 56;
const BTREE_CRC_AT = 52;
const AG_CRC_AT = { agf: 216, agi: 312 };
const INODES_PER_CHUNK = 64;
/** An allocation group's inodes are listed in one block. */
export const MAX_CHUNKS_PER_AG = 252;

/** Reads the superblock of a file system that begins at `offsetBytes` of `file`. */
export async function readSuper(file: FileHandle, offsetBytes: number): Promise<XfsSuper> {
  const bytes = Buffer.alloc(512);
  await file.read(bytes, 0, bytes.length, offsetBytes);
  return {
    bytes,
    offsetBytes,
    blockBytes: bytes.readUInt32BE(4),
    agBlocks: bytes.readUInt32BE(84),
    agCount: bytes.readUInt32BE(88),
    sectorBytes: bytes.readUInt16BE(102),
    inodesPerBlockLog: bytes[123] ?? 0,
    agBlockLog: bytes[124] ?? 0,
  };
}

/** Free space of a file system, taken from its start to its end. */
export class XfsSpace {
  readonly #file: FileHandle;
  readonly #super: XfsSuper;
  #runs: FreeRun[] = [];

  constructor(file: FileHandle, superblock: XfsSuper) {
    this.#file = file;
    this.#super = superblock;
  }

  /** Reads what mkfs.xfs left free: a handful of runs in each allocation group. */
  async load(): Promise<void> {
    for (let ag = 0; ag < this.#super.agCount; ag += 1) {
      const agf = await this.#sector(ag, 1);
      const block = await this.#block(ag, agf.readUInt32BE(16));
      for (let nth = 0; nth < block.readUInt16BE(6); nth += 1) {
        const at = BTREE_HEADER_BYTES + nth * 8;
        this.#runs.push({ ag, start: block.readUInt32BE(at), blocks: block.readUInt32BE(at + 4) });
      }
    }
  }

  /** Takes adjacent blocks in one piece, at a multiple of `align` in its group, anywhere or in `ag`. */
  takeWhole(blocks: number, align = 1, ag?: number): { ag: number; block: number } {
    for (const run of this.#runs) {
      const start = Math.ceil(run.start / align) * align;
      if ((ag !== undefined && run.ag !== ag) || start + blocks > run.start + run.blocks) continue;
      if (start > run.start) {
        this.#runs.push({ ag: run.ag, start: run.start, blocks: start - run.start });
      }
      run.blocks -= start + blocks - run.start;
      run.start = start + blocks;
      return { ag: run.ag, block: start };
    }
    return this.#full();
  }

  /** Takes blocks in as few pieces as there are. */
  take(blocks: number): { ag: number; block: number; blocks: number }[] {
    const pieces: { ag: number; block: number; blocks: number }[] = [];
    const whole = this.#runs.find((run) => run.blocks >= blocks);
    let left = blocks;
    for (const run of whole === undefined ? this.#runs : [whole]) {
      const taken = Math.min(left, run.blocks);
      if (taken === 0) continue;
      pieces.push({ ag: run.ag, block: run.start, blocks: taken });
      run.start += taken;
      run.blocks -= taken;
      left -= taken;
    }
    return left > 0 ? this.#full() : pieces;
  }

  /** Writes what is free and which inodes are used, in every allocation group and the superblocks. */
  async store(chunks: readonly InodeChunk[], withAttributes: boolean): Promise<void> {
    const { agCount, bytes, sectorBytes } = this.#super;
    let freed = 0;
    for (let ag = 0; ag < agCount; ag += 1) freed += await this.#storeGroup(ag, chunks);
    const used = chunks.reduce((sum, chunk) => sum + chunk.used, 0);
    bytes.writeBigUInt64BE(BigInt(chunks.length * INODES_PER_CHUNK), 128);
    bytes.writeBigUInt64BE(BigInt(chunks.length * INODES_PER_CHUNK - used), 136);
    bytes.writeBigUInt64BE(bytes.readBigUInt64BE(144) - BigInt(freed), 144);
    await this.#storeSuper(0, Buffer.from(bytes), withAttributes);
    for (let ag = 1; ag < agCount; ag += 1) {
      const copy = Buffer.alloc(sectorBytes);
      await this.#file.read(copy, 0, sectorBytes, this.#offset(ag, 0));
      await this.#storeSuper(ag, copy, withAttributes);
    }
  }

  async #storeSuper(ag: number, sector: Buffer, withAttributes: boolean): Promise<void> {
    if (withAttributes) sector.writeUInt16BE(sector.readUInt16BE(100) | 0x10, 100);
    await this.#write(sealBlock(sector, 224), this.#offset(ag, 0));
  }

  /** Returns how many blocks fewer than before are free in the group. */
  async #storeGroup(ag: number, chunks: readonly InodeChunk[]): Promise<number> {
    const { sectorBytes } = this.#super;
    const runs = this.#runs
      .filter((run) => run.ag === ag && run.blocks > 0)
      .sort((a, b) => a.start - b.start);
    const agf = await this.#sector(ag, 1);
    const free = runs.reduce((sum, run) => sum + run.blocks, 0);
    const fewer = agf.readUInt32BE(52) - free;
    await this.#storeRuns(ag, agf.readUInt32BE(16), runs);
    const bySize = runs.toSorted((a, b) => a.blocks - b.blocks || a.start - b.start);
    await this.#storeRuns(ag, agf.readUInt32BE(20), bySize);
    agf.writeUInt32BE(free, 52);
    agf.writeUInt32BE(bySize.at(-1)?.blocks ?? 0, 56);
    await this.#write(sealBlock(agf, AG_CRC_AT.agf), this.#offset(ag, 0) + sectorBytes);

    const own = chunks.filter((chunk) => chunk.ag === ag);
    const agi = await this.#sector(ag, 2);
    const root = agi.readUInt32BE(20);
    const block = await this.#block(ag, root);
    block.fill(0, BTREE_HEADER_BYTES);
    block.writeUInt16BE(own.length, 6);
    let freeInodes = 0;
    for (const [nth, { firstInode, used }] of own.entries()) {
      const at = BTREE_HEADER_BYTES + nth * 16;
      block.writeUInt32BE(firstInode, at);
      block.writeUInt32BE(INODES_PER_CHUNK - used, at + 4);
      const mask = (1n << 64n) - (1n << BigInt(used));
      block.writeBigUInt64BE(mask, at + 8);
      freeInodes += INODES_PER_CHUNK - used;
    }
    await this.#write(sealBlock(block, BTREE_CRC_AT), this.#offset(ag, root));
    agi.writeUInt32BE(own.length * INODES_PER_CHUNK, 16);
    agi.writeUInt32BE(freeInodes, 28);
    if (own.length > 0) agi.writeUInt32BE(own.at(-1)?.firstInode ?? 0, 32);
    await this.#write(sealBlock(agi, AG_CRC_AT.agi), this.#offset(ag, 0) + 2 * sectorBytes);
    return fewer;
  }

  async #storeRuns(ag: number, root: number, runs: readonly FreeRun[]): Promise<void> {
    const block = await this.#block(ag, root);
    block.fill(0, BTREE_HEADER_BYTES);
    block.writeUInt16BE(runs.length, 6);
    for (const [nth, { start, blocks }] of runs.entries()) {
      block.writeUInt32BE(start, BTREE_HEADER_BYTES + nth * 8);
      block.writeUInt32BE(blocks, BTREE_HEADER_BYTES + nth * 8 + 4);
    }
    await this.#write(sealBlock(block, BTREE_CRC_AT), this.#offset(ag, root));
  }

  #offset(ag: number, block: number): number {
    const { offsetBytes, agBlocks, blockBytes } = this.#super;
    return offsetBytes + (ag * agBlocks + block) * blockBytes;
  }

  async #sector(ag: number, nth: number): Promise<Buffer> {
    const sector = Buffer.alloc(this.#super.sectorBytes);
    const at = this.#offset(ag, 0) + nth * sector.length;
    await this.#file.read(sector, 0, sector.length, at);
    return sector;
  }

  async #block(ag: number, block: number): Promise<Buffer> {
    const bytes = Buffer.alloc(this.#super.blockBytes);
    await this.#file.read(bytes, 0, bytes.length, this.#offset(ag, block));
    return bytes;
  }

  async #write(bytes: Buffer, at: number): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, at);
  }

  #full(): never {
    throw new ConfigError<DiskCode>(
      'IMAGE_TOO_SMALL',
      `the tree does not fit into an XFS file system of ${this.#super.agCount * this.#super.agBlocks * this.#super.blockBytes} bytes`,
      { hint: 'Give the image a larger size.' },
    );
  }
}
