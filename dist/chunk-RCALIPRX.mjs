import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  MAX_MANIFEST_BYTES
} from "./chunk-2QRIHPZD.mjs";
import {
  MANIFEST_TYPES,
  isMediaType
} from "./chunk-VHH2F4KY.mjs";
import {
  downloadFile
} from "./chunk-XW44VKEP.mjs";
import {
  HttpStatusError,
  digestHex,
  digestOf,
  isDigest,
  isTag,
  parseRedirect,
  parseRetryAfter,
  redactUrl,
  withRetries
} from "./chunk-AXANLE5B.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-S6FOOEAW.mjs";

// lib/host/auth-files.ts
import { homedir } from "node:os";
import { join } from "node:path";
function registryAuthFiles() {
  const variable = (name) => {
    const value = process.env[name];
    return value === void 0 || value === "" ? void 0 : value;
  };
  const chosen = variable("REGISTRY_AUTH_FILE");
  if (chosen !== void 0) return [chosen];
  const runtime = variable("XDG_RUNTIME_DIR");
  const config = variable("XDG_CONFIG_HOME") ?? join(homedir(), ".config");
  const docker = variable("DOCKER_CONFIG") ?? join(homedir(), ".docker");
  return [
    ...runtime === void 0 ? [] : [join(runtime, "containers", "auth.json")],
    join(config, "containers", "auth.json"),
    join(docker, "config.json")
  ];
}

