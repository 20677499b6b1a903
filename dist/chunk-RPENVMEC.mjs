import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withWorkspace
} from "./chunk-KIXUNW4P.mjs";
import "./chunk-GHM3D2SO.mjs";
import {
  readRemixInputs
} from "./chunk-EDFNMRKR.mjs";
import "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import "./chunk-FRBN4BH3.mjs";
import "./chunk-VPF4N6EG.mjs";
import "./chunk-TEDNRVXJ.mjs";
import "./chunk-SUHXBGZF.mjs";
import "./chunk-DRYVDJJG.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import {
  KINDS,
  changedVersions,
  formatChanges,
  formatLock,
  plainText,
  runLock,
  summarizeChanges
} from "./chunk-2Z3UPW7G.mjs";
import "./chunk-GAMZBRHF.mjs";
import {
  groupBy
} from "./chunk-FSB3DMR3.mjs";
import "./chunk-BZZJ3KKZ.mjs";
import "./chunk-KOPMJIKM.mjs";
import "./chunk-ZFV4BBRI.mjs";
import "./chunk-QV3WZGT4.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-OMOW34LB.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-HPCPK726.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-NQ4WGN4H.mjs";
import "./chunk-QSWBYFUT.mjs";
import "./chunk-DBJ6H2PG.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-FJOYASBV.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-NOJIFO6H.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-GRGRR2G4.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// actions/lock/main.ts
import { join as join2 } from "node:path";

// lib/build/lock-files.ts
import { join } from "node:path";

// lib/lock/commit-message.ts
var SUBJECT_LENGTH = 72, BODY_WIDTH = 72, MAX_BODY_BYTES = 6e4;
function formatCommitMessage(changes) {
  let body = formatBody(changes);
  return `${formatSubject(changes)}
${body === "" ? "" : `
${body}`}`;
}
function formatSubject(changes) {
  let names = [...new Set(changes.map(({ name: name2 }) => name2))].sort(compareBytes), [first, ...others] = names;
  if (first === void 0) return "lock: follow the repositories; no package changed";
  let verb = commonVerb(changes), count = `lock: ${verb} ${names.length} packages`;
  if (verb === "add" && names.length > 2) return count;
  let name = plainText(first);
  if (others.length === 0) {
    let evrs = new Set(changes.map(({ newEvr }) => newEvr)), [evr] = evrs, to = verb === "add" ? "" : "to ";
    return [evrs.size === 1 && evr !== void 0 ? `lock: ${verb} ${name} ${to}${plainText(evr)}` : `lock: ${verb} ${name}`, `lock: ${verb} ${name}`, `lock: ${verb} 1 package`].find(fits) ?? "";
  }
  let more = `${others.length} more ${others.length === 1 ? "package" : "packages"}`;
  return [`lock: ${verb} ${name} and ${more}`, count].find(fits) ?? "";
}
function fits(subject) {
  return subject.length <= SUBJECT_LENGTH;
}
function commonVerb(changes) {
  let kinds = new Set(changes.map(({ kind }) => kind));
  return kinds.size > 1 ? "update" : kinds.has("added") ? "add" : kinds.has("removed") ? "remove" : kinds.has("downgraded") ? "downgrade" : "update";
}
function formatBody(changes) {
  let byArch = [...groupBy(changes, ({ basearch }) => basearch)].map(([basearch, found]) => ({
    basearch: plainText(basearch),
    lines: [summarizeChanges(found), ...formatKinds(found)]
  })), lines = [...groupBy(byArch, ({ lines: lines2 }) => lines2.join(`
`)).values()].flatMap((group, index) => {
    let [summary = "", ...rest] = group[0]?.lines ?? [], heading = `${group.map(({ basearch }) => basearch).join(", ")}: ${summary}`;
    return [...index === 0 ? [] : [""], ...wrap(heading, ""), ...rest];
  });
  return limitLines(lines);
}
function formatKinds(changes) {
  return KINDS.flatMap((kind) => {
    let found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return [];
    let words = found.map((change) => `${plainText(change.name)} ${changedVersions(change)}`);
    return wrap(`${kind}: ${words.join(", ")}`, "  ");
  });
}
function wrap(text, indent) {
  let lines = [], line = indent;
  for (let word of text.split(" "))
    line.trim() !== "" && line.length + 1 + word.length > BODY_WIDTH && (lines.push(line), line = `${indent}${indent}`), line += line.trim() === "" ? word : ` ${word}`;
  return [...lines, line];
}
function limitLines(lines) {
  let bytes = 0, kept = [];
  for (let line of lines) {
    if (bytes += Buffer.byteLength(line) + 1, bytes > MAX_BODY_BYTES) {
      kept.push("", `${lines.length - kept.length} more lines are left out; the lockfile has all.`);
      break;
    }
    kept.push(line);
  }
  return kept.length === 0 ? "" : `${kept.join(`
`)}
`;
}

// lib/build/lock-files.ts
async function writeLockFiles(folder, outcome) {
  let { changed, packages, changes } = outcome, files = {
    markdown: join(folder, "changes.md"),
    json: join(folder, "changes.json"),
    commitMessage: join(folder, "commit-message.txt")
  };
  await makeFolder(folder), await writeFileAtomic(files.markdown, formatChanges(changes, "markdown"));
  let data = { version: 1, changed, packages, changes };
  return await writeFileAtomic(files.json, `${JSON.stringify(data, null, 2)}
`), await writeFileAtomic(files.commitMessage, formatCommitMessage(changes)), files;
}

// actions/lock/inputs.ts
function readInputs(read) {
  return {
    ...readRemixInputs(read),
    mode: read.oneOf("mode", ["check", "update", "if-stale"])
  };
}

// actions/lock/main.ts
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (workspace) => {
    let { outcome, lockfile } = await runLock(workspace, inputs.mode);
    for (let line of formatLock(outcome)) ports.log.info(line);
    let files = await writeLockFiles(join2(ports.context.tempDir, "treesmith-lock"), outcome), count = lockfile.arches.reduce((sum, { packages }) => sum + packages.length, 0);
    return {
      outputs: {
        changed: String(outcome.changed),
        lockfile: outcome.path,
        "changes-markdown": files.markdown,
        "changes-json": files.json,
        "commit-message": files.commitMessage,
        "package-count": String(count)
      },
      part: { lock: outcome },
      lockfile
    };
  });
}
export {
  readInputs,
  run
};
