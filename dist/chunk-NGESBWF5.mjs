import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderSummary,
  reportOf
} from "./chunk-XNJJYLBP.mjs";
import {
  repositoryPath
} from "./chunk-V3Z356Y5.mjs";
import {
  readRemix
} from "./chunk-BI2OLBOV.mjs";

// lib/runner/place.ts
async function openPlace({ remixPath, outDir }, { log }) {
  const remix = await readRemix(remixPath);
  return { remix, outDir, repoPath: repositoryPath(outDir), log };
}
function summarize({ remix, outDir }, part, lockfile) {
  const extras = { outDir, ...lockfile === void 0 ? {} : { lockfile } };
  return renderSummary(reportOf({ remix: remix.name, ...part }, extras));
}

export {
  openPlace,
  summarize
};
