import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  signingOptions
} from "./chunk-UKH52FTZ.mjs";
import {
  cacheOption,
  timelineOption
} from "./chunk-OIO4SFJ2.mjs";
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
