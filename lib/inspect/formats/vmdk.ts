import { BuildError, ConfigError } from '../../core/errors.ts';
import {
  parseVmdkDescriptor,
  parseVmdkHeader,
  VMDK_FLAG,
  VMDK_HEADER_BYTES,
  type VmdkDescriptor,
  type VmdkHeader,
} from '../../vmdk/parse.ts';
import { type DiskReader, openPart } from '../disk-reader.ts';
import { openJoined, openVmdkExtent, readDirectory } from '../disks/vmdk.ts';
import type { InspectCode } from '../errors.ts';
import type { Findings } from '../findings.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import { LIMITS } from '../limits.ts';
import { readVmdkFooter } from './vmdk-footer.ts';
import { checkVmdkGrains } from './vmdk-grains.ts';

const SECTOR = 512;
const MAX_DESCRIPTOR_BYTES = 2 ** 20;
const MAX_EXTENTS = 256;
/** Adapters that SCSI controllers of VMware's have. */
const ADAPTERS = ['lsilogic', 'buslogic', 'pvscsi'];

/** Opens a file that a descriptor names, in the same folder; undefined when there is none. */
export type OpenSibling = (name: string) => Promise<DiskReader | undefined>;

/**
 * Opens a sparse extent with its descriptor inside (monolithicSparse, streamOptimized), or a descriptor
 * whose extents lie beside it.
 *
 * @throws BuildError VMDK_BAD, IMAGE_DAMAGED, IMAGE_LIMIT, IMAGE_TRUNCATED; ConfigError IMAGE_UNSUPPORTED
 */
export async function openVmdk(
  file: DiskReader,
  inspection: Inspection,
  openSibling: OpenSibling,
): Promise<OpenedImage> {
  const start = await file.read(0, Math.min(file.sizeBytes, SECTOR));
  if (start.toString('latin1', 0, 4) === 'KDMV') return openSparse(file, inspection);
  const text = await file.read(0, Math.min(file.sizeBytes, MAX_DESCRIPTOR_BYTES));
  const descriptor = parseVmdkDescriptor(text);
  checkDescriptor(descriptor, inspection.findings);
  inspection.findings.add('vmdk-transport', `createType is ${createType(descriptor)}`);
  const { extents } = descriptor;
  if (extents.length === 0 || extents.length > MAX_EXTENTS) {
    throw new BuildError<InspectCode>(
      'IMAGE_DAMAGED',
      `a descriptor with ${extents.length} extents`,
    );
  }
  const parts: DiskReader[] = [];
  for (const extent of extents) {
    const sizeBytes = extent.sectors * SECTOR;
    if (extent.type === 'ZERO') {
      parts.push(zeros(sizeBytes));
      continue;
    }
    const name = extent.file ?? '';
    // Never a path: a descriptor could name any file of this machine.
    const opened = /^[^/\\]+$/.test(name) ? await openSibling(name) : undefined;
    if (opened === undefined) {
      throw new ConfigError<InspectCode>(
        'IMAGE_UNSUPPORTED',
        `a VMware disk whose extent "${name}" is not beside its descriptor`,
        { hint: 'Put the extents of the disk into the folder of the descriptor.' },
      );
    }
    inspection.keep(opened);
    switch (extent.type) {
      case 'FLAT':
      case 'VMFS': {
        const offset = extent.offsetSectors * SECTOR;
        inspection.findings.check(
          offset + sizeBytes <= opened.sizeBytes,
          'vmdk-capacity',
          `extent ${name} has ${opened.sizeBytes} bytes, expected ${offset + sizeBytes}`,
        );
        parts.push(openPart(opened, offset, sizeBytes));
        break;
      }
      case 'SPARSE': {
        const disk = (await openSparse(opened, inspection, false)).disk;
        if (disk === undefined) break;
        inspection.findings.check(
          disk.sizeBytes === sizeBytes,
          'vmdk-capacity',
          `extent ${name} has ${disk.sizeBytes} bytes, expected ${sizeBytes}`,
        );
        parts.push(disk);
        break;
      }
      default:
        throw new ConfigError<InspectCode>('IMAGE_UNSUPPORTED', `an extent of type ${extent.type}`);
    }
  }
  return { format: 'vmdk', disk: openJoined(parts), details: detailsOf(descriptor) };
}

