/**
 * `npm run demo`: makes Anvil's RPM repository, and of it a signed system that boots.
 * `npm run demo -- --arch aarch64`: for that architecture, too; may be repeated.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseBasearch } from '../cli/options.ts';
import { reportFailure } from '../cli/program.ts';
import { terminalLog } from '../cli/terminal-log.ts';
import { formatBuild, runBuild } from '../lib/build/build.ts';
import { openWorkspace } from '../lib/build/workspace.ts';
import type { Log } from '../lib/core/log.ts';
import type { Basearch } from '../lib/host/architecture.ts';
import { unregisterEmulators } from '../lib/host/binfmt.ts';
import { setupHost } from '../lib/host/setup.ts';
import { importSecretKey } from '../lib/sign/gpg-home.ts';
import { prepareRemix } from './prepare-remix.ts';
import { makeRpmRepository } from './rpm-repo.ts';
import { serveFolder } from './serve.ts';
import { makeSigningKey } from './signing-key.ts';

const OUT = join(import.meta.dirname, 'out');
const USER_ID = 'Anvil commits <commits@anvil.invalid>';
/** Stands in the lockfile, so that it is asked for again. */
const PREFERRED_PORT = 18473;

async function runDemo(): Promise<void> {
  const { values } = parseArgs({
    options: { arch: { type: 'string', multiple: true }, verbose: { type: 'boolean' } },
  });
  const log = terminalLog({ verbose: values.verbose === true });
  const remix = await prepareRemix((values.arch ?? []).map(parseBasearch), OUT);
  const { architectures } = remix;
  const { registered } = await setupHost({ log, purposes: ['build', 'demo'], architectures });
  try {
    await buildAnvil(remix.path, architectures, log);
  } finally {
    // The machine stays as it was.
    if (registered.length > 0) await unregisterEmulators(log, registered);
  }
}

async function buildAnvil(
  remixPath: string,
  architectures: readonly Basearch[],
  log: Log,
): Promise<void> {
  const startedMs = performance.now();
  await mkdir(OUT, { recursive: true });
  let repoPath = '';
  for (const basearch of architectures) {
    const made = await makeRpmRepository({ outDir: OUT, basearch, log });
    repoPath = made.repoPath;
    // The lock names packages of the old repository, which nobody serves any more.
    if (made.changed) await rm(join(OUT, 'rpms.lock.yaml'), { force: true });
  }

  const key = await makeSigningKey(join(OUT, 'keys'), 'anvil', USER_ID);
  await using signing = await importSecretKey(await readFile(key.secretKeyPath, 'utf8'));

  const portPath = join(OUT, '.port');
  const lastPort = Number(await readFile(portPath, 'utf8').catch(() => PREFERRED_PORT));
  await using server = await serveFolder(repoPath, lastPort);
  await writeFile(portPath, String(server.port));

  const workspace = await openWorkspace(
    {
      remixPath,
      outDir: OUT,
      storePath: join(OUT, 'store'),
      repoVars: { anvil_mirror: server.url },
      entry: join(import.meta.dirname, '..', 'cli', 'main.ts'),
      offline: false,
    },
    log,
  );
  const result = await runBuild(workspace, { locked: false, bootTest: true, signing });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const lines = [
    ...formatBuild(result),
    `rpms     ${repoPath}`,
    `result   ${join(OUT, 'result.json')}`,
  ];
  process.stdout.write(`\n${lines.join('\n')}\n\nDone in ${seconds} s. Look around in it:\n`);
  for (const { path } of result.images) {
    process.stdout.write(`  npm run treesmith -- boot ${path}     (log in as root, no password)\n`);
  }
}

try {
  await runDemo();
} catch (error) {
  process.exitCode = reportFailure(error, process.argv.includes('--verbose'));
}
