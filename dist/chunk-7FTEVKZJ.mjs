import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  recordTimeline,
  withTimelineFile,
  writingTimeline
} from "./chunk-DRYVDJJG.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";
export {
  recordTimeline,
  withTimelineFile,
  writingTimeline
};
