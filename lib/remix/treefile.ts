import { dirname, resolve } from 'node:path';
import type { Basearch } from '../host/architecture.ts';
import { buildTreefile } from './treefile-build.ts';
import { assertTreefile, substitutionWarnings } from './treefile-check.ts';
import { TreefileFields } from './treefile-fields.ts';
import { loadTreefile } from './treefile-include.ts';
import type { Treefile, VariableValue } from './treefile-model.ts';

export type {
  AccountCheck,
  GroupRequest,
  Treefile,
  VariableValue,
} from './treefile-model.ts';

/** How to evaluate a treefile. */
export interface TreefileOptions {
  readonly basearch: Basearch;
  /** Variables from outside; they win over those of the treefiles. */
  readonly variables?: Readonly<Record<string, VariableValue>>;
}

/**
 * Reads the treefile at `path` with all that it includes and evaluates it for one basearch. A name
 * that ends in `.yaml` or `.yml` is YAML, `.ks` a kickstart, anything else JSON. Messages name files
 * the way `path` does.
 *
 * @throws ConfigError RemixCode with place and, where there is one, the nearest known name
 */
export async function readTreefile(path: string, options: TreefileOptions): Promise<Treefile> {
  const { basearch } = options;
  const loaded = await loadTreefile(
    path,
    basearch,
    new Map(Object.entries(options.variables ?? {})),
  );
  const absolute = resolve(path);
  const treefile = await buildTreefile(loaded, {
    path: absolute,
    directory: dirname(absolute),
    basearch,
  });
  const fields = new TreefileFields(loaded.layer, loaded.variables);
  await assertTreefile(treefile, fields);
  return {
    ...treefile,
    warnings: [...loaded.warnings, ...substitutionWarnings(fields, loaded.variables.keys())],
  };
}
