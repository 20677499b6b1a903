/** `npm run demo`: makes Anvil's RPM repository, and of it a signed system that boots. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportFailure } from '../cli/program.ts';
import { terminalLog } from '../cli/terminal-log.ts';
import { formatBuild, runBuild } from '../lib/build/build.ts';
import { openWorkspace } from '../lib/build/workspace.ts';
import { setupHost } from '../lib/host/setup.ts';
import { importSecretKey } from '../lib/sign/gpg-home.ts';
import { makeRpmRepository } from './rpm-repo.ts';
import { serveFolder } from './serve.ts';
import { makeSigningKey } from './signing-key.ts';

const OUT = join(import.meta.dirname, 'out');
const USER_ID = 'Anvil commits <commits@anvil.invalid>';
/** Stands in the lockfile, so that it is asked for again. */
const PREFERRED_PORT = 18473;

async function runDemo(): Promise<void> {
  const startedMs = performance.now();
  const log = terminalLog({ verbose: process.argv.includes('--verbose') });
  await setupHost({ log, purposes: ['build', 'demo'] });
  await mkdir(OUT, { recursive: true });
  const { repoPath, changed } = await makeRpmRepository({ outDir: OUT, log });
  // The lock names packages of the old repository, which nobody serves any more.
  if (changed) await rm(join(OUT, 'rpms.lock.yaml'), { force: true });

  const key = await makeSigningKey(join(OUT, 'keys'), 'anvil', USER_ID);
  await using signing = await importSecretKey(await readFile(key.secretKeyPath, 'utf8'));

  const portPath = join(OUT, '.port');
  const lastPort = Number(await readFile(portPath, 'utf8').catch(() => PREFERRED_PORT));
  await using server = await serveFolder(repoPath, lastPort);
  await writeFile(portPath, String(server.port));

  const workspace = await openWorkspace(
    {
      remixPath: join(import.meta.dirname, 'remix.yaml'),
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
