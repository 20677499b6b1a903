import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  EMPTY_CONFIG,
  EMPTY_DESCRIPTOR,
  MAX_MANIFEST_BYTES,
  formatArtifact,
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  MANIFEST_TYPES,
  OCI_INDEX,
  OCI_MANIFEST,
  isMediaType
} from "./chunk-FHFKXTOJ.mjs";
import {
  isTag
} from "./chunk-TDFHNA5I.mjs";
import {
  downloadFile
} from "./chunk-HPCPK726.mjs";
import {
  digestHex,
  digestOf,
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import {
  bodyBytes
} from "./chunk-O7QQU6TQ.mjs";
import {
  HttpStatusError,
  isTransientStatus,
  parseRedirect,
  redactUrl
} from "./chunk-MMSKSHK2.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/registry/blob-reader.ts
var BlobReader = class {
  access;
  constructor(access) {
    this.access = access;
  }
  /** Returns undefined when it is not there; the size, when the registry says it. */
  async look(digest) {
    let accept = [200, 302, 303, 307, 404], { transport, scopes } = this.access, target = this.targetOf(digest), answer = await transport.call({ method: "HEAD", target, accept, scopes });
    if (answer.status === 404) return;
    let length = answer.status === 200 ? answer.headers["content-length"] : void 0;
    return { sizeBytes: length === void 0 ? void 0 : Number(length) };
  }
  /**
   * Downloads a blob to the new file `path`, which appears only when size and digest are right.
   *
   * @throws BuildError CHECKSUM_MISMATCH when the registry lies, REGISTRY_MISMATCH when it has
   *   not all of it, DOWNLOAD_FAILED, DISK_FULL
   */
  async pull(blob, path, options) {
    let { http, transport, scopes } = this.access, header = () => transport.authorizer.header(scopes), pull = (authorization) => downloadFile(http, [transport.origin + this.targetOf(blob.digest)], path, {
      ...options,
      hint: "Look at the network and at the registry, then try again.",
      checksum: { type: "sha256", hex: digestHex(blob.digest) },
      sizeBytes: blob.size,
      ...authorization === void 0 ? {} : { headers: { authorization } }
    }), used = header();
    try {
      await pull(used);
    } catch (error) {
      if (!(error instanceof TreesmithError) || error.code !== "DOWNLOAD_FAILED") throw error;
      let found = await this.look(blob.digest);
      if (found === void 0 || (found.sizeBytes ?? blob.size) !== blob.size) {
        let what = found === void 0 ? "has lost it" : `has ${found.sizeBytes} bytes of it`;
        throw this.wrong(blob, what, error);
      }
      if (header() === used) throw error;
      await pull(header());
    }
  }
  /**
   * Starts to read a blob, from `offsetBytes` on. Neither its size nor its digest is checked.
   *
   * @throws BuildError REGISTRY_MISMATCH when the registry has it not, or not all of it
   */
  async open(blob, offsetBytes, { attempts, signal }) {
    let { transport, scopes } = this.access, answer = await transport.send({
      method: "GET",
      target: this.targetOf(blob.digest),
      accept: [200, 206, 404],
      ...offsetBytes === 0 ? {} : { headers: { range: `bytes=${offsetBytes}-` } },
      limitBytes: blob.size,
      attempts,
      signal,
      scopes
    }), start = answer.status === 206 ? offsetBytes : 0, length = Number(answer.headers["content-length"] ?? blob.size - start);
    if (answer.status === 404 || start + length !== blob.size) {
      answer.discard();
      let what = answer.status === 404 ? "has lost it" : `has ${start + length} bytes of it`;
      throw this.wrong(blob, what);
    }
    return start === offsetBytes ? answer.body : skipBytes(answer.body, offsetBytes);
  }
  /**
   * Returns the bytes of a small blob.
   *
   * @throws BuildError REGISTRY_MISMATCH, SIZE_LIMIT
   */
  async read(blob, limitBytes) {
    if (blob.size > limitBytes)
      throw this.wrong(blob, `is asked for no more than ${limitBytes} bytes`);
    let bytes = await this.access.transport.retry(
      {},
      async () => bodyBytes(await this.open(blob, 0, { attempts: 1 }))
    ), found = digestOf(bytes);
    if (found !== blob.digest) throw this.wrong(blob, `has ${found} as it`);
    return bytes;
  }
  targetOf(digest) {
    return `${this.access.base}/blobs/${digest}`;
  }
  wrong(blob, what, cause) {
    let message = `${this.access.transport.origin + this.targetOf(blob.digest)}, of ${blob.size} bytes: the registry ${what}`;
    return new BuildError("REGISTRY_MISMATCH", message, { cause });
  }
};
async function* skipBytes(body, count) {
  let left = count;
  for await (let chunk of body)
    left < chunk.length && (yield chunk.subarray(left)), left = Math.max(0, left - chunk.length);
}

// lib/registry/origin.ts
var DOCKER_HUB = "registry-1.docker.io";
function registryOrigin(registry) {
  let host = registry === "docker.io" ? DOCKER_HUB : registry, { hostname } = new URL(`http://${host}`);
  return new URL(`${isLoopback(hostname) ? "http" : "https"}://${host}`).origin;
}
function isSafeRealm(realm, origin) {
  if (realm.username !== "" || realm.password !== "") return !1;
  if (realm.protocol === "https:") return !0;
  let { protocol } = new URL(origin);
  return realm.protocol === "http:" && protocol === "http:" && isLoopback(realm.hostname);
}
function isLoopback(hostname) {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

// lib/registry/next-page.ts
function nextPage({ headers }, from) {
  let match = /<([^>]{1,4096})>\s*;[^,]*\brel="?next\b/.exec(headers.link ?? ""), next = match === null ? null : URL.parse(match[1] ?? "", from.href);
  if (next === null) return;
  if (next.origin === from.origin && next.pathname === from.pathname) return next.href;
  let message = `${from.origin}${from.pathname} goes on elsewhere`;
  throw new BuildError("REGISTRY_FAILED", message);
}

// lib/registry/referrer-list.ts
var MAX_PAGES = 200, MAX_REFERRERS = 1e4;
async function readReferrerList(transport, base, digest, scopes) {
  let path = `${base}/referrers/${digest}`, found = /* @__PURE__ */ new Map(), target = path;
  for (let page = 0; target !== void 0; page += 1) {
    if (page === MAX_PAGES || found.size > MAX_REFERRERS) {
      let message = `${transport.origin}${path} does not end`;
      throw new BuildError("REGISTRY_FAILED", message);
    }
    let answer = await transport.read({
      method: "GET",
      target,
      headers: { accept: OCI_INDEX },
      // Who does not know the path says so in one of these ways.
      accept: page === 0 ? [200, 400, 404, 405] : [200],
      scopes,
      limitBytes: MAX_MANIFEST_BYTES
    }), type = answer.headers["content-type"]?.replace(/;.*$/, "").trim();
    if (answer.status !== 200 || page === 0 && type !== OCI_INDEX) return;
    let index = parseManifest(answer.bytes, OCI_INDEX);
    if (index.kind === "index") for (let one of index.manifests) found.set(one.digest, one);
    target = nextPage(answer, new URL(target, transport.origin));
  }
  return [...found.values()];
}

// lib/registry/tag-list.ts
var PAGE = 1e3, MAX_PAGES2 = 200, MAX_PAGE_BYTES = 4 * 1024 * 1024, MAX_TAGS = 1e5;
async function readTagList(transport, base, scopes) {
  let fail = (why) => new BuildError("REGISTRY_FAILED", `${transport.origin}${base}/tags/list ${why}`), path = `${base}/tags/list`, tags = /* @__PURE__ */ new Set(), target = `${path}?n=${PAGE}`;
  for (let page = 0; target !== void 0; page += 1) {
    if (page === MAX_PAGES2 || tags.size > MAX_TAGS) throw fail("does not end");
    let answer = await transport.read({
      method: "GET",
      target,
      accept: [200, 404],
      scopes,
      limitBytes: MAX_PAGE_BYTES
    });
    if (answer.status === 404) return [...tags];
    let found = tagsIn(answer.bytes);
    if (found === void 0) throw fail("is not a list of tags");
    for (let tag of found) typeof tag == "string" && isTag(tag) && tags.add(tag);
    target = nextPage(answer, new URL(target, transport.origin));
  }
  return [...tags];
}
function tagsIn(body) {
  try {
    let tags = JSON.parse(body.toString())?.tags ?? [];
    return Array.isArray(tags) ? tags : void 0;
  } catch {
    return;
  }
}

// lib/registry/challenge.ts
var SCHEME = /[\s,]*([A-Za-z][\w.!#$%&'*+^`|~-]*)(?:[ \t]+|(?=,)|$)/y, PARAMETER = /[\s,]*([\w.!#$%&'*+^`|~-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
function parseChallenges(header) {
  let text = header.slice(0, 8192), found = [], offset = 0, take = (pattern) => {
    pattern.lastIndex = offset;
    let match = pattern.exec(text);
    return match !== null && (offset = pattern.lastIndex), match;
  };
  for (; ; ) {
    let scheme = take(SCHEME)?.[1];
    if (scheme === void 0) return found;
    let parameters = /* @__PURE__ */ Object.create(null);
    for (; ; ) {
      let parameter = take(PARAMETER);
      if (parameter === null) break;
      let [, name = "", quoted, token = ""] = parameter;
      parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, "$1") ?? token;
    }
    found.push({ scheme: scheme.toLowerCase(), parameters });
  }
}

// lib/registry/authorizer.ts
var MAX_ANSWER_BYTES = 1024 * 1024, MAX_TOKEN = 64 * 1024, Authorizer = class {
  options;
  tokens = /* @__PURE__ */ new Map();
  /** Tokens that are asked for now: many requests may find out at once that they need one. */
  asked = /* @__PURE__ */ new Map();
  basic;
  constructor(options) {
    this.options = options;
  }
  /** Returns what is known to open `scopes` (`repository:owner/name:pull`). */
  header(scopes) {
    return this.tokens.get(scopes.join(" ")) ?? this.basic;
  }
  /**
   * Does what a 401 asks for, and returns whether `header` has something else than was `sent`: another
   * request may have found it meanwhile.
   *
   * @throws ConfigError REGISTRY_DENIED; BuildError REGISTRY_FAILED, HTTP_STATUS, HTTP_FAILED, for the caller to try again
   */
  async renew(wwwAuthenticate, scopes, sent) {
    if (this.header(scopes) !== sent) return !0;
    let challenges = parseChallenges(wwwAuthenticate), bearer = challenges.find(({ scheme }) => scheme === "bearer");
    if (bearer !== void 0) {
      let name = scopes.join(" "), asked = this.asked.get(name) ?? this.fetchToken(bearer, scopes);
      this.asked.set(name, asked);
      try {
        this.tokens.set(name, `Bearer ${await asked}`);
      } finally {
        this.asked.delete(name);
      }
      return !0;
    }
    let header = this.basicHeader();
    return !challenges.some(({ scheme }) => scheme === "basic") || header === void 0 || header === this.basic ? !1 : (this.basic = header, !0);
  }
  async fetchToken({ parameters }, scopes) {
    let { http, origin } = this.options, realm = URL.parse(parameters.realm ?? "");
    if (realm === null || !isSafeRealm(realm, origin)) {
      let named = realm === null ? "nothing" : redactUrl(realm.href), message = `${origin} sends to ${named} for a token, which is not as safe`;
      throw new BuildError("REGISTRY_FAILED", message);
    }
    let { url, ...request } = this.tokenRequest(realm, parameters.service, scopes), answer = await http.exchange(url, { ...request, limitBytes: MAX_ANSWER_BYTES }), { status, headers } = answer;
    if (status !== 200) {
      if (answer.discard(), status === 401 || status === 403) {
        let message = `${redactUrl(url)}: no token (${status})`;
        throw new ConfigError("REGISTRY_DENIED", message, {
          hint: "Look at the user name and token, and at what the token may do."
        });
      }
      throw new HttpStatusError(url, status, headers);
    }
    let token = tokenIn(await bodyBytes(answer.body));
    if (token !== void 0) return token;
    throw new BuildError(
      "REGISTRY_FAILED",
      `${redactUrl(url)}: the answer has no token`
    );
  }
  /** As distribution has it: oauth.md for who has a refresh token, token.md for all others. */
  tokenRequest(realm, service, scopes) {
    let { credentials } = this.options, named = service === void 0 ? [] : [["service", service]];
    if (credentials?.kind === "identity") {
      let form = new URLSearchParams([
        ...named,
        ["scope", scopes.join(" ")],
        ["grant_type", "refresh_token"],
        ["client_id", "treesmith"],
        ["refresh_token", credentials.token]
      ]);
      return {
        url: realm.href,
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: Buffer.from(form.toString())
      };
    }
    let url = new URL(realm);
    for (let [name, value] of named) url.searchParams.append(name, value);
    for (let scope of scopes) url.searchParams.append("scope", scope);
    let authorization = this.basicHeader(), headers = authorization === void 0 ? {} : { authorization };
    return { url: url.href, method: "GET", headers };
  }
  basicHeader() {
    let { credentials } = this.options;
    if (credentials?.kind !== "password") return;
    let pair = `${credentials.username}:${credentials.password}`;
    return `Basic ${Buffer.from(pair).toString("base64")}`;
  }
};
function tokenIn(body) {
  try {
    let found = JSON.parse(body.toString()), token = found?.token ?? found?.access_token;
    return typeof token == "string" && /^[\x21-\x7e]+$/.test(token) && token.length <= MAX_TOKEN ? token : void 0;
  } catch {
    return;
  }
}

// lib/registry/transport.ts
var MAX_REDIRECTS = 5, MAX_ERROR_BYTES = 64 * 1024, MAX_REASON = 300, RegistryTransport = class {
  origin;
  options;
  authorizer;
  constructor(options) {
    this.options = options, this.origin = options.origin, this.authorizer = new Authorizer(options);
  }
  /**
   * Returns an answer with one of the statuses of `accept`: read its body, or discard it.
   *
   * @throws ConfigError REGISTRY_DENIED; BuildError REGISTRY_FAILED, HTTP_STATUS, HTTP_FAILED, HTTP_REDIRECT
   */
  async send(request) {
    return this.retry(request, () => this.sendOnce(request));
  }
  /** Runs `body`, of more than one request, again after what another try may mend. */
  async retry({ attempts, signal }, body) {
    return this.options.http.retry(
      {
        ...attempts === void 0 ? {} : { attempts },
        ...signal === void 0 ? {} : { signal }
      },
      body
    );
  }
  /** As `send`, and returns the whole body: one that breaks off is asked for again. */
  async read(request) {
    return this.retry(request, async () => {
      let answer = await this.sendOnce(request), { url, status, headers } = answer;
      return status < 300 ? { url, status, headers, bytes: await bodyBytes(answer.body) } : (answer.discard(), { url, status, headers, bytes: Buffer.alloc(0) });
    });
  }
  /** As `send`, and throws the body away. */
  async call(request) {
    let answer = await this.send({ limitBytes: MAX_ERROR_BYTES, ...request });
    return await bodyBytes(answer.body).catch(() => {
    }), answer;
  }
  async sendOnce(request) {
    let { accept, scopes } = request, sent = this.authorizer.header(scopes), answer = await this.follow(request), challenge = answer.headers["www-authenticate"], isOurs = new URL(answer.url).origin === this.origin;
    if (answer.status === 401 && challenge !== void 0 && isOurs) {
      if (answer.discard(), !await this.authorizer.renew(challenge, scopes, sent))
        throw denied(answer, "no user and password are known for it");
      answer = await this.follow(request);
    }
    if (accept.includes(answer.status)) return answer;
    let reason = await reasonIn(answer);
    if ([401, 403, 405].includes(answer.status)) throw denied(answer, reason);
    if (isTransientStatus(answer.status))
      throw new HttpStatusError(answer.url, answer.status, answer.headers);
    let message = `${redactUrl(answer.url)}: the registry answered ${answer.status} (${reason})`;
    throw new BuildError("REGISTRY_FAILED", message);
  }
  async follow(request) {
    let { method, headers = {}, body, limitBytes, scopes, signal } = request, follows = method === "GET" || method === "HEAD", target = new URL(request.target, this.origin);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      let secret = target.origin === this.origin ? this.authorizer.header(scopes) : void 0, answer = await this.options.http.exchange(target.href, {
        method,
        headers: { ...headers, ...secret === void 0 ? {} : { authorization: secret } },
        ...body === void 0 ? {} : { body: await body() },
        ...limitBytes === void 0 ? {} : { limitBytes },
        ...signal === void 0 ? {} : { signal }
      }), { status } = answer, { location } = answer.headers;
      if (!([301, 302, 303, 307, 308].includes(status) && location !== void 0) || !follows || request.accept.includes(status)) return answer;
      answer.discard(), target = parseRedirect(location, target);
    }
    let message = `${redactUrl(target.href)}: more than ${MAX_REDIRECTS} redirects`;
    throw new BuildError("REGISTRY_FAILED", message);
  }
};
function denied({ url, status }, reason) {
  let message = `${redactUrl(url)}: the registry answered ${status} (${reason})`;
  return new ConfigError("REGISTRY_DENIED", message, {
    hint: 'Log in with "podman login" or "docker login", or give a token with the right to it.'
  });
}
async function reasonIn(answer) {
  if (Number(answer.headers["content-length"] ?? 0) > MAX_ERROR_BYTES)
    return answer.discard(), "no reason given";
  let text = await firstBytes(answer), said = "";
  try {
    let { errors } = JSON.parse(text), first = errors?.[0];
    said = [first?.code, first?.message].filter((part) => typeof part == "string").join(": ");
  } catch {
  }
  let line = said.replace(/[\x00-\x1f\x7f]+/g, " ").slice(0, MAX_REASON);
  return line === "" ? "no reason given" : line;
}
async function firstBytes({ body, discard }) {
  let chunks = [], sizeBytes = 0;
  try {
    for await (let chunk of body)
      if (chunks.push(chunk), sizeBytes += chunk.length, sizeBytes > MAX_ERROR_BYTES) break;
  } catch {
  }
  return discard(), Buffer.concat(chunks).toString();
}

// lib/registry/upload.ts
import { createReadStream } from "node:fs";
var CHUNK_BYTES = 4 * 1024 * 1024, LARGEST_CHUNK_BYTES = 1024 ** 3, READ_BYTES = 512 * 1024, MAX_ROUNDS = 25;
async function uploadBlob(source, blob, options, started) {
  let upload = new Upload(source, blob, options, started);
  for (let round = 1; ; round += 1) {
    let before = upload.furthestBytes;
    try {
      await options.transport.retry({ signal: options.signal }, () => upload.attempt());
      return;
    } catch (error) {
      if (upload.furthestBytes <= before || round === MAX_ROUNDS) throw error;
    }
  }
}
async function startUpload({ transport, repository, scopes, signal }, mount) {
  let query = mount === void 0 ? "" : `?${new URLSearchParams({ mount: mount.digest, from: mount.from })}`, answer = await transport.call({
    method: "POST",
    target: `/v2/${repository}/blobs/uploads/${query}`,
    headers: { "content-length": "0" },
    accept: mount === void 0 ? [202] : [201, 202],
    scopes,
    signal
  });
  if (answer.status === 201) return;
  let least = Number(answer.headers["oci-chunk-min-length"] ?? 0), known = Number.isSafeInteger(least) && least > 0 && least <= LARGEST_CHUNK_BYTES;
  return { location: locationOf(answer), leastChunkBytes: known ? least : 0 };
}
var Upload = class {
  /** How many bytes the registry has had at most. */
  furthestBytes = 0;
  source;
  blob;
  options;
  session;
  offset = 0;
  isTooLarge = !1;
  isBroken = !1;
  hasResumed = !1;
  constructor(source, blob, options, session) {
    this.source = source, this.blob = blob, this.options = options, this.session = session;
  }
  async attempt() {
    this.isBroken && await this.findOut();
    try {
      if (this.session === void 0 && await this.begin(), !this.isTooLarge && this.offset === 0) {
        if (await this.sendWhole()) return;
        this.isTooLarge = !0, await this.begin();
      }
      await this.sendRest();
    } catch (error) {
      if (this.isBroken = !0, !(error instanceof TreesmithError && error.code === "REGISTRY_FAILED") || !this.hasResumed) throw error;
      await this.begin(), await this.sendRest();
    }
  }
  async begin() {
    this.hasResumed = !1, this.isBroken = !1, this.offset = 0, this.session = await startUpload(this.options);
  }
  /** Asks how far the upload is; forgets it when that is not said. */
  async findOut() {
    let { transport, scopes, signal } = this.options, { session } = this;
    if (this.isBroken = !1, this.offset = 0, this.session = void 0, session === void 0) return;
    let target = session.location.href, answer = await transport.call({ method: "GET", target, accept: [204], scopes, signal, attempts: 1 }).catch((error) => {
      if (!(error instanceof TreesmithError))
        throw error;
    });
    if (answer === void 0) return;
    let offset = offsetIn(answer.headers.range);
    if (offset === void 0 || offset > this.blob.size) return;
    let location = answer.headers.location === void 0 ? void 0 : locationOf(answer);
    this.session = { ...session, ...location === void 0 ? {} : { location } }, this.reach(offset), this.hasResumed = offset > 0;
  }
  reach(offset) {
    this.offset = offset, this.furthestBytes = Math.max(this.furthestBytes, offset);
  }
  /** Returns false when the registry does not take that much at once. */
  async sendWhole() {
    let { size } = this.blob, { transport, scopes, signal } = this.options;
    return (await transport.call({
      method: "PUT",
      target: this.target(!0),
      headers: bytesHeaders(size),
      body: () => slice(this.source, 0, size),
      accept: [201, 413],
      scopes,
      signal,
      attempts: 1
    })).status === 201;
  }
  async sendRest() {
    let { transport, scopes, signal } = this.options, { size } = this.blob, least = this.session?.leastChunkBytes ?? 0, chunkBytes = Math.max(this.isTooLarge ? CHUNK_BYTES : size, least);
    for (; this.offset < size; ) {
      let start = this.offset, end = Math.min(start + chunkBytes, size), answer = await transport.call({
        method: "PATCH",
        target: this.target(!1),
        headers: { ...bytesHeaders(end - start), "content-range": `${start}-${end - 1}` },
        body: () => slice(this.source, start, end),
        accept: [202],
        scopes,
        signal,
        attempts: 1
      });
      this.session = { location: locationOf(answer), leastChunkBytes: least }, this.reach(end);
    }
    await transport.call({
      method: "PUT",
      target: this.target(!0),
      headers: { "content-length": "0" },
      accept: [201],
      scopes,
      signal,
      attempts: 1
    });
  }
  target(isLast) {
    if (this.session === void 0) throw new TypeError("no upload was begun");
    let target = new URL(this.session.location);
    return isLast && target.searchParams.set("digest", this.blob.digest), target.href;
  }
};
function bytesHeaders(sizeBytes) {
  return { "content-type": "application/octet-stream", "content-length": String(sizeBytes) };
}
function slice(source, start, end) {
  if (Buffer.isBuffer(source)) return source.subarray(start, end);
  if (end === start) return Buffer.alloc(0);
  if ("open" in source) return source.open(start, end);
  let range = { start, end: end - 1, highWaterMark: READ_BYTES };
  return Promise.resolve(createReadStream(source.path, range));
}
function offsetIn(range) {
  let last = /^(?:bytes=)?0-(\d{1,15})$/.exec(range ?? "")?.[1];
  if (last !== void 0)
    return last === "0" ? 0 : Number(last) + 1;
}
function locationOf({ url, headers }) {
  let { location } = headers;
  if (location !== void 0) return parseRedirect(location, new URL(url));
  let message = `${new URL(url).origin} does not say where to upload to`;
  throw new BuildError("REGISTRY_FAILED", message);
}

// lib/registry/client.ts
var DELETED = "application/vnd.treesmith.deleted.v1", RegistryClient = class {
  place;
  transport;
  base;
  blobs;
  constructor(place) {
    let { http, registry, repository, credentials } = place;
    this.place = place, this.transport = new RegistryTransport({ http, origin: registryOrigin(registry), credentials }), this.base = `/v2/${repository}`;
    let { transport, base } = this;
    this.blobs = new BlobReader({ http, transport, base, ...this.reading });
  }
  /** For messages. */
  get name() {
    return `${this.place.registry}/${this.place.repository}`;
  }
  /** Whether blobs and manifests may be pushed. An upload is begun for it, and given up. */
  async canPush() {
    try {
      let started = await startUpload(this.upload);
      if (started !== void 0) {
        let { scopes } = this.upload, cancel = { method: "DELETE", target: started.location.href, attempts: 1 };
        await this.transport.call({ ...cancel, accept: [204], scopes }).catch(() => {
        });
      }
      return !0;
    } catch (error) {
      if (error instanceof TreesmithError && error.code === "REGISTRY_DENIED") return !1;
      throw error;
    }
  }
  async hasBlob(digest) {
    return await this.blobs.look(digest) !== void 0;
  }
  /** As `BlobReader.pull`. */
  async pullBlob(blob, path, options = {}) {
    await this.blobs.pull(blob, path, options);
  }
  /** As `BlobReader.open`. */
  async openBlob(blob, offsetBytes = 0, options = {}) {
    return this.blobs.open(blob, offsetBytes, options);
  }
  /** As `BlobReader.read`. */
  async readBlob(blob, limitBytes = MAX_MANIFEST_BYTES) {
    return this.blobs.read(blob, limitBytes);
  }
  /** Pushes a blob that the repository may lack, and returns how many bytes were uploaded. */
  async pushBlob(source, blob) {
    return await this.placeBlob(source, blob) === "copied" ? blob.size : 0;
  }
  /** Pushes a blob that the repository may lack and no other has to be mounted from. */
  async placeBlob(source, blob, { mountFrom = [], signal } = {}) {
    if (await this.hasBlob(blob.digest)) return "there";
    let session;
    for (let from of mountFrom.filter((name) => name !== this.place.repository)) {
      try {
        let mount = { digest: blob.digest, from };
        session = await startUpload({ ...this.mounting(from), signal }, mount);
      } catch (error) {
        if (error instanceof TreesmithError && error.code === "REGISTRY_DENIED") continue;
        throw error;
      }
      if (session === void 0) return "mounted";
    }
    return await uploadBlob(source, blob, { ...this.upload, signal }, session), "copied";
  }
  /**
   * Returns the manifest with a tag or digest, or undefined when there is none.
   *
   * @throws BuildError REGISTRY_MISMATCH, SIZE_LIMIT
   */
  async getManifest(reference = "latest") {
    let { status, headers, bytes } = await this.transport.read({
      method: "GET",
      target: `${this.base}/manifests/${reference}`,
      headers: { accept: MANIFEST_TYPES.join(", ") },
      accept: [200, 404],
      limitBytes: MAX_MANIFEST_BYTES,
      ...this.reading
    });
    if (status === 404) return;
    let digest = digestOf(bytes), said = isDigest(reference) ? reference : headers["docker-content-digest"];
    if (isDigest(said) && said !== digest) throw this.mismatch(reference, said, digest);
    let mediaType = headers["content-type"]?.replace(/;.*$/, "").trim();
    return { bytes, digest, mediaType: isMediaType(mediaType) ? mediaType : "" };
  }
  /**
   * Pushes a manifest under a tag or its digest. What it points to must be there.
   *
   * @throws BuildError REGISTRY_MISMATCH
   */
  async putManifest(reference, bytes, mediaType) {
    return (await this.pushManifest(reference, bytes, mediaType)).digest;
  }
  /** As `putManifest`, and says whether the registry has put it on a list of referrers. */
  async pushManifest(reference, bytes, mediaType) {
    let digest = digestOf(bytes), answer = await this.transport.call({
      method: "PUT",
      target: `${this.base}/manifests/${reference ?? digest}`,
      headers: { "content-type": mediaType },
      body: () => bytes,
      accept: [201],
      scopes: this.upload.scopes
    }), said = answer.headers["docker-content-digest"];
    if (isDigest(said) && said !== digest) throw this.mismatch(reference ?? digest, said, digest);
    return { digest, isListed: isDigest(answer.headers["oci-subject"]) };
  }
  /** Deletes a manifest and its tags. Returns whether it was there. */
  async deleteManifest(digest) {
    return await this.delete(digest, [202, 404]) !== 404;
  }
  /**
   * Deletes a tag; the manifest stays, under its digest and other tags. Returns whether it was there. Of
   * a registry that deletes no tags (distribution 2) the tag is given to an empty artifact, which is deleted.
   */
  async deleteTag(tag) {
    if (await this.getManifest(tag) === void 0) return !1;
    if ([202, 404].includes(await this.delete(tag, [202, 400, 404, 405]))) return !0;
    await this.pushBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR);
    let bytes = formatArtifact(DELETED, [], { "org.opencontainers.image.ref.name": tag });
    return await this.deleteManifest(await this.putManifest(tag, bytes, OCI_MANIFEST)), !0;
  }
  /** Returns what refers to a manifest, or undefined when the registry keeps no such lists. */
  async readReferrers(digest) {
    return readReferrerList(this.transport, this.base, digest, this.reading.scopes);
  }
  /** Returns all tags, in the registry's order; none when the repository is not there. */
  async listTags() {
    return readTagList(this.transport, this.base, this.reading.scopes);
  }
  async delete(reference, accept) {
    let target = `${this.base}/manifests/${reference}`, scopes = [`repository:${this.place.repository}:delete,pull,push`];
    return (await this.transport.call({ method: "DELETE", target, accept, scopes })).status;
  }
  get reading() {
    return { scopes: [`repository:${this.place.repository}:pull`] };
  }
  get upload() {
    let { repository } = this.place, scopes = [`repository:${repository}:pull,push`];
    return { transport: this.transport, repository, scopes };
  }
  mounting(from) {
    return { ...this.upload, scopes: [...this.upload.scopes, `repository:${from}:pull`] };
  }
  mismatch(reference, expected, found) {
    let { registry, repository } = this.place, message = `${registry}/${repository}: ${reference} has the digest ${found}, expected ${expected}`;
    return new BuildError("REGISTRY_MISMATCH", message);
  }
};

export {
  RegistryClient
};