// lib/registry/origin.ts
var DOCKER_HUB = "registry-1.docker.io";
function registryOrigin(registry) {
  const host = registry === "docker.io" ? DOCKER_HUB : registry;
  const { hostname } = new URL(`http://${host}`);
  return new URL(`${isLoopback(hostname) ? "http" : "https"}://${host}`).origin;
}
function isSafeRealm(realm, origin) {
  if (realm.username !== "" || realm.password !== "") return false;
  if (realm.protocol === "https:") return true;
  const { protocol } = new URL(origin);
  return realm.protocol === "http:" && protocol === "http:" && isLoopback(realm.hostname);
}
function isLoopback(hostname) {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

// lib/registry/response-body.ts
async function bodyBytes({ body }) {
  const chunks = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// lib/registry/tag-list.ts
var PAGE = 1e3;
var MAX_PAGES = 200;
var MAX_PAGE_BYTES = 4 * 1024 * 1024;
var MAX_TAGS = 1e5;
async function readTagList(transport, base, scopes) {
  const fail = (why) => new BuildError("REGISTRY_FAILED", `${transport.origin}${base}/tags/list ${why}`);
  const path = `${base}/tags/list`;
  const tags = /* @__PURE__ */ new Set();
  let target = `${path}?n=${PAGE}`;
  for (let page = 0; target !== void 0; page += 1) {
    if (page === MAX_PAGES || tags.size > MAX_TAGS) throw fail("does not end");
    const limitBytes = MAX_PAGE_BYTES;
    const answer = await transport.send({
      ...{ method: "GET", target, accept: [200, 404], scopes, limitBytes }
    });
    if (answer.status === 404) {
      answer.discard();
      return [...tags];
    }
    const found = tagsIn(await bodyBytes(answer));
    if (found === void 0) throw fail("is not a list of tags");
    for (const tag of found) if (typeof tag === "string" && isTag(tag)) tags.add(tag);
    const next = nextPage(answer.headers["link"], new URL(target, transport.origin));
    if (next !== void 0 && (next.origin !== transport.origin || next.pathname !== path)) {
      throw fail("goes on elsewhere");
    }
    target = next?.href;
  }
  return [...tags];
}
function tagsIn(body) {
  try {
    const found = JSON.parse(body.toString());
    const tags = found?.tags ?? [];
    return Array.isArray(tags) ? tags : void 0;
  } catch {
    return void 0;
  }
}
function nextPage(link, from) {
  const match = /<([^>]{1,4096})>\s*;[^,]*\brel="?next\b/.exec(link ?? "");
  return match === null ? void 0 : URL.parse(match[1] ?? "", from.href) ?? void 0;
}

// lib/registry/challenge.ts
var MAX_HEADER = 8192;
var SCHEME = /[\s,]*([A-Za-z][\w.!#$%&'*+^`|~-]*)(?:[ \t]+|(?=,)|$)/y;
var PARAMETER = /[\s,]*([\w.!#$%&'*+^`|~-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
function parseChallenges(header) {
  const text = header.slice(0, MAX_HEADER);
  const found = [];
  let offset = 0;
  const take = (pattern) => {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match !== null) offset = pattern.lastIndex;
    return match;
  };
  for (; ; ) {
    const scheme = take(SCHEME)?.[1];
    if (scheme === void 0) return found;
    const parameters = /* @__PURE__ */ Object.create(null);
    for (; ; ) {
      const parameter = take(PARAMETER);
      if (parameter === null) break;
      const [, name = "", quoted, token = ""] = parameter;
      parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, "$1") ?? token;
    }
    found.push({ scheme: scheme.toLowerCase(), parameters });
  }
}

// lib/registry/authorizer.ts
var MAX_ANSWER_BYTES = 1024 * 1024;
var MAX_TOKEN = 64 * 1024;
var Authorizer = class {
  options;
  tokens = /* @__PURE__ */ new Map();
  basic;
  constructor(options) {
    this.options = options;
  }
  get hasCredentials() {
    return this.options.credentials !== void 0;
  }
  /** Returns what is known to open `scopes` (`repository:owner/name:pull`). */
  header(scopes) {
    return this.tokens.get(scopes.join(" ")) ?? this.basic;
  }
  /**
   * Does what a 401 asks for, and returns whether `header` has something else than was `sent`: another
   * request may have found it meanwhile.
   *
   * @throws ConfigError REGISTRY_DENIED; BuildError REGISTRY_FAILED; what asking throws
   */
  async renew(wwwAuthenticate, scopes, sent) {
    if (this.header(scopes) !== sent) return true;
    const challenges = parseChallenges(wwwAuthenticate);
    const bearer = challenges.find(({ scheme }) => scheme === "bearer");
    if (bearer !== void 0) {
      const token = await withRetries({}, () => this.fetchToken(bearer, scopes));
      this.tokens.set(scopes.join(" "), `Bearer ${token}`);
      return true;
    }
    const header = this.basicHeader();
    const offered = challenges.some(({ scheme }) => scheme === "basic");
    if (!offered || header === void 0 || header === this.basic) return false;
    this.basic = header;
    return true;
  }
  async fetchToken({ parameters }, scopes) {
    const { http, origin, credentials } = this.options;
    const realm = URL.parse(parameters["realm"] ?? "");
    if (realm === null || !isSafeRealm(realm, origin)) {
      const named = realm === null ? "nothing" : redactUrl(realm.href);
      const message2 = `${origin} sends to ${named} for a token, which is not as safe`;
      throw new BuildError("REGISTRY_FAILED", message2);
    }
    const query = new URLSearchParams();
    if (parameters["service"] !== void 0) query.set("service", parameters["service"]);
    const identity = credentials?.kind === "identity" ? credentials.token : void 0;
    if (identity === void 0) for (const scope of scopes) query.append("scope", scope);
    else {
      query.set("scope", scopes.join(" "));
      query.set("grant_type", "refresh_token");
      query.set("client_id", "treesmith");
      query.set("refresh_token", identity);
    }
    if (identity === void 0) {
      for (const [name, value] of query) realm.searchParams.append(name, value);
    }
    const basic = this.basicHeader();
    const answer = await http.exchange(realm.href, {
      limitBytes: MAX_ANSWER_BYTES,
      ...identity === void 0 ? { method: "GET", headers: basic === void 0 ? {} : { authorization: basic } } : {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: Buffer.from(query.toString())
      }
    });
    const { status, headers } = answer;
    if (status !== 200) {
      answer.discard();
      const where = redactUrl(realm.href);
      if (status === 401 || status === 403) {
        throw new ConfigError("REGISTRY_DENIED", `${where}: no token (${status})`, {
          hint: "Look at the user name and token, and at what the token may do."
        });
      }
      throw new HttpStatusError(realm.href, status, parseRetryAfter(headers["retry-after"]));
    }
    const token = tokenIn(await bodyBytes(answer));
    if (token !== void 0) return token;
    const message = `${redactUrl(realm.href)}: the answer has no token`;
    throw new BuildError("REGISTRY_FAILED", message);
  }
  basicHeader() {
    const { credentials } = this.options;
    if (credentials?.kind !== "password") return void 0;
    const pair = `${credentials.username}:${credentials.password}`;
    return `Basic ${Buffer.from(pair).toString("base64")}`;
  }
};
function tokenIn(body) {
  try {
    const found = JSON.parse(body.toString());
    const token = found?.["token"] ?? found?.["access_token"];
    const good = typeof token === "string" && /^[\x21-\x7e]+$/.test(token);
    return good && token.length <= MAX_TOKEN ? token : void 0;
  } catch {
    return void 0;
  }
}

// lib/registry/transport.ts
var MAX_REDIRECTS = 5;
var MAX_ERROR_BYTES = 64 * 1024;
var MAX_REASON = 300;
var TRANSIENT = /* @__PURE__ */ new Set([408, 425, 429, 500, 502, 503, 504]);
var RegistryTransport = class {
  origin;
  options;
  authorizer;
  constructor(options) {
    this.options = options;
    this.origin = options.origin;
    this.authorizer = new Authorizer(options);
  }
  /**
   * Returns an answer with one of the statuses of `accept`: read its body, or discard it.
   *
   * @throws ConfigError REGISTRY_DENIED; BuildError REGISTRY_FAILED, HTTP_STATUS, HTTP_FAILED, HTTP_REDIRECT
   */
  async send(request) {
    const { attempts } = request;
    return withRetries(attempts === void 0 ? {} : { attempts }, () => this.sendOnce(request));
  }
  /** As `send`, and throws the body away. */
  async call(request) {
    const answer = await this.send({ limitBytes: MAX_ERROR_BYTES, ...request });
    await bodyBytes(answer).catch(() => void 0);
    return answer;
  }
  async sendOnce(request) {
    const { accept, scopes } = request;
    const sent = this.authorizer.header(scopes);
    let answer = await this.follow(request);
    const challenge = answer.headers["www-authenticate"];
    const isOurs = new URL(answer.url).origin === this.origin;
    if (answer.status === 401 && challenge !== void 0 && isOurs) {
      answer.discard();
      if (!await this.authorizer.renew(challenge, scopes, sent)) {
        throw denied(answer, "no user and password are known for it");
      }
      answer = await this.follow(request);
    }
    if (accept.includes(answer.status)) return answer;
    const reason = await reasonIn(answer);
    if ([401, 403, 405].includes(answer.status)) throw denied(answer, reason);
    if (TRANSIENT.has(answer.status)) {
      const { url, status, headers } = answer;
      throw new HttpStatusError(url, status, parseRetryAfter(headers["retry-after"]));
    }
    const message = `${redactUrl(answer.url)}: the registry answered ${answer.status} (${reason})`;
    throw new BuildError("REGISTRY_FAILED", message);
  }
  async follow(request) {
    const { method, headers = {}, body, limitBytes, scopes } = request;
    const follows = method === "GET" || method === "HEAD";
    let target = new URL(request.target, this.origin);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const secret = target.origin === this.origin ? this.authorizer.header(scopes) : void 0;
      const answer = await this.options.http.exchange(target.href, {
        method,
        headers: { ...headers, ...secret === void 0 ? {} : { authorization: secret } },
        ...body === void 0 ? {} : { body: body() },
        ...limitBytes === void 0 ? {} : { limitBytes }
      });
      const { status } = answer;
      const { location } = answer.headers;
      const moved = [301, 302, 303, 307, 308].includes(status) && location !== void 0;
      if (!moved || !follows || request.accept.includes(status)) return answer;
      answer.discard();
      target = parseRedirect(location, target);
    }
    const message = `${redactUrl(target.href)}: more than ${MAX_REDIRECTS} redirects`;
    throw new BuildError("REGISTRY_FAILED", message);
  }
};
function denied({ url, status }, reason) {
  const message = `${redactUrl(url)}: the registry answered ${status} (${reason})`;
  return new ConfigError("REGISTRY_DENIED", message, {
    hint: 'Log in with "podman login" or "docker login", or give a token with the right to it.'
  });
}
async function reasonIn(answer) {
  const announced = Number(answer.headers["content-length"] ?? 0);
  if (announced > MAX_ERROR_BYTES) {
    answer.discard();
    return "no reason given";
  }
  const text = await firstBytes(answer);
  let said = "";
  try {
    const { errors } = JSON.parse(text);
    const first = errors?.[0];
    said = [first?.code, first?.message].filter((part) => typeof part === "string").join(": ");
  } catch {
  }
  const line = said.replace(/[\x00-\x1f\x7f]+/g, " ").slice(0, MAX_REASON);
  return line === "" ? "no reason given" : line;
}
async function firstBytes({ body, discard }) {
  const chunks = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_ERROR_BYTES) break;
    }
  } catch {
  }
  discard();
  return Buffer.concat(chunks).toString();
}

