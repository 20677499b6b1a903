import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeptStage, keepResult, removeKept, restoreKept } from '../host/kept.ts';
import { digestOf, type TreeFiles } from './initramfs-files.ts';

const STAGE = 'initramfs-rule';
const RECORD = 'record.json';
/** That of a distribution has 1 MB. */
const RECORD_LIMIT_BYTES = 64 * 1024 * 1024;

/** What the rule says of a tree. Paths are Latin-1, without a leading slash. */
export interface RuleOutcome {
  /** True when one of dracut's scripts asks for the time of the build. */
  readonly usesEpoch: boolean;
  /** What counts, sorted. */
  readonly paths: readonly string[];
  /** Those of `paths` whose times count, too. */
  readonly timed: readonly string[];
}

/** An outcome, and the checksums of the texts that were read for it. */
interface Record extends RuleOutcome {
  readonly texts: Readonly<{ [path: string]: string }>;
}

/**
 * Remembers what the rule said of a tree. To apply it takes a fifth of a second, and it looks at nothing but
 * names, links, packages, and the words of some texts: where these are the same, so is what it says,
 * whatever else is in the files.
 */
export class RuleRecords {
  private readonly stage: KeptStage;
  private readonly workDir: string;

  /** `workDir` is for copies. */
  constructor({ folder, log }: Pick<KeptStage, 'folder' | 'log'>, workDir: string) {
    this.stage = { folder, stage: STAGE, log };
    this.workDir = workDir;
  }

  /**
   * Returns what was said of this tree before, or what `apply` says, which reads texts by `tree` alone.
   * `inputs`: all that it looks at beside the tree.
   */
  async outcomeFor(
    tree: TreeFiles,
    inputs: readonly string[],
    apply: () => Promise<RuleOutcome>,
  ): Promise<RuleOutcome> {
    const key = digestOf([tree.structure(), ...inputs]);
    const folder = await mkdtemp(join(this.workDir, 'rule-'));
    try {
      const path = join(folder, RECORD);
      const known = await this.read(key, path);
      if (known !== undefined && (await hasTexts(tree, known))) return known;
      // What was read is of no use: other texts, or no record.
      await removeKept(this.stage, key);
      const outcome = await apply();
      const { asked } = tree;
      const checksums = await tree.checksums(asked);
      const texts = Object.fromEntries(asked.map((text, index) => [text, checksums[index]]));
      await writeFile(path, JSON.stringify({ ...outcome, texts }));
      await keepResult(this.stage, key, { [RECORD]: path });
      return outcome;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async read(key: string, path: string): Promise<Record | undefined> {
    if (!(await restoreKept(this.stage, key, RECORD, path))) return undefined;
    if ((await stat(path)).size > RECORD_LIMIT_BYTES) return undefined;
    return parseRecord(await readFile(path, 'utf8'));
  }
}

async function hasTexts(tree: TreeFiles, { texts }: Record): Promise<boolean> {
  const paths = Object.keys(texts);
  if (!paths.every((path) => tree.files.get(path)?.type === 'file')) return false;
  const checksums = await tree.checksums(paths);
  return paths.every((path, index) => texts[path] === checksums[index]);
}

function parseRecord(text: string): Record | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return isRecord(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record {
  const { usesEpoch, paths, timed, texts } = (value ?? {}) as Partial<Record>;
  return (
    typeof usesEpoch === 'boolean' &&
    typeof texts === 'object' &&
    [paths, timed, Object.values(texts)].every(
      (list) => Array.isArray(list) && list.every((each) => typeof each === 'string'),
    )
  );
}
