import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  EMULATORS_ADDED,
  runPost
} from "./chunk-YXH5HDYO.mjs";
import "./chunk-SNWNVXKN.mjs";
import "./chunk-66OQTUZ5.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-DNDHY2JN.mjs";
import "./chunk-R3RKH6FF.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";
export {
  EMULATORS_ADDED,
  runPost
};
