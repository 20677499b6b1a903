import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mapping, mappingOf, parseActionTree, type Tree } from './tree.ts';

/** An action, as its action.yml describes it. */
export interface ActionManifest {
  /** Folder of action.yml. */
  readonly folder: string;
  /** Input by name; its default may be an expression. */
  readonly inputs: Readonly<Record<string, Mapping>>;
  readonly outputs: Readonly<Record<string, Mapping>>;
  readonly using: string;
  readonly runs: Mapping;
}

/**
 * Reads the action.yml or action.yaml of a folder.
 *
 * @throws Error when there is none; WorkflowError when GitHub would not take it
 */
export async function readActionManifest(folder: string): Promise<ActionManifest> {
  for (const name of ['action.yml', 'action.yaml']) {
    const content = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (content === undefined) continue;
    const tree = parseActionTree(join(folder, name), content);
    const runs = mappingOf(tree['runs']);
    const using = String(runs['using']);
    return { folder, inputs: each(tree['inputs']), outputs: each(tree['outputs']), using, runs };
  }
  throw new Error(`Can't find 'action.yml' or 'action.yaml' under '${folder}'.`);
}

function each(tree: Tree | undefined): Record<string, Mapping> {
  const pairs = Object.entries(mappingOf(tree)).map(([name, value]) => [name, mappingOf(value)]);
  return Object.fromEntries(pairs);
}
