import { Command, InvalidArgumentError, Option } from 'commander';
import { type Basearch, isBasearch } from '../lib/host/architecture.ts';

/** Options that every verb takes, as commander gives them. */
export interface CommonOptions {
  readonly remix: string;
  readonly store?: string;
  readonly out: string;
  readonly arch?: string;
  readonly repoVar: Readonly<Record<string, string>>;
  readonly offline: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** Returns a verb with the options that every verb takes. */
export function remixCommand(name: string, summary: string): Command {
  return outputOptions(new Command(name).description(summary))
    .option('-r, --remix <file>', 'what to build', 'remix.yaml')
    .option('-o, --out <folder>', 'where results go', 'out')
    .option('--store <folder>', 'cache of packages and stages (default: ~/.cache/treesmith)')
    .addOption(
      new Option('--arch <basearch>', 'only this architecture of remix.yaml').argParser(
        parseBasearch,
      ),
    )
    .addOption(
      new Option('--repo-var <name=value>', 'value of a variable in .repo files; may be repeated')
        .argParser(collectVariable)
        .default({}, 'none'),
    )
    .option('--offline', 'use what the store has; no network', false);
}

/** Adds `--json` and `--verbose`. */
export function outputOptions(command: Command): Command {
  return command
    .option('--json', 'print the result as JSON on standard output', false)
    .option('-v, --verbose', 'say which tools are run, and more', false);
}

/** Parser of `--arch`. */
export function parseBasearch(text: string): Basearch {
  if (!isBasearch(text)) {
    throw new InvalidArgumentError('expected x86_64, aarch64, ppc64le, s390x or riscv64.');
  }
  return text;
}

/** Returns a parser for a whole number of at least `least`. */
export function parseCount(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`expected a whole number of at least ${least}.`);
    }
    return value;
  };
}

function collectVariable(text: string, previous: Record<string, string>): Record<string, string> {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text);
  if (match === null) throw new InvalidArgumentError('expected NAME=VALUE.');
  return { ...previous, [match[1] ?? '']: match[2] ?? '' };
}
