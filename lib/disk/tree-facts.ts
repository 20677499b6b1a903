import { ConfigError } from '../core/errors.ts';
import { readTool, runTool } from '../host/process.ts';
import type { DiskCode } from './errors.ts';

/** What an image needs to know of a commit before anything is written. */
export interface TreeFacts {
  /** Seconds since 1970: the only time that the image knows. */
  readonly timestampSeconds: number;
  /** Folder of the kernel in the tree: `/usr/lib/modules/<kernel>`. */
  readonly kernelFolder: string;
}

/**
 * Looks into a commit without checking it out.
 *
 * @throws ConfigError COMMIT_MISSING, KERNEL_MISSING
 */
export async function readTreeFacts(repoPath: string, commit: string): Promise<TreeFacts> {
  const shown = await runTool(['ostree', `--repo=${repoPath}`, 'show', commit], {
    okExitCodes: [0, 1],
  });
  const date = /^Date:\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0000$/m.exec(shown.stdout);
  if (shown.exitCode !== 0 || date === null) {
    throw new ConfigError<DiskCode>(
      'COMMIT_MISSING',
      `there is no commit ${commit} in ${repoPath}`,
      {
        hint: 'Compose it first: treesmith compose.',
      },
    );
  }
  const timestampSeconds = Date.parse(`${date[1]}T${date[2]}Z`) / 1000;
  for (const folder of await listTree(repoPath, commit, '/usr/lib/modules')) {
    if ((await listTree(repoPath, commit, `${folder}/vmlinuz`)).length > 0) {
      return { timestampSeconds, kernelFolder: folder };
    }
  }
  throw new ConfigError<DiskCode>(
    'KERNEL_MISSING',
    `commit ${commit} has no kernel: expected /usr/lib/modules/<version>/vmlinuz`,
    {
      hint: 'Add a kernel package to the treefile; without one the tree can be a container, not a disk image.',
    },
  );
}

/** True when the commit has a file or folder at this absolute path. */
export async function isInTree(repoPath: string, commit: string, path: string): Promise<boolean> {
  const argv = ['ostree', `--repo=${repoPath}`, 'ls', '--dironly', commit, path];
  return (await runTool(argv, { okExitCodes: [0, 1] })).exitCode === 0;
}

/** Names below a folder of the commit, or the file itself; empty when there is none. */
async function listTree(repoPath: string, commit: string, path: string): Promise<string[]> {
  if (!(await isInTree(repoPath, commit, path))) return [];
  const argv = ['ostree', `--repo=${repoPath}`, 'ls', '--nul-filenames-only', commit, path];
  const names = (await readTool(argv)).split('\0').filter((name) => name !== '');
  // A folder lists itself first.
  return names.length === 1 ? names : names.filter((name) => name !== path);
}
