import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSetupNeed } from '../../lib/build/setup-need.ts';
import { LOCK_TOOLS } from '../../lib/build/stage-tools.ts';
import { readOwnEmulators } from '../../lib/host/binfmt.ts';
import { openKvm } from '../../lib/host/kvm-access.ts';
import { setupHost } from '../../lib/host/setup.ts';
import { renderHost } from '../../lib/report/host.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import type { Inputs } from './inputs.ts';
import { EMULATORS_ADDED } from './post.ts';

export { readInputs } from './inputs.ts';

/** Installs the host tools and says what this machine can do. */
export async function run(
  { tools, kvm, remixPath, basearch }: Inputs,
  { log, context, saveState }: ActionPorts,
): Promise<ActionResult> {
  if (kvm && context.hosted && tools === 'build') await openKvm(log);
  const need =
    remixPath === undefined || tools === 'lock'
      ? undefined
      : await readSetupNeed(
          remixPath,
          { storePath: context.tempDir, outDir: join(context.workspace, 'out') },
          basearch,
        );
  const architectures = need?.architectures ?? [];
  const before = await readOwnEmulators();
  const added = architectures.filter((basearch) => !before.includes(basearch));
  // Beforehand: of two emulators the second may fail.
  await saveState(EMULATORS_ADDED, added.join(' '));
  const report = await setupHost({
    log,
    ...(tools === 'lock' ? { only: LOCK_TOOLS } : {}),
    architectures,
  });
  const disk = need?.disk;
  await log.group('What this machine can do', async () => {
    for (const line of [...report.table, ...(disk?.lines ?? [])]) log.info(line);
  });
  if (disk !== undefined && disk.short.length > 0) log.warn(disk.lines.join('\n'));
  const reportPath = join(context.tempDir, 'treesmith-setup.json');
  await writeFile(reportPath, `${JSON.stringify(report, null, 2)}\n`);
  return {
    outputs: {
      kvm: String(report.kvm.works),
      installed: report.installed.join('\n'),
      report: reportPath,
    },
    summary: renderHost(report),
  };
}
