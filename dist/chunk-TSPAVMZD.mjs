import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderTable
} from "./chunk-SSN2A6FW.mjs";
import {
  readSetupNeed,
  setupHost
} from "./chunk-KVVXU6OB.mjs";
import "./chunk-E5LSWCRZ.mjs";
import {
  asRoot
} from "./chunk-T7QGRJYY.mjs";
import {
  LOCK_TOOLS
} from "./chunk-DXRJQPTI.mjs";
import "./chunk-R573IQWV.mjs";
import {
  BASEARCHES
} from "./chunk-FBAQSP4E.mjs";
import {
  text
} from "./chunk-BBWHN6BN.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-IZTKPFNN.mjs";
import {
  runTool
} from "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import {
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// actions/setup/main.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

// lib/host/kvm-access.ts
import { constants } from "node:fs";
import { access } from "node:fs/promises";
var DEVICE = "/dev/kvm";
async function openKvm(log) {
  const may = (mode) => access(DEVICE, mode).then(
    () => true,
    () => false
  );
  if (!await may(constants.F_OK) || await may(constants.R_OK | constants.W_OK)) return;
  await runTool(await asRoot(["chmod", "0666", DEVICE], `opening ${DEVICE}`), { log });
}

// lib/report/host.ts
function renderHost(host) {
  const { kvm, cores, memoryBytes, freeDiskBytes, installed, emulated } = host;
  const rows = [
    ["KVM", text(`${kvm.works ? "yes" : "no"}: ${kvm.reason}`)],
    ["Cores", String(cores)],
    ["Memory", formatBytes(memoryBytes)],
    ["Free disk", formatBytes(freeDiskBytes)],
    ["Emulated architectures", text(emulated.join(", ") || "none")],
    ["Packages installed now", text(installed.join(", ") || "none", 4e3)]
  ];
  return `# This machine

${renderTable(["", ""], rows).join("\n")}
`;
}

// actions/setup/inputs.ts
function readInputs(read) {
  const place = {
    tools: read.oneOf("tools", ["build", "lock"]),
    kvm: read.boolean("kvm"),
    remixPath: read.optionalPath("remix")
  };
  const basearch = read.oneOf("architecture", ["all", ...BASEARCHES]);
  return { ...place, basearch: basearch === "all" ? void 0 : basearch };
}

// actions/setup/main.ts
async function run({ tools, kvm, remixPath, basearch }, { log, context }) {
  if (kvm && context.hosted && tools === "build") await openKvm(log);
  const need = remixPath === void 0 || tools === "lock" ? void 0 : await readSetupNeed(
    remixPath,
    { storePath: context.tempDir, outDir: join(context.workspace, "out") },
    basearch
  );
  const report = await setupHost({
    log,
    ...tools === "lock" ? { only: LOCK_TOOLS } : {},
    architectures: need?.architectures ?? []
  });
  const disk = need?.disk;
  await log.group("What this machine can do", async () => {
    for (const line of [...report.table, ...disk?.lines ?? []]) log.info(line);
  });
  if (disk !== void 0 && disk.short.length > 0) log.warn(disk.lines.join("\n"));
  const reportPath = join(context.tempDir, "treesmith-setup.json");
  await writeFile(reportPath, `${JSON.stringify(report, null, 2)}
`);
  return {
    outputs: {
      kvm: String(report.kvm.works),
      installed: report.installed.join("\n"),
      report: reportPath
    },
    summary: renderHost(report)
  };
}
export {
  readInputs,
  run
};
