import { closeSync, openSync, readlinkSync, readSync, truncateSync, writeSync } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { DiskCode } from './errors.ts';
import type { XfsOptions } from './xfs.ts';
import { splitAttribute } from './xfs-attribute.ts';
import {
  DIR_LEAF_OFFSET_BYTES,
  formatDirBlocks,
  formatExtents,
  formatShortDir,
  sealBlock,
  sealDirBlock,
  type XfsExtent,
  type XfsGeometry,
} from './xfs-format.ts';
import {
  formatAttributes,
  formatInode,
  INODE_CRC_AT,
  literalBytes,
  settleInode,
  type XfsInode,
} from './xfs-inode.ts';
import { type InodeChunk, MAX_CHUNKS_PER_AG, XfsSpace, type XfsSuper } from './xfs-space.ts';
import { fileTypeOf, type TreeNode } from './xfs-tree.ts';

const INODES_PER_CHUNK = 64;
/** The root and two of mkfs.xfs's own are the first three inodes. */
const FIRST_OWN = 3;
const COPY_BYTES = 1024 * 1024;
const HOST_BLOCK_BYTES = 512;

/** Writes a tree into an empty file system that mkfs.xfs made. */
export class XfsWriter {
  readonly #file: FileHandle;
  readonly #super: XfsSuper;
  readonly #geometry: XfsGeometry;
  readonly #options: XfsOptions;
  readonly #space: XfsSpace;
  readonly #numbers = new Map<TreeNode, number>();
  readonly #buffer = Buffer.alloc(COPY_BYTES);

  constructor(file: FileHandle, superblock: XfsSuper, geometry: XfsGeometry, options: XfsOptions) {
    this.#file = file;
    this.#super = superblock;
    this.#geometry = geometry;
    this.#options = options;
    this.#space = new XfsSpace(file, superblock);
  }

