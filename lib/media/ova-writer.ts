import { sha256 } from '../core/digest.ts';
import { formatOvf, formatOvfManifest } from '../ovf/format.ts';
import { formatTarHeader, TAR_END, tarPadding } from '../tar/format.ts';
import { TAR_BLOCK_BYTES } from '../tar/parse.ts';
import type { VmdkDisk } from '../vmdk/format.ts';
import type { OvaMachine } from './media-model.ts';
import type { Encoding, Piece } from './media-tasks.ts';
import type { MediaWriter } from './media-writer.ts';
import { assertMemberFits, MAX_MEMBER_BYTES } from './member-limit.ts';
import type { OutputFile } from './output-file.ts';
import { VmdkWriter } from './vmdk-writer.ts';

/** The size of the VMDK in the descriptor has at most so many digits. */
const SIZE_DIGITS = 16;
const CPUS = 2;
const MEMORY_MIB = 4096;

/** Descriptor, disk and manifest in one tar archive, in this order (DSP0243 1.1, 5.3). */
export class OvaWriter implements MediaWriter {
  readonly encoding: Encoding;
  private readonly file: OutputFile;
  private readonly disk: VmdkDisk;
  private readonly machine: OvaMachine;
  private readonly timeSeconds: number;
  private readonly maxMemberBytes: number;
  private readonly vmdk: VmdkWriter;
  /** Room for the descriptor, which names the size of the disk's file. */
  private readonly descriptorBytes: number;

  constructor(
    file: OutputFile,
    options: {
      readonly disk: VmdkDisk;
      readonly machine: OvaMachine;
      readonly timeSeconds: number;
      readonly level: number | undefined;
      /** MAX_MEMBER_BYTES unless given. */
      readonly maxMemberBytes?: number;
    },
  ) {
    this.file = file;
    this.disk = options.disk;
    this.machine = options.machine;
    this.timeSeconds = options.timeSeconds;
    this.maxMemberBytes = options.maxMemberBytes ?? MAX_MEMBER_BYTES;
    this.vmdk = new VmdkWriter(file, options.disk, options.level);
    this.encoding = this.vmdk.encoding;
    const longest = Buffer.byteLength(this.formatDescriptor(0)) + SIZE_DIGITS;
    this.descriptorBytes = Math.ceil(longest / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
  }

  async begin(): Promise<void> {
    await this.file.skipTo(this.vmdkStart);
    this.file.startDigest();
    await this.vmdk.begin();
  }

  async add(pieces: readonly Piece[]): Promise<void> {
    await this.vmdk.add(pieces);
    assertMemberFits('ova', this.file.position - this.vmdkStart, this.maxMemberBytes);
  }

  async finish(): Promise<void> {
    await this.vmdk.finish();
    const vmdkBytes = this.file.position - this.vmdkStart;
    assertMemberFits('ova', vmdkBytes, this.maxMemberBytes);
    const text = this.formatDescriptor(vmdkBytes);
    const descriptor = Buffer.alloc(this.descriptorBytes, '\n');
    descriptor.write(text);
    const manifest = Buffer.from(
      formatOvfManifest([
        { name: this.descriptorName, sha256: sha256(descriptor) },
        { name: this.diskName, sha256: this.file.endDigest() },
      ]),
    );
    await this.file.append(
      tarPadding(vmdkBytes),
      this.formatHeader(`${this.machine.name}.mf`, manifest.length),
      manifest,
      tarPadding(manifest.length),
      TAR_END,
    );
    await this.file.fill(
      0,
      Buffer.concat([this.formatHeader(this.descriptorName, descriptor.length), descriptor]),
    );
    await this.file.fill(
      this.vmdkStart - TAR_BLOCK_BYTES,
      this.formatHeader(this.diskName, vmdkBytes),
    );
  }

  private get vmdkStart(): number {
    return TAR_BLOCK_BYTES + this.descriptorBytes + TAR_BLOCK_BYTES;
  }

  private get descriptorName(): string {
    return `${this.machine.name}.ovf`;
  }

  private get diskName(): string {
    return `${this.machine.name}-disk1.vmdk`;
  }

  private formatDescriptor(diskFileBytes: number): string {
    const { machine } = this;
    return formatOvf({
      name: machine.name,
      hardwareVersion: machine.hardwareVersion,
      osType: machine.osType,
      firmware: machine.firmware,
      ...(machine.version === undefined ? {} : { version: machine.version }),
      diskFile: this.diskName,
      diskFileBytes,
      capacityBytes: this.disk.sizeBytes,
      isSecureBoot: machine.isSecureBoot ?? false,
      cpus: machine.cpus ?? CPUS,
      memoryMib: machine.memoryMib ?? MEMORY_MIB,
    });
  }

  private formatHeader(name: string, sizeBytes: number): Buffer {
    return formatTarHeader({
      name,
      sizeBytes,
      modeOctal: 0o644,
      mtimeSeconds: this.timeSeconds,
    });
  }
}
