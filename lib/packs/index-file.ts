import type { Pack } from './pack.ts';

/** Whose packs an index is about: each has its own, so that jobs side by side do not forget each other's. */
export interface PackGroup {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** Name in remix.yaml. */
  readonly remix: string;
  readonly basearch: string;
}

/** A longer index is not read. */
export const MAX_INDEX_BYTES = 16 * 1024 * 1024;
/** Bases of some 64 MiB and a few small ones: 10 GB are no more. */
const MAX_PACKS = 256;
const MAX_RPMS = 200_000;
/** Of what GitHub keeps for a repository at most; also keeps sums exact. */
const MAX_PACK_BYTES = 1024 ** 4;
const VERSION = 1;

/**
 * Returns the packs that `text` names, or in words what is wrong with it. It comes from where others
 * may have written: everything in it is checked.
 */
export function parseIndex(text: string, group: PackGroup): readonly Pack[] | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(value)) return 'it is not an object';
  if (value['version'] !== VERSION) return `its version is not ${VERSION}`;
  for (const field of ['repository', 'remix', 'basearch'] as const) {
    if (value[field] !== group[field]) return `it is of another ${field}`;
  }
  const packs = value['packs'];
  if (!Array.isArray(packs) || packs.length > MAX_PACKS) {
    return `"packs" is not a list of at most ${MAX_PACKS}`;
  }
  const found = packs.map(parsePack);
  const good = found.filter((pack) => pack !== undefined);
  if (good.length < found.length) return `pack ${found.indexOf(undefined)} is not well-formed`;
  if (good.reduce((sum, { rpms }) => sum + rpms.length, 0) > MAX_RPMS) {
    return `it names more than ${MAX_RPMS} RPMs`;
  }
  if (new Set(good.map(({ digest }) => digest)).size < good.length) return 'it names a pack twice';
  return good;
}

/** Returns the index as text. The same packs give the same bytes. */
export function formatIndex(group: PackGroup, packs: readonly Pack[]): string {
  const { repository, remix, basearch } = group;
  const list = packs.map(({ digest, sizeBytes, rpms }) => ({ digest, sizeBytes, rpms }));
  return `${JSON.stringify({ version: VERSION, repository, remix, basearch, packs: list })}\n`;
}

function parsePack(value: unknown): Pack | undefined {
  if (!isObject(value)) return undefined;
  const { digest, sizeBytes, rpms } = value;
  if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) return undefined;
  if (!Number.isSafeInteger(sizeBytes)) return undefined;
  const size = Number(sizeBytes);
  if (size < 1 || size > MAX_PACK_BYTES) return undefined;
  if (!Array.isArray(rpms)) return undefined;
  const marks = rpms.filter(
    (mark): mark is string => typeof mark === 'string' && /^[0-9a-f]{16}$/.test(mark),
  );
  return marks.length === rpms.length ? { digest, sizeBytes: size, rpms: marks } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
