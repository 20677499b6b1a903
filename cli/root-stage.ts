import { Command } from 'commander';
import { serveRootStage } from '../lib/build/privileged.ts';
import { terminalLog } from './terminal-log.ts';

/** The verb `root-stage`: what a run without root starts under sudo. Not for people. */
export function rootStageCommand(): Command {
  return new Command('root-stage')
    .argument('<stage>')
    .action((stage: string) => serveRootStage(stage, terminalLog({ verbose: false })));
}