// lib/registry/upload.ts
import { createReadStream } from "node:fs";
var FALLBACK_CHUNK_BYTES = 4 * 1024 * 1024;
var LARGEST_CHUNK_BYTES = 1024 ** 3;
async function uploadBlob(source, blob, options) {
  let { chunkBytes } = options;
  if (chunkBytes === void 0 || blob.size <= chunkBytes) {
    const taken = await withRetries({}, () => uploadWhole(source, blob, options));
    if (taken) return;
    chunkBytes = FALLBACK_CHUNK_BYTES;
  }
  const size = chunkBytes;
  await withRetries({}, () => uploadInChunks(source, blob, size, options));
}
async function startUpload({ transport, repository, scopes }, mount) {
  const query = mount === void 0 ? "" : `?${new URLSearchParams({ mount: mount.digest, from: mount.from })}`;
  const answer = await transport.call({
    method: "POST",
    target: `/v2/${repository}/blobs/uploads/${query}`,
    headers: { "content-length": "0" },
    accept: mount === void 0 ? [202] : [201, 202],
    scopes
  });
  if (answer.status === 201) return void 0;
  const least = Number(answer.headers["oci-chunk-min-length"] ?? 0);
  const known = Number.isSafeInteger(least) && least > 0 && least <= LARGEST_CHUNK_BYTES;
  return { location: locationOf(answer), leastChunkBytes: known ? least : 0 };
}
async function uploadWhole(source, blob, options) {
  const started = await startUpload(options);
  if (started === void 0) return true;
  const answer = await options.transport.call({
    method: "PUT",
    target: withDigest(started.location, blob),
    headers: bytesHeaders(blob.size),
    body: () => slice(source, 0, blob.size),
    accept: [201, 413],
    scopes: options.scopes,
    attempts: 1
  });
  return answer.status === 201;
}
async function uploadInChunks(source, blob, wantedBytes, options) {
  const { transport, scopes } = options;
  const started = await startUpload(options);
  if (started === void 0) return;
  let { location } = started;
  const chunkBytes = Math.max(wantedBytes, started.leastChunkBytes);
  for (let start = 0; start < blob.size; start += chunkBytes) {
    const end = Math.min(start + chunkBytes, blob.size);
    const answer = await transport.call({
      method: "PATCH",
      target: location.href,
      headers: { ...bytesHeaders(end - start), "content-range": `${start}-${end - 1}` },
      body: () => slice(source, start, end),
      accept: [202],
      scopes,
      attempts: 1
    });
    location = locationOf(answer);
  }
  await transport.call({
    method: "PUT",
    target: withDigest(location, blob),
    headers: { "content-length": "0" },
    accept: [201],
    scopes,
    attempts: 1
  });
}
function bytesHeaders(sizeBytes) {
  return { "content-type": "application/octet-stream", "content-length": String(sizeBytes) };
}
function slice(source, start, end) {
  if (Buffer.isBuffer(source)) return source.subarray(start, end);
  return end === start ? Buffer.alloc(0) : createReadStream(source.path, { start, end: end - 1 });
}
function withDigest(location, { digest }) {
  const target = new URL(location);
  target.searchParams.set("digest", digest);
  return target.href;
}
function locationOf({
  url,
  headers
}) {
  const { location } = headers;
  if (location !== void 0) return parseRedirect(location, new URL(url));
  const message = `${new URL(url).origin} does not say where to upload to`;
  throw new BuildError("REGISTRY_FAILED", message);
}

