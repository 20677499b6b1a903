import { compareBytes } from '../core/bytes.ts';
import type { Json } from '../core/digest.ts';
import type { Basearch } from '../host/architecture.ts';
import { splitPackages } from './package-list.ts';
import { resolveExternal } from './source.ts';
import { TreefileFields } from './treefile-fields.ts';
import { collectGroups, isGroupRequest } from './treefile-groups.ts';
import type { LoadedTreefile } from './treefile-include.ts';
import type { Item } from './treefile-layer.ts';
import type {
  AccountCheck,
  AccountIds,
  AddFile,
  RemoveFromPackage,
  RepoPackages,
  Rojig,
  Treefile,
} from './treefile-model.ts';
import { substituteVariables } from './variables.ts';

/** Where a treefile is, and for what it is evaluated. */
export interface BuildContext {
  readonly path: string;
  readonly directory: string;
  readonly basearch: Basearch;
}

/** Returns the evaluated treefile: defaults filled in, variables replaced, paths resolved. */
export async function buildTreefile(
  loaded: LoadedTreefile,
  context: BuildContext,
): Promise<Treefile> {
  const { layer, variables } = loaded;
  const fields = new TreefileFields(layer, variables);
  const releasever = fields.text('releasever');
  const rojig = rojigOf(fields.item('rojig'), (text) => substituteVariables(text, variables));
  return {
    path: context.path,
    directory: context.directory,
    files: loaded.files,
    basearch: context.basearch,
    edition: fields.choice<Treefile['edition']>('edition', '2014'),
    variables: Object.fromEntries(variables),

    packages: sortedSet(fields.texts('packages').filter((request) => !isGroupRequest(request))),
    groups: collectGroups(fields.items('groups'), fields.items('packages')),
    excludePackages: fields.texts('exclude-packages'),
    repos: fields.texts('repos'),
    repoPackages: collapseRepoPackages(fields.items('repo-packages')),
    lockfileRepos: fields.texts('lockfile-repos'),
    ...(releasever === undefined ? {} : { releasever }),
    repovars: fields.map('repovars') as Record<string, string>,
    recommends: fields.flag('recommends', true),
    documentation: fields.flag('documentation', true),
    installLangs: fields.texts('install-langs'),

    ...optional('ref', fields.text('ref')),
    metadata: fields.map('metadata'),
    addCommitMetadata: fields.map('add-commit-metadata'),
    ...optional('automaticVersionPrefix', fields.text('automatic-version-prefix')),
    automaticVersionSuffix: fields.text('automatic-version-suffix') ?? '.',
    ...optional('mutateOsRelease', fields.text('mutate-os-release')),
    ...optional('gpgKey', fields.text('gpg-key')),
    repoMetadata: fields.choice<Treefile['repoMetadata']>('repo-metadata', 'inline'),
    advisoriesMetadata: fields.choice<Treefile['advisoriesMetadata']>(
      'advisories-metadata',
      'inline',
    ),
    containerCmd: (fields.item('container-cmd')?.value ?? []) as readonly string[],
    ...(rojig === undefined ? {} : { rojig }),
    ...optional('platformModule', fields.text('platform-module')),

    container: fields.flag('container', false),
    selinux: fields.flag('selinux', true),
    selinuxLabelVersion: fields.item('selinux-label-version')?.value === 1 ? 1 : 0,
    ima: fields.flag('ima', false),
    ignoreDevices: fields.flag('ignore-devices', true),
    bootLocation: fields.choice<Treefile['bootLocation']>('boot-location', 'new'),
    tmpIsDir: fields.flag('tmp-is-dir', false),
    optUsrlocal: optUsrlocalOf(fields.text('opt-usrlocal')),
    machineidCompat: fields.flag('machineid-compat', true),
    noInitramfs: fields.flag('no-initramfs', false),
    initramfsArgs: fields.texts('initramfs-args'),
    // rpm-ostree writes whatever the tree's librpm understands for each of the old formats.
    rpmdb: fields.text('rpmdb') === 'host' ? 'host' : 'target',
    rpmdbNormalize: fields.flag('rpmdb-normalize', false),
    readonlyExecutables: fields.flag('readonly-executables', false),
    cliwrap: fields.flag('cliwrap', false),
    cliwrapBinaries: fields.texts('cliwrap-binaries'),

    units: fields.texts('units'),
    ...optional('defaultTarget', fields.text('default-target')),
    sysusers: fields.choice<Treefile['sysusers']>('sysusers', 'compose-auto'),
    etcGroupMembers: fields.texts('etc-group-members'),
    preservePasswd: fields.flag('preserve-passwd', true),
    checkPasswd: await accountCheck(fields.item('check-passwd'), 'check-passwd', context, userIds),
    checkGroups: await accountCheck(fields.item('check-groups'), 'check-groups', context, Number),
    ignoreRemovedUsers: sortedSet(fields.texts('ignore-removed-users')),
    ignoreRemovedGroups: sortedSet(fields.texts('ignore-removed-groups')),

    postprocess: fields
      .items('postprocess')
      .map(({ value, place }) => ({ script: String(value), origin: place })),
    ...optional(
      'postprocessScript',
      await externalPath(fields.item('postprocess-script'), 'postprocess-script', context),
    ),
    addFiles: await addFiles(fields.items('add-files'), context),
    removeFiles: fields.texts('remove-files'),
    removeFromPackages: fields.items('remove-from-packages').map(removeFromPackage),
    ostreeLayers: fields.texts('ostree-layers'),
    ostreeOverrideLayers: fields.texts('ostree-override-layers'),

    origins: {
      packages: fields.origins('packages'),
      excludePackages: fields.origins('exclude-packages'),
      repos: fields.origins('repos'),
    },
    warnings: loaded.warnings,
  };
}

