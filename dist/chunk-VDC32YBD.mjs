import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderTable
} from "./chunk-56W44T4S.mjs";
import {
  EMULATORS_ADDED
} from "./chunk-6LVRQZDN.mjs";
import {
  readSetupNeed,
  setupHost
} from "./chunk-LLDDV2ZG.mjs";
import {
  readOwnEmulators
} from "./chunk-TFDOSVZW.mjs";
import "./chunk-2JJYZDZX.mjs";
import "./chunk-POSOI7UG.mjs";
import {
  text
} from "./chunk-BBFWKSVB.mjs";
import {
  LOCK_TOOLS
} from "./chunk-ZFV4BBRI.mjs";
import "./chunk-QV3WZGT4.mjs";
import "./chunk-OMOW34LB.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-2UF2QBX7.mjs";
import {
  asRoot
} from "./chunk-LXN535CL.mjs";
import {
  BASEARCHES
} from "./chunk-FPEYAMT3.mjs";
import "./chunk-NOJIFO6H.mjs";
import {
  runTool
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-GRGRR2G4.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// actions/setup/main.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

// lib/host/kvm-access.ts
import { constants } from "node:fs";
import { access } from "node:fs/promises";
var DEVICE = "/dev/kvm";
async function openKvm(log) {
  let may = (mode) => access(DEVICE, mode).then(
    () => !0,
    () => !1
  );
  !await may(constants.F_OK) || await may(constants.R_OK | constants.W_OK) || await runTool(await asRoot(["chmod", "0666", DEVICE], `opening ${DEVICE}`), { log });
}

// lib/report/host.ts
function renderHost(host) {
  let { kvm, cores, memoryBytes, freeDiskBytes, installed, emulated } = host, rows = [
    ["KVM", text(`${kvm.works ? "yes" : "no"}: ${kvm.reason}`)],
    ["Cores", String(cores)],
    ["Memory", formatBytes(memoryBytes)],
    ["Free disk", formatBytes(freeDiskBytes)],
    ["Emulated architectures", text(emulated.join(", ") || "none")],
    ["Packages installed now", text(installed.join(", ") || "none", 4e3)]
  ];
  return `# This machine

${renderTable(["", ""], rows).join(`
`)}
`;
}

// actions/setup/inputs.ts
function readInputs(read) {
  let place = {
    tools: read.oneOf("tools", ["build", "lock"]),
    kvm: read.boolean("kvm"),
    remixPath: read.optionalPath("remix")
  }, basearch = read.oneOf("architecture", ["all", ...BASEARCHES]);
  return { ...place, basearch: basearch === "all" ? void 0 : basearch };
}

// actions/setup/main.ts
async function run({ tools, kvm, remixPath, basearch }, { log, context, saveState }) {
  kvm && context.hosted && tools === "build" && await openKvm(log);
  let need = remixPath === void 0 || tools === "lock" ? void 0 : await readSetupNeed(
    remixPath,
    { storePath: context.tempDir, outDir: join(context.workspace, "out") },
    basearch
  ), architectures = need?.architectures ?? [], before = await readOwnEmulators(), added = architectures.filter((basearch2) => !before.includes(basearch2));
  await saveState(EMULATORS_ADDED, added.join(" "));
  let report = await setupHost({
    log,
    ...tools === "lock" ? { only: LOCK_TOOLS } : {},
    architectures
  }), disk = need?.disk;
  await log.group("What this machine can do", async () => {
    for (let line of [...report.table, ...disk?.lines ?? []]) log.info(line);
  }), disk !== void 0 && disk.short.length > 0 && log.warn(disk.lines.join(`
`));
  let reportPath = join(context.tempDir, "treesmith-setup.json");
  return await writeFile(reportPath, `${JSON.stringify(report, null, 2)}
`), {
    outputs: {
      kvm: String(report.kvm.works),
      installed: report.installed.join(`
`),
      report: reportPath
    },
    summary: renderHost(report)
  };
}
export {
  readInputs,
  run
};