async function openSparse(
  file: DiskReader,
  inspection: Inspection,
  isWhole = true,
): Promise<OpenedImage> {
  const { findings } = inspection;
  const header = parseVmdkHeader(await file.read(0, VMDK_HEADER_BYTES));
  const { flags, grainSectors, capacitySectors } = header;
  const isCompressed = (flags & VMDK_FLAG.compressed) !== 0;
  const hasMarkers = (flags & VMDK_FLAG.markers) !== 0;
  if (capacitySectors * SECTOR > LIMITS.diskBytes) {
    throw new BuildError<InspectCode>('IMAGE_LIMIT', `a VMware disk of ${capacitySectors} sectors`);
  }
  if (isCompressed && (!hasMarkers || header.compression !== 1)) {
    throw new ConfigError<InspectCode>(
      'IMAGE_UNSUPPORTED',
      `a VMware disk with compression ${header.compression}, ${hasMarkers ? '' : 'no '}markers`,
    );
  }
  findings.check(header.hasNewlines, 'vmdk-newlines', 'bytes 73 to 76 are not LF, space, CR, LF');
  findings.check(!header.isUncleanShutdown, 'vmdk-unclean', 'it was not closed');
  findings.check(
    (grainSectors & (grainSectors - 1)) === 0 && grainSectors > 8,
    'vmdk-grain-size',
    `a grain has ${grainSectors} sectors`,
  );
  findings.check(
    header.entriesPerTable === 512,
    'vmdk-table-size',
    `a grain table has ${header.entriesPerTable} entries`,
  );
  const footer =
    header.directorySector === undefined ? await readVmdkFooter(file, header, findings) : header;
  const directorySector = footer.directorySector;
  if (directorySector === undefined) {
    throw new BuildError<InspectCode>(
      'IMAGE_DAMAGED',
      'neither header nor footer has the directory',
    );
  }
  if (isCompressed) {
    findings.check(
      header.directorySector === undefined,
      'vmdk-stream',
      `the grain directory is at sector ${directorySector}, before the grains`,
    );
  }
  const directory = await readDirectory(file, header, directorySector);
  const map = { header, directory };
  const grains = await checkVmdkGrains(file, map, footer.redundantDirectorySector, findings);
  const descriptor = await readDescriptor(file, header);
  if (isWhole) checkWhole(descriptor, header, findings);
  return {
    format: 'vmdk',
    disk: openVmdkExtent(file, map),
    details: {
      ...(descriptor === undefined ? {} : detailsOf(descriptor)),
      version: header.version,
      grainBytes: grainSectors * SECTOR,
      grains,
    },
  };
}

async function readDescriptor(
  file: DiskReader,
  { descriptor }: VmdkHeader,
): Promise<VmdkDescriptor | undefined> {
  if (descriptor.firstSector === 0 || descriptor.sectors === 0) return undefined;
  const length = descriptor.sectors * SECTOR;
  if (length > MAX_DESCRIPTOR_BYTES) {
    throw new BuildError<InspectCode>('IMAGE_LIMIT', `a descriptor of ${length} bytes`);
  }
  const text = await file.read(descriptor.firstSector * SECTOR, length);
  // An extent of several has room for one, which is empty.
  return text[0] === 0 ? undefined : parseVmdkDescriptor(text);
}

/** A disk of one file: the descriptor inside it must speak of it. */
function checkWhole(
  descriptor: VmdkDescriptor | undefined,
  header: VmdkHeader,
  findings: Findings,
): void {
  if (descriptor === undefined) {
    findings.add('vmdk-descriptor', 'it has none');
    return;
  }
  checkDescriptor(descriptor, findings);
  const isCompressed = (header.flags & VMDK_FLAG.compressed) !== 0;
  const expected = isCompressed ? 'streamOptimized' : 'monolithicSparse';
  const found = createType(descriptor);
  findings.check(
    found === expected,
    'vmdk-create-type',
    `createType is ${found}, expected ${expected}`,
  );
  findings.check(found === 'streamOptimized', 'vmdk-transport', `createType is ${found}`);
  const sectors = descriptor.extents.reduce((sum, extent) => sum + extent.sectors, 0);
  findings.check(
    sectors === header.capacitySectors,
    'vmdk-capacity',
    `the descriptor has ${sectors} sectors, the header ${header.capacitySectors}`,
  );
}

function checkDescriptor(descriptor: VmdkDescriptor, findings: Findings): void {
  const value = (key: string) => descriptor.values.get(key) ?? '';
  const parent = value('parentcid').toLowerCase();
  if (parent !== 'ffffffff' && parent !== '') {
    throw new ConfigError<InspectCode>(
      'IMAGE_UNSUPPORTED',
      `a VMware disk that needs parent ${parent}`,
    );
  }
  findings.check(
    value('version') !== '' && /^[0-9a-f]{1,8}$/i.test(value('cid')) && value('createtype') !== '',
    'vmdk-descriptor',
    `version "${value('version')}", CID "${value('cid')}", createType "${value('createtype')}"`,
  );
  const adapter = value('ddb.adaptertype');
  findings.check(ADAPTERS.includes(adapter), 'vmdk-adapter', `ddb.adapterType is "${adapter}"`);
}

function createType(descriptor: VmdkDescriptor): string {
  return descriptor.values.get('createtype') ?? '';
}

function detailsOf(descriptor: VmdkDescriptor): Record<string, string> {
  return {
    createType: createType(descriptor),
    adapterType: descriptor.values.get('ddb.adaptertype') ?? '',
    hardwareVersion: descriptor.values.get('ddb.virtualhwversion') ?? '',
  };
}

function zeros(sizeBytes: number): DiskReader {
  return {
    sizeBytes,
    read: async (_offset, lengthBytes) => Buffer.alloc(lengthBytes),
    close: async () => undefined,
  };
}
