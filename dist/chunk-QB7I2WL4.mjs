import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  workspaceOf
} from "./chunk-KZSX3GDL.mjs";
import {
  parseReference
} from "./chunk-TDFHNA5I.mjs";
import {
  InvalidArgumentError
} from "./chunk-4N5P6MFD.mjs";
import {
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// cli/cache.ts
function cacheOption(command) {
  return command.option(
    "--cache-registry <host/name>",
    'share packages, metadata and initramfs through this repository of an OCI registry, with the login of "podman login" or "docker login"; not with --offline',
    parsePlace
  );
}
async function withCache({ cacheRegistry: place }, workspace, body) {
  var _stack = [];
  try {
    if (place === void 0 || workspace.offline) return body(workspace);
    let { openRegistryCache } = await import("./chunk-TPCN5FOZ.mjs");
    let cache = __using(_stack, await openRegistryCache({
      cacheRegistry: { place },
      store: workspace.store,
      log: workspace.log,
      remix: workspace.remix.name,
      runName: `cli-${process.pid}`
    }), !0);
    return await body({ ...workspace, cache });
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function parsePlace(text) {
  try {
    let found = parseReference(text);
    if (found.tag === void 0 && found.digest === void 0) return found;
  } catch (error) {
    throw error instanceof TreesmithError ? new InvalidArgumentError(`${error.message}.`) : error;
  }
  throw new InvalidArgumentError("expected host/name without a tag or digest.");
}

// cli/timeline.ts
import { resolve } from "node:path";
function timelineOption(command) {
  return command.option("--timeline <file>", "write a page of HTML that shows what ran when");
}
async function runVerb(verb, options, body) {
  let workspace = await workspaceOf(options), run = () => withCache(options, workspace, body);
  if (options.timeline === void 0) return run();
  let { withTimelineFile } = await import("./chunk-7FTEVKZJ.mjs"), path = resolve(options.timeline), title = `${verb.name()} of ${workspace.remix.name}`;
  return withTimelineFile({ path, title, log: workspace.log }, run);
}

export {
  cacheOption,
  timelineOption,
  runVerb
};
