import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { bootInteractive } from '../lib/boot/interactive.ts';
import { parseCount } from './options.ts';
import { terminalLog } from './terminal-log.ts';

const HELP = `
The console of the machine is this terminal. Leave with Ctrl-A X. Changes are thrown away when the
machine stops, unless --keep is given.`;

interface BootOptions {
  readonly memory: number;
  readonly cpus: number;
  readonly keep: boolean;
  readonly verbose: boolean;
}

/** The verb `boot`. */
export function bootCommand(): Command {
  return new Command('boot')
    .description('boot a disk image in QEMU with its console on this terminal')
    .argument('<image>', 'a disk image, such as out/images/anvil-x86_64.qcow2')
    .addOption(
      new Option('--memory <MiB>', 'memory of the machine')
        .argParser(parseCount(256))
        .default(2048),
    )
    .addOption(new Option('--cpus <count>', 'processors').argParser(parseCount(1)).default(2))
    .option('--keep', 'write changes into the image', false)
    .option('-v, --verbose', 'say how QEMU is run', false)
    .addHelpText('after', HELP)
    .action(async (image: string, options: BootOptions) => {
      await bootInteractive({
        image: resolve(image),
        memoryMiB: options.memory,
        cpus: options.cpus,
        keep: options.keep,
        log: terminalLog({ verbose: options.verbose }),
      });
    });
}
