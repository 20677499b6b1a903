import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/boot/boot-stopped.ts
var BootStopped = class extends BuildError {
  remains;
  constructor(code, remains) {
    let { stage, reason, consoleTail, screenText, screenshotPath, consoleLogPath } = remains;
    super(
      code,
      [
        `the guest came as far as ${stage}: ${reason}`,
        ...screenText === "" ? [] : [`Its screen shows:
${screenText}`],
        ...consoleTail === "" ? [] : [`The console's last lines:
${consoleTail}`]
      ].join(`
`),
      {
        hint: `The whole console is in ${consoleLogPath}${screenshotPath === void 0 ? "" : `, a picture of the screen in ${screenshotPath}`}.`
      }
    ), this.remains = remains;
  }
};

export {
  BootStopped
};
