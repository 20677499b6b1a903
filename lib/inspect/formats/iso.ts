import { BuildError } from '../../core/errors.ts';
import {
  ISO_BLOCK_BYTES,
  ISO_FIRST_DESCRIPTOR,
  type IsoVolume,
  parseBootRecord,
  parseIsoDescriptorType,
  parseIsoVolume,
} from '../../iso9660/parse.ts';
import { type DiskReader, readUpTo } from '../disk-reader.ts';
import type { InspectCode } from '../errors.ts';
import type { Findings } from '../findings.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import type { FileSystemReport } from '../report.ts';
import { readIsoBootEntries } from './iso-boot.ts';
import { readIsoTree } from './iso-tree.ts';

const MAX_DESCRIPTORS = 64;

/**
 * Opens an ISO 9660 image: the disk is the file itself, as a USB stick has it.
 *
 * @throws BuildError ISO_BAD, IMAGE_DAMAGED, IMAGE_TRUNCATED
 */
export async function openIso(file: DiskReader, { findings }: Inspection): Promise<OpenedImage> {
  const { primary, catalogueBlock, hasJoliet } = await readDescriptors(file, findings);
  const { volumeId, volumeBlocks, created } = primary;
  findings.check(
    /^[\x20-\x7e]{1,32}$/.test(volumeId),
    'iso-volume-id',
    `the volume id is "${volumeId}"`,
  );
  findings.check(
    /^[\w.+:@#=-]*$/.test(volumeId),
    'iso-volume-label',
    `the volume id is "${volumeId}"`,
  );
  findings.check(
    primary.isConsistent,
    'iso-byte-orders',
    'the primary descriptor has some that differ',
  );
  findings.check(
    volumeBlocks * ISO_BLOCK_BYTES <= file.sizeBytes,
    'iso-size',
    `the volume has ${volumeBlocks * ISO_BLOCK_BYTES} bytes, the file ${file.sizeBytes}`,
  );
  const tree = await readIsoTree(file, primary.root, findings);
  const bootLoaders = await readIsoBootEntries(file, catalogueBlock, findings);
  const head = await readUpTo(file, 0, 512);
  findings.check(
    head.readUInt16LE(510) === 0xaa55,
    'iso-hybrid',
    'sector 0 is no boot record: it boots from a CD alone',
  );
  const uuid = created.replace(/^(.{4})(..)(..)(..)(..)(..)(..)$/, '$1-$2-$3-$4-$5-$6-$7');
  const volume: FileSystemReport = {
    type: 'iso9660',
    label: volumeId,
    ...(uuid === '' ? {} : { uuid }),
    offsetBytes: 0,
    sizeBytes: volumeBlocks * ISO_BLOCK_BYTES,
    blockBytes: ISO_BLOCK_BYTES,
    details: { files: tree.files, hasRockRidge: tree.hasRockRidge, hasJoliet },
  };
  return {
    format: 'iso',
    disk: file,
    isHybrid: true,
    bootLoaders,
    fileSystems: [volume, ...tree.live],
    details: {
      volumeId,
      systemId: primary.systemId,
      publisher: primary.publisher,
      application: primary.application,
      created,
    },
  };
}

interface Descriptors {
  readonly primary: IsoVolume;
  readonly catalogueBlock: number | undefined;
  readonly hasJoliet: boolean;
}

async function readDescriptors(file: DiskReader, findings: Findings): Promise<Descriptors> {
  let primary: IsoVolume | undefined;
  let catalogueBlock: number | undefined;
  let hasJoliet = false;
  let isEnded = false;
  for (let index = 0; index < MAX_DESCRIPTORS && !isEnded; index += 1) {
    const at = (ISO_FIRST_DESCRIPTOR + index) * ISO_BLOCK_BYTES;
    const block = await readUpTo(file, at, ISO_BLOCK_BYTES);
    if (block.toString('latin1', 1, 6) !== 'CD001') break;
    const type = parseIsoDescriptorType(block);
    if (type === 255) isEnded = true;
    else if (type === 0) catalogueBlock ??= parseBootRecord(block);
    else if (type === 1) primary ??= parseIsoVolume(block);
    else if (type === 2) hasJoliet ||= /^%\/[@CE]/.test(block.toString('latin1', 88, 91));
  }
  findings.check(isEnded, 'iso-terminator', 'there is none');
  if (primary === undefined) {
    throw new BuildError<InspectCode>('IMAGE_DAMAGED', 'it has no primary volume descriptor');
  }
  return { primary, catalogueBlock, hasJoliet };
}
