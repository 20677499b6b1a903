import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withLogin
} from "./chunk-GHM3D2SO.mjs";
import {
  renderSummary,
  reportOf
} from "./chunk-EDFNMRKR.mjs";
import {
  withImportedKey
} from "./chunk-VPF4N6EG.mjs";
import {
  recordOutcome
} from "./chunk-SUHXBGZF.mjs";
import {
  writingTimeline
} from "./chunk-DRYVDJJG.mjs";
import {
  readSourceDateEpoch
} from "./chunk-7MS3KZZN.mjs";
import {
  openWorkspace
} from "./chunk-JGQSPRU2.mjs";
import {
  defaultImage
} from "./chunk-DC543OIF.mjs";
import {
  assertBootPath
} from "./chunk-PRTFM5JL.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/runner/remix-workspace.ts
import { homedir } from "node:os";
import { join, resolve } from "node:path";

// lib/remix/format-images.ts
function withFormat(remix, format) {
  let images = remix.images.filter((image) => image.format === format);
  if (images.length > 0) return { ...remix, images };
  for (let basearch of remix.architectures) assertBootPath(format, basearch, `format ${format}`);
  return { ...remix, images: [defaultImage(format, format, remix.platforms)] };
}

// lib/runner/cache/open.ts
async function openBuildCache(options) {
  let { mode, registry: cacheRegistry } = options;
  if (mode === "none" || mode === "registry" && cacheRegistry === void 0) return noCache();
  if (mode === "local") {
    let { openLocalCache } = await import("./chunk-G4V6IENT.mjs");
    return openLocalCache(options);
  }
  if (cacheRegistry !== void 0 && mode === "registry") {
    let { openRegistryCache } = await import("./chunk-TPCN5FOZ.mjs"), { id, attempt } = options.run;
    return openRegistryCache({ ...options, cacheRegistry, runName: `${id}-${attempt}` });
  }
  let { openActionsCache } = await import("./chunk-54PU5EN3.mjs"), repository = process.env.GITHUB_REPOSITORY ?? "";
  return openActionsCache({ ...options, repository });
}
function noCache() {
  let nothing = async () => {
  };
  return {
    counts: { cacheHitBytes: 0, savedBytes: 0 },
    keepsStore: !1,
    notePackages: nothing,
    restorePackages: nothing,
    savePackages: nothing,
    restoreMetadata: nothing,
    saveMetadata: nothing,
    restoreKept: nothing,
    saveKept: nothing,
    [Symbol.asyncDispose]: nothing
  };
}

// lib/runner/remix-workspace.ts
async function withWorkspace(inputs, ports, body) {
  let { log, entry } = ports, { remixPath, outDir, basearch, repoVars } = inputs, workspace = await openWorkspace(
    {
      remixPath,
      outDir,
      storePath: storePath(inputs, ports),
      ...basearch === void 0 ? {} : { basearch },
      repoVars,
      entry,
      offline: !1,
      ...readSourceDateEpoch()
    },
    log
  ), { timelinePath: path } = inputs;
  if (path === void 0) return runOn(workspace, inputs, ports, body);
  let title = `${ports.name} of ${workspace.remix.name}`;
  return writingTimeline(
    { path, title, log },
    ports.recorder,
    () => runOn(workspace, inputs, ports, body)
  );
}
async function runOn(workspace, inputs, { log, context, recorder }, body) {
  var _stack = [];
  try {
    let { outDir, cacheRegistry } = inputs;
    let cache = __using(_stack, await openBuildCache({
      mode: inputs.cache,
      registry: cacheRegistry && withLogin(cacheRegistry, context.serverUrl),
      store: workspace.store,
      remix: workspace.remix.name,
      maxBytes: inputs.cacheSizeBytes,
      run: { id: context.runId, attempt: context.runAttempt },
      log
    }), !0);
    let { outputs, part, lockfile, decisions } = await body({ ...workspace, cache });
    let { cacheHitBytes: hitBytes, savedBytes } = cache.counts;
    let downloadedBytes = workspace.http.receivedBytes;
    let { timeline } = log;
    let remix = workspace.remix.name;
    part !== void 0 && await recordOutcome(outDir, { remix, ...part, timeline });
    let report = reportOf(
      { remix, ...part, timeline },
      {
        outDir,
        recorded: recorder.snapshot(),
        ...lockfile === void 0 ? {} : { lockfile },
        ...decisions === void 0 ? {} : { decisions },
        ...inputs.cache === "none" ? {} : { cache: { hitBytes, downloadedBytes, savedBytes } }
      }
    );
    return {
      outputs: {
        ...outputs,
        "cache-hit-bytes": String(hitBytes),
        "downloaded-bytes": String(downloadedBytes),
        "saved-bytes": String(savedBytes)
      },
      summary: renderSummary(report)
    };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function withSigning({ gpgPrivateKey, gpgPassphrase, unsigned }, { remix }, body) {
  let wanted = remix.sign?.gpgKey;
  if (unsigned) return body(void 0);
  if (gpgPrivateKey !== void 0)
    return withImportedKey(gpgPrivateKey, gpgPassphrase, wanted, body);
  if (wanted === void 0) return body(void 0);
  throw new ConfigError(
    "INPUT_MISSING",
    `remix.yaml asks for signatures by ${wanted}, and gpg-private-key is empty`,
    {
      place: { file: remix.path },
      hint: 'Give the secret, or "unsigned: true" where there is none, as for pull requests from forks.'
    }
  );
}
function storePath({ storePath: given, cache }, { context }) {
  return given !== void 0 ? resolve(context.workspace, given) : cache === "local" ? join(homedir(), ".cache", "treesmith") : join(context.tempDir, "treesmith", "store");
}
function ofFormat(workspace, { format }) {
  return format === "any" ? workspace : { ...workspace, remix: withFormat(workspace.remix, format) };
}

export {
  withWorkspace,
  withSigning,
  ofFormat
};
