import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  writeChecksums
} from "./chunk-XKJ6HAIP.mjs";
import {
  listOutputs
} from "./chunk-ILRPDWKS.mjs";
import {
  assetName
} from "./chunk-KZJBTV5O.mjs";
import {
  listRefs
} from "./chunk-TRKKLFAJ.mjs";
import {
  readResult
} from "./chunk-SUHXBGZF.mjs";
import {
  assertTools
} from "./chunk-QV3WZGT4.mjs";
import {
  updateSummary
} from "./chunk-FVKO6F3T.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import {
  ToolError,
  besidePath,
  makeFolder,
  readTool,
  replaceFile,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/publish.ts
import { access as access2, readFile as readFile2 } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/publish/folder.ts
import { access, copyFile, lstat, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

// lib/publish/site-page.ts
var SOMEWHERE = "https://example.org";
function formatRemoteFile(site) {
  let { name, url } = remoteOf(site), verify = site.isSigned ? `gpg-verify=true
gpg-verify-summary=true
gpgkeypath=/etc/pki/${site.name}.asc
` : `gpg-verify=false
`;
  return `[remote "${name}"]
url=${url}
${verify}`;
}
function formatSitePage(site) {
  let { name, url } = remoteOf(site), base = url.replace(/\/repo$/, ""), key = `${site.name}.asc`, commands = [
    ...site.isSigned ? [
      `curl -fLo /etc/pki/${key} ${base}/${key}`,
      `ostree remote add --set=gpg-verify-summary=true --gpg-import=/etc/pki/${key} ${name} ${url}`
    ] : [`ostree remote add --no-gpg-verify ${name} ${url}`],
    `ostree remote refs ${name}`
  ], rows = site.refs.map(
    ({ ref, commit }) => `<tr><td><code>${html(ref)}</code></td><td><code>${html(commit)}</code></td></tr>`
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${html(site.name)}: OSTree repository</title>
<h1>${html(site.name)}</h1>
<p>This is an OSTree repository. To add it as a remote${site.remote === void 0 ? `, with the address of this page in place of ${SOMEWHERE}` : ""}:</p>
<pre>${html(commands.join(`
`))}</pre>
<p>Or put <a href="${html(site.name)}.conf">${html(site.name)}.conf</a> into <code>/etc/ostree/remotes.d</code>.</p>
<table>
<tr><th>ref</th><th>commit</th></tr>
${rows.join(`
`)}
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
  "objects",
  "refs/heads",
  "refs/mirrors",
  "refs/remotes",
  "extensions",
  "state",
  "tmp"
], PRIVATE = ["extensions", "state", "tmp", ".lock"];
async function publishFolder(options) {
  let { repoPath: source, folder, log } = options, repoPath = join(folder, "repo");
  return log.group(`Lay out ${folder}`, async () => {
    await assertOurs(folder, repoPath);
    let refs = await listRefs(source);
    await openRepository(repoPath, log);
    let commits = [...new Set(refs.map(({ commit }) => commit))];
    commits.length > 0 && await ostree(repoPath, ["pull-local", source, ...commits], log), await pointRefs(repoPath, refs, log), await copySummary(source, repoPath, log), await ostree(repoPath, ["prune", "--refs-only", "--depth=0"], log);
    for (let name of PRIVATE) await rm(join(repoPath, name), { recursive: !0, force: !0 });
    return await writeSite(options, refs), log.info(`${refs.length} refs, ${commits.length} commits in ${repoPath}`), { folder, repoPath, refs };
  });
}
async function assertOurs(folder, repoPath) {
  let config = await readFile(join(repoPath, "config"), "utf8").catch(() => {
  }), isArchive = config !== void 0 && /^mode=archive(-z2)?$/m.test(config), there = await lstat(repoPath).catch(() => {
  });
  if (!(there === void 0 || isArchive && there.isDirectory()))
    throw new ConfigError(
      "FOLDER_IN_USE",
      `${repoPath} is there and is no OSTree repository in archive mode`,
      { hint: `Name another folder than ${folder}, or remove it.` }
    );
}
async function openRepository(repoPath, log) {
  await makeFolder(repoPath), await ostree(repoPath, ["init", "--mode=archive"], log);
  for (let name of REPO_FOLDERS) await mkdir(join(repoPath, name), { recursive: !0 });
}
async function pointRefs(repoPath, refs, log) {
  let before = new Map((await listRefs(repoPath)).map(({ ref, commit }) => [ref, commit]));
  for (let { ref, commit } of refs)
    before.get(ref) !== commit && await ostree(repoPath, ["refs", "--force", `--create=${ref}`, commit], log);
  let wanted = new Set(refs.map(({ ref }) => ref));
  for (let ref of before.keys())
    wanted.has(ref) || await ostree(repoPath, ["refs", "--delete", ref], log);
}
async function copySummary(source, repoPath, log) {
  if (!await exists(join(source, "summary"))) {
    await updateSummary(repoPath, log);
    return;
  }
  for (let name of ["summary", "summary.sig"]) {
    let target = join(repoPath, name);
    if (await exists(join(source, name))) {
      let beside = besidePath(target);
      await copyFile(join(source, name), beside), await replaceFile(beside, target);
    } else
      await rm(target, { force: !0 });
  }
}
async function writeSite(options, refs) {
  let { folder, name, publicKey, remote } = options;
  await writeFile(join(folder, ".nojekyll"), ""), publicKey !== void 0 && await writeFileAtomic(join(folder, `${name}.asc`), publicKey);
  let site = { name, refs, isSigned: publicKey !== void 0, ...remote === void 0 ? {} : { remote } };
  await writeFileAtomic(join(folder, `${name}.conf`), formatRemoteFile(site)), await writeFileAtomic(join(folder, "index.html"), formatSitePage(site));
}
async function ostree(repoPath, argv, log) {
  try {
    return await readTool(["ostree", `--repo=${repoPath}`, ...argv], { log });
  } catch (cause) {
    throw cause instanceof ToolError ? new BuildError(
      "FOLDER_FAILED",
      `ostree ${argv[0]} in ${repoPath}: ${cause.stderr.trim()}`,
      { cause }
    ) : cause;
  }
}
async function exists(path) {
  return access(path).then(
    () => !0,
    () => !1
  );
}

// lib/publish/assets.ts
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
var PAGE = 100, MAX_PAGES = 20;
async function listAssets(api, target) {
  let assets = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    let url = `/repos/${target.repository}/releases/${target.releaseId}/assets`, found = await api.retry(
      "list the files of the release",
      () => api.ask({ method: "GET", url, per_page: PAGE, page })
    );
    if (assets.push(...found), found.length < PAGE) break;
  }
  return assets;
}
async function isSameAsset(api, target, asset, file) {
  if (asset.state !== "uploaded") return !1;
  let digest = asset.size !== file.sizeBytes ? "another size" : asset.digest ?? await downloadDigest(api, target, asset);
  if (digest === `sha256:${file.sha256}`) return !0;
  throw new ConfigError(
    "ASSET_DIFFERS",
    `the release has ${asset.name} with other bytes already: ${asset.size} bytes, ${digest}; here are ${file.sizeBytes}, sha256:${file.sha256}`,
    { hint: "What was published is never overwritten: use a new tag, or delete the file by hand." }
  );
}
async function uploadAsset(api, target, file, log) {
  await api.retry(`upload ${file.name}`, async (tries) => {
    if (tries > 0) {
      let known = (await listAssets(api, target)).find(({ name }) => name === file.name);
      if (known !== void 0) {
        if (await isSameAsset(api, target, known, file)) return;
        await removeAsset(api, target, known);
      }
    }
    log.debug(`upload ${file.path} as ${file.name}, ${file.sizeBytes} bytes`);
    let made = await api.ask({
      method: "POST",
      url: target.uploadUrl,
      name: file.name,
      headers: {
        "content-type": "application/octet-stream",
        "content-length": file.sizeBytes
      },
      data: createReadStream(file.path)
    });
    if (made.size !== file.sizeBytes || (made.digest ?? sumOf(file)) !== sumOf(file))
      throw await removeAsset(api, target, made), new BuildError(
        "UPLOAD_DAMAGED",
        `GitHub got other bytes of ${file.name}: ${made.size}, ${made.digest}; sent were ${file.sizeBytes}, ${sumOf(file)}`
      );
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
    let body = await api.ask({
      method: "GET",
      url: `/repos/${repository}/releases/assets/${id}`,
      headers: { accept: "application/octet-stream" },
      request: { parseSuccessResponseBody: !1 }
    }), hash = createHash("sha256"), received = 0;
    for await (let chunk of body) {
      if (received += chunk.length, received > size) break;
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
var GitHubRefusal = class extends Error {
  status;
  headers;
  /** Codes of the single faults: `already_exists`. */
  codes;
  constructor(cause) {
    super(messageOf(cause), { cause }), this.status = cause.status ?? 500, this.headers = cause.response?.headers ?? {}, this.codes = (cause.response?.data?.errors ?? []).map(({ code }) => code ?? "");
  }
}, ATTEMPTS = 6, FIRST_PAUSE_MS = 1e3, LONGEST_PAUSE_MS = 12e4, TRANSIENT = /* @__PURE__ */ new Set([408, 425, 429, 500, 502, 503, 504]);
async function openGitHub(access3) {
  let { Octokit } = await import("./chunk-CR22OHJX.mjs"), { openStreamingFetch } = await import("./chunk-W6XY45SP.mjs"), connections = openStreamingFetch(), octokit = new Octokit({
    request: { fetch: connections.fetch },
    auth: access3.token,
    baseUrl: access3.apiUrl,
    userAgent: "treesmith",
    // It would print to the console of everybody.
    log: { debug: ignore, info: ignore, warn: (text) => access3.log.debug(text), error: ignore }
  });
  return {
    ask: async (request) => {
      assertEncrypted(access3, request);
      try {
        return (await octokit.request({ ...request })).data;
      } catch (error) {
        throw new GitHubRefusal(error);
      }
    },
    retry: (what, body) => retry(access3, what, body),
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose]()
  };
}
function assertEncrypted({ apiUrl }, { url }) {
  if (!(!/^https:/i.test(apiUrl) || /^(?:https:|\/(?!\/))/i.test(url)))
    throw new BuildError(
      "RELEASE_FAILED",
      `GitHub named ${JSON.stringify(url.slice(0, 200))} to send the token to, expected https`
    );
}
async function retry({ log, firstPauseMs = FIRST_PAUSE_MS }, what, body) {
  for (let tries = 0; ; tries += 1)
    try {
      return await body(tries);
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error;
      let pauseMs = pauseAfter(error, firstPauseMs * 2 ** tries);
      if (pauseMs === void 0 || tries + 1 >= ATTEMPTS) throw explain(what, error, tries + 1);
      log.debug(`${what}: ${error.status} ${error.message}; again in ${pauseMs} ms`), await sleep(pauseMs);
    }
}
function pauseAfter(error, backoffMs) {
  let { headers, status } = error, isLimited = isRateLimit(error);
  if (!TRANSIENT.has(status) && !isLimited && !error.codes.includes("already_exists"))
    return;
  let retryAfterMs = Number(headers["retry-after"] ?? Number.NaN) * 1e3, resetMs = isLimited && headers["x-ratelimit-remaining"] === "0" ? Number(headers["x-ratelimit-reset"]) * 1e3 - Date.parse(String(headers.date)) : Number.NaN, askedMs = [retryAfterMs, resetMs].find((value) => !Number.isNaN(value)) ?? 0;
  return askedMs > LONGEST_PAUSE_MS ? void 0 : Math.max(askedMs, backoffMs);
}
function isRateLimit({ status, headers, message }) {
  return status !== 403 && status !== 429 ? !1 : headers["x-ratelimit-remaining"] === "0" || /rate limit/i.test(message);
}
function explain(what, error, tries) {
  let { status, message, headers } = error, text = `could not ${what}: GitHub answered ${status}, ${message}`;
  if (TRANSIENT.has(status) || isRateLimit(error))
    return new BuildError(
      "RELEASE_FAILED",
      `${text}${tries > 1 ? ` (tried ${tries} times)` : ""}`,
      { cause: error, hint: "Run it again later; what is uploaded stays." }
    );
  if ([401, 403, 404].includes(status)) {
    let wanted = headers["x-accepted-github-permissions"] ?? "contents=write";
    return new ConfigError("TOKEN_REFUSED", text, {
      cause: error,
      hint: `The token needs the permission ${String(wanted).replace("=", ": ")} in this repository: put it under "permissions:" of the job.`
    });
  }
  return new ConfigError("RELEASE_REFUSED", text, { cause: error });
}
function messageOf({ message, response }) {
  let faults = (response?.data?.errors ?? []).flatMap(
    ({ message: message2, code }) => message2 ?? code ?? []
  );
  return faults.every((fault) => message.includes(fault)) ? message : `${message}: ${faults.join(", ")}`;
}
function ignore() {
}

// lib/publish/release-files.ts
import { stat } from "node:fs/promises";
import { basename, relative } from "node:path";
var MAX_ASSET_BYTES = 2 * 1024 ** 3 - 1, MAX_ASSETS = 1e3;
async function readReleaseFiles(paths, folder) {
  assertCount(paths.length);
  let named = /* @__PURE__ */ new Map();
  for (let path of paths) {
    let name = assetName(folder === void 0 ? basename(path) : relative(folder, path)), { size } = await stat(path);
    if (size > MAX_ASSET_BYTES)
      throw new ConfigError(
        "ASSET_TOO_LARGE",
        `${path} has ${size} bytes (${formatBytes(size)}); GitHub takes at most ${MAX_ASSET_BYTES} in a file of a release`,
        { hint: "Use a compressed format (qcow2) or a smaller image, or publish it elsewhere." }
      );
    if (size === 0)
      throw new ConfigError(
        "ASSET_EMPTY",
        `${path} is empty; GitHub takes no such file`
      );
    let before = named.get(name);
    if (before !== void 0)
      throw new ConfigError(
        "ASSET_NAME_TAKEN",
        `${before} and ${path} would both be ${name} in the release, which has no folders`
      );
    named.set(name, path);
  }
  let files = [];
  for (let [name, path] of named) files.push({ name, path, ...await digestFile(path) });
  return files;
}
function assertCount(count) {
  if (!(count <= MAX_ASSETS))
    throw new ConfigError(
      "TOO_MANY_ASSETS",
      `the release would have ${count} files; GitHub takes at most ${MAX_ASSETS}`,
      { hint: "Publish fewer, or in several releases." }
    );
}

// lib/publish/release.ts
var MAX_NOTES = 125e3, CUT_NOTE = `
_The rest was cut off: GitHub takes no longer text._
`, PARALLEL_UPLOADS = 3, PAGE2 = 100, MAX_PAGES2 = 5;
async function publishRelease(options) {
  let { owner, repo, tag, log } = options, files = await readReleaseFiles(options.files, options.folder), totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), title = `Publish release ${tag} (${files.length} files, ${formatBytes(totalBytes)})`;
  return log.group(title, async () => {
    var _stack = [];
    try {
      let api = __using(_stack, await openGitHub(options), !0);
      let repository = `${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
      let release = await api.retry(
        `make the release ${tag}`,
        () => findOrCreate(api, repository, options)
      );
      let target = { repository, releaseId: release.id, uploadUrl: release.upload_url };
      let missing = await findMissing(api, target, files);
      await uploadAll(api, target, missing, log);
      let published = release.draft && !options.draft ? await publishDraft(api, repository, release, options) : release;
      log.info(
        `${missing.length} files uploaded, ${files.length - missing.length} were there: ${published.html_url}`
      );
      return {
        url: published.html_url,
        id: published.id,
        draft: published.draft,
        assets: files.map(({ name, sizeBytes, sha256 }) => ({
          name,
          sizeBytes,
          sha256,
          uploaded: missing.some((file) => file.name === name)
        }))
      };
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  });
}
async function uploadAll(api, target, files, log) {
  let limit = pLimit(PARALLEL_UPLOADS), totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), progress = log.progress("Upload", totalBytes, "bytes"), failures = [];
  if (await Promise.all(
    files.map(
      (file) => limit(async () => {
        failures.length > 0 || await uploadAsset(api, target, file, log).then(
          () => progress.advance(file.sizeBytes),
          (error) => failures.push(error)
        );
      })
    )
  ), progress.done(), failures.length > 0) throw failures[0];
}
async function findOrCreate(api, repository, options) {
  let { tag, targetCommit } = options, found = await findRelease(api, repository, tag);
  return found !== void 0 ? found : api.ask({
    method: "POST",
    url: `/repos/${repository}/releases`,
    tag_name: tag,
    draft: !0,
    ...textOf(options),
    ...targetCommit === void 0 ? {} : { target_commitish: targetCommit }
  });
}
async function findRelease(api, repository, tag) {
  let url = `/repos/${repository}/releases`;
  try {
    let tagged = `${url}/tags/${encodeURIComponent(tag)}`;
    return await api.ask({ method: "GET", url: tagged });
  } catch (error) {
    if (!(error instanceof GitHubRefusal) || error.status !== 404) throw error;
  }
  for (let page = 1; page <= MAX_PAGES2; page += 1) {
    let releases = await api.ask({ method: "GET", url, per_page: PAGE2, page }), found = releases.find(({ tag_name, draft }) => draft && tag_name === tag);
    if (found !== void 0 || releases.length < PAGE2) return found;
  }
}
async function findMissing(api, target, files) {
  let known = new Map((await listAssets(api, target)).map((asset) => [asset.name, asset])), missing = [];
  for (let file of files) {
    let asset = known.get(file.name);
    (asset === void 0 || !await isSameAsset(api, target, asset, file)) && missing.push(file);
  }
  let added = missing.filter(({ name }) => !known.has(name));
  assertCount(known.size + added.length);
  for (let { name } of missing) {
    let asset = known.get(name);
    asset !== void 0 && await removeAsset(api, target, asset);
  }
  return missing;
}
async function publishDraft(api, repository, { id }, options) {
  let { tag, targetCommit } = options;
  return api.retry(
    `publish the release ${tag}`,
    () => api.ask({
      method: "PATCH",
      url: `/repos/${repository}/releases/${id}`,
      tag_name: tag,
      draft: !1,
      ...textOf(options),
      ...targetCommit === void 0 ? {} : { target_commitish: targetCommit }
    })
  );
}
function textOf({ name, notes, prerelease }) {
  return { name, body: fitNotes(notes), prerelease };
}
function fitNotes(notes) {
  if (notes.length <= MAX_NOTES) return notes;
  let kept = notes.slice(0, MAX_NOTES - CUT_NOTE.length);
  return `${kept.slice(0, kept.lastIndexOf(`
`) + 1)}${CUT_NOTE}`;
}

// lib/build/publish.ts
async function runPublishRelease({ remix, outDir, log }, options) {
  let { repository, tag, name, notes, ...rest } = options, [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === void 0 || repo === void 0)
    throw new ConfigError(
      "BAD_REPOSITORY",
      `expected a repository as OWNER/NAME, got ${JSON.stringify(repository)}`
    );
  if ((await listOutputs(outDir)).map((file) => file.name).every((file) => file.startsWith("keys/"))) throw nothing(outDir, "no results");
  let { path: sums, files } = await writeChecksums(outDir), assets = files.map((file) => file.name).filter((file) => !/^containers\/[^/]+\//.test(file)), signature = `${sums}.asc`, isSigned = await exists2(signature);
  return isSigned || log.warn('SHA256SUMS is not signed: run "sign" before "publish"'), publishRelease({
    ...rest,
    owner,
    repo,
    tag,
    log,
    folder: outDir,
    name: name ?? `${remix.name} ${tag}`,
    notes: notes ?? await defaultNotes(outDir, isSigned),
    files: [
      ...assets.map((file) => join2(outDir, file)),
      sums,
      ...isSigned ? [signature] : []
    ]
  });
}
async function runPublishFolder({ remix, outDir, repoPath, log }, folder) {
  if (await assertTools(["ostree"]), !await exists2(join2(repoPath, "config"))) throw nothing(outDir, "no OSTree repository");
  let isSigned = await exists2(join2(repoPath, "summary.sig")), keyPath = join2(outDir, "keys", `${remix.name}.asc`), publicKey = isSigned ? await readFile2(keyPath, "utf8").catch(() => {
  }) : void 0;
  return isSigned && publicKey === void 0 && log.warn(`the repository is signed, and ${keyPath} is missing: run "sign" before "publish"`), publishFolder({
    repoPath,
    folder,
    name: remix.name,
    log,
    ...remix.ostreeRemote === void 0 ? {} : { remote: remix.ostreeRemote },
    ...publicKey === void 0 ? {} : { publicKey }
  });
}
async function defaultNotes(outDir, isSigned) {
  let commits = ((await readResult(outDir))?.commits ?? []).map(
    ({ ref, version, commit }) => `| \`${ref}\` | ${version} | \`${commit}\` |`
  );
  return [
    ...commits.length === 0 ? [] : ["| ref | version | commit |", "|---|---|---|", ...commits, ""],
    "Check what you have downloaded, in one folder:",
    "",
    "```",
    ...isSigned ? ["gpg --verify SHA256SUMS.asc SHA256SUMS"] : [],
    // As `assetName` makes names.
    "sed 's,  [^/]*/,  ,; s,/,-,g' SHA256SUMS | sha256sum --check --ignore-missing",
    "```",
    ""
  ].join(`
`);
}
function nothing(outDir, what) {
  return new ConfigError("NOTHING_TO_PUBLISH", `${outDir} has ${what}`, {
    hint: 'Build first, with the same "out".'
  });
}
async function exists2(path) {
  return access2(path).then(
    () => !0,
    () => !1
  );
}

export {
  runPublishRelease,
  runPublishFolder
};
