import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderSummary,
  reportOf
} from "./chunk-PGDMXRWN.mjs";
import {
  repositoryPath
} from "./chunk-IXJ4NE6I.mjs";
import {
  readRemix
} from "./chunk-FBAQSP4E.mjs";

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
