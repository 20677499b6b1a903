import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderSummary,
  reportOf
} from "./chunk-5TBG3NRI.mjs";
import {
  repositoryPath
} from "./chunk-GMBI3EIB.mjs";
import {
  readRemix
} from "./chunk-ERFYXIV6.mjs";

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
