import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readSourceDateEpoch
} from "./chunk-7MS3KZZN.mjs";
import {
  openWorkspace
} from "./chunk-JGQSPRU2.mjs";
import {
  terminalLog
} from "./chunk-Z4VSWSTU.mjs";
import {
  isBasearch
} from "./chunk-FPEYAMT3.mjs";

// cli/workspace.ts
import { homedir } from "node:os";
import { join, resolve } from "node:path";
async function workspaceOf(options) {
  return openWorkspace(
    {
      remixPath: resolve(options.remix),
      outDir: resolve(options.out),
      storePath: options.store === void 0 ? defaultStorePath() : resolve(options.store),
      ...options.arch !== void 0 && isBasearch(options.arch) ? { basearch: options.arch } : {},
      repoVars: options.repoVar,
      entry: process.argv[1] ?? "",
      offline: options.offline,
      ...readSourceDateEpoch()
    },
    terminalLog({ verbose: options.verbose })
  );
}
function defaultStorePath() {
  let cache = process.env.XDG_CACHE_HOME;
  return join(cache === void 0 || cache === "" ? join(homedir(), ".cache") : cache, "treesmith");
}

export {
  workspaceOf,
  defaultStorePath
};
