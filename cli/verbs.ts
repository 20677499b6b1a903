import type { Command } from 'commander';
import { bootCommand } from './boot.ts';
import { buildCommand } from './build.ts';
import { inspectImageCommand } from './inspect-image.ts';
import { lockCommand } from './lock.ts';
import { planCommand } from './plan.ts';
import { publishCommand } from './publish.ts';
import { setupCommand } from './setup.ts';
import { signCommand } from './sign.ts';
import { bootTestCommand, composeCommand, imageCommand } from './stages.ts';
import { verifyCommand } from './verify.ts';

/** Returns every verb that people use, in the order of the pipeline. */
export function allVerbs(): Command[] {
  return [
    setupCommand(),
    lockCommand(),
    planCommand(),
    composeCommand(),
    imageCommand(),
    inspectImageCommand(),
    bootTestCommand(),
    bootCommand(),
    signCommand(),
    verifyCommand(),
    publishCommand(),
    buildCommand(),
  ];
}
