import { BuildError } from '../../core/errors.ts';
import { MAX_OVF_BYTES, type OvfDescriptor, parseOvf, parseOvfManifest } from '../../ovf/parse.ts';
import { digestContents } from '../content-digest.ts';
import type { DiskReader } from '../disk-reader.ts';
import type { TarMember } from '../disks/tar.ts';
import type { InspectCode } from '../errors.ts';
import type { Findings } from '../findings.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';

/** Opens a file that lies in another. */
export type OpenInner = (file: DiskReader) => Promise<OpenedImage>;

const STREAM_FORMAT = 'streamOptimized';
const ALGORITHMS = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const;

/**
 * Opens an archive with an OVF descriptor; its disk is the first that the descriptor has.
 *
 * @throws BuildError OVF_BAD, IMAGE_DAMAGED, what the disk's format throws
 */
export async function openOva(
  members: readonly TarMember[],
  inspection: Inspection,
  openInner: OpenInner,
): Promise<OpenedImage> {
  const { findings } = inspection;
  const descriptors = members.filter(({ name }) => /\.ovf$/i.test(name));
  findings.check(
    descriptors.length === 1,
    'ova-one-descriptor',
    `it has ${descriptors.length}: ${descriptors.map(({ name }) => name).join(', ')}`,
  );
  const [descriptor] = descriptors;
  if (descriptor === undefined) throw new TypeError('no descriptor');
  const ovf = parseOvf(await readText(descriptor));
  checkArchive(members, findings);
  checkOrder(members, descriptor, ovf, findings);
  await checkManifest(members, descriptor, findings);
  checkReferences(members, descriptor, ovf, findings);
  findings.check(
    /^(vmx-\d+|virtualbox-\d|xen-|qemu|kvm)/.test(ovf.hardware ?? ''),
    'ova-hardware',
    `VirtualSystemType is "${ovf.hardware ?? ''}"`,
  );
  findings.check(ovf.osType !== undefined, 'ova-vmware-os-type', 'vmw:osType is not given');
  const inner = await openDisk(members, ovf, findings, openInner);
  return {
    format: 'ova',
    ...(inner?.disk === undefined ? {} : { disk: inner.disk }),
    details: {
      hardware: ovf.hardware ?? '',
      osType: ovf.osType ?? '',
      firmware: ovf.firmware ?? 'bios',
      members: members.map(({ name }) => name),
      ...(inner === undefined ? {} : { disk: { format: inner.format, ...inner.details } }),
    },
  };
}

function checkArchive(members: readonly TarMember[], findings: Findings): void {
  for (const { name, type, flavour, isExtended, isSparse } of members) {
    findings.check(
      flavour === 'ustar' && !isExtended && !isSparse,
      'ova-ustar',
      `member ${name} is written in the form ${flavour}${isExtended ? ' with pax or GNU extensions' : ''}`,
    );
    findings.check(
      '07'.includes(type) && !name.includes('/'),
      'ova-flat',
      `member ${name} is ${type === '5' ? 'a folder' : 'in a folder, or no file'}`,
    );
  }
}

function checkOrder(
  members: readonly TarMember[],
  descriptor: TarMember,
  ovf: OvfDescriptor,
  findings: Findings,
): void {
  const names = members.map(({ name }) => name);
  findings.check(
    members[0] === descriptor,
    'ova-order',
    `the first member is ${names[0]}, expected ${descriptor.name}`,
  );
  const extras = names.filter((name) => /\.(mf|cert)$/i.test(name));
  const rest = names.filter((name) => name !== descriptor.name && !extras.includes(name));
  // Manifest and certificate come right behind the descriptor, or at the very end.
  const isPlaced =
    names.slice(1, 1 + extras.length).join('\n') === extras.join('\n') ||
    names.slice(-extras.length || names.length).join('\n') === extras.join('\n');
  findings.check(isPlaced, 'ova-order', `${extras.join(', ')} stand among the files`);
  const listed = ovf.files.map(({ href }) => href).filter((href) => rest.includes(href));
  const found = rest.filter((name) => listed.includes(name));
  findings.check(
    found.join('\n') === listed.join('\n'),
    'ova-order',
    `the files are ${found.join(', ')}, References has ${listed.join(', ')}`,
  );
}

