import { BuildError } from '../../core/errors.ts';
import type { Compression } from '../../host/decompress.ts';
import type { DiskReader } from '../disk-reader.ts';
import { readTar, type TarMember } from '../disks/tar.ts';
import type { InspectCode } from '../errors.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import { LIMITS } from '../limits.ts';

const GIB = 2 ** 30;

/** Whether an archive is of a disk for Google Compute Engine: its one file is `disk.raw`, or is named so. */
export function isGce(members: readonly TarMember[]): boolean {
  return members.length <= 4 && members.some(({ name }) => /(^|\/)[^/]+\.raw$/.test(name));
}

/** Opens an archive of a raw disk. */
export function openGce(
  members: readonly TarMember[],
  compression: Compression,
  { findings }: Inspection,
): OpenedImage {
  const member = members.find(({ name }) => /\.raw$/.test(name)) as TarMember;
  findings.check(compression === 'gzip', 'gce-gzip', `the compression is ${compression}`);
  findings.check(
    members.length === 1,
    'gce-one-member',
    `it has ${members.length}: ${members.map(({ name }) => name).join(', ')}`,
  );
  findings.check(member.name === 'disk.raw', 'gce-name', `it is named ${member.name}`);
  const { flavour, isExtended, isSparse, type } = member;
  findings.check(
    flavour === 'gnu' && !isExtended && '0S'.includes(type),
    'gce-format',
    `the form is ${flavour}${isExtended ? ' with extensions' : ''}`,
  );
  const disk = member.open();
  findings.check(
    disk.sizeBytes % GIB === 0 && disk.sizeBytes > 0,
    'gce-size',
    `the disk has ${disk.sizeBytes} bytes, ${(disk.sizeBytes / GIB).toFixed(3)} GiB`,
  );
  return { format: 'gce', disk, details: { tarFormat: flavour, isSparse } };
}

/** Reads an archive of a root file system; with a file of WSL's in etc it is one for WSL. */
export async function openRootArchive(
  archive: DiskReader,
  compression: Compression,
  { findings }: Inspection,
): Promise<OpenedImage> {
  const names = new Set<string>();
  const counts = { files: 0, folders: 0, links: 0, others: 0 };
  let contentBytes = 0;
  let nameBytes = 0;
  let isProper = true;
  const note = (ended: boolean) => {
    isProper = ended;
  };
  for await (const member of readTar(archive, note)) {
    const name = member.name.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
    findings.check(
      !member.name.startsWith('/') && !name.split('/').includes('..'),
      'tar-names',
      `member ${member.name}`,
    );
    findings.check(
      !names.has(name) || member.type === '5',
      'tar-duplicates',
      `member ${name} comes twice`,
    );
    if (member.type === '1') {
      const target = member.linkName.replace(/^(\.?\/)+/, '');
      findings.check(names.has(target), 'tar-hard-links', `${name} is a link to ${target}`);
    }
    names.add(name);
    nameBytes += name.length;
    if (nameBytes > LIMITS.nameBytes) {
      throw new BuildError<InspectCode>(
        'IMAGE_LIMIT',
        'an archive with longer names than is accepted',
      );
    }
    contentBytes += member.sizeBytes;
    if ('07S'.includes(member.type)) counts.files += 1;
    else if (member.type === '5') counts.folders += 1;
    else if ('12'.includes(member.type)) counts.links += 1;
    else counts.others += 1;
  }
  findings.check(isProper, 'tar-end', 'it ends without two blocks of zeros');
  findings.check(
    names.has('etc/os-release') || names.has('usr/lib/os-release'),
    'rootfs-os-release',
    'there is neither etc/os-release nor usr/lib/os-release',
  );
  const isWsl = ['etc/wsl-distribution.conf', 'etc/wsl.conf'].some((name) => names.has(name));
  if (isWsl) {
    findings.check(
      compression === 'gzip' || compression === 'none',
      'wsl-gzip',
      `the compression is ${compression}`,
    );
  }
  return { format: isWsl ? 'wsl' : 'tar', details: { ...counts, contentBytes } };
}
