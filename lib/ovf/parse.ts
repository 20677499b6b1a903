import { SaxesParser } from 'saxes';
import { BuildError } from '../core/errors.ts';
import type { OvfCode } from './errors.ts';

/** What an OVF descriptor says (DSP0243 1.1.0), as far as a disk image goes. */
export interface OvfDescriptor {
  readonly files: readonly OvfFile[];
  readonly disks: readonly OvfDisk[];
  /** Such as `vmx-14 vmx-17`. */
  readonly hardware: string | undefined;
  /** VMware's name of the operating system, `vmwarePhoton64Guest`. */
  readonly osType: string | undefined;
  /** `efi` or `bios`, from `vmw:Config`. */
  readonly firmware: string | undefined;
  /** Host resources that drives name, `ovf:/disk/vmdisk1`. */
  readonly hostResources: readonly string[];
  readonly virtualSystems: number;
}

/** A file that belongs to the package (7.1 File References). */
export interface OvfFile {
  readonly id: string;
  readonly href: string;
  readonly sizeBytes: number | undefined;
}

/** A disk (9.1 DiskSection). */
export interface OvfDisk {
  readonly id: string;
  readonly fileRef: string | undefined;
  readonly format: string;
  readonly capacityBytes: number | undefined;
}

/** A line of the manifest: `SHA256(disk.vmdk)= <hex>`. */
export interface OvfDigest {
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  readonly file: string;
  readonly digest: string;
}

/** A descriptor has some KiB. */
export const MAX_OVF_BYTES = 4 * 1024 * 1024;
const MAX_DEPTH = 64;
const LENGTHS = { SHA1: 40, SHA256: 64, SHA512: 128 } as const;

/**
 * Reads a descriptor. Document types are refused: they may name other files, or grow without end.
 *
 * @throws BuildError OVF_BAD
 */
export function parseOvf(text: string): OvfDescriptor {
  if (text.length > MAX_OVF_BYTES) fail(`it has more than ${MAX_OVF_BYTES} bytes`);
  const files: OvfFile[] = [];
  const disks: OvfDisk[] = [];
  const hostResources: string[] = [];
  const found: { hardware?: string; osType?: string; firmware?: string } = {};
  let virtualSystems = 0;
  const path: string[] = [];
  let content = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('doctype', () => fail('it has a document type'));
  parser.on('error', (error) => fail(error.message.split('\n')[0] ?? 'it is no XML'));
  parser.on('opentag', ({ local, attributes }) => {
    if (path.length >= MAX_DEPTH) fail('its elements are nested too deep');
    if (path.length === 0 && local !== 'Envelope') fail(`its root is ${local}, expected Envelope`);
    path.push(local);
    content = '';
    const values = new Map(Object.values(attributes).map((item) => [item.local, item.value]));
    const value = (name: string) => values.get(name);
    switch (local) {
      case 'File':
        files.push({
          id: value('id') ?? '',
          href: value('href') ?? '',
          sizeBytes: wholeNumber(value('size')),
        });
        break;
      case 'Disk':
        disks.push({
          id: value('diskId') ?? '',
          fileRef: value('fileRef'),
          format: value('format') ?? '',
          capacityBytes: capacity(value('capacity'), value('capacityAllocationUnits')),
        });
        break;
      case 'VirtualSystem':
        virtualSystems += 1;
        break;
      case 'OperatingSystemSection': {
        const osType = value('osType');
        if (osType !== undefined) found.osType = osType;
        break;
      }
      case 'Config':
        if (value('key') === 'firmware') found.firmware = value('value') ?? '';
        break;
    }
  });
  parser.on('text', (piece) => {
    content += piece;
  });
  parser.on('closetag', () => {
    const local = path.pop();
    if (local === 'VirtualSystemType') found.hardware = content.trim();
    if (local === 'HostResource') hostResources.push(content.trim());
    content = '';
  });
  parser.write(text).close();
  return {
    files,
    disks,
    hardware: found.hardware,
    osType: found.osType,
    firmware: found.firmware,
    hostResources,
    virtualSystems,
  };
}

/**
 * Reads a manifest.
 *
 * @throws BuildError OVF_BAD for a line that is no digest
 */
export function parseOvfManifest(text: string): OvfDigest[] {
  if (text.length > MAX_OVF_BYTES) fail(`its manifest has more than ${MAX_OVF_BYTES} bytes`);
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const [, name = '', file = '', digest = ''] =
        /^(SHA1|SHA256|SHA512) ?\(([^)]+)\) ?= ?([0-9a-fA-F]+)\s*$/.exec(line) ?? [];
      const algorithm = name as OvfDigest['algorithm'];
      if (file === '' || digest.length !== LENGTHS[algorithm]) {
        fail(`line ${index + 1} of its manifest is no digest of a file`);
      }
      return { algorithm, file, digest: digest.toLowerCase() };
    });
}

/** Capacity in bytes; the unit is written `byte * 2^30`. */
function capacity(amount: string | undefined, unit: string | undefined): number | undefined {
  const count = wholeNumber(amount);
  if (count === undefined) return undefined;
  if (unit === undefined || unit.trim() === 'byte') return count;
  const power = /^byte \* 2\^(\d{1,2})$/.exec(unit.trim())?.[1];
  return power === undefined ? undefined : count * 2 ** Number(power);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function fail(what: string): never {
  throw new BuildError<OvfCode>('OVF_BAD', `not a sound OVF descriptor: ${what}`);
}
