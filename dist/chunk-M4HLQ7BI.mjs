import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  IMAGE_VERSION,
  imageInputHash,
  imageInputs,
  readRecord,
  runAsRoot,
  runCompose,
  writeRecord
} from "./chunk-TP33CFBB.mjs";
import {
  exportPublicKey
} from "./chunk-OX25YK5R.mjs";
import {
  recordOutcome
} from "./chunk-27EZV3LY.mjs";
import {
  assertToolsOf
} from "./chunk-M7IQMCYI.mjs";
import {
  makeTempDir
} from "./chunk-SJBU6G4G.mjs";
import {
  stageKey
} from "./chunk-ULWUNVLO.mjs";
import {
  writeFileAtomic
} from "./chunk-LIINDJHT.mjs";
import {
  currentTimeline
} from "./chunk-OLDDEYD5.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/build/image.ts
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
async function runImages(workspace, options) {
  const images = chooseImages(workspace, options.names);
  await assertToolsOf("image");
  const { signing, lockfile } = options;
  const commits = await runCompose(workspace, {
    signing,
    ...lockfile === void 0 ? {} : { lockfile }
  });
  const outcomes = [];
  for (const compose of commits) {
    for (const image of images) {
      const stage = () => imageOne(workspace, image, compose, options);
      outcomes.push(await currentTimeline().span(`Image ${image.name}`, { kind: "phase" }, stage));
    }
  }
  await recordOutcome(workspace.outDir, { remix: workspace.remix.name, images: outcomes });
  return outcomes;
}
function chooseImages({ remix }, names) {
  const known = remix.images.map(({ name }) => name);
  const unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0 || names !== void 0 && known.length === 0) {
    throw new ConfigError(
      "NO_IMAGE",
      `remix.yaml has no image named ${unknown.join(", ")}`,
      { place: { file: remix.path }, hint: `It has: ${known.join(", ") || "none"}.` }
    );
  }
  return remix.images.filter(({ name }) => names === void 0 || names.includes(name));
}
async function imageOne(workspace, image, compose, { check, signing }) {
  var _stack = [];
  try {
    const { remix, store, repoPath, outDir } = workspace;
    const publicKey = signing === void 0 ? void 0 : await exportPublicKey(signing);
    const key = stageKey("image", IMAGE_VERSION, {
      commit: compose.commit,
      ref: compose.ref,
      basearch: compose.basearch,
      image: imageInputs(image),
      osName: remix.name,
      remote: remix.ostreeRemote === void 0 ? null : { ...remix.ostreeRemote },
      publicKey: publicKey ?? null
    });
    const path = join(outDir, "images", imageFileName(workspace, image, compose.basearch));
    const common = {
      name: image.name,
      basearch: compose.basearch,
      format: image.format,
      path,
      commit: compose.commit,
      inputHash: imageInputHash(workspace, compose, compose.inputHash, image)
    };
    const known = await readRecord(store, "image", key);
    const found = await stat(path).catch(() => void 0);
    if (check !== true && known !== void 0 && found?.isFile() === true) {
      const { sizeBytes: sizeBytes2, sha256: sha2562, mtimeMs: mtimeMs2 } = known;
      if (found.size === sizeBytes2 && found.mtimeMs === mtimeMs2) {
        return { ...common, sizeBytes: sizeBytes2, sha256: sha2562, cached: true, seconds: 0 };
      }
    }
    const startedMs = performance.now();
    const temporary = __using(_stack, await makeTempDir(), true);
    const keyPath = join(temporary.path, "key.asc");
    if (publicKey !== void 0) await writeFileAtomic(keyPath, publicKey);
    const workDir = join(store.path, "work", "image");
    const options = {
      repoPath,
      commit: compose.commit,
      ref: compose.ref,
      osName: remix.name,
      basearch: compose.basearch,
      ...remix.ostreeRemote === void 0 ? {} : { remote: remix.ostreeRemote },
      ...publicKey === void 0 ? {} : { gpgKeyPath: keyPath },
      image,
      output: path,
      workDir
    };
    const leaves = { folders: [dirname(path), workDir], outputs: [path, workDir] };
    const built = await runAsRoot("image", options, leaves, workspace);
    if (check === true) {
      const output = join(temporary.path, "again");
      const elsewhere = { ...options, output, workDir: temporary.path };
      const leaves2 = { folders: [], outputs: [temporary.path] };
      const again = await runAsRoot("image", elsewhere, leaves2, workspace);
      if (again.sha256 !== built.sha256) {
        throw new BuildError(
          "NOT_REPRODUCIBLE",
          `image ${image.name} has other bytes when it is made again: ${built.sha256}, then ${again.sha256}`
        );
      }
    }
    const { sizeBytes, sha256 } = built;
    const { mtimeMs } = await stat(path);
    await writeRecord(store, "image", key, { sizeBytes, sha256, mtimeMs });
    const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
    return { ...common, sizeBytes, sha256, cached: false, seconds };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function imageFileName({ remix }, image, basearch) {
  const alone = remix.images.filter(({ format }) => format === image.format).length === 1;
  const name = alone ? remix.name : `${remix.name}-${image.name}`;
  return `${name}-${basearch}.${image.format}`;
}

export {
  runImages
};
