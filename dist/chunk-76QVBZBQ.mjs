import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  signingOptions
} from "./chunk-TK2QE5UN.mjs";
import {
  cacheOption,
  timelineOption
} from "./chunk-QB7I2WL4.mjs";
import {
  remixCommand
} from "./chunk-Z4VSWSTU.mjs";

// cli/stage-command.ts
function stageCommand(name, summary) {
  return cacheOption(timelineOption(signingOptions(remixCommand(name, summary))));
}

export {
  stageCommand
};
