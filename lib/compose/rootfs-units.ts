import { ConfigError } from '../core/errors.ts';
import type { ComposeCode } from './errors.ts';
import type { Tree } from './tree.ts';

/** Where systemctl puts links when it enables a unit. */
const ENABLED = ['etc/systemd/system', 'etc/systemd/user'];
const UNIT_FOLDERS = ['etc/systemd/system', 'usr/lib/systemd/system', 'lib/systemd/system'];
const DEFAULT_TARGET = 'multi-user.target';

/** Returns the links that enable units, by path. */
export async function listUnitLinks(tree: Tree): Promise<ReadonlySet<string>> {
  const links = new Set<string>();
  for (const folder of ENABLED) {
    await tree.walk(folder, (path, stats) => {
      if (stats.isSymbolicLink()) links.add(path);
    });
  }
  return links;
}

/**
 * Takes away what scriptlets enabled by presets: links that were not there before and that no package
 * owns (paths with the leading slash), and folders for them that are empty then.
 */
export async function removeUnitLinks(
  tree: Tree,
  before: ReadonlySet<string>,
  owned: ReadonlySet<string>,
): Promise<void> {
  for (const path of await listUnitLinks(tree)) {
    if (!before.has(path) && !owned.has(`/${path}`)) await tree.remove(path);
  }
  for (const folder of ENABLED) {
    for (const name of await tree.list(folder)) {
      const path = `${folder}/${name}`;
      if (!/\.(wants|requires|upholds)$/.test(name) || owned.has(`/${path}`)) continue;
      if ((await tree.list(path)).length === 0) await tree.remove(path);
    }
  }
}

/**
 * Enables `units` as `systemctl enable` does: by WantedBy=, RequiredBy= and Alias= of their [Install], or
 * for multi-user.target when they have none. Returns the paths of the links.
 *
 * @throws ConfigError UNIT_MISSING
 */
export async function enableUnits(
  tree: Tree,
  units: readonly string[],
  what: string,
): Promise<string[]> {
  const links = 'etc/systemd/system';
  const made: string[] = [];
  for (const unit of units) {
    const [path, text] = await findUnit(tree, unit, what);
    const install = parseInstall(text);
    const wanted = [
      ...(install.get('WantedBy') ?? []).map((target) => `${target}.wants/${unit}`),
      ...(install.get('RequiredBy') ?? []).map((target) => `${target}.requires/${unit}`),
      ...(install.get('Alias') ?? []),
    ].filter((name) => name !== unit && !name.split('/').includes('..'));
    const names = install.size === 0 ? [`${DEFAULT_TARGET}.wants/${unit}`] : wanted;
    for (const name of names) {
      await tree.symlink(`/${path}`, `${links}/${name}`);
      made.push(`${links}/${name}`);
    }
  }
  return made;
}

/** The file of `name.service`, or of its template where it is `name@instance.service`. */
async function findUnit(tree: Tree, unit: string, what: string): Promise<[string, string]> {
  const template = unit.replace(/@[^.@]+(?=\.[a-z]+$)/, '@');
  for (const name of new Set([unit, template])) {
    for (const folder of UNIT_FOLDERS) {
      const text = await tree.read(`${folder}/${name}`);
      if (text !== undefined) return [`${folder}/${name}`, text];
    }
  }
  throw new ConfigError<ComposeCode>(
    'UNIT_MISSING',
    `${what}: no package and no file of it has the unit ${unit}`,
    {
      hint: 'Write its whole name, such as sshd.service; add the package, or the unit to "files".',
    },
  );
}

/** Words of each key of [Install]; systemd.syntax(7). */
function parseInstall(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let section = '';
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    const [, name] = /^\s*\[([^\]]+)\]\s*$/.exec(line) ?? [];
    if (name !== undefined) section = name;
    const [, key, value] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section !== 'Install' || key === undefined || value === undefined) continue;
    const words = value.split(/\s+/).filter((word) => word !== '');
    found.set(key, value === '' ? [] : [...(found.get(key) ?? []), ...words]);
  }
  return found;
}
