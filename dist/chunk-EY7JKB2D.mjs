import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  serveRootStage
} from "./chunk-ZW2FCWP2.mjs";
import "./chunk-LXN535CL.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  Command
} from "./chunk-4N5P6MFD.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// cli/root-stage.ts
function rootStageCommand() {
  return new Command("root-stage").action(serveRootStage);
}
export {
  rootStageCommand
};
