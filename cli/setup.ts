import { Command } from 'commander';
import { setupHost } from '../lib/host/setup.ts';
import { outputOptions } from './options.ts';
import { printResult } from './print.ts';
import { terminalLog } from './terminal-log.ts';

const HELP = `
Installs, with apt or dnf, the host tools that the stages run, and prints what this machine can do.
Needs root or passwordless sudo when something is missing; does nothing when all is there.`;

/** The verb `setup`. */
export function setupCommand(): Command {
  return outputOptions(
    new Command('setup').description('install host tools and print what this machine can do'),
  )
    .option('--dry-run', 'say what would be installed', false)
    .addHelpText('after', HELP)
    .action(async (options: { dryRun: boolean; json: boolean; verbose: boolean }) => {
      const log = terminalLog({ verbose: options.verbose });
      const report = await setupHost({ log, dryRun: options.dryRun });
      printResult(options.json, report, report.table);
    });
}
