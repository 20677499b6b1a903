import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  findTool,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/privilege.ts
function isRoot() {
  return process.geteuid?.() === 0;
}
async function hasPasswordlessSudo() {
  if (findTool("sudo") === void 0) return !1;
  let { exitCode } = await runTool(["sudo", "-n", "true"], { okExitCodes: [0, 1] });
  return exitCode === 0;
}
async function asRoot(argv, what, keep = []) {
  if (isRoot()) return [...argv];
  let kept = keep.length === 0 ? [] : [`--preserve-env=${keep.join(",")}`];
  if (await hasPasswordlessSudo()) return ["sudo", "-n", ...kept, "--", ...argv];
  throw new ConfigError("NOT_PRIVILEGED", `${what} needs root`, {
    hint: "Run as root, or give this user passwordless sudo (as hosted runners have it)."
  });
}

export {
  isRoot,
  asRoot
};
