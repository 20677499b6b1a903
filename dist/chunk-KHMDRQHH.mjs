import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openServiceCache
} from "./chunk-FUZR5SMP.mjs";
import "./chunk-JWUK6KXY.mjs";
import "./chunk-E5CNML3L.mjs";
import {
  digestFile
} from "./chunk-JD33PUBT.mjs";
import "./chunk-IRKG3WK4.mjs";
import {
  downloadFile
} from "./chunk-UUM7NMOI.mjs";
import {
  HttpClient,
  HttpStatusError,
  digestHex,
  digestOf,
  formatReference,
  isDigest,
  isTag,
  parseRedirect,
  parseRetryAfter,
  redactUrl,
  withRetries
} from "./chunk-TAYXKTAO.mjs";
import "./chunk-2SCTMUNZ.mjs";
import {
  pLimit
} from "./chunk-H6KZ54YI.mjs";
import "./chunk-SJBU6G4G.mjs";
import {
  sha256
} from "./chunk-ULWUNVLO.mjs";
import "./chunk-LIINDJHT.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

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

// lib/oci/media-types.ts
var OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
var OCI_INDEX = "application/vnd.oci.image.index.v1+json";
var OCI_EMPTY = "application/vnd.oci.empty.v1+json";
var DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
var DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
var MANIFEST_TYPES = [
  OCI_MANIFEST,
  OCI_INDEX,
  DOCKER_MANIFEST,
  DOCKER_INDEX
];
function isIndexType(mediaType) {
  return mediaType === OCI_INDEX || mediaType === DOCKER_INDEX;
}
function isMediaType(text) {
  return typeof text === "string" && /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/.test(text);
}

// lib/oci/manifest.ts
var MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
var MAX_DESCRIPTORS = 1e4;
var MAX_ANNOTATIONS = 1e3;
var EMPTY_CONFIG = Buffer.from("{}");
var EMPTY_DESCRIPTOR = {
  mediaType: OCI_EMPTY,
  digest: "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
  size: 2
};
function formatArtifact(artifactType, layers, annotations) {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      artifactType,
      config: EMPTY_DESCRIPTOR,
      layers: layers.length === 0 ? [EMPTY_DESCRIPTOR] : layers,
      annotations
    })
  );
}
function parseManifest(bytes, mediaType) {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw invalid(`it has ${bytes.length} bytes, more than ${MAX_MANIFEST_BYTES}`);
  }
  const found = parseObject(bytes);
  if (found["schemaVersion"] !== 2) throw invalid("schemaVersion is not 2");
  const type = found["mediaType"] ?? mediaType;
  if (!isMediaType(type)) throw invalid("mediaType is not one");
  const annotations = readAnnotations(found["annotations"], "annotations");
  const [hasLayers, hasManifests] = ["layers", "manifests"].map((key) => key in found);
  if (hasLayers === hasManifests || hasManifests !== isIndexType(type)) {
    throw invalid(`it is not what its media type ${type} says`);
  }
  if (hasManifests) {
    const manifests = readList(found["manifests"], "manifests").map(
      (item, index) => readManifestDescriptor(item, `manifests[${index}]`)
    );
    return { kind: "index", mediaType: type, manifests, annotations };
  }
  const { artifactType } = found;
  if (artifactType !== void 0 && !isMediaType(artifactType)) {
    throw invalid("artifactType is not a media type");
  }
  return {
    kind: "manifest",
    mediaType: type,
    artifactType,
    config: readDescriptor(found["config"], "config"),
    layers: readList(found["layers"], "layers").map(
      (item, index) => readDescriptor(item, `layers[${index}]`)
    ),
    annotations
  };
}
function parseObject(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return asObject(JSON.parse(text), "the document");
  } catch (error) {
    if (error instanceof BuildError) throw error;
    throw invalid("it is not JSON");
  }
}
function readDescriptor(value, where) {
  const { mediaType, digest, size, annotations } = asObject(value, where);
  if (!isMediaType(mediaType)) throw invalid(`${where}.mediaType is not one`);
  if (!isDigest(digest)) throw invalid(`${where}.digest is not sha256:<64 hex>`);
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw invalid(`${where}.size is not a number of bytes`);
  }
  const given = annotations !== void 0;
  const notes = given ? { annotations: readAnnotations(annotations, `${where}.annotations`) } : {};
  return { mediaType, digest, size, ...notes };
}
function readManifestDescriptor(value, where) {
  const { artifactType, platform } = asObject(value, where);
  const type = isMediaType(artifactType) ? { artifactType } : {};
  const base = { ...readDescriptor(value, where), ...type };
  if (platform === void 0) return base;
  const { architecture, os } = asObject(platform, `${where}.platform`);
  if (typeof architecture !== "string" || typeof os !== "string") {
    throw invalid(`${where}.platform has no architecture or no os`);
  }
  return { ...base, platform: { architecture, os } };
}
function readAnnotations(value, where) {
  if (value === void 0 || value === null) return {};
  const entries = Object.entries(asObject(value, where));
  if (entries.length > MAX_ANNOTATIONS) throw invalid(`${where} has ${entries.length} entries`);
  return Object.fromEntries(
    entries.map(([key, text]) => {
      if (typeof text !== "string") throw invalid(`${where} has something else than text`);
      return [key, text];
    })
  );
}
function readList(value, where) {
  if (!Array.isArray(value)) throw invalid(`${where} is not a list`);
  if (value.length > MAX_DESCRIPTORS) throw invalid(`${where} has ${value.length} entries`);
  return value;
}
function asObject(value, where) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(`${where} is not an object`);
  }
  return value;
}
function invalid(why) {
  return new BuildError("OCI_INVALID", `the manifest is not valid: ${why}`);
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
    throw invalid2(path, `cannot be read (${error.code})`);
  });
  if (file === void 0) return /* @__PURE__ */ new Map();
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > MAX_BYTES)
      throw invalid2(path, "is no file of 1 MiB or less");
    const auths = parseAuths(await file.readFile("utf8"));
    if (auths === void 0) throw invalid2(path, 'is not {"auths": {\u2026}}');
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
  if (colon < 1) throw invalid2(file, 'has an "auth" that is not base64 of user:password');
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
function invalid2(file, why) {
  return new ConfigError("AUTH_FILE_INVALID", `${file} ${why}`, { place: { file } });
}

