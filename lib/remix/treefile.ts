import type { Basearch } from './architecture.ts';
import type { Treefile, VariableValue } from './treefile-model.ts';

export type {
  AccountCheck,
  AccountIds,
  AddFile,
  GroupRequest,
  InlineScript,
  RemoveFromPackage,
  RepoPackages,
  Treefile,
  TreefileWarning,
  VariableValue,
} from './treefile-model.ts';

/** How to evaluate a treefile. */
export interface TreefileOptions {
  readonly basearch: Basearch;
  /** Variables from outside; a treefile's own value wins. */
  readonly variables?: Readonly<Record<string, VariableValue>>;
}

/**
 * Reads the treefile at `path` (YAML, or JSON unless the name ends in `.yaml` or `.yml`) with its includes.
 *
 * @throws ConfigError RemixCode with place and, where there is one, the nearest known key
 */
export async function readTreefile(path: string, options: TreefileOptions): Promise<Treefile> {
  throw new Error(`not written yet: ${path} ${options.basearch}`);
}
