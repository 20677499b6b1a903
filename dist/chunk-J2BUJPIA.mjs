import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  SBOM_FORMATS,
  SBOM_FORMAT_FACTS,
  formatSbom,
  makeCommitSbom
} from "./chunk-2XXZ7EJQ.mjs";
import "./chunk-54PPNY4X.mjs";
import "./chunk-MMUIYG3A.mjs";
import "./chunk-6BOGLLXY.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-36L3BH6V.mjs";
import {
  readLockfile
} from "./chunk-OMOW34LB.mjs";
import {
  workspaceOf
} from "./chunk-KZSX3GDL.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import {
  remixCommand
} from "./chunk-Z4VSWSTU.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-FHUVXSWX.mjs";
import {
  readRef
} from "./chunk-OXTLJHJG.mjs";
import "./chunk-DBJ6H2PG.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-NOJIFO6H.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  Argument,
  Option
} from "./chunk-4N5P6MFD.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-MXOWXJGY.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// cli/sbom.ts
import { resolve } from "node:path";

// lib/build/sbom.ts
import { dirname, join } from "node:path";
async function runSbom(workspace, { formats, ref, withFiles }) {
  let { remix, repoPath, sourceDateEpoch } = workspace, commits = await findCommits(repoPath, refsOf(workspace, ref)), lockfile = await readLockfile(remix.lockfile), outcomes = [];
  for (let { basearch, ref: branch, commit } of commits) {
    let locked = lockfile.arches.find(({ arch }) => arch === basearch), sbom = await makeCommitSbom({
      repoPath,
      ref: branch,
      commit,
      name: remix.name,
      basearch,
      withFiles,
      ...locked === void 0 ? {} : { locked },
      ...sourceDateEpoch === void 0 ? {} : { createdSeconds: sourceDateEpoch }
    });
    outcomes.push({
      basearch,
      ref: branch,
      commit,
      packages: sbom.packages.length,
      notLocked: notLocked(sbom),
      documents: formats.map((format) => ({ format, text: formatSbom(sbom, format) }))
    });
  }
  return outcomes;
}
async function writeSboms({ outDir, remix }, outcomes) {
  let paths = [];
  for (let { basearch, documents } of outcomes)
    for (let { format, text } of documents) {
      let { suffix } = SBOM_FORMAT_FACTS[format], path = join(outDir, "sbom", `${remix.name}-${basearch}${suffix}`);
      await makeFolder(dirname(path)), await writeFileAtomic(path, text), paths.push(path);
    }
  return paths;
}
async function findCommits(repoPath, refs) {
  let commits = (await Promise.all(
    refs.map(async (one) => ({ ...one, commit: await readRef(repoPath, one.ref) }))
  )).flatMap(
    ({ commit, ...one }) => commit === void 0 ? [] : [{ ...one, commit }]
  );
  if (commits.length > 0) return commits;
  throw new BuildError(
    "COMMIT_MISSING",
    `${repoPath} has no commit of ${refs.map(({ ref }) => ref).join(", ")}`,
    { hint: 'Run "treesmith compose" first, with the same --out.' }
  );
}
function refsOf({ treefiles, architectures, remix }, wanted) {
  let refs = [...treefiles].filter(([basearch]) => architectures.includes(basearch)).map(([basearch, treefile]) => ({ basearch, ref: refOf(treefile, remix.name) })), found = refs.filter(({ ref }) => wanted === void 0 || ref === wanted);
  if (found.length > 0) return found;
  throw new ConfigError(
    "REF_NOT_OF_REMIX",
    `no architecture of this remix has the ref ${wanted}`,
    { hint: `It has ${refs.map(({ ref }) => ref).join(", ")}.` }
  );
}
function refOf({ ref, path }, name) {
  if (ref !== void 0) return ref;
  throw new ConfigError("NO_REF", "the treefile names no OSTree ref", {
    place: { file: path },
    hint: `Add for example "ref: ${name}/1/\${basearch}/stable".`
  });
}
function notLocked({ packages }) {
  return packages.flatMap(({ nevra, locked }) => locked === void 0 ? [nevra] : []);
}

// cli/sbom.ts
var HELP = `
Writes sbom/NAME-BASEARCH.spdx.json and \u2026.cdx.json below --out, of the commits that lie there: each package
with licence, vendor, source package, package URL and dependencies, and from the lock URL, SHA-256 and signing
key of the RPM. Needs no root and no network, composes nothing, and gives the same bytes each time.`;
function sbomCommand() {
  return remixCommand("sbom", "list what a commit is made of, as SPDX and CycloneDX").addArgument(new Argument("[remix]", "the same as --remix")).addOption(
    new Option("--format <format>", "only this one (default: both)").choices(SBOM_FORMATS)
  ).option("--output <file>", "write the one document there; - is standard output").option("--ref <ref>", "only the commit of this OSTree ref").option("--files", "also list the files of every package; reads them all", !1).addHelpText("after", HELP).action(async (remix, options) => {
    let workspace = await workspaceOf({ ...options, remix: remix ?? options.remix }), { format, output, ref, files } = options, outcomes = await runSbom(workspace, {
      // One file is one document: SPDX unless something else was asked for.
      formats: format !== void 0 ? [format] : output === void 0 ? SBOM_FORMATS : ["spdx"],
      withFiles: files,
      ...ref === void 0 ? {} : { ref }
    });
    for (let { ref: branch, notLocked: notLocked2 } of outcomes)
      warn(branch, notLocked2, workspace.log.warn);
    if (output === "-") {
      process.stdout.write(onlyDocument(outcomes));
      return;
    }
    let paths = output === void 0 ? await writeSboms(workspace, outcomes) : await writeOne(resolve(output), onlyDocument(outcomes)), commits = outcomes.map(({ documents: _, ...rest }) => rest);
    printResult(options.json, { commits, paths }, paths);
  });
}
function onlyDocument(outcomes) {
  let [document, ...others] = outcomes.flatMap(({ documents }) => documents);
  if (document !== void 0 && others.length === 0) return document.text;
  throw new ConfigError(
    "OPTION_INVALID",
    `--output takes one document, and there are ${outcomes.length} commits`,
    { hint: "Choose one with --arch or --ref." }
  );
}
async function writeOne(path, text) {
  return await writeFileAtomic(path, text), [path];
}
function warn(ref, notLocked2, say) {
  let [first] = notLocked2;
  if (first === void 0) return;
  let others = notLocked2.length > 1 ? ` and ${notLocked2.length - 1} more` : "";
  say(`${ref}: the lock does not have ${first}${others}: composed with another one?`);
}
export {
  sbomCommand
};