// lib/runner/cache/registry-service.ts
import { rm } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/runner/cache/registry-entry.ts
import { lstat, mkdir, readdir } from "node:fs/promises";
import { dirname, join as join2, sep } from "node:path";
var ARTIFACT_TYPE = "application/vnd.treesmith.cache.entry.v1";
var FILE_TYPE = "application/octet-stream";
var TITLE = "org.opencontainers.image.title";
var CREATED = "org.opencontainers.image.created";
var KEY = "org.treesmith.cache.key";
var PARALLEL = 6;
var MAX_FILES = 5e3;
var MAX_TITLE = 512;
var MAX_FILE_BYTES = 4 * 1024 ** 3;
var MAX_ENTRY_BYTES = 16 * 1024 ** 3;
async function readEntry(client, tag) {
  const pulled = await client.getManifest(tag);
  if (pulled === void 0) return void 0;
  const manifest = parseManifest(pulled.bytes, pulled.mediaType);
  if (manifest.kind !== "manifest" || manifest.artifactType !== ARTIFACT_TYPE) {
    return "it is no cache entry";
  }
  return entryOf(manifest);
}
async function pullEntry(client, { files }, to) {
  await mkdir(to, { recursive: true });
  const faults = await all(files, async ({ title, blob }) => {
    const path = join2(to, title);
    await mkdir(dirname(path), { recursive: true });
    try {
      await client.pullBlob(blob, path);
      return [];
    } catch (error) {
      if (!isLie(error)) throw error;
      return [{ blob, reason: error.message }];
    }
  });
  return faults.flat();
}
function isLie(error) {
  const codes = ["OCI_INVALID", "REGISTRY_MISMATCH", "CHECKSUM_MISMATCH", "SIZE_LIMIT"];
  return error instanceof TreesmithError && codes.includes(error.code);
}
async function pushEntry(client, from, entry, damaged) {
  const titles = await listFiles(from);
  const pushed = await all(titles, async (title) => {
    const path = join2(from, title);
    const { sha256: sha2562, sizeBytes } = await digestFile(path);
    const blob = {
      mediaType: FILE_TYPE,
      digest: `sha256:${sha2562}`,
      size: sizeBytes,
      annotations: { [TITLE]: title }
    };
    if (damaged.has(blob.digest) && await client.hasBlob(blob.digest)) {
      throw new Error(`the registry has a damaged ${blob.digest}: delete the repository there`);
    }
    return { blob, sentBytes: await client.pushBlob({ path }, blob) };
  });
  await client.pushBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR);
  const manifest = formatArtifact(
    ARTIFACT_TYPE,
    pushed.map(({ blob }) => blob),
    { [CREATED]: entry.created, [KEY]: entry.key }
  );
  await client.putManifest(entry.tag, manifest, OCI_MANIFEST);
  return pushed.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
}
function entryOf({ annotations, layers }) {
  const key = annotations[KEY];
  if (key === void 0) return "it does not say its key";
  const files = layers.filter(({ mediaType }) => mediaType === FILE_TYPE).map((blob) => ({ title: blob.annotations?.[TITLE] ?? "", blob }));
  if (files.length > MAX_FILES) return `it has more than ${MAX_FILES} files`;
  const bad = files.find(({ title }) => !isTitle(title));
  if (bad !== void 0) return `${JSON.stringify(bad.title)} is no name of a file in it`;
  const titles = new Set(files.map(({ title }) => title));
  const isBelowFile = files.some(({ title }) => {
    const parts = title.split("/");
    return parts.some((_part, count) => count > 0 && titles.has(parts.slice(0, count).join("/")));
  });
  if (titles.size < files.length || isBelowFile) return "two of its files have one name";
  const sizes = files.map(({ blob }) => blob.size);
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  if (sizeBytes > MAX_ENTRY_BYTES || sizes.some((size) => size > MAX_FILE_BYTES)) {
    return `it has ${sizeBytes} bytes, more than is accepted`;
  }
  return { key, created: annotations[CREATED] ?? "", files };
}
function isTitle(title) {
  const parts = title.split("/");
  return title.length <= MAX_TITLE && parts.every((part) => /^[\w.+~^-]{1,200}$/.test(part) && !/^\.{1,2}$/.test(part));
}
async function listFiles(folder) {
  const found = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const stats = await lstat(join2(folder, name));
    if (stats.isDirectory()) continue;
    const title = name.split(sep).join("/");
    if (!stats.isFile() || !isTitle(title)) throw new Error(`${title} cannot be in a cache entry`);
    found.push(title);
  }
  return found.sort(compareBytes);
}
async function all(items, body) {
  const limit = pLimit(PARALLEL);
  let failed = false;
  const results = await Promise.allSettled(
    items.map(
      (item) => limit(async () => {
        if (failed) throw new Error("given up");
        return body(item).catch((error) => {
          failed = true;
          throw error;
        });
      })
    )
  );
  const reasons = results.flatMap(
    (result) => result.status === "rejected" ? [result.reason] : []
  );
  const [reason] = reasons.filter(({ message }) => message !== "given up");
  if (reason !== void 0) throw reason;
  return results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
}

