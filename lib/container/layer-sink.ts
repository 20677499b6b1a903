import { createHash, type Hash } from 'node:crypto';
import { collectAfter } from './collect-after.ts';
import type { LayerCompressor } from './layer-compressor.ts';
import type { LayerEntry } from './layer-entry.ts';
import type { LayerOutput } from './layer-output.ts';
import type { LayerFacts } from './layer-tasks.ts';
import { releaseBytes } from './release-bytes.ts';

/**
 * Takes the bytes of a tar archive: hashes them, compresses them, hashes and writes what comes of it, all
 * in one pass and block by block.
 */
export class LayerSink implements LayerOutput {
  private readonly compressor: LayerCompressor;
  private readonly append: (bytes: Uint8Array) => void;
  private readonly tar = createHash('sha256');
  private readonly blob: Hash = createHash('sha256');
  private readonly block: Buffer;
  private filledBytes = 0;
  private tarBytes = 0;
  private blobBytes = 0;

  constructor(compressor: LayerCompressor, append: (bytes: Uint8Array) => void) {
    this.compressor = compressor;
    this.append = append;
    this.block = compressor.block;
    this.put(compressor.begin());
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + this.block.length - this.filledBytes);
      this.block.set(piece, this.filledBytes);
      this.filledBytes += piece.length;
      at += piece.length;
      if (this.filledBytes === this.block.length) this.flush();
    }
  }

  begin(_entry: LayerEntry, header: Buffer): void {
    this.write(header);
  }

  end(padding: Buffer): void {
    this.write(padding);
  }

  finish(tail: Buffer): Omit<LayerFacts, 'differing'> {
    this.write(tail);
    this.flush();
    this.put(this.compressor.end());
    releaseBytes(this.block);
    return {
      tarSha256: this.tar.digest('hex'),
      tarBytes: this.tarBytes,
      sha256: this.blob.digest('hex'),
      sizeBytes: this.blobBytes,
      annotations: {},
    };
  }

  private flush(): void {
    if (this.filledBytes === 0) return;
    const bytes = this.block.subarray(0, this.filledBytes);
    this.tar.update(bytes);
    this.tarBytes += bytes.length;
    const compressed = this.compressor.compress(this.filledBytes);
    this.put(compressed);
    this.filledBytes = 0;
    if (!releaseBytes(compressed)) collectAfter(bytes.length);
  }

  private put(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.blob.update(bytes);
    this.blobBytes += bytes.length;
    this.append(bytes);
  }
}
