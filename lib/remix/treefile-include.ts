import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Place } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import { evaluateCondition } from './condition.ts';
import { parseDocument } from './document.ts';
import { remixError } from './errors.ts';
import { parseKickstart } from './kickstart.ts';
import { assertRelative, pathBeside, readSource } from './source.ts';
import { type Layer, mergeLayer } from './treefile-layer.ts';
import type { TreefileWarning, VariableValue } from './treefile-model.ts';
import { type IncludeRequest, type ParsedTreefile, parseTreefile } from './treefile-parse.ts';

/** A treefile with everything that it includes. */
export interface LoadedTreefile {
  readonly layer: Layer;
  /** Absolute paths in the order of reading. */
  readonly files: readonly string[];
  readonly variables: ReadonlyMap<string, VariableValue>;
  readonly warnings: readonly TreefileWarning[];
}

/** rpm-ostree's INCLUDE_MAXDEPTH. */
const MAX_DEPTH = 50;
const MAX_FILES = 500;
const MAX_FILE_BYTES = 512 * 1024;

/**
 * Reads the treefile at `path` and all that it includes, and merges them. The order is that of
 * rpm-ostree: a file's own keys, its matching conditional keys in place, then its includes one after
 * the other (`include`, `arch-include`, `conditional-include`), each with its own includes first.
 * A condition sees the variables of its own file, of the files around it and of those read before;
 * where one is defined twice the first counts, and `variables` from outside come before all.
 *
 * @throws ConfigError RemixCode with place
 */
export async function loadTreefile(
  path: string,
  basearch: Basearch,
  variables: ReadonlyMap<string, VariableValue>,
): Promise<LoadedTreefile> {
  const loader = new Loader(basearch, variables);
  const layer = await loader.load(path, 0);
  return { layer, files: loader.files, variables: loader.variables, warnings: loader.warnings };
}

class Loader {
  readonly files: string[] = [];
  readonly variables: Map<string, VariableValue>;
  readonly warnings: TreefileWarning[] = [];
  readonly #basearch: Basearch;
  /** Identity of each file read, to the place that asked for it. */
  readonly #seen = new Map<string, Place | undefined>();
  readonly #finalizeFolders = new Set<string>();

  constructor(basearch: Basearch, variables: ReadonlyMap<string, VariableValue>) {
    this.#basearch = basearch;
    this.variables = new Map([...variables, ['basearch', basearch]]);
  }

  /** `path` is also how messages call the file; `place` is where it was asked for. */
  async load(path: string, depth: number, place?: Place): Promise<Layer> {
    const parsed = await this.#parse(path, place);
    this.warnings.push(...parsed.warnings, ...(await this.#finalizeWarnings(path)));
    for (const [variable, value] of parsed.variables) {
      if (!this.variables.has(variable)) this.variables.set(variable, value);
    }
    const includes = [...parsed.includes, ...this.#applyConditions(parsed)];
    for (const include of includes) {
      if (depth === MAX_DEPTH) {
        throw remixError(
          'INCLUDE_TOO_DEEP',
          `includes are nested deeper than ${MAX_DEPTH} levels`,
          include.place,
        );
      }
      assertRelative(include.path, 'include', include.place);
      const included = await pathBeside(path, include.path);
      mergeLayer(parsed.layer, await this.load(included, depth + 1, include.place));
    }
    return parsed.layer;
  }

  /** rpm-ostree runs what is executable in `finalize.d` on the host, as root and without a sandbox. */
  async #finalizeWarnings(path: string): Promise<TreefileWarning[]> {
    const folder = join(dirname(path), 'finalize.d');
    if (this.#finalizeFolders.has(folder)) return [];
    this.#finalizeFolders.add(folder);
    const entries = await readdir(folder).catch(() => []);
    if (entries.length === 0) return [];
    const message = `${folder} is left out: Treesmith runs nothing outside the sandbox. Use "postprocess".`;
    return [{ message, place: { file: path } }];
  }

  async #parse(path: string, place?: Place): Promise<ParsedTreefile> {
    const { text, identity } = await readSource(path, path, MAX_FILE_BYTES, place);
    if (this.#seen.has(identity)) {
      const first = this.#seen.get(identity);
      const where =
        first === undefined ? 'as the outermost file' : `from ${first.file}:${first.line}`;
      throw remixError('INCLUDE_TWICE', `${path} was included already, ${where}`, place);
    }
    this.#seen.set(identity, place);
    if (this.#seen.size > MAX_FILES) {
      throw remixError('INCLUDE_TOO_DEEP', `more than ${MAX_FILES} treefiles are included`, place);
    }
    // The folder is that of the name, as in rpm-ostree: a link to a treefile elsewhere is at home here.
    const directory = await realpath(dirname(path));
    this.files.push(join(directory, basename(path)));
    const extension = extname(path);
    if (extension === '.ks') return parseKickstart(text, path, directory);
    const format = extension === '.yaml' || extension === '.yml' ? 'yaml' : 'json';
    return parseTreefile(parseDocument(text, path, format), directory, this.#basearch);
  }

  /** Merges keys in place that count, and returns the files that do. */
  #applyConditions(parsed: ParsedTreefile): IncludeRequest[] {
    return parsed.conditionals.flatMap(({ conditions, files, inline }) => {
      // Each is evaluated, so that an error in a later one never hides behind an earlier one.
      const results = conditions.map(({ condition, place }) =>
        evaluateCondition(condition, this.variables, place),
      );
      if (results.includes(false)) return [];
      if (inline !== undefined) mergeLayer(parsed.layer, inline);
      return files;
    });
  }
}
