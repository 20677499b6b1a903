import { BuildError } from '../../core/errors.ts';
import { parseFat } from '../../filesystem/fat.ts';
import { parseFileSystem } from '../../filesystem/parse.ts';
import {
  type BootEntry,
  ISO_BLOCK_BYTES,
  ISO_FIRST_DESCRIPTOR,
  type IsoEntry,
  type IsoVolume,
  parseBootCatalogue,
  parseBootRecord,
  parseIsoDescriptorType,
  parseIsoDirectory,
  parseIsoVolume,
} from '../../iso9660/parse.ts';
import { readEsp } from '../boot-loaders.ts';
import { type DiskReader, isWithin, openPart, readUpTo } from '../disk-reader.ts';
import { openWindowed } from '../disks/blocks.ts';
import type { InspectCode } from '../errors.ts';
import type { Findings } from '../findings.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import { LIMITS } from '../limits.ts';
import type { BootLoaderReport, FileSystemReport } from '../report.ts';

const MAX_DESCRIPTORS = 64;
const MAX_DEPTH = 32;
/** Files that may be the root file system of a live system. */
const LIVE_BYTES = 2 ** 20;
const MAX_LIVE = 32;

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
  const tree = await readTree(file, primary.root, findings);
  const bootLoaders = await readBootEntries(file, catalogueBlock, findings);
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

interface Tree {
  readonly files: number;
  readonly hasRockRidge: boolean;
  readonly live: readonly FileSystemReport[];
}

async function readTree(whole: DiskReader, root: IsoEntry, findings: Findings): Promise<Tree> {
  const file = openWindowed(whole);
  const seen = new Set<number>([root.firstBlock]);
  const live: FileSystemReport[] = [];
  const queue = [{ entry: root, path: '', depth: 0 }];
  let files = 0;
  let hasRockRidge = false;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { entry: folder, path, depth } = next;
    const at = folder.firstBlock * ISO_BLOCK_BYTES;
    if (!isWithin(at, folder.sizeBytes, file.sizeBytes)) {
      findings.add('iso-bounds', `folder /${path} has ${folder.sizeBytes} bytes at ${at}`);
      continue;
    }
    if (folder.sizeBytes > LIMITS.directoryBytes) {
      throw new BuildError<InspectCode>('IMAGE_LIMIT', `a folder of ${folder.sizeBytes} bytes`);
    }
    for (const entry of parseIsoDirectory(await file.read(at, folder.sizeBytes))) {
      if (entry.name === '\0' || entry.name === '\x01') continue;
      files += 1;
      if (files > LIMITS.directoryEntries || depth > MAX_DEPTH) {
        throw new BuildError<InspectCode>('IMAGE_LIMIT', 'an ISO with more files than is accepted');
      }
      hasRockRidge ||= entry.hasRockRidge;
      const name = `${path}${entry.name}`;
      const start = entry.firstBlock * ISO_BLOCK_BYTES;
      if (!isWithin(start, entry.sizeBytes, file.sizeBytes)) {
        findings.add('iso-bounds', `/${name} has ${entry.sizeBytes} bytes at ${start}`);
      } else if (entry.isFolder) {
        if (seen.has(entry.firstBlock)) findings.add('iso-loop', `folder /${name} is below itself`);
        else queue.push({ entry, path: `${name}/`, depth: depth + 1 });
        seen.add(entry.firstBlock);
      } else if (entry.sizeBytes >= LIVE_BYTES && live.length < MAX_LIVE) {
        const found = await readLive(
          openPart(whole, start, entry.sizeBytes),
          name,
          start,
          findings,
        );
        if (found !== undefined) live.push(found);
      }
    }
  }
  return { files, hasRockRidge, live };
}

/** A file of the ISO that is a file system itself: what a live system runs from. */
async function readLive(
  part: DiskReader,
  path: string,
  offsetBytes: number,
  findings: Findings,
): Promise<FileSystemReport | undefined> {
  const system = parseFileSystem(await readUpTo(part, 0, 70_000));
  if (system === undefined) return undefined;
  findings.check(
    system.sizeBytes <= part.sizeBytes,
    'filesystem-fits',
    `the ${system.type} in /${path} has ${system.sizeBytes} bytes, the file ${part.sizeBytes}`,
  );
  findings.check(
    system.isChecksumRight,
    'filesystem-checksum',
    `the superblock of the ${system.type} in /${path} has a wrong checksum`,
  );
  const { type, label, uuid, sizeBytes, blockBytes } = system;
  return {
    type,
    ...(label === undefined ? {} : { label }),
    ...(uuid === undefined ? {} : { uuid }),
    offsetBytes,
    sizeBytes,
    blockBytes,
    details: { path, ...system.details },
  };
}

async function readBootEntries(
  file: DiskReader,
  catalogueBlock: number | undefined,
  findings: Findings,
): Promise<BootLoaderReport[]> {
  if (catalogueBlock === undefined) {
    findings.add('iso-boot-catalogue', 'there is no boot record of El Torito');
    return [];
  }
  let entries: BootEntry[];
  try {
    const at = catalogueBlock * ISO_BLOCK_BYTES;
    entries = parseBootCatalogue(await file.read(at, ISO_BLOCK_BYTES));
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    findings.add('iso-boot-catalogue', error.message);
    return [];
  }
  const found: BootLoaderReport[] = [];
  for (const entry of entries) {
    const at = entry.firstBlock * ISO_BLOCK_BYTES;
    const lengthBytes = Math.max(entry.sectors, 1) * 512;
    const isInside = at > 0 && isWithin(at, lengthBytes, file.sizeBytes);
    findings.check(
      entry.isBootable && entry.emulation === 0 && isInside,
      'iso-boot-entry',
      `the entry for ${entry.platform} has ${lengthBytes} bytes at ${at}, emulation ${entry.emulation}, ${entry.isBootable ? '' : 'not '}bootable`,
    );
    if (!isInside) continue;
    const place = { bootEntry: `${entry.sectors} sectors at block ${entry.firstBlock}` };
    if (entry.platform === 'uefi') {
      found.push(...(await readUefiEntry(file, at, place, findings)));
    } else if (entry.platform === 'bios') {
      const start = (await readUpTo(file, at, 65_536)).toString('latin1');
      const kind = start.includes('ISOLINUX') || start.includes('isolinux') ? 'isolinux' : 'grub';
      // GRUB's own text is compressed; this is what its first sector says when it is not well.
      const isKnown = kind === 'isolinux' || /GRUB|no boot info/.test(start);
      found.push({
        firmware: 'bios',
        kind: isKnown ? kind : 'unknown',
        sizeBytes: lengthBytes,
        details: place,
      });
    }
  }
  return found;
}

/** The size that the entry says fits 16 bits and is often wrong: the FAT knows better. */
async function readUefiEntry(
  file: DiskReader,
  at: number,
  place: { bootEntry: string },
  findings: Findings,
): Promise<BootLoaderReport[]> {
  const fat = parseFat(await readUpTo(file, at, 512));
  if (fat === undefined || !isWithin(at, fat.sizeBytes, file.sizeBytes)) {
    findings.add('iso-boot-uefi', `at byte ${at} there is no FAT that lies within the file`);
    return [{ firmware: 'uefi', kind: 'unknown', details: place }];
  }
  const programs = await readEsp(openPart(file, at, fat.sizeBytes), undefined, findings);
  return programs.map((program) => ({ ...program, details: { ...program.details, ...place } }));
}
