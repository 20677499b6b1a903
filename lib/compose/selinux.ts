import { ConfigError } from '../core/errors.ts';
import type { Treefile } from '../remix/treefile.ts';
import type { ComposeCode } from './errors.ts';
import type { PackageHeader } from './packages.ts';
import type { Tree } from './tree.ts';

const CONFIG = 'usr/etc/selinux/config';

/** True for a package of a policy by which files are labelled. */
export function hasPolicy({ paths }: Pick<PackageHeader, 'paths'>): boolean {
  return paths.some((path) => /^\/etc\/selinux\/[^/]+\/contexts\/files\/file_contexts$/.test(path));
}

/**
 * Returns the name of the tree's policy (`targeted`), or undefined when files get no labels.
 *
 * Differs from rpm-ostree: a tree without a policy is composed without labels, with a word in the
 * log, not refused; that is what a distribution without SELinux needs. A configuration that names
 * a policy which is not there is refused.
 *
 * @throws ConfigError SELINUX_POLICY_MISSING
 */
export async function findPolicy(tree: Tree, treefile: Treefile): Promise<string | undefined> {
  if (!treefile.selinux || treefile.container) return undefined;
  const config = await tree.read(CONFIG);
  const name = /^\s*SELINUXTYPE\s*=\s*([\w.-]+)\s*$/m.exec(config ?? '')?.[1];
  if (name === undefined) return undefined;
  if ((await tree.stat(`usr/etc/selinux/${name}/contexts/files/file_contexts`)) !== undefined)
    return name;
  throw new ConfigError<ComposeCode>(
    'SELINUX_POLICY_MISSING',
    `/etc/selinux/config names the policy ${name}, which is not in the tree`,
    { hint: `Add selinux-policy-${name} to packages, or set "selinux: false".` },
  );
}

/**
 * Prepares the policy for OSTree: its store moves from /var to /etc, and the labels of /home apply
 * at /var/home. As in rpm-ostree (postprocess_subs_dist, postprocess_selinux_policy_store_location).
 */
export async function preparePolicy(tree: Tree, name: string): Promise<void> {
  const store = `var/lib/selinux/${name}`;
  if ((await tree.lstat(`${store}/active/modules`)) !== undefined) {
    const semanage = (await tree.read('usr/etc/selinux/semanage.conf')) ?? '';
    if (!semanage.includes('\nstore-root=/etc/selinux\n')) {
      await tree.write('usr/etc/selinux/semanage.conf', `${semanage}\nstore-root=/etc/selinux\n`);
    }
    for (const entry of await tree.list(store)) {
      await tree.rename(`${store}/${entry}`, `usr/etc/selinux/${name}/${entry}`);
    }
    await tree.remove('var/lib/selinux');
  }
  const path = `usr/etc/selinux/${name}/contexts/files/file_contexts.subs_dist`;
  const subs = await tree.read(path);
  if (subs !== undefined) await tree.write(path, substitutions(subs));
  await refreshCaches(tree, `usr/etc/selinux/${name}`);
}

function substitutions(text: string): string {
  const lines = text.split('\n').filter((line) => line !== '');
  const kept = lines.map((line) => (line.startsWith('/var/home ') ? `# ${line}` : line));
  const etcAliases = lines.filter((line) => line.startsWith('/etc/')).map((line) => `/usr${line}`);
  const usrEtc = lines.some((line) => line.startsWith('/usr/etc ')) ? [] : ['/usr/etc /etc'];
  return [...kept, '/home /var/home', ...usrEtc, ...etcAliases, '/usr/lib/opt /opt', ''].join('\n');
}

/** Makes the text newer than the compiled `.bin`: the host's PCRE may not read the tree's. */
async function refreshCaches(tree: Tree, folder: string): Promise<void> {
  const compiled: { path: string; mtimeSeconds: number }[] = [];
  await tree.walk(folder, (path, stats) => {
    if (path.endsWith('.bin')) compiled.push({ path, mtimeSeconds: stats.mtimeMs / 1000 });
  });
  for (const { path, mtimeSeconds } of compiled) {
    const text = path.slice(0, -'.bin'.length);
    if ((await tree.lstat(text)) !== undefined) await tree.touch(text, mtimeSeconds + 1);
  }
}