async function checkManifest(
  members: readonly TarMember[],
  descriptor: TarMember,
  findings: Findings,
): Promise<void> {
  const base = descriptor.name.replace(/\.ovf$/i, '');
  const manifest = members.find(({ name }) => name.toLowerCase() === `${base}.mf`.toLowerCase());
  if (manifest === undefined) {
    findings.add('ova-no-manifest', `there is no ${base}.mf`);
    return;
  }
  const digests = parseOvfManifest(await readText(manifest));
  for (const member of members) {
    if (/\.(mf|cert)$/i.test(member.name)) continue;
    const digest = digests.find(({ file }) => file === member.name);
    if (digest === undefined) {
      findings.add('ova-manifest', `${manifest.name} has no digest of ${member.name}`);
      continue;
    }
    const found = await digestContents(member.open(), ALGORITHMS[digest.algorithm]);
    findings.check(
      found === digest.digest,
      'ova-digest',
      `${digest.algorithm} of ${member.name} is ${found}, the manifest has ${digest.digest}`,
    );
  }
  for (const { file } of digests) {
    findings.check(
      members.some(({ name }) => name === file),
      'ova-manifest',
      `${manifest.name} has a digest of ${file}, which is not there`,
    );
  }
}

function checkReferences(
  members: readonly TarMember[],
  descriptor: TarMember,
  ovf: OvfDescriptor,
  findings: Findings,
): void {
  for (const { href, sizeBytes } of ovf.files) {
    const member = members.find(({ name }) => name === href);
    findings.check(
      member !== undefined && (sizeBytes === undefined || sizeBytes === member.sizeBytes),
      'ova-references',
      member === undefined
        ? `${href} is not there`
        : `${href} has ${member.sizeBytes} bytes, References says ${sizeBytes}`,
    );
  }
  for (const { name } of members) {
    if (name === descriptor.name || /\.(mf|cert)$/i.test(name)) continue;
    findings.check(
      ovf.files.some(({ href }) => href === name),
      'ova-references',
      `References does not name ${name}`,
    );
  }
}

async function openDisk(
  members: readonly TarMember[],
  ovf: OvfDescriptor,
  findings: Findings,
  openInner: OpenInner,
): Promise<OpenedImage | undefined> {
  const [disk] = ovf.disks;
  if (disk === undefined) {
    findings.add('ova-disk', 'DiskSection has no disk');
    return undefined;
  }
  const file = ovf.files.find(({ id }) => id === disk.fileRef);
  const member = members.find(({ name }) => name === file?.href);
  if (member === undefined) {
    findings.add('ova-disk', `disk ${disk.id} names no file that is there`);
    return undefined;
  }
  findings.check(
    ovf.hostResources.some(
      (resource) => resource === `ovf:/disk/${disk.id}` || resource === `/disk/${disk.id}`,
    ),
    'ova-disk-used',
    `no HostResource is ovf:/disk/${disk.id}`,
  );
  const inner = await openInner(member.open());
  const sizeBytes = inner.disk?.sizeBytes;
  findings.check(
    disk.capacityBytes === undefined || disk.capacityBytes === sizeBytes,
    'ova-disk',
    `the capacity of ${disk.id} is ${disk.capacityBytes} bytes, its disk has ${sizeBytes}`,
  );
  findings.check(
    inner.details['createType'] === STREAM_FORMAT && disk.format.endsWith(`#${STREAM_FORMAT}`),
    'ova-vmware-format',
    `${member.name} is ${inner.format} ${String(inner.details['createType'] ?? '')}, its format ${disk.format}`,
  );
  return inner;
}

async function readText(member: TarMember): Promise<string> {
  if (member.sizeBytes > MAX_OVF_BYTES) {
    throw new BuildError<InspectCode>(
      'IMAGE_LIMIT',
      `${member.name} has ${member.sizeBytes} bytes`,
    );
  }
  return (await member.open().read(0, member.sizeBytes)).toString('utf8');
}