// lib/runner/cache/registry-tag.ts
var HEAD_CHARACTERS = 63;
function tagOfKey(key) {
  return isTag(key) ? key : `${headOf(key)}_${sha256(key)}`;
}
function mayStartWith(tag, prefix) {
  return tag.startsWith(headOf(prefix)) || tag.startsWith(prefix);
}
function compareNewestTag(a, b) {
  const [left, right] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [x = "", y = ""] = [left[index], right[index]];
    if (x === y) continue;
    const both = index % 2 === 1 && x !== "" && y !== "";
    if (both && x.length !== y.length) return y.length - x.length;
    return x < y ? 1 : -1;
  }
  return 0;
}
function headOf(text) {
  return text.slice(0, HEAD_CHARACTERS).replace(/^[^\w]|[^\w.-]/g, "_");
}

// lib/runner/cache/registry-service.ts
var PARALLEL2 = 6;
var MAX_CANDIDATES = 32;
function openRegistryService(options) {
  const { client, root, nowMs, log } = options;
  const damaged = /* @__PURE__ */ new Set();
  const find = async (key, restoreKeys) => {
    const entry = await readHonest(client, tagOfKey(key));
    if (typeof entry === "object" && entry.key === key) return entry;
    if (restoreKeys.length === 0) return entry === void 0 ? void 0 : wordsOf(entry);
    const tags = (await client.listTags()).sort(compareNewestTag);
    for (const prefix of restoreKeys) {
      const newest = await findNewest(client, tags, prefix, log);
      if (newest !== void 0) return newest;
    }
    return void 0;
  };
  const restore = async (path, key, restoreKeys = []) => {
    const entry = await find(key, restoreKeys);
    if (entry === void 0) return { kind: "miss" };
    if (typeof entry === "string") return { kind: "broken", key, reason: entry };
    const folder = join3(root, path);
    const faults = await pullEntry(client, entry, folder).catch(async (error) => {
      await rm(folder, { recursive: true, force: true });
      throw error;
    });
    for (const { blob, reason } of faults) {
      damaged.add(blob.digest);
      log.debug(`cache: ${entry.key}: ${reason}`);
    }
    const [first] = faults;
    if (first !== void 0 && faults.length === entry.files.length) {
      return { kind: "broken", key: entry.key, reason: first.reason };
    }
    return { kind: "hit", key: entry.key };
  };
  const save = async (path, key) => {
    const tag = tagOfKey(key);
    const there = await readHonest(client, tag);
    if (typeof there === "object" && there.key === key) return { kind: "exists" };
    if (there !== void 0) {
      return { kind: "failed", reason: `the tag ${tag} is taken: ${wordsOf(there)}` };
    }
    const created = new Date(nowMs()).toISOString();
    const sizeBytes = await pushEntry(client, join3(root, path), { tag, key, created }, damaged);
    return { kind: "saved", sizeBytes };
  };
  return {
    restore: (path, key, restoreKeys) => heed(restore(path, key, restoreKeys)),
    lookup: (_path, key, restoreKeys = []) => heed(
      find(key, restoreKeys).then(
        (entry) => typeof entry === "object" ? { kind: "hit", key: entry.key } : { kind: "miss" }
      )
    ),
    save: (path, key) => heed(save(path, key)),
    [Symbol.asyncDispose]: async () => void 0
  };
}
async function findNewest(client, tags, prefix, log) {
  const limit = pLimit(PARALLEL2);
  const candidates = tags.filter((tag) => mayStartWith(tag, prefix)).slice(0, MAX_CANDIDATES);
  const read = await Promise.all(
    candidates.map(
      (tag) => limit(async () => {
        const entry = await readHonest(client, tag);
        if (typeof entry === "string") log.debug(`cache: ${tag}: ${entry}`);
        return typeof entry === "object" && tagOfKey(entry.key) === tag ? entry : void 0;
      })
    )
  );
  const found = read.filter((entry) => entry?.key.startsWith(prefix) === true);
  return found.sort((a, b) => compareBytes(b?.created ?? "", a?.created ?? ""))[0];
}
async function readHonest(client, tag) {
  return readEntry(client, tag).catch((error) => {
    if (!isLie(error)) throw error;
    return error.message;
  });
}
async function heed(body) {
  try {
    return await body;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const denied2 = error instanceof TreesmithError && error.code === "REGISTRY_DENIED";
    return { kind: denied2 ? "denied" : "failed", reason };
  }
}
function wordsOf(entry) {
  return typeof entry === "string" ? entry : `it is the entry ${JSON.stringify(entry.key)}`;
}

// lib/runner/cache/registry-cache.ts
async function openRegistryCache(options) {
  const { cacheRegistry, store, remix, runName, log } = options;
  const { place, login } = cacheRegistry;
  const { registry, repository } = place;
  const credentials = login === void 0 ? await readCredentials(registryAuthFiles(), registry, repository) : { kind: "password", username: login.username, password: login.token };
  const http = new HttpClient();
  const client = new RegistryClient({ http, registry, repository, credentials });
  const nowMs = () => Date.now();
  return openServiceCache({
    ...{ store, remix, log, expectsAccess: true },
    owner: formatReference({ registry, repository, tag: void 0, digest: void 0 }),
    // Tags with the time in front: the newest of very many is found by them.
    writer: `${nowMs()}-${runName}`,
    start: async (root) => ({
      ...openRegistryService({ client, root, nowMs, log }),
      [Symbol.asyncDispose]: () => http.close()
    }),
    // What decides what boots is taken from where this run could have put it itself.
    sharesKept: () => client.canPush().catch(() => false)
  });
}
export {
  openRegistryCache
};
