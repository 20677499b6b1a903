import { type Accounts, formatGroup, formatPasswd } from './accounts.ts';
import type { Tree } from './tree.ts';

/**
 * Moves all users and groups but root to /usr/lib/passwd and /usr/lib/group, where updates reach
 * them even when /etc was edited, if the tree has nss-altfiles to read them there. Without it
 * nothing changes. Groups of `etcGroupMembers` are in both places, so that people can join them.
 *
 * Source: rpm-ostree, rust/src/passwd.rs (migrate_passwd_except_root).
 */
export async function splitAccounts(
  tree: Tree,
  accounts: Accounts,
  etcGroupMembers: readonly string[],
): Promise<void> {
  if (!(await hasAltfiles(tree))) return;
  const { users, groups } = accounts;
  const others = groups.filter(({ gid }) => gid !== 0);
  const kept = others.filter(({ name }) => etcGroupMembers.includes(name));
  await tree.write('usr/lib/passwd', formatPasswd(users.filter(({ uid }) => uid !== 0)));
  await tree.write('usr/lib/group', formatGroup(others));
  await tree.write('usr/etc/passwd', formatPasswd(users.filter(({ uid }) => uid === 0)));
  await tree.write(
    'usr/etc/group',
    formatGroup([...groups.filter(({ gid }) => gid === 0), ...kept]),
  );
  const nsswitch = 'usr/etc/nsswitch.conf';
  const stats = await tree.lstat(nsswitch);
  // A link belongs to another tool, such as authselect.
  if (stats?.isFile() === true)
    await tree.write(nsswitch, addAltfiles((await tree.read(nsswitch)) ?? ''));
}

/** Puts `altfiles` after `files` in the lines of passwd and group. */
export function addAltfiles(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const [, database, rest] = /^(passwd|group):(.*)$/.exec(line) ?? [];
      if (database === undefined || rest === undefined) return line;
      const sources = rest.split(/\s+/).filter((source) => source !== '');
      if (sources.includes('altfiles')) return line;
      const at = sources.indexOf('files');
      sources.splice(at === -1 ? sources.length : at + 1, 0, 'altfiles');
      return `${database}: ${sources.join(' ')}`;
    })
    .join('\n');
}

async function hasAltfiles(tree: Tree): Promise<boolean> {
  const library = 'libnss_altfiles.so.2';
  const folders = ['usr/lib64', 'usr/lib'];
  for (const name of await tree.list('usr/lib')) {
    if (name.endsWith('-linux-gnu')) folders.push(`usr/lib/${name}`);
  }
  for (const folder of folders) {
    if ((await tree.stat(`${folder}/${library}`)) !== undefined) return true;
  }
  return false;
}
