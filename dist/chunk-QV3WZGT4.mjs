import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  TOOLS,
  locateTool,
  packageHint
} from "./chunk-DBSRCAXI.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/assert-tools.ts
async function assertTools(names) {
  let rows = TOOLS.filter(({ name }) => names.includes(name)), found = await Promise.all(rows.map(locateTool)), missing = rows.filter((_row, index) => found[index] === void 0), [first] = missing;
  if (first === void 0) return;
  let verb = missing.length === 1 ? "is" : "are", list = missing.map(({ name }) => name).join(", "), packages = (manager) => [...new Set(missing.map((tool) => tool[manager]))].join(" ");
  throw new ConfigError("TOOL_MISSING", `${list} ${verb} not installed`, {
    hint: missing.length === 1 ? packageHint(first.name) : `Run "treesmith setup", or install them: apt-get install ${packages("apt")} (Debian, Ubuntu), dnf install ${packages("dnf")} (Fedora, EL).`
  });
}

export {
  assertTools
};
