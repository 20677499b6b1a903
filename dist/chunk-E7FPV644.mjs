import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  writeChecksums
} from "./chunk-OFUO5KEB.mjs";
import {
  listOutputs,
  listRefs
} from "./chunk-BSKXIXIC.mjs";
import {
  readResult
} from "./chunk-IXJ4NE6I.mjs";
import {
  assertTools
} from "./chunk-FBAQSP4E.mjs";
import {
  digestFile
} from "./chunk-JD33PUBT.mjs";
import {
  connectionError,
  createConnector,
  harmlessHeaders,
  parseRedirect
} from "./chunk-AXANLE5B.mjs";
import {
  require_undici
} from "./chunk-2SCTMUNZ.mjs";
import {
  pLimit
} from "./chunk-H6KZ54YI.mjs";
import {
  ToolError,
  besidePath,
  makeFolder,
  readTool,
  replaceFile,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __toESM,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/build/publish.ts
import { access as access2, readFile as readFile2 } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/publish/folder.ts
import { access, copyFile, lstat, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

// lib/publish/site-page.ts
var SOMEWHERE = "https://example.org";
function formatRemoteFile(site) {
  const { name, url } = remoteOf(site);
  const verify = site.isSigned ? `gpg-verify=true
gpg-verify-summary=true
gpgkeypath=/etc/pki/${site.name}.asc
` : "gpg-verify=false\n";
  return `[remote "${name}"]
url=${url}
${verify}`;
}
function formatSitePage(site) {
  const { name, url } = remoteOf(site);
  const base = url.replace(/\/repo$/, "");
  const key = `${site.name}.asc`;
  const commands = [
    ...site.isSigned ? [
      `curl -fLo /etc/pki/${key} ${base}/${key}`,
      `ostree remote add --set=gpg-verify-summary=true --gpg-import=/etc/pki/${key} ${name} ${url}`
    ] : [`ostree remote add --no-gpg-verify ${name} ${url}`],
    `ostree remote refs ${name}`
  ];
  const rows = site.refs.map(
    ({ ref, commit }) => `<tr><td><code>${html(ref)}</code></td><td><code>${html(commit)}</code></td></tr>`
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${html(site.name)}: OSTree repository</title>
<h1>${html(site.name)}</h1>
<p>This is an OSTree repository. To add it as a remote${site.remote === void 0 ? `, with the address of this page in place of ${SOMEWHERE}` : ""}:</p>
<pre>${html(commands.join("\n"))}</pre>
<p>Or put <a href="${html(site.name)}.conf">${html(site.name)}.conf</a> into <code>/etc/ostree/remotes.d</code>.</p>
<table>
<tr><th>ref</th><th>commit</th></tr>
${rows.join("\n")}
</table>
</html>
`;
}
function remoteOf({ name, remote }) {
  return remote ?? { name, url: `${SOMEWHERE}/repo` };
}
function html(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

// lib/publish/folder.ts
var REPO_FOLDERS = [
  ...["objects", "refs/heads", "refs/mirrors", "refs/remotes"],
  ...["extensions", "state", "tmp"]
];
var PRIVATE = ["extensions", "state", "tmp", ".lock"];
async function publishFolder(options) {
  const { repoPath: source, folder, log } = options;
  const repoPath = join(folder, "repo");
  return log.group(`Lay out ${folder}`, async () => {
    await assertOurs(folder, repoPath);
    const refs = await listRefs(source);
    await openRepository(repoPath, log);
    const commits = [...new Set(refs.map(({ commit }) => commit))];
    if (commits.length > 0) await ostree(repoPath, ["pull-local", source, ...commits], log);
    await pointRefs(repoPath, refs, log);
    await copySummary(source, repoPath, log);
    await ostree(repoPath, ["prune", "--refs-only", "--depth=0"], log);
    for (const name of PRIVATE) await rm(join(repoPath, name), { recursive: true, force: true });
    await writeSite(options, refs);
    log.info(`${refs.length} refs, ${commits.length} commits in ${repoPath}`);
    return { folder, repoPath, refs };
  });
}
async function assertOurs(folder, repoPath) {
  const config = await readFile(join(repoPath, "config"), "utf8").catch(() => void 0);
  const isArchive = config !== void 0 && /^mode=archive(-z2)?$/m.test(config);
  const there = await lstat(repoPath).catch(() => void 0);
  if (there === void 0 || isArchive && there.isDirectory()) return;
  throw new ConfigError(
    "FOLDER_IN_USE",
    `${repoPath} is there and is no OSTree repository in archive mode`,
    { hint: `Name another folder than ${folder}, or remove it.` }
  );
}
async function openRepository(repoPath, log) {
  await makeFolder(repoPath);
  await ostree(repoPath, ["init", "--mode=archive"], log);
  for (const name of REPO_FOLDERS) await mkdir(join(repoPath, name), { recursive: true });
}
async function pointRefs(repoPath, refs, log) {
  const before = new Map((await listRefs(repoPath)).map(({ ref, commit }) => [ref, commit]));
  for (const { ref, commit } of refs) {
    if (before.get(ref) === commit) continue;
    await ostree(repoPath, ["refs", "--force", `--create=${ref}`, commit], log);
  }
  const wanted = new Set(refs.map(({ ref }) => ref));
  for (const ref of before.keys()) {
    if (!wanted.has(ref)) await ostree(repoPath, ["refs", "--delete", ref], log);
  }
}
async function copySummary(source, repoPath, log) {
  if (!await exists(join(source, "summary"))) {
    await ostree(repoPath, ["summary", "--update"], log);
    return;
  }
  for (const name of ["summary", "summary.sig"]) {
    const target = join(repoPath, name);
    if (await exists(join(source, name))) {
      const beside = besidePath(target);
      await copyFile(join(source, name), beside);
      await replaceFile(beside, target);
    } else {
      await rm(target, { force: true });
    }
  }
}
async function writeSite(options, refs) {
  const { folder, name, publicKey, remote } = options;
  await writeFile(join(folder, ".nojekyll"), "");
  if (publicKey !== void 0) await writeFileAtomic(join(folder, `${name}.asc`), publicKey);
  const isSigned = publicKey !== void 0;
  const site = { name, refs, isSigned, ...remote === void 0 ? {} : { remote } };
  await writeFileAtomic(join(folder, `${name}.conf`), formatRemoteFile(site));
  await writeFileAtomic(join(folder, "index.html"), formatSitePage(site));
}
async function ostree(repoPath, argv, log) {
  try {
    return await readTool(["ostree", `--repo=${repoPath}`, ...argv], { log });
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw new BuildError(
      "FOLDER_FAILED",
      `ostree ${argv[0]} in ${repoPath}: ${cause.stderr.trim()}`,
      { cause }
    );
  }
}
async function exists(path) {
  return access(path).then(
    () => true,
    () => false
  );
}

// lib/publish/assets.ts
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
var PAGE = 100;
var MAX_PAGES = 20;
async function listAssets(api, target) {
  const assets = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const url = `/repos/${target.repository}/releases/${target.releaseId}/assets`;
    const found = await api.retry(
      "list the files of the release",
      () => api.ask({ method: "GET", url, per_page: PAGE, page })
    );
    assets.push(...found);
    if (found.length < PAGE) break;
  }
  return assets;
}
async function isSameAsset(api, target, asset, file) {
  if (asset.state !== "uploaded") return false;
  const digest = asset.size !== file.sizeBytes ? "another size" : asset.digest ?? await downloadDigest(api, target, asset);
  if (digest === `sha256:${file.sha256}`) return true;
  throw new ConfigError(
    "ASSET_DIFFERS",
    `the release has ${asset.name} with other bytes already: ${asset.size} bytes, ${digest}; here are ${file.sizeBytes}, sha256:${file.sha256}`,
    { hint: "What was published is never overwritten: use a new tag, or delete the file by hand." }
  );
}
async function uploadAsset(api, target, file, log) {
  await api.retry(`upload ${file.name}`, async (tries) => {
    if (tries > 0) {
      const known = (await listAssets(api, target)).find(({ name }) => name === file.name);
      if (known !== void 0) {
        if (await isSameAsset(api, target, known, file)) return;
        await removeAsset(api, target, known);
      }
    }
    log.debug(`upload ${file.path} as ${file.name}, ${file.sizeBytes} bytes`);
    const made = await api.ask({
      method: "POST",
      url: target.uploadUrl,
      name: file.name,
      headers: {
        "content-type": "application/octet-stream",
        "content-length": file.sizeBytes
      },
      data: createReadStream(file.path)
    });
    if (made.size !== file.sizeBytes || (made.digest ?? sumOf(file)) !== sumOf(file)) {
      await removeAsset(api, target, made);
      throw new BuildError(
        "UPLOAD_DAMAGED",
        `GitHub got other bytes of ${file.name}: ${made.size}, ${made.digest}; sent were ${file.sizeBytes}, ${sumOf(file)}`
      );
    }
  });
}
async function removeAsset(api, { repository }, { id, name }) {
  await api.retry(
    `remove what is left of ${name}`,
    () => api.ask({ method: "DELETE", url: `/repos/${repository}/releases/assets/${id}` })
  );
}
async function downloadDigest(api, { repository }, { id, name, size }) {
  return api.retry(`read ${name}`, async () => {
    const body = await api.ask({
      method: "GET",
      url: `/repos/${repository}/releases/assets/${id}`,
      headers: { accept: "application/octet-stream" },
      request: { parseSuccessResponseBody: false }
    });
    const hash = createHash("sha256");
    let received = 0;
    for await (const chunk of body) {
      received += chunk.length;
      if (received > size) break;
      hash.update(chunk);
    }
    return `sha256:${hash.digest("hex")}`;
  });
}
function sumOf({ sha256 }) {
  return `sha256:${sha256}`;
}

// lib/publish/github-api.ts
import { setTimeout as sleep } from "node:timers/promises";

// lib/host/streaming-fetch.ts
var import_undici = __toESM(require_undici(), 1);
import { Readable } from "node:stream";
var CONNECT_TIMEOUT_MS = 1e4;
var HEADERS_TIMEOUT_MS = 12e4;
var BODY_TIMEOUT_MS = 6e4;
var MAX_REDIRECTS = 8;
var BODILESS = /* @__PURE__ */ new Set([101, 204, 205, 304]);
function openStreamingFetch() {
  const dispatcher = new import_undici.EnvHttpProxyAgent({
    connect: createConnector(CONNECT_TIMEOUT_MS),
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS
  });
  return {
    fetch: (url, init = {}) => fetchFollowing(dispatcher, url, init),
    [Symbol.asyncDispose]: () => dispatcher.destroy()
  };
}
async function fetchFollowing(dispatcher, url, { method = "GET", headers: given = {}, body = null }) {
  let target = new URL(url);
  let headers = { ...given };
  for (let hop = 0; ; hop += 1) {
    const answer = await (0, import_undici.request)(target, { dispatcher, method, headers, body }).catch(
      (error) => {
        throw connectionError(target.href, error);
      }
    );
    const { location } = answer.headers;
    const isRedirect = answer.statusCode >= 300 && answer.statusCode < 400;
    const canFollow = !(body instanceof Readable) && hop < MAX_REDIRECTS;
    if (!isRedirect || typeof location !== "string" || !canFollow) return responseOf(answer);
    await answer.body.dump().catch(() => void 0);
    const next = parseRedirect(location, target);
    if (next.origin !== target.origin) headers = harmlessHeaders(headers);
    target = next;
  }
}
function responseOf({ statusCode, headers, body }) {
  const list = Object.entries(headers).flatMap(
    ([name, value]) => [value ?? []].flat().map((item) => [name, item])
  );
  const status = statusCode >= 300 && statusCode < 400 && statusCode !== 304 ? 502 : statusCode;
  if (BODILESS.has(status)) body.resume();
  const content = BODILESS.has(status) ? null : Readable.toWeb(body);
  return new Response(content, {
    status,
    headers: list
  });
}

// lib/publish/github-api.ts
var GitHubRefusal = class extends Error {
  status;
  headers;
  /** Codes of the single faults: `already_exists`. */
  codes;
  constructor(cause) {
    super(messageOf(cause), { cause });
    this.status = cause.status ?? 500;
    this.headers = cause.response?.headers ?? {};
    this.codes = (cause.response?.data?.errors ?? []).map(({ code }) => code ?? "");
  }
};
var ATTEMPTS = 6;
var FIRST_PAUSE_MS = 1e3;
var LONGEST_PAUSE_MS = 12e4;
var TRANSIENT = /* @__PURE__ */ new Set([408, 425, 429, 500, 502, 503, 504]);
async function openGitHub(access3) {
  const { Octokit } = await import("./chunk-RJSOXFVK.mjs");
  const connections = openStreamingFetch();
  const octokit = new Octokit({
    request: { fetch: connections.fetch },
    auth: access3.token,
    baseUrl: access3.apiUrl,
    userAgent: "treesmith",
    // It would print to the console of everybody.
    log: { debug: ignore, info: ignore, warn: (text) => access3.log.debug(text), error: ignore }
  });
  return {
    ask: async (request2) => {
      assertEncrypted(access3, request2);
      try {
        return (await octokit.request({ ...request2 })).data;
      } catch (error) {
        throw new GitHubRefusal(error);
      }
    },
    retry: (what, body) => retry(access3, what, body),
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose]()
  };
}
function assertEncrypted({ apiUrl }, { url }) {
  if (!/^https:/i.test(apiUrl) || /^(?:https:|\/(?!\/))/i.test(url)) return;
  throw new BuildError(
    "RELEASE_FAILED",
    `GitHub named ${JSON.stringify(url.slice(0, 200))} to send the token to, expected https`
  );
}
async function retry({ log, firstPauseMs = FIRST_PAUSE_MS }, what, body) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await body(tries);
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error;
      const pauseMs = pauseAfter(error, firstPauseMs * 2 ** tries);
      if (pauseMs === void 0 || tries + 1 >= ATTEMPTS) throw explain(what, error, tries + 1);
      log.debug(`${what}: ${error.status} ${error.message}; again in ${pauseMs} ms`);
      await sleep(pauseMs);
    }
  }
}
function pauseAfter(error, backoffMs) {
  const { headers, status } = error;
  const isLimited = isRateLimit(error);
  if (!TRANSIENT.has(status) && !isLimited && !error.codes.includes("already_exists")) {
    return void 0;
  }
  const retryAfterMs = Number(headers["retry-after"] ?? Number.NaN) * 1e3;
  const resetMs = isLimited && headers["x-ratelimit-remaining"] === "0" ? Number(headers["x-ratelimit-reset"]) * 1e3 - Date.parse(String(headers["date"])) : Number.NaN;
  const askedMs = [retryAfterMs, resetMs].find((value) => !Number.isNaN(value)) ?? 0;
  return askedMs > LONGEST_PAUSE_MS ? void 0 : Math.max(askedMs, backoffMs);
}
function isRateLimit({ status, headers, message }) {
  if (status !== 403 && status !== 429) return false;
  return headers["x-ratelimit-remaining"] === "0" || /rate limit/i.test(message);
}
function explain(what, error, tries) {
  const { status, message, headers } = error;
  const text = `could not ${what}: GitHub answered ${status}, ${message}`;
  if (TRANSIENT.has(status) || isRateLimit(error)) {
    return new BuildError(
      "RELEASE_FAILED",
      `${text}${tries > 1 ? ` (tried ${tries} times)` : ""}`,
      { cause: error, hint: "Run it again later; what is uploaded stays." }
    );
  }
  if ([401, 403, 404].includes(status)) {
    const wanted = headers["x-accepted-github-permissions"] ?? "contents=write";
    return new ConfigError("TOKEN_REFUSED", text, {
      cause: error,
      hint: `The token needs the permission ${String(wanted).replace("=", ": ")} in this repository: put it under "permissions:" of the job.`
    });
  }
  return new ConfigError("RELEASE_REFUSED", text, { cause: error });
}
function messageOf({ message, response }) {
  const faults = (response?.data?.errors ?? []).flatMap(
    ({ message: message2, code }) => message2 ?? code ?? []
  );
  const isSaid = faults.every((fault) => message.includes(fault));
  return isSaid ? message : `${message}: ${faults.join(", ")}`;
}
function ignore() {
}

// lib/publish/release-files.ts
import { stat } from "node:fs/promises";
import { basename } from "node:path";

// lib/publish/asset-name.ts
function assetName(fileName) {
  const plain = fileName.replaceAll(/[^A-Za-z0-9._+@-]+/g, ".").replaceAll(/\.{2,}/g, ".");
  const name = plain.replaceAll(/^\.|\.$/g, "");
  return name === "" ? "file" : name;
}

// lib/publish/release-files.ts
var MAX_ASSET_BYTES = 2 * 1024 ** 3 - 1;
var MAX_ASSETS = 1e3;
async function readReleaseFiles(paths) {
  assertCount(paths.length);
  const named = /* @__PURE__ */ new Map();
  for (const path of paths) {
    const name = assetName(basename(path));
    const { size } = await stat(path);
    if (size > MAX_ASSET_BYTES) {
      throw new ConfigError(
        "ASSET_TOO_LARGE",
        `${path} has ${size} bytes (${formatBytes(size)}); GitHub takes at most ${MAX_ASSET_BYTES} in a file of a release`,
        { hint: "Use a compressed format (qcow2) or a smaller image, or publish it elsewhere." }
      );
    }
    if (size === 0) {
      throw new ConfigError(
        "ASSET_EMPTY",
        `${path} is empty; GitHub takes no such file`
      );
    }
    const before = named.get(name);
    if (before !== void 0) {
      throw new ConfigError(
        "ASSET_NAME_TAKEN",
        `${before} and ${path} would both be ${name} in the release, which has no folders`
      );
    }
    named.set(name, path);
  }
  const files = [];
  for (const [name, path] of named) files.push({ name, path, ...await digestFile(path) });
  return files;
}
function assertCount(count) {
  if (count <= MAX_ASSETS) return;
  throw new ConfigError(
    "TOO_MANY_ASSETS",
    `the release would have ${count} files; GitHub takes at most ${MAX_ASSETS}`,
    { hint: "Publish fewer, or in several releases." }
  );
}

// lib/publish/release.ts
var MAX_NOTES = 125e3;
var CUT_NOTE = "\n_The rest was cut off: GitHub takes no longer text._\n";
var PARALLEL_UPLOADS = 3;
var PAGE2 = 100;
var MAX_PAGES2 = 5;
async function publishRelease(options) {
  const { owner, repo, tag, log } = options;
  const files = await readReleaseFiles(options.files);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const title = `Publish release ${tag} (${files.length} files, ${formatBytes(totalBytes)})`;
  return log.group(title, async () => {
    var _stack = [];
    try {
      const api = __using(_stack, await openGitHub(options), true);
      const repository = `${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
      const release = await api.retry(
        `make the release ${tag}`,
        () => findOrCreate(api, repository, options)
      );
      const target = { repository, releaseId: release.id, uploadUrl: release.upload_url };
      const missing = await findMissing(api, target, files);
      await uploadAll(api, target, missing, log);
      const published = release.draft && !options.draft ? await publishDraft(api, repository, release, options) : release;
      log.info(
        `${missing.length} files uploaded, ${files.length - missing.length} were there: ${published.html_url}`
      );
      return {
        url: published.html_url,
        id: published.id,
        draft: published.draft,
        assets: files.map(({ name, sizeBytes, sha256 }) => ({
          ...{ name, sizeBytes, sha256 },
          uploaded: missing.some((file) => file.name === name)
        }))
      };
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  });
}
async function uploadAll(api, target, files, log) {
  const limit = pLimit(PARALLEL_UPLOADS);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const progress = log.progress("Upload", totalBytes, "bytes");
  const failures = [];
  await Promise.all(
    files.map(
      (file) => limit(async () => {
        if (failures.length > 0) return;
        await uploadAsset(api, target, file, log).then(
          () => progress.advance(file.sizeBytes),
          (error) => failures.push(error)
        );
      })
    )
  );
  progress.done();
  if (failures.length > 0) throw failures[0];
}
async function findOrCreate(api, repository, options) {
  const { tag, targetCommit } = options;
  const found = await findRelease(api, repository, tag);
  if (found !== void 0) return found;
  return api.ask({
    method: "POST",
    url: `/repos/${repository}/releases`,
    ...{ tag_name: tag, draft: true, ...textOf(options) },
    ...targetCommit === void 0 ? {} : { target_commitish: targetCommit }
  });
}
async function findRelease(api, repository, tag) {
  const url = `/repos/${repository}/releases`;
  try {
    const tagged = `${url}/tags/${encodeURIComponent(tag)}`;
    return await api.ask({ method: "GET", url: tagged });
  } catch (error) {
    if (!(error instanceof GitHubRefusal) || error.status !== 404) throw error;
  }
  for (let page = 1; page <= MAX_PAGES2; page += 1) {
    const releases = await api.ask({ method: "GET", url, per_page: PAGE2, page });
    const found = releases.find(({ tag_name, draft }) => draft && tag_name === tag);
    if (found !== void 0 || releases.length < PAGE2) return found;
  }
  return void 0;
}
async function findMissing(api, target, files) {
  const known = new Map((await listAssets(api, target)).map((asset) => [asset.name, asset]));
  const missing = [];
  for (const file of files) {
    const asset = known.get(file.name);
    if (asset === void 0 || !await isSameAsset(api, target, asset, file)) missing.push(file);
  }
  const added = missing.filter(({ name }) => !known.has(name));
  assertCount(known.size + added.length);
  for (const { name } of missing) {
    const asset = known.get(name);
    if (asset !== void 0) await removeAsset(api, target, asset);
  }
  return missing;
}
async function publishDraft(api, repository, { id }, options) {
  const { tag, targetCommit } = options;
  return api.retry(
    `publish the release ${tag}`,
    () => api.ask({
      method: "PATCH",
      url: `/repos/${repository}/releases/${id}`,
      ...{ tag_name: tag, draft: false, ...textOf(options) },
      ...targetCommit === void 0 ? {} : { target_commitish: targetCommit }
    })
  );
}
function textOf({ name, notes, prerelease }) {
  return { name, body: fitNotes(notes), prerelease };
}
function fitNotes(notes) {
  if (notes.length <= MAX_NOTES) return notes;
  const kept = notes.slice(0, MAX_NOTES - CUT_NOTE.length);
  return `${kept.slice(0, kept.lastIndexOf("\n") + 1)}${CUT_NOTE}`;
}

// lib/build/publish.ts
async function runPublishRelease({ remix, outDir, log }, options) {
  const { repository, tag, name, notes, ...rest } = options;
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === void 0 || repo === void 0) {
    throw new ConfigError(
      "BAD_REPOSITORY",
      `expected a repository as OWNER/NAME, got ${JSON.stringify(repository)}`
    );
  }
  const outputs = (await listOutputs(outDir)).map((file) => file.name);
  if (outputs.every((file) => file.startsWith("keys/"))) throw nothing(outDir, "no results");
  const { path: sums, files } = await writeChecksums(outDir);
  const assets = files.map((file) => file.name).filter((file) => !file.startsWith("containers/"));
  const signature = `${sums}.asc`;
  const isSigned = await exists2(signature);
  if (!isSigned) log.warn(`SHA256SUMS is not signed: run "sign" before "publish"`);
  return publishRelease({
    ...rest,
    ...{ owner, repo, tag, log },
    name: name ?? `${remix.name} ${tag}`,
    notes: notes ?? await defaultNotes(outDir, isSigned),
    files: [
      ...assets.map((file) => join2(outDir, file)),
      ...[sums, ...isSigned ? [signature] : []]
    ]
  });
}
async function runPublishFolder({ remix, outDir, repoPath, log }, folder) {
  await assertTools(["ostree"]);
  if (!await exists2(join2(repoPath, "config"))) throw nothing(outDir, "no OSTree repository");
  const isSigned = await exists2(join2(repoPath, "summary.sig"));
  const keyPath = join2(outDir, "keys", `${remix.name}.asc`);
  const publicKey = isSigned ? await readFile2(keyPath, "utf8").catch(() => void 0) : void 0;
  if (isSigned && publicKey === void 0) {
    log.warn(`the repository is signed, and ${keyPath} is missing: run "sign" before "publish"`);
  }
  return publishFolder({
    ...{ repoPath, folder, name: remix.name, log },
    ...remix.ostreeRemote === void 0 ? {} : { remote: remix.ostreeRemote },
    ...publicKey === void 0 ? {} : { publicKey }
  });
}
async function defaultNotes(outDir, isSigned) {
  const result = await readResult(outDir);
  const commits = (result?.commits ?? []).map(
    ({ ref, version, commit }) => `| \`${ref}\` | ${version} | \`${commit}\` |`
  );
  const table = commits.length === 0 ? [] : ["| ref | version | commit |", "|---|---|---|", ...commits, ""];
  return [
    ...table,
    "Check what you have downloaded, in one folder:",
    "",
    "```",
    ...isSigned ? ["gpg --verify SHA256SUMS.asc SHA256SUMS"] : [],
    "sed 's,  .*/,  ,' SHA256SUMS | sha256sum --check --ignore-missing",
    "```",
    ""
  ].join("\n");
}
function nothing(outDir, what) {
  return new ConfigError("NOTHING_TO_PUBLISH", `${outDir} has ${what}`, {
    hint: 'Build first, with the same "out".'
  });
}
async function exists2(path) {
  return access2(path).then(
    () => true,
    () => false
  );
}

export {
  assetName,
  runPublishRelease,
  runPublishFolder
};
