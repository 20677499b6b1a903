import { Command } from 'commander';
import { serveRootStage } from '../lib/build/privileged.ts';

/** The verb `root-stage`: what a run without root starts under sudo. Not for people. */
export function rootStageCommand(): Command {
  return new Command('root-stage').action(serveRootStage);
}
