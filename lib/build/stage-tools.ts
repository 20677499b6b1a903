import { assertTools } from '../host/assert-tools.ts';

const LOCK = ['rpmmd2solv', 'testsolv'];
const COMPOSE = [
  ...['rpm', 'rpmkeys', 'rpmdb', 'bwrap', 'ostree', 'sqlite3', 'gpg', 'gpgconf'],
  ...['getfattr', 'matchpathcon'],
];
const IMAGE = [
  ...['mke2fs', 'dumpe2fs', 'debugfs', 'chattr', 'mformat', 'mcopy', 'mmd'],
  ...['grub-mkimage', 'qemu-img'],
];
const BOOT = ['qemu-system-x86_64', 'qemu-io', 'UEFI firmware for x86_64'];

/** Host tools that verbs run with whatever they do. */
const ALWAYS = ['setpriv', 'flock', 'timeout', 'sync', 'xz', 'bzip2', 'zstd'];

/** What `setup` installs where nothing but locking and planning is done. */
export const LOCK_TOOLS: readonly string[] = [...ALWAYS, ...LOCK, 'skopeo'];

/** Host tools of each verb, with those of the stages before it. */
const TOOLS_OF = {
  lock: LOCK,
  compose: COMPOSE,
  image: [...COMPOSE, ...IMAGE],
  'boot-test': [...COMPOSE, ...IMAGE, ...BOOT],
} as const;

/**
 * Makes sure that a verb and the stages before it find their tools.
 *
 * @throws ConfigError TOOL_MISSING
 */
export function assertToolsOf(verb: keyof typeof TOOLS_OF): Promise<void> {
  return assertTools(TOOLS_OF[verb]);
}