// lib/registry/client.ts
var RegistryClient = class {
  place;
  transport;
  base;
  constructor(place) {
    const { http, registry, repository, credentials } = place;
    this.place = place;
    this.transport = new RegistryTransport({ http, origin: registryOrigin(registry), credentials });
    this.base = `/v2/${repository}`;
  }
  /** Resolves when there is a registry that lets us in. */
  async ping() {
    await this.transport.call({ method: "GET", target: "/v2/", accept: [200], scopes: [] });
  }
  /** Whether blobs and manifests may be pushed. An upload is begun for it, and given up. */
  async canPush() {
    try {
      const started = await startUpload(this.upload);
      if (started !== void 0) {
        const { scopes } = this.upload;
        const cancel = { method: "DELETE", target: started.location.href, attempts: 1 };
        await this.transport.call({ ...cancel, accept: [204], scopes }).catch(() => void 0);
      }
      return true;
    } catch (error) {
      if (error instanceof TreesmithError && error.code === "REGISTRY_DENIED") return false;
      throw error;
    }
  }
  async hasBlob(digest) {
    return await this.lookAtBlob(digest) !== void 0;
  }
  /**
   * Downloads a blob to the new file `path`, which appears only when size and digest are right.
   *
   * @throws BuildError CHECKSUM_MISMATCH when the registry lies, REGISTRY_MISMATCH when it has
   *   not all of it, DOWNLOAD_FAILED, DISK_FULL
   */
  async pullBlob(blob, path) {
    const url = `${this.transport.origin}${this.base}/blobs/${blob.digest}`;
    const header = () => this.transport.authorizer.header(this.reading.scopes);
    const pull = (authorization) => downloadFile(this.place.http, [url], path, {
      checksum: { type: "sha256", hex: digestHex(blob.digest) },
      sizeBytes: blob.size,
      ...authorization === void 0 ? {} : { headers: { authorization } }
    });
    const used = header();
    try {
      await pull(used);
    } catch (error) {
      if (!(error instanceof TreesmithError) || error.code !== "DOWNLOAD_FAILED") throw error;
      const found = await this.lookAtBlob(blob.digest);
      if (found === void 0 || (found.sizeBytes ?? blob.size) !== blob.size) {
        const what = found === void 0 ? "has lost it" : `has ${found.sizeBytes} bytes of it`;
        const message = `${url}, of ${blob.size} bytes: the registry ${what}`;
        throw new BuildError("REGISTRY_MISMATCH", message, { cause: error });
      }
      if (header() === used) throw error;
      await pull(header());
    }
  }
  /** Pushes a blob that the repository may lack, and returns how many bytes were uploaded. */
  async pushBlob(source, blob) {
    if (await this.hasBlob(blob.digest)) return 0;
    await uploadBlob(source, blob, { ...this.upload, chunkBytes: this.place.chunkBytes });
    return blob.size;
  }
  /** Takes a blob over from another repository of the registry; false when it does not do that. */
  async mountBlob(digest, from) {
    const scopes = [...this.upload.scopes, `repository:${from}:pull`];
    return await startUpload({ ...this.upload, scopes }, { digest, from }) === void 0;
  }
  /**
   * Returns the manifest with a tag or digest, or undefined when there is none.
   *
   * @throws BuildError REGISTRY_MISMATCH, SIZE_LIMIT
   */
  async getManifest(reference) {
    const answer = await this.transport.send({
      method: "GET",
      target: `${this.base}/manifests/${reference}`,
      headers: { accept: MANIFEST_TYPES.join(", ") },
      accept: [200, 404],
      limitBytes: MAX_MANIFEST_BYTES,
      ...this.reading
    });
    if (answer.status === 404) {
      answer.discard();
      return void 0;
    }
    const bytes = await bodyBytes(answer);
    const digest = digestOf(bytes);
    const said = isDigest(reference) ? reference : answer.headers["docker-content-digest"];
    if (isDigest(said) && said !== digest) throw this.mismatch(reference, said, digest);
    const mediaType = answer.headers["content-type"]?.replace(/;.*$/, "").trim();
    return { bytes, digest, mediaType: isMediaType(mediaType) ? mediaType : "" };
  }
  /**
   * Pushes a manifest under a tag or its digest. What it points to must be there.
   *
   * @throws BuildError REGISTRY_MISMATCH
   */
  async putManifest(reference, bytes, mediaType) {
    const answer = await this.transport.call({
      method: "PUT",
      target: `${this.base}/manifests/${reference}`,
      headers: { "content-type": mediaType },
      body: () => bytes,
      accept: [201],
      scopes: this.upload.scopes
    });
    const digest = digestOf(bytes);
    const said = answer.headers["docker-content-digest"];
    if (isDigest(said) && said !== digest) throw this.mismatch(reference, said, digest);
    return digest;
  }
  /** Returns all tags, in the registry's order; none when the repository is not there. */
  async listTags() {
    return readTagList(this.transport, this.base, this.reading.scopes);
  }
  /** Returns undefined when it is not there; the size, when the registry says it. */
  async lookAtBlob(digest) {
    const target = `${this.base}/blobs/${digest}`;
    const accept = [200, 302, 303, 307, 404];
    const answer = await this.transport.call({ method: "HEAD", target, accept, ...this.reading });
    if (answer.status === 404) return void 0;
    const length = answer.status === 200 ? answer.headers["content-length"] : void 0;
    return { sizeBytes: length === void 0 ? void 0 : Number(length) };
  }
  get reading() {
    return { scopes: [`repository:${this.place.repository}:pull`] };
  }
  get upload() {
    const { repository } = this.place;
    const scopes = [`repository:${repository}:pull,push`];
    return { transport: this.transport, repository, scopes };
  }
  mismatch(reference, expected, found) {
    const { registry, repository } = this.place;
    const message = `${registry}/${repository}: ${reference} has the digest ${found}, expected ${expected}`;
    return new BuildError("REGISTRY_MISMATCH", message);
  }
};

