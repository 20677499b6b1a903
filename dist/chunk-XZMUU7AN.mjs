import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readSetupNeed,
  setupHost
} from "./chunk-LLDDV2ZG.mjs";
import {
  unregisterEmulators
} from "./chunk-TFDOSVZW.mjs";
import "./chunk-2JJYZDZX.mjs";
import "./chunk-POSOI7UG.mjs";
import "./chunk-OMOW34LB.mjs";
import {
  defaultStorePath
} from "./chunk-KZSX3GDL.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import {
  outputOptions,
  parseBasearch,
  terminalLog
} from "./chunk-Z4VSWSTU.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-2UF2QBX7.mjs";
import "./chunk-LXN535CL.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-NOJIFO6H.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  Command,
  Option
} from "./chunk-4N5P6MFD.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// cli/setup.ts
import { resolve } from "node:path";
var HELP = `
Installs, with apt or dnf, the host tools that the stages run, and prints what this machine can do.
With --arch of another architecture than the machine's, its programs are made to run in QEMU: the
emulator is installed and registered with the kernel (binfmt_misc) until the next boot, or --undo.
With --remix, that is done for its architectures, and the disk is looked at: what building takes, of
what the lock says, what is free, and what could go.
Needs root or passwordless sudo when something is missing; does nothing when all is there.`;
function setupCommand() {
  return outputOptions(
    new Command("setup").description("install host tools and print what this machine can do")
  ).addOption(
    new Option("--arch <basearch>", "also what is built for this architecture; may be repeated").argParser((text, previous) => [...previous, parseBasearch(text)]).default([], "that of this machine")
  ).option("--remix <file>", "also what building this remix takes").option("--store <dir>", "where its store will be (default: as in the other verbs)").option("--out <dir>", "where its results will be", "out").option("--undo", "unregister the emulators that setup has registered", !1).option("--dry-run", "say what would be installed", !1).addHelpText("after", HELP).action(runSetup);
}
async function runSetup(options) {
  let log = terminalLog({ verbose: options.verbose });
  if (options.undo) {
    let unregistered = await unregisterEmulators(log);
    printResult(options.json, { unregistered }, [
      `unregistered  ${unregistered.join(", ") || "nothing: no emulator is ours"}`
    ]);
    return;
  }
  let { remix, store, out, dryRun } = options, need = remix === void 0 ? void 0 : await readSetupNeed(resolve(remix), {
    storePath: store === void 0 ? defaultStorePath() : resolve(store),
    outDir: resolve(out)
  }), architectures = [...options.arch, ...need?.architectures ?? []], { table, ...report } = await setupHost({ log, dryRun, architectures }), disk = need?.disk;
  printResult(options.json, { ...report, ...disk === void 0 ? {} : { disk } }, [
    ...table,
    ...disk?.lines ?? (need === void 0 ? [] : ["disk      not estimated: there is no lock yet"])
  ]);
}
export {
  setupCommand
};
