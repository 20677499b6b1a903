import { BuildError } from '../../core/errors.ts';
import type { Descriptor } from '../../oci/manifest.ts';
import { digestContents } from '../content-digest.ts';
import { type DiskReader, readUpTo } from '../disk-reader.ts';
import { readTar, type TarMember } from '../disks/tar.ts';
import type { InspectCode } from '../errors.ts';
import type { SetFile } from '../file-set.ts';
import type { Inspection } from '../inspection.ts';
import { detectCompression, unpack } from '../unpack.ts';

/** The blobs of an OCI layout. Each is checked and unpacked once, however often it is named. */
export class OciBlobs {
  readonly #files: readonly SetFile[];
  readonly #inspection: Inspection;
  readonly #opened = new Map<string, DiskReader | undefined>();
  readonly #layers = new Map<string, readonly TarMember[]>();

  constructor(files: readonly SetFile[], inspection: Inspection) {
    this.#files = files;
    this.#inspection = inspection;
  }

  /** Opens a blob whose size and digest are right; anything else is a finding. */
  async open({ digest, size }: Descriptor): Promise<DiskReader | undefined> {
    const key = `${digest} ${size}`;
    if (this.#opened.has(key)) return this.#opened.get(key);
    const path = `blobs/${digest.replace(':', '/')}`;
    const blob = await this.#files.find((item) => item.path === path)?.open();
    const isRight = blob?.sizeBytes === size && `sha256:${await digestContents(blob)}` === digest;
    this.#inspection.findings.check(
      isRight,
      'oci-blob',
      `${path} ${blob === undefined ? 'is not there' : 'has another size or digest'}`,
    );
    const found = isRight ? blob : undefined;
    this.#opened.set(key, found);
    return found;
  }

  /** Returns the files that a layer has in /disk. */
  async disksOf(layer: Descriptor): Promise<readonly TarMember[]> {
    const known = this.#layers.get(layer.digest);
    if (known !== undefined) return known;
    const disks: TarMember[] = [];
    const blob = await this.open(layer);
    if (blob !== undefined) {
      const compression = detectCompression(await readUpTo(blob, 0, 16));
      const archive =
        compression === undefined ? blob : await unpack(blob, compression, this.#inspection);
      for await (const member of readTar(archive)) {
        const isDisk = /^(\.?\/)*disk\/[^/]+$/.test(member.name);
        if (isDisk && '07S'.includes(member.type)) disks.push(member);
        if (disks.length > MAX_DISKS) {
          throw new BuildError<InspectCode>('IMAGE_LIMIT', `more than ${MAX_DISKS} files in /disk`);
        }
      }
    }
    this.#layers.set(layer.digest, disks);
    return disks;
  }
}

const MAX_DISKS = 16;
