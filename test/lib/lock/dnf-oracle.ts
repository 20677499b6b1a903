import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

/** What to ask dnf. */
export interface DnfQuestion {
  /** Base URL by repository id. */
  readonly repositories: Readonly<Record<string, string>>;
  readonly requests: readonly string[];
  readonly recommends: boolean;
}

/** Returns `name-evr.arch` of what dnf would install into an empty root, sorted. */
export async function askDnf(question: DnfQuestion): Promise<string[]> {
  await using temp = await makeTempDir();
  const config = [
    '[main]',
    'reposdir=/nonexistent',
    `cachedir=${join(temp.path, 'cache')}`,
    `logdir=${temp.path}`,
    'plugins=0',
    `install_weak_deps=${question.recommends ? 1 : 0}`,
    ...Object.entries(question.repositories).flatMap(([id, url]) => [
      `[${id}]`,
      `baseurl=${url}`,
      'gpgcheck=0',
    ]),
  ];
  await writeFile(join(temp.path, 'dnf.conf'), `${config.join('\n')}\n`);
  const { stdout } = await runTool(
    [
      ...['dnf', '--assumeno', '-c', join(temp.path, 'dnf.conf'), '--releasever=1'],
      ...['--forcearch=x86_64', `--installroot=${join(temp.path, 'root')}`],
      ...['install', ...question.requests],
    ],
    // What --assumeno ends with.
    { okExitCodes: [1], env: { COLUMNS: '400' } },
  );
  // What it cannot install it lists, too, after what it would.
  const [table = ''] = stdout.split(/^Skipping packages/m);
  const rows = [...table.matchAll(/^ (\S+) +(\S+) +(\S+) +(\S+) +[\d.]+ [kMG ]?$/gm)];
  return rows.map(([, name, arch, evr]) => `${name}-${evr}.${arch}`).sort();
}
