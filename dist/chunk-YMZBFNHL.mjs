import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  exportPublicKey
} from "./chunk-TEDNRVXJ.mjs";
import {
  readRecord,
  runCompose,
  writeRecord
} from "./chunk-LZYFTF7O.mjs";
import {
  IMAGE_VERSION,
  imageInputHash,
  imageInputs
} from "./chunk-3XQMDXT4.mjs";
import {
  runAsRoot
} from "./chunk-ZW2FCWP2.mjs";
import {
  recordOutcome
} from "./chunk-SUHXBGZF.mjs";
import {
  inspectImage
} from "./chunk-2VOGUF4V.mjs";
import {
  assertToolsOf
} from "./chunk-ZFV4BBRI.mjs";
import {
  FORMAT_FACTS
} from "./chunk-PRTFM5JL.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  sha256,
  stageKey
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/image.ts
import { stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

// lib/build/conformance.ts
var PLATFORM_RULES = {
  ova: "vmware",
  vhd: "azure"
};
async function assertConformant({ path, format }, digest, log) {
  let platform = PLATFORM_RULES[format], { findings } = await inspectImage(path, {
    ...digest === void 0 ? {} : { digest },
    ...platform === void 0 ? {} : { platform }
  });
  for (let { severity, rule, clause, message } of findings)
    severity === "warning" && log.warn(`${path}: ${message} (${rule}: ${clause})`);
  let errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  let lines = errors.map(({ rule, clause, message }) => `${message} (${rule}: ${clause})`);
  throw new BuildError(
    "NOT_CONFORMANT",
    `${path} breaks rules of its format:
${lines.join(`
`)}`,
    { hint: 'This is a defect of Treesmith: please report it. "inspect-image" shows the rest.' }
  );
}

// lib/build/image.ts
async function runImages(workspace, options) {
  let images = chooseImages(workspace, options.names);
  await assertToolsOf("image", { ...workspace.remix, images });
  let { signing, lockfile } = options, commits = await runCompose(workspace, {
    signing,
    ...lockfile === void 0 ? {} : { lockfile }
  }), outcomes = [];
  for (let compose of commits) {
    let own = images.filter(
      ({ architectures }) => architectures.length === 0 || architectures.includes(compose.basearch)
    ), stage = () => imagesOf(workspace, own, compose, options), title = `Images of ${compose.basearch}`;
    outcomes.push(...await currentTimeline().span(title, { kind: "phase" }, stage));
  }
  return await recordOutcome(workspace.outDir, { remix: workspace.remix.name, images: outcomes }), outcomes;
}
function chooseImages({ remix }, names) {
  let known = remix.images.map(({ name }) => name), unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0 || names !== void 0 && known.length === 0)
    throw new ConfigError(
      "NO_IMAGE",
      `remix.yaml has no image named ${unknown.join(", ")}`,
      { place: { file: remix.path }, hint: `It has: ${known.join(", ") || "none"}.` }
    );
  return remix.images.filter(({ name }) => names === void 0 || names.includes(name));
}
async function imagesOf(workspace, images, compose, { check = !1, signing }) {
  let { store, outDir } = workspace, publicKey = signing === void 0 ? void 0 : await exportPublicKey(signing), jobs = images.map((spec) => ({
    spec,
    key: imageKey(workspace, spec, compose, publicKey),
    path: join(outDir, "images", imageFileName(workspace, spec, compose.basearch))
  })), records = /* @__PURE__ */ new Map();
  for (let job of check ? [] : jobs) {
    let record = await readRecord(store, "image", job.key);
    record !== void 0 && await isThere(job.path, record) && records.set(job, record);
  }
  let missing = jobs.filter((job) => !records.has(job)), startedMs = performance.now();
  if (missing.length > 0) {
    var _stack = [];
    try {
      let temporary = __using(_stack, await makeTempDir(), !0);
      let keyPath = join(temporary.path, "key.asc");
      publicKey !== void 0 && await writeFileAtomic(keyPath, publicKey);
      let make = (wanted2, workDir) => makeAsRoot(workspace, compose, wanted2, {
        workDir,
        ...publicKey === void 0 ? {} : { gpgKeyPath: keyPath }
      });
      let wanted = missing.map(({ spec, path }) => ({ spec, output: path }));
      let made = await make(wanted, join(store.path, "work", "image"));
      if (check) {
        let again = wanted.map(({ spec }, index) => ({
          spec,
          output: join(temporary.path, "again", String(index))
        }));
        assertSame(made, await make(again, temporary.path), missing);
      }
      for (let [index, job] of missing.entries()) {
        let record = await recordOf(job.path, made[index]?.files ?? []), [file] = record.files.filter(({ name }) => name === "");
        await assertConformant({ path: job.path, format: job.spec.format }, file, workspace.log), await writeRecord(store, "image", job.key, record), records.set(job, record);
      }
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  let seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  return jobs.map((job) => {
    let { spec, path } = job, files = records.get(job)?.files ?? [], cached = !missing.includes(job);
    return {
      name: spec.name,
      basearch: compose.basearch,
      format: spec.format,
      path,
      sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
      sha256: sha256Of(files),
      commit: compose.commit,
      inputHash: imageInputHash(workspace, compose, compose.inputHash, spec),
      cached,
      seconds: cached ? 0 : seconds
    };
  });
}
function imageKey({ remix }, image, compose, publicKey) {
  return stageKey("image", IMAGE_VERSION, {
    commit: compose.commit,
    ref: compose.ref,
    basearch: compose.basearch,
    image: imageInputs(image),
    osName: remix.name,
    remote: remix.ostreeRemote === void 0 ? null : { ...remix.ostreeRemote },
    publicKey: publicKey ?? null
  });
}
function makeAsRoot(workspace, { commit, ref, basearch }, images, { workDir, gpgKeyPath }) {
  let { remix, repoPath } = workspace, outputs = images.map(({ output }) => output);
  return runAsRoot(
    "images",
    {
      repoPath,
      commit,
      ref,
      basearch,
      images,
      workDir,
      osName: remix.name,
      ...remix.ostreeRemote === void 0 ? {} : { remote: remix.ostreeRemote },
      ...gpgKeyPath === void 0 ? {} : { gpgKeyPath }
    },
    { folders: [.../* @__PURE__ */ new Set([...outputs.map(dirname), workDir])], outputs: [...outputs, workDir] },
    workspace
  );
}
async function isThere(path, { files }) {
  for (let { name, sizeBytes, mtimeMs } of files) {
    let found = await stat(join(path, name)).catch(() => {
    });
    if (!(found?.isFile() === !0 && found.size === sizeBytes) || found.mtimeMs !== mtimeMs) return !1;
  }
  return files.length > 0;
}
async function recordOf(path, made) {
  let files = [];
  for (let { path: file, sizeBytes, sha256: sha2562 } of made) {
    let { mtimeMs } = await stat(file);
    files.push({ name: relative(path, file), sizeBytes, sha256: sha2562, mtimeMs });
  }
  return { files };
}
function sha256Of(files) {
  let [only] = files;
  return only?.name === "" ? only.sha256 : sha256(files.map((file) => `${file.sha256}  ${file.name}
`).join(""));
}
function assertSame(made, again, jobs) {
  let digests = ({ files }) => files.map((file) => file.sha256).join(", ");
  for (let [index, { spec }] of jobs.entries()) {
    let [first, second] = [made[index], again[index]].map(
      (image) => image === void 0 ? "" : digests(image)
    );
    if (first !== second)
      throw new BuildError(
        "NOT_REPRODUCIBLE",
        `image ${spec.name} has other bytes when it is made again: ${first}, then ${second}`
      );
  }
}
function imageFileName({ remix }, image, basearch) {
  return `${remix.images.filter(({ format }) => format === image.format).length === 1 ? remix.name : `${remix.name}-${image.name}`}-${basearch}.${FORMAT_FACTS[image.format].suffix.replace(/\/$/, "")}`;
}

export {
  runImages
};
