import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  findTool,
  runTool
} from "./chunk-LIINDJHT.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";

// lib/host/privilege.ts
function isRoot() {
  return process.geteuid?.() === 0;
}
async function hasPasswordlessSudo() {
  if (await findTool("sudo") === void 0) return false;
  const { exitCode } = await runTool(["sudo", "-n", "true"], { okExitCodes: [0, 1] });
  return exitCode === 0;
}
async function asRoot(argv, what, keep = []) {
  if (isRoot()) return [...argv];
  const kept = keep.length === 0 ? [] : [`--preserve-env=${keep.join(",")}`];
  if (await hasPasswordlessSudo()) return ["sudo", "-n", ...kept, "--", ...argv];
  throw new ConfigError("NOT_PRIVILEGED", `${what} needs root`, {
    hint: "Run as root, or give this user passwordless sudo (as hosted runners have it)."
  });
}

export {
  isRoot,
  asRoot
};