// lib/registry/credentials.ts
import { open } from "node:fs/promises";
var MAX_BYTES = 1024 * 1024;
var DOCKER_HUB2 = /* @__PURE__ */ new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);
async function readCredentials(files, registry, repository) {
  for (const file of files) {
    const auths = await readAuths(file);
    const parts = `${canonicalHost(registry)}/${repository}`.split("/");
    for (let length = parts.length; length > 0; length -= 1) {
      const entry = auths.get(parts.slice(0, length).join("/"));
      const found = entry === void 0 ? void 0 : parseEntry(entry, file);
      if (found !== void 0) return found;
    }
  }
  return void 0;
}
async function readAuths(path) {
  const file = await open(path).catch((error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return void 0;
    throw invalid(path, `cannot be read (${error.code})`);
  });
  if (file === void 0) return /* @__PURE__ */ new Map();
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > MAX_BYTES)
      throw invalid(path, "is no file of 1 MiB or less");
    const auths = parseAuths(await file.readFile("utf8"));
    if (auths === void 0) throw invalid(path, 'is not {"auths": {\u2026}}');
    return new Map(
      Object.entries(auths).flatMap(
        ([key, value]) => typeof value === "object" && value !== null ? [[canonicalKey(key), value]] : []
      )
    );
  } finally {
    await file.close();
  }
}
function parseAuths(text) {
  try {
    const { auths } = JSON.parse(text);
    if (auths === void 0) return {};
    return typeof auths === "object" && auths !== null ? auths : void 0;
  } catch {
    return void 0;
  }
}
function parseEntry(entry, file) {
  const { auth, identitytoken: token } = entry;
  if (typeof token === "string" && token !== "") return { kind: "identity", token };
  if (typeof auth !== "string" || auth === "") return void 0;
  const pair = Buffer.from(auth, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  if (colon < 1) throw invalid(file, 'has an "auth" that is not base64 of user:password');
  const password = pair.slice(colon + 1).replace(/\0+$/, "");
  return { kind: "password", username: pair.slice(0, colon), password };
}
function canonicalKey(key) {
  const bare = key.replace(/^https?:\/\//, "").replace(/\/(v[12]\/?)?$/, "");
  const slash = bare.indexOf("/");
  return slash === -1 ? canonicalHost(bare) : `${canonicalHost(bare.slice(0, slash))}${bare.slice(slash)}`;
}
function canonicalHost(host) {
  const lower = host.toLowerCase();
  return DOCKER_HUB2.has(lower) ? "docker.io" : lower;
}
function invalid(file, why) {
  return new ConfigError("AUTH_FILE_INVALID", `${file} ${why}`, { place: { file } });
}

export {
  registryAuthFiles,
  RegistryClient,
  readCredentials
};
