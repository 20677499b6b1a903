import { sha256 } from '../core/digest.ts';

/** Every number that tools would otherwise draw at random. GUIDs and UUIDs are lower-case text. */
export interface Identifiers {
  readonly diskGuid: string;
  readonly biosBootGuid: string;
  readonly espGuid: string;
  readonly rootGuid: string;
  readonly rootUuid: string;
  /** Seed of ext4's directory hashes. */
  readonly rootHashSeed: string;
  /** Serial number of the FAT file system, 8 hex digits. */
  readonly espVolumeId: string;
  /** Of a partition of the user's own, by its label. */
  readonly partitionGuid: (label: string) => string;
  /** Of the file system in it. */
  readonly partitionUuid: (label: string) => string;
}

/**
 * Returns the identifiers of an image of `commit`: a function of its checksum, so that two builds
 * agree, and images of different commits can stand in one machine.
 */
export function resolveIdentifiers(commit: string): Identifiers {
  const derive = (purpose: string) => sha256(`treesmith image ${purpose} ${commit}`);
  return {
    diskGuid: formatUuid(derive('disk')),
    biosBootGuid: formatUuid(derive('bios-boot')),
    espGuid: formatUuid(derive('esp')),
    rootGuid: formatUuid(derive('root')),
    rootUuid: formatUuid(derive('root file system')),
    rootHashSeed: formatUuid(derive('hash seed')),
    espVolumeId: derive('esp file system').slice(0, 8),
    partitionGuid: (label) => formatUuid(derive(`partition ${label}`)),
    partitionUuid: (label) => formatUuid(derive(`file system ${label}`)),
  };
}

/** A UUID of version 8 (RFC 9562: vendor's own) of the first 122 usable bits of a digest. */
function formatUuid(hex: string): string {
  const variant = (0x8 | (Number.parseInt(hex.charAt(16), 16) & 0x3)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
