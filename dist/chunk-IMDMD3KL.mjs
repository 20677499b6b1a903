import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderSummary,
  reportOf
} from "./chunk-EDFNMRKR.mjs";
import {
  repositoryPath
} from "./chunk-JGQSPRU2.mjs";
import {
  readRemix
} from "./chunk-DC543OIF.mjs";

// lib/runner/place.ts
async function openPlace({ remixPath, outDir }, { log }) {
  return { remix: await readRemix(remixPath), outDir, repoPath: repositoryPath(outDir), log };
}
function summarize({ remix, outDir }, part, lockfile) {
  let extras = { outDir, ...lockfile === void 0 ? {} : { lockfile } };
  return renderSummary(reportOf({ remix: remix.name, ...part }, extras));
}

export {
  openPlace,
  summarize
};
