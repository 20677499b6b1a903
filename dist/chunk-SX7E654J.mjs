import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  EMULATORS_ADDED,
  runPost
} from "./chunk-DZ4XLG5D.mjs";
import "./chunk-EVKUDGO6.mjs";
import "./chunk-KBT2IEAT.mjs";
import "./chunk-3CFMGOOF.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-7XLPI4ML.mjs";
import "./chunk-R5Z63YP4.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";
export {
  EMULATORS_ADDED,
  runPost
};
