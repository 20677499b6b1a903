import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withWorkspace
} from "./chunk-RWLSCEL5.mjs";
import {
  readRemixInputs
} from "./chunk-PGDMXRWN.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  KINDS,
  changedVersions,
  formatChanges,
  formatLock,
  plainText,
  runLock,
  summarizeChanges
} from "./chunk-274XIYFY.mjs";
import "./chunk-2W2U2DEI.mjs";
import "./chunk-QPRYW2CT.mjs";
import {
  groupBy
} from "./chunk-IXJ4NE6I.mjs";
import "./chunk-YFUPYUK7.mjs";
import "./chunk-MVMNFANK.mjs";
import "./chunk-DXRJQPTI.mjs";
import "./chunk-R573IQWV.mjs";
import "./chunk-FBAQSP4E.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-XW44VKEP.mjs";
import "./chunk-AXANLE5B.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-H6KZ54YI.mjs";
import "./chunk-IZTKPFNN.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import "./chunk-PGVBXSTX.mjs";
import "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// actions/lock/main.ts
import { join as join2 } from "node:path";

// lib/build/lock-files.ts
import { join } from "node:path";

// lib/lock/commit-message.ts
var SUBJECT_LENGTH = 72;
var BODY_WIDTH = 72;
var MAX_BODY_BYTES = 6e4;
function formatCommitMessage(changes) {
  const body = formatBody(changes);
  return `${formatSubject(changes)}
${body === "" ? "" : `
${body}`}`;
}
function formatSubject(changes) {
  const names = [...new Set(changes.map(({ name: name2 }) => name2))].sort(compareBytes);
  const [first, ...others] = names;
  if (first === void 0) return "lock: follow the repositories; no package changed";
  const verb = commonVerb(changes);
  const count = `lock: ${verb} ${names.length} packages`;
  if (verb === "add" && names.length > 2) return count;
  const name = plainText(first);
  if (others.length === 0) {
    const evrs = new Set(changes.map(({ newEvr }) => newEvr));
    const [evr] = evrs;
    const to = verb === "add" ? "" : "to ";
    const whole = evrs.size === 1 && evr !== void 0 ? `lock: ${verb} ${name} ${to}${plainText(evr)}` : `lock: ${verb} ${name}`;
    return [whole, `lock: ${verb} ${name}`, `lock: ${verb} 1 package`].find(fits) ?? "";
  }
  const more = `${others.length} more ${others.length === 1 ? "package" : "packages"}`;
  return [`lock: ${verb} ${name} and ${more}`, count].find(fits) ?? "";
}
function fits(subject) {
  return subject.length <= SUBJECT_LENGTH;
}
function commonVerb(changes) {
  const kinds = new Set(changes.map(({ kind }) => kind));
  if (kinds.size > 1) return "update";
  if (kinds.has("added")) return "add";
  if (kinds.has("removed")) return "remove";
  return kinds.has("downgraded") ? "downgrade" : "update";
}
function formatBody(changes) {
  const byArch = [...groupBy(changes, ({ basearch }) => basearch)].map(([basearch, found]) => ({
    basearch: plainText(basearch),
    lines: [summarizeChanges(found), ...formatKinds(found)]
  }));
  const alike = [...groupBy(byArch, ({ lines: lines2 }) => lines2.join("\n")).values()];
  const lines = alike.flatMap((group, index) => {
    const [summary = "", ...rest] = group[0]?.lines ?? [];
    const heading = `${group.map(({ basearch }) => basearch).join(", ")}: ${summary}`;
    return [...index === 0 ? [] : [""], ...wrap(heading, ""), ...rest];
  });
  return limitLines(lines);
}
function formatKinds(changes) {
  return KINDS.flatMap((kind) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return [];
    const words = found.map((change) => `${plainText(change.name)} ${changedVersions(change)}`);
    return wrap(`${kind}: ${words.join(", ")}`, "  ");
  });
}
function wrap(text, indent) {
  const lines = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > BODY_WIDTH) {
      lines.push(line);
      line = `${indent}${indent}`;
    }
    line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}
function limitLines(lines) {
  let bytes = 0;
  const kept = [];
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > MAX_BODY_BYTES) {
      kept.push("", `${lines.length - kept.length} more lines are left out; the lockfile has all.`);
      break;
    }
    kept.push(line);
  }
  return kept.length === 0 ? "" : `${kept.join("\n")}
`;
}

// lib/build/lock-files.ts
async function writeLockFiles(folder, outcome) {
  const { changed, packages, changes } = outcome;
  const files = {
    markdown: join(folder, "changes.md"),
    json: join(folder, "changes.json"),
    commitMessage: join(folder, "commit-message.txt")
  };
  await makeFolder(folder);
  await writeFileAtomic(files.markdown, formatChanges(changes, "markdown"));
  const data = { version: 1, changed, packages, changes };
  await writeFileAtomic(files.json, `${JSON.stringify(data, null, 2)}
`);
  await writeFileAtomic(files.commitMessage, formatCommitMessage(changes));
  return files;
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
    const { outcome, lockfile } = await runLock(workspace, inputs.mode);
    for (const line of formatLock(outcome)) ports.log.info(line);
    const files = await writeLockFiles(join2(ports.context.tempDir, "treesmith-lock"), outcome);
    const count = lockfile.arches.reduce((sum, { packages }) => sum + packages.length, 0);
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
