import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";

// lib/report/quantities.ts
function count(amount, what) {
  return `${amount} ${what}${amount === 1 ? "" : "s"}`;
}
function signedBytes(sizeBytes) {
  return `${sizeBytes < 0 ? "-" : "+"}${formatBytes(Math.abs(sizeBytes))}`;
}
function formatDuration(ms) {
  let seconds = Math.max(0, ms) / 1e3;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  let minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export {
  count,
  signedBytes,
  formatDuration
};
