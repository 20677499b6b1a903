import {
  parseVmdkHeader,
  parseVmdkMarker,
  VMDK_HEADER_BYTES,
  VMDK_MARKER,
  type VmdkHeader,
} from '../../vmdk/parse.ts';
import type { DiskReader } from '../disk-reader.ts';
import type { Findings } from '../findings.ts';

const SECTOR = 512;

/**
 * Reads the footer of a stream-optimized extent: marker, footer and the end-of-stream marker are its last
 * three sectors.
 *
 * @throws BuildError VMDK_BAD, IMAGE_TRUNCATED
 */
export async function readVmdkFooter(
  file: DiskReader,
  header: VmdkHeader,
  findings: Findings,
): Promise<VmdkHeader> {
  const tail = await file.read(file.sizeBytes - 3 * SECTOR, 3 * SECTOR);
  const marker = parseVmdkMarker(tail);
  findings.check(
    marker.type === VMDK_MARKER.footer && marker.sizeBytes === 0 && marker.value === 1,
    'vmdk-footer',
    `the footer's marker has type ${marker.type} and value ${marker.value}, expected 3 and 1`,
  );
  findings.check(
    tail.subarray(2 * SECTOR).every((byte) => byte === 0),
    'vmdk-footer',
    'the last sector is no end-of-stream marker',
  );
  const footer = parseVmdkHeader(tail.subarray(SECTOR, SECTOR + VMDK_HEADER_BYTES));
  const essence = ({ directorySector: _, redundantDirectorySector: __, ...rest }: VmdkHeader) =>
    JSON.stringify({ ...rest, descriptor: undefined });
  findings.check(
    essence(footer) === essence(header),
    'vmdk-footer',
    'footer and header say different things',
  );
  return footer;
}
