import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  TOOLS,
  locateTool,
  packageHint
} from "./chunk-LIINDJHT.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";

// lib/host/assert-tools.ts
async function assertTools(names) {
  const rows = TOOLS.filter(({ name }) => names.includes(name));
  const found = await Promise.all(rows.map(locateTool));
  const missing = rows.filter((_row, index) => found[index] === void 0);
  const [first] = missing;
  if (first === void 0) return;
  const verb = missing.length === 1 ? "is" : "are";
  const list = missing.map(({ name }) => name).join(", ");
  const packages = (manager) => [...new Set(missing.map((tool) => tool[manager]))].join(" ");
  throw new ConfigError("TOOL_MISSING", `${list} ${verb} not installed`, {
    hint: missing.length === 1 ? packageHint(first.name) : `Run "treesmith setup", or install them: apt-get install ${packages("apt")} (Debian, Ubuntu), dnf install ${packages("dnf")} (Fedora, EL).`
  });
}

export {
  assertTools
};
