import { BuildError } from '../../core/errors.ts';
import { parseFileSystem } from '../../filesystem/parse.ts';
import { ISO_BLOCK_BYTES, type IsoEntry, parseIsoDirectory } from '../../iso9660/parse.ts';
import { type DiskReader, isWithin, openPart, readUpTo } from '../disk-reader.ts';
import { openWindowed } from '../disks/blocks.ts';
import type { InspectCode } from '../errors.ts';
import type { Findings } from '../findings.ts';
import { LIMITS } from '../limits.ts';
import type { FileSystemReport } from '../report.ts';

/** What the folders of an ISO hold. */
export interface Tree {
  readonly files: number;
  readonly hasRockRidge: boolean;
  readonly live: readonly FileSystemReport[];
}

const MAX_DEPTH = 32;
/** Files that may be the root file system of a live system. */
const LIVE_BYTES = 2 ** 20;
const MAX_LIVE = 32;

/**
 * Walks every folder of an ISO, checks that all lies within the file, and finds file systems.
 *
 * @throws BuildError ISO_BAD, IMAGE_LIMIT
 */
export async function readIsoTree(
  whole: DiskReader,
  root: IsoEntry,
  findings: Findings,
): Promise<Tree> {
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
