import { canonicalJson, type Json, sha256 } from '../core/digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../oci/media-types.ts';
import { formatTarHeader, TAR_END, tarPadding } from '../tar/format.ts';
import { TAR_BLOCK_BYTES } from '../tar/parse.ts';
import type { Encoding, Piece } from './media-tasks.ts';
import type { MediaWriter } from './media-writer.ts';
import { assertMemberFits } from './member-limit.ts';
import type { OutputFile } from './output-file.ts';
import { type Qcow2Compression, Qcow2Writer } from './qcow2-writer.ts';

/** image-spec 1.1, media-types.md. The layer stays as it is: the disk in it is compressed. */
const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
const OCI_LAYER = 'application/vnd.oci.image.layer.v1.tar';
/** Who QEMU is in KubeVirt's pods. */
const QEMU_ID = 107;

/** What the image says of itself. */
export interface ContainerdiskOptions extends Qcow2Compression {
  readonly sizeBytes: number;
  readonly name: string;
  readonly architecture: string;
  readonly timeSeconds: number;
  /** MAX_MEMBER_BYTES unless given. */
  readonly maxMemberBytes?: number;
}

/**
 * A disk as KubeVirt takes it: an OCI image of one layer with `/disk/<name>.qcow2`, as an archive of an
 * image layout (`skopeo copy oci-archive:FILE …`). The layer comes first, for it is long.
 */
export class ContainerdiskWriter implements MediaWriter {
  readonly encoding: Encoding;
  private readonly file: OutputFile;
  private readonly options: ContainerdiskOptions;
  private readonly qcow2: Qcow2Writer;
  private readonly folders: Buffer;
  private readonly layerFolder: Buffer;

  constructor(file: OutputFile, options: ContainerdiskOptions) {
    this.file = file;
    this.options = options;
    this.qcow2 = new Qcow2Writer(file, options.sizeBytes, options);
    this.encoding = this.qcow2.encoding;
    this.folders = Buffer.concat([
      this.formatHeader('blobs/', 0, 0o755),
      this.formatHeader('blobs/sha256/', 0, 0o755),
    ]);
    this.layerFolder = this.formatHeader('disk/', 0, 0o755);
  }

  async begin(): Promise<void> {
    await this.file.append(this.folders);
    await this.file.skipTo(this.layerStart);
    await this.file.append(this.layerFolder);
    await this.file.skipTo(this.diskStart);
    await this.qcow2.begin();
  }

  async add(pieces: readonly Piece[]): Promise<void> {
    await this.qcow2.add(pieces);
    this.assertLayerFits();
  }

  async finish(): Promise<void> {
    await this.qcow2.finish();
    this.assertLayerFits();
    const diskBytes = this.file.position - this.diskStart;
    await this.file.append(tarPadding(diskBytes), TAR_END);
    const { name } = this.options;
    const diskHeader = this.formatHeader(`disk/${name}.qcow2`, diskBytes, 0o440, QEMU_ID);
    await this.file.fill(this.diskStart - TAR_BLOCK_BYTES, diskHeader);

    const layerEnd = this.file.position;
    const layerBytes = layerEnd - this.layerStart;
    const layer = await this.file.digest(this.layerStart, layerEnd);
    const layerHeader = this.formatHeader(`blobs/sha256/${layer}`, layerBytes, 0o644);
    await this.file.fill(this.layerStart - TAR_BLOCK_BYTES, layerHeader);
    await this.appendDocuments(layer, layerBytes);
  }

  private async appendDocuments(layer: string, layerBytes: number): Promise<void> {
    const { architecture, timeSeconds } = this.options;
    const platform = { architecture, os: 'linux' };
    const created = new Date(timeSeconds * 1000).toISOString().replace('.000Z', 'Z');
    const config = document({
      ...platform,
      config: {},
      created,
      history: [{ created, created_by: 'treesmith' }],
      rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
    });
    const manifest = document({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: OCI_CONFIG, digest: config.digest, size: config.bytes.length },
      layers: [{ mediaType: OCI_LAYER, digest: `sha256:${layer}`, size: layerBytes }],
    });
    const index = document({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [
        {
          mediaType: OCI_MANIFEST,
          digest: manifest.digest,
          size: manifest.bytes.length,
          platform,
        },
      ],
    });
    for (const blob of [config, manifest]) {
      await this.appendFile(blob.digest.replace('sha256:', 'blobs/sha256/'), blob.bytes);
    }
    await this.appendFile('index.json', index.bytes);
    await this.appendFile('oci-layout', document({ imageLayoutVersion: '1.0.0' }).bytes);
    await this.file.append(TAR_END);
  }

  /** The layer is a member, too; its end and what comes before the disk are some blocks. */
  private assertLayerFits(): void {
    const layerBytes = this.file.position - this.layerStart + 3 * TAR_BLOCK_BYTES;
    assertMemberFits('containerdisk', layerBytes, this.options.maxMemberBytes);
  }

  /** Where the layer's own archive begins. */
  private get layerStart(): number {
    return this.folders.length + TAR_BLOCK_BYTES;
  }

  private get diskStart(): number {
    return this.layerStart + this.layerFolder.length + TAR_BLOCK_BYTES;
  }

  private async appendFile(name: string, bytes: Buffer): Promise<void> {
    const header = this.formatHeader(name, bytes.length, 0o644);
    await this.file.append(header, bytes, tarPadding(bytes.length));
  }

  private formatHeader(name: string, sizeBytes: number, modeOctal: number, owner = 0): Buffer {
    return formatTarHeader({
      name,
      sizeBytes,
      modeOctal,
      uid: owner,
      gid: owner,
      mtimeSeconds: this.options.timeSeconds,
    });
  }
}

function document(value: Json): { readonly bytes: Buffer; readonly digest: string } {
  const bytes = Buffer.from(canonicalJson(value));
  return { bytes, digest: `sha256:${sha256(bytes)}` };
}
