import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderSummary,
  reportOf
} from "./chunk-PGDMXRWN.mjs";
import {
  readSourceDateEpoch
} from "./chunk-274XIYFY.mjs";
import {
  withImportedKey
} from "./chunk-2W2U2DEI.mjs";
import {
  openWorkspace,
  recordOutcome
} from "./chunk-IXJ4NE6I.mjs";
import {
  writingTimeline
} from "./chunk-YFUPYUK7.mjs";
import {
  assertBootPath,
  defaultImage
} from "./chunk-FBAQSP4E.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/runner/remix-workspace.ts
import { homedir } from "node:os";
import { join, resolve } from "node:path";

// lib/remix/format-images.ts
function withFormat(remix, format) {
  const images = remix.images.filter((image) => image.format === format);
  if (images.length > 0) return { ...remix, images };
  for (const basearch of remix.architectures) assertBootPath(format, basearch, `format ${format}`);
  return { ...remix, images: [defaultImage(format, format, remix.platforms)] };
}

// lib/runner/cache/open.ts
async function openBuildCache(options) {
  const { mode, registry: cacheRegistry } = options;
  if (mode === "none" || mode === "registry" && cacheRegistry === void 0) return noCache();
  if (mode === "local") {
    const { openLocalCache } = await import("./chunk-4W4QO2HL.mjs");
    return openLocalCache(options);
  }
  if (cacheRegistry !== void 0 && mode === "registry") {
    const { openRegistryCache } = await import("./chunk-PGGD5YG6.mjs");
    const { id, attempt } = options.run;
    return openRegistryCache({ ...options, cacheRegistry, runName: `${id}-${attempt}` });
  }
  const { openActionsCache } = await import("./chunk-CBXOHSDH.mjs");
  const repository = process.env["GITHUB_REPOSITORY"] ?? "";
  return openActionsCache({ ...options, repository });
}
function noCache() {
  const nothing = async () => void 0;
  return {
    counts: { cacheHitBytes: 0, savedBytes: 0 },
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

// lib/runner/cache/registry-login.ts
function withLogin({ place, username, token }, serverUrl) {
  if (token === void 0 || username === void 0) return { place };
  const isGitHubs = /^(gh[a-z]_|github_pat_)/.test(token);
  const { host } = new URL(serverUrl);
  const own = host === "github.com" ? "ghcr.io" : `containers.${host}`;
  return isGitHubs && place.registry !== own ? { place } : { place, login: { username, token } };
}

// lib/runner/remix-workspace.ts
async function withWorkspace(inputs, ports, body) {
  const { log, entry } = ports;
  const { remixPath, outDir, basearch, repoVars } = inputs;
  const workspace = await openWorkspace(
    {
      remixPath,
      outDir,
      storePath: storePath(inputs, ports),
      ...basearch === void 0 ? {} : { basearch },
      repoVars,
      entry,
      offline: false,
      ...readSourceDateEpoch()
    },
    log
  );
  const { timelinePath: path } = inputs;
  if (path === void 0) return runOn(workspace, inputs, ports, body);
  const title = `${ports.name} of ${workspace.remix.name}`;
  return writingTimeline(
    { path, title, log },
    ports.recorder,
    () => runOn(workspace, inputs, ports, body)
  );
}
async function runOn(workspace, inputs, { log, context, recorder }, body) {
  var _stack = [];
  try {
    const { outDir, cacheRegistry } = inputs;
    const cache = __using(_stack, await openBuildCache({
      mode: inputs.cache,
      registry: cacheRegistry && withLogin(cacheRegistry, context.serverUrl),
      store: workspace.store,
      remix: workspace.remix.name,
      maxBytes: inputs.cacheSizeBytes,
      run: { id: context.runId, attempt: context.runAttempt },
      log
    }), true);
    const { outputs, part, lockfile, decisions } = await body({ ...workspace, cache });
    const { cacheHitBytes: hitBytes, savedBytes } = cache.counts;
    const downloadedBytes = workspace.http.receivedBytes;
    const { timeline } = log;
    const remix = workspace.remix.name;
    if (part !== void 0) await recordOutcome(outDir, { remix, ...part, timeline });
    const report = reportOf(
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
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function withSigning({ gpgPrivateKey, gpgPassphrase, unsigned }, { remix }, body) {
  const wanted = remix.sign?.gpgKey;
  if (unsigned) return body(void 0);
  if (gpgPrivateKey !== void 0) {
    return withImportedKey(gpgPrivateKey, gpgPassphrase, wanted, body);
  }
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
  if (given !== void 0) return resolve(context.workspace, given);
  if (cache === "local") return join(homedir(), ".cache", "treesmith");
  return join(context.tempDir, "treesmith", "store");
}
function ofFormat(workspace, { format }) {
  return format === "any" ? workspace : { ...workspace, remix: withFormat(workspace.remix, format) };
}

export {
  withWorkspace,
  withSigning,
  ofFormat
};
