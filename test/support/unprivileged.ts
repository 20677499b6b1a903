import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool, type ToolResult } from '../../lib/host/process.ts';

const USER = 'treesmith-test';
/** User and group id of the user. */
export const UNPRIVILEGED_ID = 4242;

/**
 * Runs `argv` as a user that exists, and has passwordless sudo unless `sudoRule` says otherwise, in a
 * mount namespace alone: the machine's own accounts and sudo rules stay as they are. `scratch` is a
 * folder for the files that stand in for them.
 */
export async function runUnprivileged(
  argv: readonly string[],
  options: {
    readonly scratch: string;
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly sudoRule?: string;
  },
): Promise<ToolResult> {
  const etc = join(options.scratch, 'etc');
  await mkdir(etc, { recursive: true });
  const lines = {
    passwd: `${USER}:x:${UNPRIVILEGED_ID}:${UNPRIVILEGED_ID}::/nonexistent:/bin/sh`,
    group: `${USER}:x:${UNPRIVILEGED_ID}:`,
    shadow: `${USER}:!:19000:0:99999:7:::`,
  };
  for (const [name, line] of Object.entries(lines)) {
    await writeFile(join(etc, name), `${await readFile(`/etc/${name}`, 'utf8')}${line}\n`);
  }
  await chmod(join(etc, 'shadow'), 0o600);
  const rule = options.sudoRule ?? `${USER} ALL=(ALL) NOPASSWD: ALL`;
  await writeFile(join(etc, 'sudoers'), `root ALL=(ALL) ALL\n${rule}\n`, { mode: 0o440 });
  const mounts = [...Object.keys(lines), 'sudoers'].map(
    (name) => `mount --bind "$0/${name}" /etc/${name}`,
  );
  // sudo remembers users under /run.
  const script = `mount -t tmpfs tmpfs /run && ${mounts.join(' && ')} && exec setpriv --reuid ${UNPRIVILEGED_ID} --regid ${UNPRIVILEGED_ID} --clear-groups "$@"`;
  // sh drops what is no name of a variable to it: INPUT_CACHE-SIZE.
  const odd = Object.entries(options.env ?? {}).filter(([name]) => !/^\w+$/.test(name));
  const command = ['env', ...odd.map(([name, value]) => `${name}=${value}`), ...argv];
  return runTool(
    ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, etc, ...command],
    {
      cwd: options.cwd,
      okExitCodes: [0, 1, 2],
      ...(options.env === undefined ? {} : { env: options.env }),
      timeoutMs: 5 * 60_000,
    },
  );
}