function optional<Key extends string>(
  key: Key,
  value: string | undefined,
): { readonly [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: string };
}

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compareBytes);
}

function optUsrlocalOf(value: string | undefined): Treefile['optUsrlocal'] {
  if (value === 'state-overlay' || value === 'stateoverlay') return 'stateoverlay';
  return value === 'root' ? 'root' : 'var';
}

/** A package stays in the last entry that has it; entries left empty go. */
function collapseRepoPackages(items: readonly Item[]): RepoPackages[] {
  const seen = new Set<string>();
  const kept: RepoPackages[] = [];
  for (const { value, place } of items.toReversed()) {
    const { repo, packages } = value as {
      readonly repo: string;
      readonly packages: readonly string[];
    };
    const mine = sortedSet(packages.flatMap((element) => splitPackages(element, place))).filter(
      (name) => !seen.has(name),
    );
    for (const name of mine) seen.add(name);
    if (mine.length > 0) kept.push({ repo, packages: mine });
  }
  return kept.reverse();
}

function removeFromPackage({ value }: Item): RemoveFromPackage {
  const [name = '', ...patterns] = value as readonly string[];
  return { package: name, patterns };
}

function rojigOf(item: Item | undefined, substitute: (text: string) => string): Rojig | undefined {
  if (item === undefined) return undefined;
  const rojig = item.value as unknown as Rojig;
  return {
    ...rojig,
    name: substitute(rojig.name),
    summary: substitute(rojig.summary),
    ...(rojig.description === undefined ? {} : { description: substitute(rojig.description) }),
  };
}

interface RawCheck {
  readonly type: 'none' | 'previous' | 'file' | 'data';
  readonly filename?: string;
  readonly entries?: Readonly<Record<string, Json>>;
}

async function accountCheck<Ids>(
  item: Item | undefined,
  key: string,
  context: BuildContext,
  idsOf: (value: Json) => Ids,
): Promise<AccountCheck<Ids>> {
  if (item === undefined) return { type: 'previous' };
  const check = item.value as unknown as RawCheck;
  switch (check.type) {
    case 'none':
    case 'previous':
      return { type: check.type };
    case 'file':
      return { type: 'file', path: await external(check.filename ?? '', key, item, context) };
    case 'data': {
      const entries = Object.entries(check.entries ?? {}).sort(([a], [b]) => compareBytes(a, b));
      return {
        type: 'data',
        entries: Object.fromEntries(entries.map(([name, value]) => [name, idsOf(value)])),
      };
    }
  }
}

/** `1`, `[1]`: uid and gid alike; `[1, 2]`: uid, gid. */
function userIds(value: Json): AccountIds {
  const [uid = 0, gid = uid] = [value].flat() as number[];
  return { uid, gid };
}

async function externalPath(
  item: Item | undefined,
  key: string,
  context: BuildContext,
): Promise<string | undefined> {
  return item === undefined ? undefined : external(String(item.value), key, item, context);
}

async function addFiles(items: readonly Item[], context: BuildContext): Promise<AddFile[]> {
  const files: AddFile[] = [];
  for (const item of items) {
    const [source = '', destination = ''] = item.value as readonly string[];
    files.push({
      source: await external(source, 'add-files', item, context),
      destination: `/${destination.replace(/^\/+/, '')}`,
    });
  }
  return files;
}

function external(path: string, key: string, item: Item, context: BuildContext): Promise<string> {
  return resolveExternal({
    path,
    key,
    place: item.place,
    directory: item.directory,
    root: context.directory,
  });
}
