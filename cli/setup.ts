import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { readSetupNeed } from '../lib/build/setup-need.ts';
import type { Basearch } from '../lib/host/architecture.ts';
import { unregisterEmulators } from '../lib/host/binfmt.ts';
import { setupHost } from '../lib/host/setup.ts';
import { outputOptions, parseBasearch } from './options.ts';
import { printResult } from './print.ts';
import { terminalLog } from './terminal-log.ts';
import { defaultStorePath } from './workspace.ts';

const HELP = `
Installs, with apt or dnf, the host tools that the stages run, and prints what this machine can do.
With --arch of another architecture than the machine's, its programs are made to run in QEMU: the
emulator is installed and registered with the kernel (binfmt_misc) until the next boot, or --undo.
With --remix, that is done for its architectures, and the disk is looked at: what building takes, of
what the lock says, what is free, and what could go.
Needs root or passwordless sudo when something is missing; does nothing when all is there.`;

interface SetupCliOptions {
  readonly arch: readonly Basearch[];
  readonly remix?: string;
  readonly store?: string;
  readonly out: string;
  readonly undo: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** The verb `setup`. */
export function setupCommand(): Command {
  return outputOptions(
    new Command('setup').description('install host tools and print what this machine can do'),
  )
    .addOption(
      new Option('--arch <basearch>', 'also what is built for this architecture; may be repeated')
        .argParser((text, previous: readonly Basearch[]) => [...previous, parseBasearch(text)])
        .default([], 'that of this machine'),
    )
    .option('--remix <file>', 'also what building this remix takes')
    .option('--store <dir>', 'where its store will be (default: as in the other verbs)')
    .option('--out <dir>', 'where its results will be', 'out')
    .option('--undo', 'unregister the emulators that setup has registered', false)
    .option('--dry-run', 'say what would be installed', false)
    .addHelpText('after', HELP)
    .action(runSetup);
}

async function runSetup(options: SetupCliOptions): Promise<void> {
  const log = terminalLog({ verbose: options.verbose });
  if (options.undo) {
    const unregistered = await unregisterEmulators(log);
    printResult(options.json, { unregistered }, [
      `unregistered  ${unregistered.join(', ') || 'nothing: no emulator is ours'}`,
    ]);
    return;
  }
  const { remix, store, out, dryRun } = options;
  const need =
    remix === undefined
      ? undefined
      : await readSetupNeed(resolve(remix), {
          storePath: store === undefined ? defaultStorePath() : resolve(store),
          outDir: resolve(out),
        });
  const architectures = [...options.arch, ...(need?.architectures ?? [])];
  const { table, ...report } = await setupHost({ log, dryRun, architectures });
  const disk = need?.disk;
  printResult(options.json, { ...report, ...(disk === undefined ? {} : { disk }) }, [
    ...table,
    ...(disk?.lines ??
      (need === undefined ? [] : ['disk      not estimated: there is no lock yet'])),
  ]);
}
