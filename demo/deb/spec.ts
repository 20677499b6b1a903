import { ARCHITECTURES, BASEARCHES } from '../../lib/host/architecture.ts';
import type { ControlFields } from './control.ts';
import { sourceOf, splitDescription } from './control.ts';
import { type DebianRelation, parseRelations, translateRelations } from './dependencies.ts';
import type { Recipe } from './recipe.ts';
import { PACKAGING_TOOLS } from './rules.ts';
import { parseDebianVersion, toRpmVersion } from './version.ts';

/** What a spec file says beside `control`. */
export interface SpecParts {
  readonly control: ControlFields;
  readonly recipe: Recipe;
  readonly license: string;
  /** Absolute path of the finished tree, which becomes the buildroot. */
  readonly stagedTree: string;
  /**
   * Names that some package provides without a version. In Debian no versioned relation matches
   * them, in RPM every one does.
   */
  readonly virtualNames: ReadonlySet<string>;
  /** Lines of `%files`. */
  readonly files: readonly string[];
}

/** Returns the RPM architecture of a Debian one. */
export function rpmArchitecture(debian: string): string {
  if (debian === 'all') return 'noarch';
  const basearch = BASEARCHES.find((name) => ARCHITECTURES[name].debian === debian);
  if (basearch === undefined) throw new RangeError(`no RPM architecture is known for ${debian}`);
  return basearch;
}

/**
 * Returns a spec file that packs `stagedTree` as it is. The source package is the spec's main
 * package, so that SOURCERPM names it as it would in a distribution.
 */
export function formatSpec(parts: SpecParts): string {
  const { control, recipe, license, stagedTree, files } = parts;
  const name = control.get('package') ?? '';
  const version = toRpmVersion(parseDebianVersion(control.get('version') ?? ''));
  const source = sourceOf(control);
  const sourceVersion = toRpmVersion(parseDebianVersion(source.version));
  const { summary, description } = splitDescription(control.get('description') ?? name);
  const alone = source.name === name;
  const section = alone ? '' : ` -n ${name}`;
  const main = alone ? version : sourceVersion;
  const tags = [`Summary: ${escapeMacros(summary)}`, `License: ${license}`, ...linkTag(control)];
  const relations = formatRelations(name, parts);
  const scriptlets = recipe.scriptlets.replaceAll(SCRIPTLET, `$&${section}`);
  return [
    '%global __os_install_post %{nil}',
    '%global debug_package %{nil}',
    '%global _build_id_links none',
    `Name: ${source.name}`,
    `Version: ${main.version}`,
    `Release: ${main.release ?? '0'}`,
    ...(alone && version.epoch !== undefined ? [`Epoch: ${version.epoch}`] : []),
    ...tags,
    // Debian's dependencies are complete, and looking for sonames would cost minutes.
    'AutoReqProv: no',
    ...(alone ? relations : []),
    '%description',
    alone ? escapeMacros(description) : escapeMacros(summary),
    ...(alone
      ? []
      : [
          `%package -n ${name}`,
          `Version: ${version.version}`,
          `Release: ${version.release ?? '0'}`,
          ...(version.epoch === undefined ? [] : [`Epoch: ${version.epoch}`]),
          ...tags,
          'AutoReqProv: no',
          ...relations,
          `%description -n ${name}`,
          escapeMacros(description),
        ]),
    '%install',
    'rmdir %{buildroot}',
    `mv '${stagedTree}' %{buildroot}`,
    scriptlets,
    `%files${section}`,
    '%defattr(-,root,root)',
    ...files,
    '',
  ].join('\n');
}

const SCRIPTLET =
  /^%(?:pre|post|preun|postun|pretrans|posttrans|(?:trans)?filetrigger(?:in|un|postun))\b/gm;

function linkTag(control: ControlFields): string[] {
  const link = control.get('homepage');
  return link === undefined ? [] : [`URL: ${escapeMacros(link)}`];
}

/**
 * Field of `control`, tag of the spec. What Debian `Breaks` may not be installed beside it either.
 * `Suggests` and `Enhances` stay out: rpm would order the installation by them, often in a circle.
 */
const FIELDS: readonly (readonly [string, string])[] = [
  ['pre-depends', 'Requires'],
  ['depends', 'Requires'],
  ['recommends', 'Recommends'],
  ['conflicts', 'Conflicts'],
  ['breaks', 'Conflicts'],
];

function formatRelations(name: string, { control, recipe, virtualNames }: SpecParts): string[] {
  const provides = parseRelations(control.get('provides') ?? '');
  const own = new Set([
    name,
    ...provides.flatMap((group) => group.map((relation) => relation.name)),
  ]);
  const dropped = new Set([...PACKAGING_TOOLS, ...recipe.drop]);
  // dpkg never sees a package in conflict with itself; RPM does.
  const isVoid = (relation: DebianRelation) =>
    own.has(relation.name) || (relation.version !== undefined && virtualNames.has(relation.name));
  const lines = [...translateRelations(provides), ...recipe.provides].map(
    (text) => `Provides: ${text}`,
  );
  for (const [field, tag] of FIELDS) {
    const groups = parseRelations(control.get(field) ?? '')
      .filter((group) => !group.some((relation) => dropped.has(relation.name)))
      .filter((group) => tag !== 'Conflicts' || !group.some(isVoid));
    for (const group of groups) {
      const meta =
        tag === 'Requires' && group.some((relation) => recipe.unordered.includes(relation.name));
      lines.push(
        ...translateRelations([group]).map((text) => `${meta ? 'Requires(meta)' : tag}: ${text}`),
      );
    }
  }
  lines.push(...recipe.requires.map((text) => (text.includes(': ') ? text : `Requires: ${text}`)));
  return [...new Set(lines)];
}

function escapeMacros(text: string): string {
  return text.replaceAll('%', '%%');
}
