import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { formatPlace, type Place } from '../core/errors.ts';
import { remixError } from './errors.ts';
import { nearestName } from './nearest.ts';
import type { TreefileFields } from './treefile-fields.ts';
import type { Treefile, TreefileWarning } from './treefile-model.ts';
import { TREEFILE_KEYS } from './treefile-schema.ts';
import { referencedVariables } from './variables.ts';

/** Prefixes that OSTree can carry; `usr/local` is the machine's own. */
const ADD_FILES_PREFIXES = ['usr/', 'etc/', 'bin/', 'sbin/', 'lib/', 'lib64/'];

/** What libostree takes as a ref: `ostree_validate_rev`. */
const REF = /^[\p{L}\p{N}_][-._\p{L}\p{N}]*(\/[\p{L}\p{N}_][-._\p{L}\p{N}]*)*$/u;

/**
 * Refuses what no schema can see: values that contradict each other, paths that lead elsewhere,
 * expressions that are none.
 *
 * @throws ConfigError CONFLICTING_KEYS, PATH_UNSAFE, BAD_VALUE, UNDEFINED_VARIABLE, FILE_UNREADABLE
 */
export async function assertTreefile(treefile: Treefile, fields: TreefileFields): Promise<void> {
  assertNotExcluded(treefile);
  assertRepovars(treefile, fields);
  assertRef(treefile, fields);
  for (const { value, place } of fields.items('add-files')) {
    assertDestination(String((value as readonly string[])[1]), place);
  }
  for (const { value, place } of fields.items('remove-files'))
    assertRemovable(String(value), place);
  for (const { value, place } of fields.items('remove-from-packages')) {
    for (const pattern of (value as readonly string[]).slice(1)) assertPattern(pattern, place);
  }
  if (!treefile.machineidCompat && treefile.units.length > 0) {
    const hint = 'Ship a file in /usr/lib/systemd/system-preset instead.';
    const place = fields.items('units')[0]?.place;
    throw remixError(
      'CONFLICTING_KEYS',
      '"units" does not go with machineid-compat: false',
      place,
      hint,
    );
  }
  if (treefile.postprocessScript !== undefined) {
    await access(treefile.postprocessScript, constants.X_OK).catch(() => {
      const place = fields.item('postprocess-script')?.place;
      const hint = `Run: chmod +x ${treefile.postprocessScript}`;
      throw remixError(
        'FILE_UNREADABLE',
        `postprocess-script: ${treefile.postprocessScript} is not executable`,
        place,
        hint,
      );
    });
  }
}

/** Returns warnings about `${name}` that stays as it is: unknown, or where nothing is replaced. */
export function substitutionWarnings(
  fields: TreefileFields,
  known: Iterable<string>,
): TreefileWarning[] {
  const names = [...known];
  const warnings: TreefileWarning[] = [];
  for (const key of TREEFILE_KEYS.values()) {
    if (!key.envsubst || key.merge !== 'first' || typeof fields.item(key.name)?.value !== 'string')
      continue;
    for (const variable of referencedVariables(fields.text(key.name) ?? '')) {
      const near = nearestName(variable, names);
      const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
      const place = fields.item(key.name)?.place as Place;
      warnings.push({
        message: `${key.name}: variable "${variable}" is not defined and stays as it is.${hint}`,
        place,
      });
    }
  }
  for (const [name, value] of Object.entries(fields.map('repovars'))) {
    const place = fields.placeInMap('repovars', name);
    if (place === undefined || referencedVariables(String(value)).length === 0) continue;
    const message = `repovars.${name}: \${...} is not replaced here and reaches the .repo files as it is`;
    warnings.push({ message, place });
  }
  return warnings;
}

function assertNotExcluded(treefile: Treefile): void {
  const { packages, excludePackages } = treefile.origins;
  for (const [name, place] of packages) {
    const excluded = excludePackages.get(name);
    if (excluded === undefined) continue;
    const message = `"${name}" is both in packages and in exclude-packages (${formatPlace(excluded)})`;
    throw remixError('CONFLICTING_KEYS', message, place);
  }
}

function assertRepovars(treefile: Treefile, fields: TreefileFields): void {
  for (const name of ['releasever', 'basearch']) {
    if (Object.hasOwn(treefile.repovars, name)) {
      const hint =
        name === 'releasever' ? 'Use the key "releasever".' : 'It is filled in automatically.';
      throw remixError(
        'RESERVED_VARIABLE',
        `repovars cannot set "${name}"`,
        fields.placeInMap('repovars', name),
        hint,
      );
    }
  }
}

function assertRef(treefile: Treefile, fields: TreefileFields): void {
  const { ref } = treefile;
  if (ref === undefined || REF.test(ref)) return;
  const place = fields.item('ref')?.place;
  const [missing] = referencedVariables(ref);
  if (missing !== undefined) {
    const near = nearestName(missing, Object.keys(treefile.variables));
    const hint = near === undefined ? 'Define it under "variables".' : `Did you mean "${near}"?`;
    throw remixError(
      'UNDEFINED_VARIABLE',
      `ref: variable "${missing}" is not defined`,
      place,
      hint,
    );
  }
  const hint = 'Letters, digits, "-", "." and "_", in parts divided by "/".';
  throw remixError('BAD_VALUE', `ref: "${ref}" is not a name that OSTree takes`, place, hint);
}

function assertDestination(path: string, place: Place): void {
  const below = path.replace(/^\/+/, '');
  const carried =
    ADD_FILES_PREFIXES.some((prefix) => below.startsWith(prefix)) &&
    !below.startsWith('usr/local/');
  if (carried && !below.split('/').includes('..') && !below.endsWith('/')) return;
  const hint = 'It must be a file in /usr (not /usr/local), /etc, /bin, /sbin, /lib or /lib64.';
  throw remixError('PATH_UNSAFE', `add-files: ${path} cannot be put into a tree`, place, hint);
}

function assertRemovable(path: string, place: Place): void {
  if (!path.startsWith('/') && !path.split('/').includes('..') && !/^[./]*$/.test(path)) return;
  const hint = 'Write it relative to the root of the tree: usr/share/info.';
  throw remixError(
    'PATH_UNSAFE',
    `remove-files: ${path} is not a path inside the tree`,
    place,
    hint,
  );
}

function assertPattern(pattern: string, place: Place): void {
  try {
    new RegExp(pattern);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw remixError('BAD_VALUE', `remove-from-packages: ${message}`, place);
  }
}
