import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readTool
} from "./chunk-DBSRCAXI.mjs";

// lib/host/ostree-refs.ts
async function listRefs(repoPath) {
  let names = (await readTool(["ostree", `--repo=${repoPath}`, "refs"])).split(`
`).filter((line) => line !== "").sort(), found = [];
  for (let ref of names) {
    let commit = await readTool(["ostree", `--repo=${repoPath}`, "rev-parse", ref]);
    found.push({ ref, commit: commit.trim() });
  }
  return found;
}

export {
  listRefs
};