  async write(nodes: readonly TreeNode[]): Promise<number> {
    await this.#space.load();
    const chunks = this.#takeChunks(Math.max(1, nodes.length) + FIRST_OWN - 1);
    for (const [nth, node] of nodes.entries())
      this.#numbers.set(node, this.#inodeNumber(chunks, nth));
    let left = nodes.reduce((sum, node) => sum + roundUp(node.sizeBytes), 0);
    let peakBytes = 0;
    const inodes = new Map<number, Buffer>();
    for (const node of nodes) {
      const inode = await this.#writeNode(node);
      inodes.set(inode.number, formatInode(inode, this.#geometry));
      left -= roundUp(node.sizeBytes);
      if (node.sizeBytes < COPY_BYTES) continue;
      peakBytes = Math.max(
        peakBytes,
        left + (await stat(this.#options.disk)).blocks * HOST_BLOCK_BYTES,
      );
    }
    await this.#writeChunks(chunks, inodes);
    await this.#space.store(
      chunks,
      nodes.some(({ xattrs }) => xattrs.length > 0),
    );
    return peakBytes;
  }

  /** Room for so many inodes: the chunk that is there, then others, group by group. */
  #takeChunks(count: number): InodeChunk[] {
    const first = Number(this.#super.bytes.readBigUInt64BE(56));
    const blocks = (INODES_PER_CHUNK * this.#geometry.inodeBytes) / this.#super.blockBytes;
    const chunks: InodeChunk[] = [];
    for (let left = count; left > 0; left -= INODES_PER_CHUNK) {
      const used = Math.min(left, INODES_PER_CHUNK);
      if (chunks.length === 0) {
        chunks.push({ ag: 0, firstInode: first, used });
        continue;
      }
      const ag = Math.floor(chunks.length / MAX_CHUNKS_PER_AG);
      if (ag >= this.#super.agCount) {
        const most = MAX_CHUNKS_PER_AG * INODES_PER_CHUNK * this.#super.agCount;
        throw new BuildError<DiskCode>(
          'FILESYSTEM_FAILED',
          `the tree has ${count} files; an XFS file system is made with up to ${most}`,
          { hint: 'Use another file system for the root.' },
        );
      }
      const { block } = this.#space.takeWhole(blocks, blocks, ag);
      chunks.push({ ag, firstInode: block << this.#super.inodesPerBlockLog, used });
    }
    return chunks;
  }

  #inodeNumber(chunks: readonly InodeChunk[], nth: number): number {
    const index = nth === 0 ? 0 : nth + FIRST_OWN - 1;
    const chunk = chunks[Math.floor(index / INODES_PER_CHUNK)];
    const shift = this.#super.agBlockLog + this.#super.inodesPerBlockLog;
    return (chunk?.ag ?? 0) * 2 ** shift + (chunk?.firstInode ?? 0) + (index % INODES_PER_CHUNK);
  }

  async #writeNode(node: TreeNode): Promise<XfsInode> {
    const attributes = formatAttributes(node.xattrs.map((pair) => splitAttribute(pair, node.path)));
    const room = literalBytes(this.#geometry) - Math.ceil(attributes.length / 8) * 8;
    if (room < 64 || attributes.length > 255 * 8) {
      throw new BuildError<DiskCode>(
        'FILESYSTEM_FAILED',
        `${node.path} has ${attributes.length} bytes of extended attributes; XFS is written with up to 270`,
        { hint: 'Use another file system for the root.' },
      );
    }
    const { tree = '', immutable = [], timeSeconds } = this.#options;
    const common = {
      number: this.#numberOf(node),
      mode: node.mode,
      links: node.names,
      uid: node.uid,
      gid: node.gid,
      timeSeconds,
      mtimeSeconds: node.mtimeSeconds,
      immutable: immutable.some((path) => join(tree, path) === node.path),
      attributes,
    };
    const type = fileTypeOf(node);
    if (type === 2) return { ...common, ...(await this.#writeFolder(node, room)) };
    if (type === 7) return { ...common, ...(await this.#writeLink(node, room)) };
    if (type === 1) return { ...common, ...this.#writeFile(node) };
    const fork = Buffer.alloc(4);
    const [major, minor] = [
      (node.device >> 8) & 0xfff,
      (node.device & 0xff) | ((node.device >> 12) & 0xfff00),
    ];
    fork.writeUInt32BE(((major << 18) | minor) >>> 0, 0);
    return { ...common, format: 'device', fork, sizeBytes: 0, blocks: 0 };
  }

  async #writeFolder(
    node: TreeNode,
    room: number,
  ): Promise<Pick<XfsInode, 'format' | 'fork' | 'sizeBytes' | 'blocks' | 'links'>> {
    const self = this.#numberOf(node);
    const parent = this.#numberOf(node.parent ?? node);
    const entries = node.children.map((child) => ({
      name: child.name,
      inode: this.#numberOf(child.node),
      fileType: fileTypeOf(child.node),
    }));
    const links = 2 + entries.filter(({ fileType }) => fileType === 2).length;
    const short = formatShortDir(parent, entries, room);
    if (short !== undefined) {
      return { format: 'local', fork: short, sizeBytes: short.length, blocks: 0, links };
    }
    const { dirBlockBytes, blockBytes, uuid } = this.#geometry;
    const blocks = formatDirBlocks(self, parent, entries, this.#geometry);
    if (blocks === undefined) {
      throw new BuildError<DiskCode>(
        'FILESYSTEM_FAILED',
        `${node.path} has too many entries for XFS`,
      );
    }
    const per = dirBlockBytes / blockBytes;
    const extents: XfsExtent[] = [];
    const all = blocks.leaf === undefined ? blocks.data : [...blocks.data, blocks.leaf];
    // Each piece of data in a run of its own may be more than an inode lists: they are taken together.
    const place = this.#space.takeWhole(all.length * per);
    for (const [nth, block] of all.entries()) {
      const at = place.block + nth * per;
      const daddr = (this.#position(place.ag, at) - this.#super.offsetBytes) / 512;
      sealDirBlock(block, { daddr, inode: self, uuid });
      await this.#file.write(block, 0, block.length, this.#position(place.ag, at));
    }
    extents.push(this.#extent(0, place.ag, place.block, blocks.data.length * per));
    if (blocks.leaf !== undefined) {
      const at = place.block + blocks.data.length * per;
      extents.push(this.#extent(DIR_LEAF_OFFSET_BYTES / blockBytes, place.ag, at, per));
    }
    return {
      format: 'extents',
      fork: formatExtents(extents),
      sizeBytes: blocks.data.length * dirBlockBytes,
      blocks: all.length * per,
      links,
    };
  }

  async #writeLink(
    node: TreeNode,
    room: number,
  ): Promise<Pick<XfsInode, 'format' | 'fork' | 'sizeBytes' | 'blocks'>> {
    const target = readlinkSync(node.path, { encoding: 'buffer' });
    if (target.length <= room) {
      return { format: 'local', fork: target, sizeBytes: target.length, blocks: 0 };
    }
    const block = Buffer.alloc(this.#geometry.blockBytes);
    const place = this.#space.takeWhole(1);
    const at = this.#position(place.ag, place.block);
    block.write('XSLM', 0, 'latin1');
    block.writeUInt32BE(target.length, 8);
    this.#geometry.uuid.copy(block, 16);
    block.writeBigUInt64BE(BigInt(this.#numberOf(node)), 32);
    block.writeBigUInt64BE(BigInt((at - this.#super.offsetBytes) / 512), 40);
    target.copy(block, 56);
    await this.#file.write(sealBlock(block, 12), 0, block.length, at);
    const fork = formatExtents([this.#extent(0, place.ag, place.block, 1)]);
    return { format: 'extents', fork, sizeBytes: target.length, blocks: 1 };
  }

  /** Copies a file, which is empty then unless somebody else has it, too. */
  #writeFile(node: TreeNode): Pick<XfsInode, 'format' | 'fork' | 'sizeBytes' | 'blocks'> {
    const { blockBytes } = this.#geometry;
    const blocks = Math.ceil(node.sizeBytes / blockBytes);
    const extents: XfsExtent[] = [];
    let fileBlock = 0;
    const source = openSync(node.path, 'r');
    try {
      for (const piece of blocks === 0 ? [] : this.#space.take(blocks)) {
        const start = fileBlock * blockBytes;
        const end = Math.min(node.sizeBytes, start + piece.blocks * blockBytes);
        for (let at = start; at < end; ) {
          const got = readSync(source, this.#buffer, 0, Math.min(COPY_BYTES, end - at), at);
          if (got === 0) {
            throw new BuildError<DiskCode>('FILESYSTEM_FAILED', `${node.path} became shorter`);
          }
          const to = this.#position(piece.ag, piece.block) + at - start;
          writeSync(this.#file.fd, this.#buffer, 0, got, to);
          at += got;
        }
        extents.push(this.#extent(fileBlock, piece.ag, piece.block, piece.blocks));
        fileBlock += piece.blocks;
      }
    } finally {
      closeSync(source);
    }
    if (node.links === node.names && blocks > 1) truncateSync(node.path, 0);
    return { format: 'extents', fork: formatExtents(extents), sizeBytes: node.sizeBytes, blocks };
  }

  async #writeChunks(
    chunks: readonly InodeChunk[],
    inodes: ReadonlyMap<number, Buffer>,
  ): Promise<void> {
    const { inodesPerBlockLog, agBlockLog } = this.#super;
    for (const { ag, firstInode } of chunks) {
      const at = this.#position(ag, firstInode >> inodesPerBlockLog);
      const bytes = Buffer.alloc(INODES_PER_CHUNK * this.#geometry.inodeBytes);
      await this.#file.read(bytes, 0, bytes.length, at);
      for (let nth = 0; nth < INODES_PER_CHUNK; nth += 1) {
        const number = ag * 2 ** (agBlockLog + inodesPerBlockLog) + firstInode + nth;
        const slot = bytes.subarray(
          nth * this.#geometry.inodeBytes,
          (nth + 1) * this.#geometry.inodeBytes,
        );
        const own = inodes.get(number);
        const isTheirs = own === undefined && slot.readUInt16BE(2) !== 0;
        if (isTheirs) {
          settleInode(slot, this.#options.timeSeconds);
          sealBlock(slot, INODE_CRC_AT);
        } else slot.set(own ?? formatInode({ ...FREE, number }, this.#geometry));
      }
      await this.#file.write(bytes, 0, bytes.length, at);
    }
  }

  #numberOf(node: TreeNode): number {
    return this.#numbers.get(node) ?? 0;
  }

  #extent(fileBlock: number, ag: number, block: number, blocks: number): XfsExtent {
    const fsBlock = (BigInt(ag) << BigInt(this.#super.agBlockLog)) | BigInt(block);
    return { fileBlock, fsBlock, blocks };
  }

  #position(ag: number, block: number): number {
    const { offsetBytes, agBlocks, blockBytes } = this.#super;
    return offsetBytes + (ag * agBlocks + block) * blockBytes;
  }
}

const FREE: XfsInode = {
  number: 0,
  mode: 0,
  links: 0,
  uid: 0,
  gid: 0,
  sizeBytes: 0,
  blocks: 0,
  timeSeconds: 0,
  mtimeSeconds: 0,
  immutable: false,
  format: 'device',
  fork: Buffer.alloc(0),
  attributes: Buffer.alloc(0),
};

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 4096) * 4096;
}
