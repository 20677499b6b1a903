import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { compareBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import type { LayerNode } from '../layers/layer-tree.ts';
import { compareFacts, typeOf } from './compare-facts.ts';
import type { ComparedCounts, Difference } from './difference.ts';
import type { ExamineCode } from './errors.ts';
import { garbageCollector } from './garbage-collector.ts';
import { readAttributes } from './read-attributes.ts';

/** What to compare an image's files with. */
export interface CompareRootOptions {
  /** A folder with a root file system. */
  readonly root: string;
  /** Paths, relative to the root, that are left out on both sides. */
  readonly isIgnored: (path: string) => boolean;
  /** Whether owners are not compared: whoever unpacked it was not root. */
  readonly ignoreOwners?: boolean;
  /** A mode that the root may have in place of its own. */
  readonly otherRootMode?: number;
}

/** So many are asked for their extended attributes at once. */
const BATCH = 1500;

interface Pair {
  readonly path: string;
  readonly node: LayerNode;
  readonly facts: Stats;
}

/**
 * Compares a folder and every file below it with those that an image's layers make: type, mode, owner, size,
 * SHA-256, target, device numbers, extended attributes. The folder itself is compared when a layer has it:
 * what it is otherwise is up to whoever unpacks. Links are not followed, but for one to the folder. Times are not
 * compared: many tools do not keep them. Differences come in the order of the paths; of a folder that is missing
 * or additional only itself is named.
 *
 * @throws ConfigError TARGET_UNREADABLE, TOOL_MISSING
 */
export async function compareRoot(
  expected: LayerNode,
  options: CompareRootOptions,
): Promise<{ readonly differences: readonly Difference[]; readonly counts: ComparedCounts }> {
  const root = await realpath(options.root).catch(() => options.root);
  const comparison = new RootComparison({ ...options, root });
  if (expected.layer >= 0) comparison.root(expected);
  await comparison.folder('', expected);
  await comparison.flush();
  const differences = comparison.differences.toSorted((a, b) => compareBytes(a.path, b.path));
  return { differences, counts: comparison.counts };
}

class RootComparison {
  readonly differences: Difference[] = [];
  counts: ComparedCounts = { files: 0, folders: 0, others: 0, bytes: 0, ignored: 0 };
  private readonly options: CompareRootOptions;
  private pairs: Pair[] = [];
  private readonly collect = garbageCollector();
  /** SHA-256 of files with several names, by device and inode. */
  private readonly known = new Map<string, string>();

  constructor(options: CompareRootOptions) {
    this.options = options;
  }

  root(node: LayerNode): void {
    const { root, otherRootMode } = this.options;
    const facts = lstatSync(root, { throwIfNoEntry: false });
    if (facts === undefined) return;
    const modeOctal = facts.mode & 0o7777;
    const member = modeOctal === otherRootMode ? { ...node.member, modeOctal } : node.member;
    this.pairs.push({ path: '', node: { ...node, member }, facts });
  }

  async folder(path: string, folder: LayerNode): Promise<void> {
    const { root, isIgnored } = this.options;
    const expected = folder.children ?? new Map<string, LayerNode>();
    const found = this.list(path);
    const inside = (name: string) => (path === '' ? name : `${path}/${name}`);
    for (const name of found) {
      const child = inside(name);
      if (expected.has(name)) continue;
      if (isIgnored(child)) this.count('ignored');
      else this.differences.push({ path: `/${child}`, kind: 'additional', fields: [] });
    }
    for (const [name, node] of expected) {
      const child = inside(name);
      if (isIgnored(child)) {
        this.count('ignored');
        continue;
      }
      const facts = lstatSync(join(root, child), { throwIfNoEntry: false });
      if (facts === undefined) {
        this.differences.push({ path: `/${child}`, kind: 'missing', fields: [] });
        continue;
      }
      this.pairs.push({ path: child, node, facts });
      if (this.pairs.length >= BATCH) await this.flush();
      if (node.children !== undefined && facts.isDirectory()) await this.folder(child, node);
    }
  }

  async flush(): Promise<void> {
    const { root, ignoreOwners } = this.options;
    const pairs = this.pairs;
    this.pairs = [];
    if (pairs.length === 0) return;
    const attributes = await readAttributes(
      root,
      pairs.map(({ path }) => path),
    );
    for (const { path, node, facts } of pairs) {
      this.collect();
      const at = join(root, path);
      const { fields, readBytes } = await compareFacts(node.member, {
        facts,
        path: at,
        attributes: attributes.get(path) ?? new Map(),
        ignoreOwner: ignoreOwners === true,
        target: facts.isSymbolicLink() ? readlinkSync(at) : '',
        known: this.known,
      });
      if (fields.length > 0) this.differences.push({ path: `/${path}`, kind: 'changed', fields });
      const kind = typeOf(facts);
      this.count(kind === 'file' ? 'files' : kind === 'folder' ? 'folders' : 'others');
      this.counts = { ...this.counts, bytes: this.counts.bytes + readBytes };
    }
    // Files are read at once, each of them: signals are heard in between.
    await turn();
  }

  private list(path: string): string[] {
    try {
      return readdirSync(join(this.options.root, path));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      const message = `${join(this.options.root, path)} cannot be read (${code})`;
      throw new ConfigError<ExamineCode>('TARGET_UNREADABLE', message, {
        hint: 'Files of others can be read by root alone: try it with sudo.',
        cause,
      });
    }
  }

  private count(what: keyof ComparedCounts): void {
    this.counts = { ...this.counts, [what]: this.counts[what] + 1 };
  }
}
