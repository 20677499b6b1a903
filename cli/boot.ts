import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { bootInteractive } from '../lib/boot/interactive.ts';
import { ConfigError } from '../lib/core/errors.ts';
import { BASEARCHES, type Basearch } from '../lib/host/architecture.ts';
import { bootContainerImage } from './boot-container.ts';
import type { CliCode } from './errors.ts';
import { parseCount } from './options.ts';
import { terminalLog } from './terminal-log.ts';

const HELP = `
The console of the machine is this terminal. Leave with Ctrl-A X. Changes are thrown away when the
machine stops, unless --keep is given.

  treesmith boot out/images/anvil-x86_64.qcow2
  treesmith boot anvil.qcow2 --credential passwd.plaintext-password.root=secret
  treesmith boot --container registry.example/app:1
  treesmith boot --container ./oci-layout -- /bin/sh -c 'uname -a'

With --container the words after "--" replace the image's command, and the exit code is the
container's.`;

interface BootOptions {
  readonly memory: number;
  readonly cpus: number;
  readonly keep: boolean;
  readonly credential: Readonly<Record<string, string>>;
  readonly container?: string;
  readonly repo: string;
  readonly ref?: string;
  readonly arch?: Basearch;
  readonly verbose: boolean;
}

/** The verb `boot`. */
export function bootCommand(): Command {
  return new Command('boot')
    .description(
      'boot a disk image, or a container image, in QEMU with its console on this terminal',
    )
    .argument('[image]', 'a disk image, such as out/images/anvil-x86_64.qcow2')
    .argument('[command...]', 'with --container: what to run in it')
    .addOption(
      new Option('--memory <MiB>', 'memory of the machine')
        .argParser(parseCount(256))
        .default(2048),
    )
    .addOption(new Option('--cpus <count>', 'processors').argParser(parseCount(1)).default(2))
    .option('--keep', 'write changes into the image', false)
    .addOption(
      new Option('--credential <name=value>', 'a credential for systemd 252; may be repeated')
        .argParser(collectCredential)
        .default({}, 'none'),
    )
    .option('--container <image>', 'OCI layout, oci-archive or reference of a registry to run')
    .option('--repo <folder>', 'with --container: the repository with the kernel', 'out/repo')
    .option('--ref <name>', 'with --container: its ref (default: the only one)')
    .addOption(
      new Option('--arch <basearch>', "with --container: the machine's (default: ours)").choices(
        BASEARCHES,
      ),
    )
    .option('-v, --verbose', 'say how QEMU is run', false)
    .addHelpText('after', HELP)
    .action(async (image: string | undefined, words: string[], options: BootOptions) => {
      const machine = { memoryMiB: options.memory, cpus: options.cpus };
      const log = terminalLog({ verbose: options.verbose });
      if (options.container !== undefined) {
        const { container, repo, ref, arch } = options;
        const command = image === undefined ? [] : [image, ...words];
        process.exitCode = await bootContainerImage({
          ...{ image: container, command, repo, ref, basearch: arch, ...machine, log },
        });
        return;
      }
      if (image === undefined || words.length > 0) {
        throw new ConfigError<CliCode>(
          'OPTION_MISSING',
          'expected the name of one disk image, or --container with an image',
        );
      }
      const { keep, credential: credentials } = options;
      await bootInteractive({ ...machine, image: resolve(image), keep, credentials, log });
    });
}

/** Names are those of files. */
function collectCredential(text: string, previous: Record<string, string>): Record<string, string> {
  const match = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)=(.*)$/s.exec(text);
  if (match === null) throw new InvalidArgumentError('expected NAME=VALUE.');
  return { ...previous, [match[1] ?? '']: match[2] ?? '' };
}
