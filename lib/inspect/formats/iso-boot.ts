import { BuildError } from '../../core/errors.ts';
import { parseFat } from '../../filesystem/fat.ts';
import { type BootEntry, ISO_BLOCK_BYTES, parseBootCatalogue } from '../../iso9660/parse.ts';
import { readEsp } from '../boot-loaders.ts';
import { type DiskReader, isWithin, openPart, readUpTo } from '../disk-reader.ts';
import type { Findings } from '../findings.ts';
import type { BootLoaderReport } from '../report.ts';

/** Returns what the boot catalogue of El Torito names for each platform. */
export async function readIsoBootEntries(
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
