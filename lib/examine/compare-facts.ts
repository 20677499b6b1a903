import { createHash, type Hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { ConfigError } from '../core/errors.ts';
import type { LayerMember } from '../layers/layer-member.ts';
import type { DifferentField } from './difference.ts';
import type { ExamineCode } from './errors.ts';

/** A file that lies here. */
export interface FileHere {
  readonly facts: Stats;
  readonly path: string;
  /** Where it leads, when it is a symbolic link. */
  readonly target: string;
  readonly attributes: ReadonlyMap<string, Buffer>;
  readonly ignoreOwner: boolean;
  /** SHA-256 by device and inode, of files with several names. */
  readonly known: Map<string, string>;
}

const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const PIECE = Buffer.allocUnsafeSlow(1024 * 1024);
/** What the machine puts there, and no image: labels of its policy, marks of its file systems. */
const OF_THE_MACHINE =
  /^(security\.(selinux|ima|evm)$|(trusted|user)\.overlay\.|user\.(containers|umoci|rootlesscontainers)(\.|$)|system\.)/;

/**
 * Returns what of a file is not as the image has it, and how many bytes of it were read. A file of another
 * type or size is not read.
 *
 * @throws ConfigError TARGET_UNREADABLE
 */
export async function compareFacts(
  member: LayerMember,
  here: FileHere,
): Promise<{ readonly fields: readonly DifferentField[]; readonly readBytes: number }> {
  const { facts } = here;
  const fields: DifferentField[] = [];
  const compare = (field: string, expected: string, got: string) => {
    if (expected !== got) fields.push({ field, expected, got });
  };
  const type = typeOf(facts);
  compare('type', member.type, type);
  if (fields.length > 0) return { fields, readBytes: 0 };
  if (type !== 'link') compare('mode', octal(member.modeOctal), octal(facts.mode));
  if (!here.ignoreOwner) {
    compare('owner', `${member.uid}:${member.gid}`, `${facts.uid}:${facts.gid}`);
  }
  if (type === 'link') compare('target', member.linkName, here.target);
  if (type === 'character' || type === 'block') {
    compare('device', `${member.major}:${member.minor}`, deviceOf(facts.rdev));
  }
  const names = new Set([...member.attributes.keys(), ...here.attributes.keys()]);
  for (const name of names) {
    if (OF_THE_MACHINE.test(name)) continue;
    const [expected, got] = [member.attributes.get(name), here.attributes.get(name)];
    compare(name, expected?.toString('hex') || 'none', got?.toString('hex') || 'none');
  }
  if (type !== 'file') return { fields, readBytes: 0 };
  compare('size', String(member.sizeBytes), String(facts.size));
  if (member.sizeBytes !== facts.size) return { fields, readBytes: 0 };
  const inode = facts.nlink > 1 ? `${facts.dev}:${facts.ino}` : undefined;
  const known = inode === undefined ? undefined : here.known.get(inode);
  const sha256 = known ?? digestFile(here.path);
  if (inode !== undefined) here.known.set(inode, sha256);
  compare('sha256', member.sha256 ?? '', sha256);
  return { fields, readBytes: known === undefined ? member.sizeBytes : 0 };
}

/** Returns the type of a file, in the words of a layer's members. */
export function typeOf(facts: Stats): string {
  if (facts.isFile()) return 'file';
  if (facts.isDirectory()) return 'folder';
  if (facts.isSymbolicLink()) return 'link';
  if (facts.isCharacterDevice()) return 'character';
  if (facts.isBlockDevice()) return 'block';
  return facts.isFIFO() ? 'fifo' : 'socket';
}

/** Reads at once, one file after the other: of 100,000 small files waiting would be most of the time. */
function digestFile(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, READ_FLAGS);
    // It may have become something else meanwhile; a device has no end.
    if (!fstatSync(file).isFile()) throw unreadable(path, 'it is no file any more');
    const hash: Hash = createHash('sha256');
    for (;;) {
      const count = readSync(file, PIECE, 0, PIECE.length, null);
      if (count === 0) return hash.digest('hex');
      hash.update(PIECE.subarray(0, count));
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw cause instanceof ConfigError ? cause : unreadable(path, code ?? String(cause), cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

/** glibc's `gnu_dev_major` and `gnu_dev_minor`. */
function deviceOf(number: number): string {
  const device = BigInt(number);
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn);
  const minor = (device & 0xffn) | ((device >> 12n) & ~0xffn & 0xffffffffn);
  return `${major}:${minor}`;
}

function unreadable(path: string, why: string, cause?: unknown): ConfigError<ExamineCode> {
  return new ConfigError<ExamineCode>('TARGET_UNREADABLE', `${path} cannot be read: ${why}`, {
    hint: 'Files of others can be read by root alone: try it with sudo.',
    cause,
  });
}
