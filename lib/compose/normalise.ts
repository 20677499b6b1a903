import { open } from 'node:fs/promises';
import type { Log } from '../core/log.ts';
import { settleRpmdb } from './rpmdb.ts';
import { normaliseShadow } from './shadow.ts';
import type { Tree } from './tree.ts';

/** What a rule may use. */
export interface NormaliseContext {
  /** Where /etc is; `usr/etc` unless given. */
  readonly etc?: string;
  /** Where the package database is; `RPMDB` unless given. */
  readonly rpmdb?: string;
  /** A folder for copies. */
  readonly workDir: string;
  readonly sourceDateEpoch: number;
  /** `machineid-compat`: leave an empty machine-id, and not none. */
  readonly machineidCompat: boolean;
  readonly log: Log;
}

/** One thing that would differ between two composes of one lock. */
export interface Rule {
  readonly what: string;
  readonly cause: string;
  /** True: it needs nothing of what comes after the last rpm and the last script, and takes a while. */
  readonly early?: true;
  apply(tree: Tree, context: NormaliseContext): Promise<void>;
}

const ETC = 'usr/etc';

/**
 * Everything that is made deterministic in a commit, and why. /etc is at /usr/etc. What needs no rule:
 * mtimes, inode numbers and the order of folders are not in a commit; ids of accounts come from
 * their names (sysusers.ts); /var is emptied (tmpfiles.ts), and with it logs, ldconfig's aux-cache,
 * font caches, random seeds and catalogues; rpm, fc-cache and dracut (`--reproducible`) take their
 * times from SOURCE_DATE_EPOCH (sandbox.ts), with which python writes .pyc files that carry a hash
 * and no mtime; zstd's threads do not change its bytes; the host's name is `localhost`, its time
 * zone UTC.
 */
export const RULES: readonly Rule[] = [
  {
    what: '/usr/share/rpm: INSTALLTIME, INSTALLTID, side files of SQLite',
    cause: 'rpm writes the time of installation, and leaves its write-ahead log and lock behind',
    early: true,
    apply: settleRpmdb,
  },
  {
    what: '/etc/machine-id',
    cause: "systemd's %post draws a random one; each machine needs its own",
    apply: async (tree, { machineidCompat, etc = ETC }) => {
      await tree.remove(`${etc}/machine-id`);
      if (machineidCompat) await tree.write(`${etc}/machine-id`, '');
    },
  },
  {
    what: '/etc/shadow: day of the last change',
    cause: 'useradd and systemd-sysusers write the day of the compose',
    apply: async (tree, { sourceDateEpoch, etc = ETC }) =>
      rewrite(tree, `${etc}/shadow`, (text) => normaliseShadow(text, sourceDateEpoch)),
  },
  {
    what: '/etc/passwd-, group-, shadow-, gshadow-, subuid-, subgid-, .pwd.lock',
    cause: 'copies and locks of the shadow tools depend on the order in which scriptlets ran',
    apply: async (tree, { etc = ETC }) => {
      for (const name of ['passwd', 'group', 'shadow', 'gshadow', 'subuid', 'subgid']) {
        await tree.remove(`${etc}/${name}-`);
      }
      await tree.remove(`${etc}/.pwd.lock`);
    },
  },
  {
    what: '/etc/ssh/ssh_host_*_key',
    cause: 'a scriptlet of a server package may draw host keys, which all machines would share',
    apply: async (tree, { log, etc = ETC }) => {
      for (const name of await tree.list(`${etc}/ssh`)) {
        if (!/^ssh_host_.*_key(\.pub)?$/.test(name)) continue;
        await tree.remove(`${etc}/ssh/${name}`);
        log.warn(`/etc/ssh/${name} was made while composing and is left out`);
      }
    },
  },
  {
    what: '/etc/.updated, /usr/etc/.updated',
    cause: 'systemd-update-done writes the time',
    apply: (tree, { etc = ETC }) => tree.remove(`${etc}/.updated`),
  },
  {
    what: '/etc/selinux/*/semanage.*.LOCK',
    cause: 'locks of semodule, there or not as scriptlets ran',
    apply: async (tree, { etc = ETC }) => {
      for (const policy of await tree.list(`${etc}/selinux`)) {
        for (const name of ['semanage.read.LOCK', 'semanage.trans.LOCK']) {
          await tree.remove(`${etc}/selinux/${policy}/${name}`);
        }
      }
    },
  },
];

/** Applies the rules that can go beside other work on the tree: it must not be walked meanwhile. */
export async function normaliseEarly(tree: Tree, context: NormaliseContext): Promise<void> {
  for (const rule of RULES) if (rule.early === true) await rule.apply(tree, context);
}

/** Applies the other rules, in order. */
export async function normalise(tree: Tree, context: NormaliseContext): Promise<void> {
  for (const rule of RULES) if (rule.early !== true) await rule.apply(tree, context);
}

async function rewrite(tree: Tree, path: string, change: (text: string) => string): Promise<void> {
  const stats = await tree.lstat(path);
  if (stats?.isFile() !== true) return;
  const text = (await tree.read(path)) ?? '';
  const changed = change(text);
  if (changed === text) return;
  const file = await open(await tree.resolve(path), 'r+');
  try {
    await file.truncate();
    await file.write(changed, 0);
  } finally {
    await file.close();
  }
}
