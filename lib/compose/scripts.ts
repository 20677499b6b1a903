import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError, formatPlace, type Place } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import type { Treefile } from '../remix/treefile.ts';
import type { ComposeCode } from './errors.ts';
import { runSandboxed, treeMounts } from './sandbox.ts';
import type { Tree } from './tree.ts';

const SCRIPT_TIMEOUT_MS = 60 * 60_000;

/**
 * Runs `postprocess` in its order, then `postprocess-script`, each with the tree as /, /usr/etc at
 * /etc, and no network. A script without `#!` is run by /bin/sh.
 *
 * @throws BuildError POSTPROCESS_FAILED with the place of the script, EMULATOR_CRASHED
 */
export async function runPostprocess(
  tree: Tree,
  treefile: Treefile,
  options: { workDir: string; sourceDateEpoch: number; log: Log },
): Promise<void> {
  const folder = join(options.workDir, 'scripts');
  await mkdir(folder, { recursive: true });
  for (const [index, { script, origin }] of treefile.postprocess.entries()) {
    const path = join(folder, `postprocess-${index}`);
    await writeFile(path, script, { mode: 0o755 });
    await runScript(
      tree,
      path,
      { title: `postprocess script ${index + 1}`, place: origin },
      { ...options, basearch: treefile.basearch },
    );
  }
  if (treefile.postprocessScript !== undefined) {
    const path = join(folder, 'postprocess-script');
    await copyFile(treefile.postprocessScript, path);
    const place = { file: treefile.postprocessScript };
    const script = { title: 'postprocess-script', place };
    await runScript(tree, path, script, { ...options, basearch: treefile.basearch });
  }
  await rm(folder, { recursive: true });
}

async function runScript(
  tree: Tree,
  path: string,
  script: { title: string; place: Place },
  options: { basearch: Basearch; sourceDateEpoch: number; log: Log },
): Promise<void> {
  const { log } = options;
  log.info(`Run ${script.title} (${formatPlace(script.place)})`);
  await chmod(path, 0o755);
  // Outside the tree's own folders, so that a script cannot leave itself behind.
  const inside = '/run/treesmith/script';
  const failure = await runSandboxed([inside], {
    mounts: [...treeMounts(tree.path, { etc: 'usr/etc' }), '--ro-bind', path, inside],
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: SCRIPT_TIMEOUT_MS,
    basearch: options.basearch,
    log,
    onLine: (line) => log.debug(line),
  });
  if (failure === undefined) return;
  throw new BuildError<ComposeCode>(
    'POSTPROCESS_FAILED',
    `${script.title} failed with exit code ${failure.exitCode}:\n${failure.tail.slice(-20).join('\n')}`,
    { place: script.place, hint: 'The script runs in the tree, as root, without a network.' },
  );
}
