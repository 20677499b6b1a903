import { BuildError } from '../core/errors.ts';
import type { BootStage } from './boot-stages.ts';
import type { BootCode } from './errors.ts';
import type { BootPhases } from './timings.ts';

/** How far a guest came that did not come up, and what is left of it. */
export interface BootRemains {
  readonly stage: BootStage;
  /** Why it is there: what its console showed, or how it was ended. */
  readonly reason: string;
  readonly consoleLogPath: string;
  /** The last lines of its console. */
  readonly consoleTail: string;
  /** What its screen showed in text mode, when it is a PC whose console was not reached. */
  readonly screenText: string;
  /** PNG; absent when QEMU could not tell any more. */
  readonly screenshotPath?: string;
  /** Of the phases that were over. */
  readonly phases: BootPhases;
  /** From the start of the machine to when it was given up. */
  readonly elapsedMs: number;
}

/** A guest that did not come up, or went away. */
export class BootStopped extends BuildError<BootCode> {
  readonly remains: BootRemains;

  constructor(code: BootCode, remains: BootRemains) {
    const { stage, reason, consoleTail, screenText, screenshotPath, consoleLogPath } = remains;
    super(
      code,
      [
        `the guest came as far as ${stage}: ${reason}`,
        ...(screenText === '' ? [] : [`Its screen shows:\n${screenText}`]),
        ...(consoleTail === '' ? [] : [`The console's last lines:\n${consoleTail}`]),
      ].join('\n'),
      {
        hint: `The whole console is in ${consoleLogPath}${screenshotPath === undefined ? '' : `, a picture of the screen in ${screenshotPath}`}.`,
      },
    );
    this.remains = remains;
  }
}
