import type { Command } from 'commander';
import { bootCommand } from './boot.ts';
import { buildCommand } from './build.ts';
import { lockCommand } from './lock.ts';
import { planCommand } from './plan.ts';
import { setupCommand } from './setup.ts';
import { bootTestCommand, composeCommand, imageCommand } from './stages.ts';

/** Returns every verb that people use, in the order of the pipeline. */
export function allVerbs(): Command[] {
  return [
    setupCommand(),
    lockCommand(),
    planCommand(),
    composeCommand(),
    imageCommand(),
    bootTestCommand(),
    bootCommand(),
    buildCommand(),
  ];
}
