import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatPlatform,
  listReferrers,
  resolveImage
} from "./chunk-K23XTKS6.mjs";
import {
  findCredentials
} from "./chunk-TWG6DT3V.mjs";
import {
  OciLayout
} from "./chunk-6YYHF5GE.mjs";
import {
  RegistryClient
} from "./chunk-4J5FLCKI.mjs";
import {
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  parseReference
} from "./chunk-TDFHNA5I.mjs";
import {
  digestHex,
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import {
  ARCHITECTURES,
  isBasearch
} from "./chunk-FPEYAMT3.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// cli/signature-key.ts
import { readFile } from "node:fs/promises";

// lib/examine/find-signatures.ts
import { createPublicKey } from "node:crypto";

// lib/examine/image-source.ts
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
var ATTEMPTS = 4, PAUSE_MS = 250;
async function openImageSource(text, access) {
  let layout = await findLayout(text);
  if (layout !== void 0) return layoutSource(text, layout.folder, layout.tag);
  if (!text.startsWith("docker://") && await stat(text).catch(() => {
  }) !== void 0) {
    let message = `${text} is a file or folder, and no reference to an image`;
    throw new ConfigError("IMAGE_UNFIT", message, {
      hint: 'For disk images there is "treesmith inspect-image"; an OCI layout is written oci:DIR[:TAG].'
    });
  }
  return registrySource(text, access);
}
async function findLayout(text) {
  let path = /^oci:(.+)$/s.exec(text)?.[1];
  if (path === void 0) return;
  let isLayout = async (folder) => await stat(join(folder, "oci-layout")).catch(() => {
  }) !== void 0, colon = path.lastIndexOf(":");
  return colon <= 0 || await isLayout(path) ? { folder: path, tag: void 0 } : { folder: path.slice(0, colon), tag: path.slice(colon + 1) };
}
async function readSmallBlob(source, blob, limitBytes) {
  if (blob.size <= limitBytes) return source.place.store.readBlob(blob, limitBytes);
  let message = `${source.name}: ${blob.digest} has ${blob.size} bytes, more than ${limitBytes}`;
  throw new BuildError("IMAGE_INVALID", message);
}
async function layoutSource(name, folder, tag) {
  let layout = await OciLayout.open(folder);
  return {
    name,
    place: { store: layout, tag },
    getManifest: (reference) => layout.getManifest(reference),
    openBlob: async (blob) => createReadStream(await layout.blobPath(blob)),
    listReferrers: (digest) => listReferrers(layout, digest)
  };
}
async function registrySource(name, access) {
  let { registry, repository, tag, digest } = parseReference(name.replace(/^docker:\/\//, "")), credentials = await findCredentials(access, registry, repository), client = new RegistryClient({ http: access.http, registry, repository, credentials });
  return {
    name,
    place: { store: client, tag: tag ?? (digest === void 0 ? "latest" : void 0), digest },
    getManifest: (reference) => client.getManifest(reference),
    openBlob: async (blob) => Readable.from(resumed(client, blob, await client.openBlob(blob)), { objectMode: !1 }),
    listReferrers: (wanted) => listReferrers(client, wanted)
  };
}
async function* resumed(client, blob, first) {
  let body = first, at = 0;
  for (let attempt = 1; ; attempt += 1)
    try {
      for await (let chunk of body)
        at += chunk.length, yield chunk;
      return;
    } catch (error) {
      let { code } = error instanceof TreesmithError ? error : { code: "" };
      if (code !== "HTTP_FAILED" || attempt === ATTEMPTS || at >= blob.size) throw error;
      await sleep(PAUSE_MS * 2 ** attempt), body = await client.openBlob(blob, at);
    }
}

// lib/examine/signed-statement.ts
import { verify } from "node:crypto";
var COSIGN_TYPE = "cosign container image signature", IN_TOTO = "application/vnd.in-toto+json", MAX_SIGNATURES = 100, OTHER_KEY = { isGood: !1, why: "it was not made with the key" }, OTHER_IMAGE = { isGood: !1, why: "it is about another image" };
function checkSimpleSigning(payload, signature, digest, key) {
  if (!isSigned(payload, signature, key)) return OTHER_KEY;
  let critical = member(parseJson(payload), "critical");
  return member(critical, "type") !== COSIGN_TYPE ? { isGood: !1, why: "it is about something else than an image" } : member(member(critical, "image"), "docker-manifest-digest") === digest ? { isGood: !0, predicateType: "" } : OTHER_IMAGE;
}
function checkEnvelope(envelope, digest, key) {
  let [payload, type] = [member(envelope, "payload"), member(envelope, "payloadType")], signatures = member(envelope, "signatures");
  if (typeof payload != "string" || type !== IN_TOTO || !Array.isArray(signatures))
    return { isGood: !1, why: "it has no DSSE envelope with a statement" };
  let statement = Buffer.from(payload, "base64"), head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${statement.length} `, signed = Buffer.concat([Buffer.from(head), statement]);
  if (!signatures.slice(0, MAX_SIGNATURES).some((one) => {
    let text = member(one, "sig");
    return typeof text == "string" && isSigned(signed, Buffer.from(text, "base64"), key);
  })) return OTHER_KEY;
  let stated = parseJson(statement), subjects = member(stated, "subject"), isAbout = Array.isArray(subjects) && subjects.some((one) => member(member(one, "digest"), "sha256") === digestHex(digest)), predicateType = member(stated, "predicateType");
  return isAbout ? { isGood: !0, predicateType: typeof predicateType == "string" ? predicateType : "" } : OTHER_IMAGE;
}
function bundleEnvelope(bytes) {
  return member(parseJson(bytes), "dsseEnvelope");
}
function parseJson(bytes) {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return;
  }
}
function isSigned(data, signature, key) {
  try {
    return verify(key.asymmetricKeyType === "ed25519" ? null : "sha256", data, key, signature);
  } catch {
    return !1;
  }
}
function member(value, key) {
  return typeof value == "object" && value !== null ? value[key] : void 0;
}

// lib/examine/find-signatures.ts
var PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json", ENVELOPE = "application/vnd.dsse.envelope.v1+json", SIGNATURE = "dev.cosignproject.cosign/signature", BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle[.+]/, NOTATION = "application/vnd.cncf.notary.signature", SIGN_PREDICATE = "https://sigstore.dev/cosign/sign/v1", MAX_DOCUMENT_BYTES = 64 * 2 ** 20, MAX_SIGNATURES2 = 100;
function parseSignatureKey(pem) {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    let message = "the key of the signatures is no public key in PEM";
    throw new ConfigError("TARGET_UNREADABLE", message, { cause });
  }
}
async function findSignatures(source, digest, referrers, key) {
  let finder = new SignatureFinder(source, digest, key), tag = `sha256-${digestHex(digest)}`;
  for (let suffix of [".sig", ".att"]) await finder.addTag(`${tag}${suffix}`);
  for (let referrer of referrers) await finder.addReferrer(referrer);
  return finder.found;
}
var SignatureFinder = class {
  found = [];
  source;
  digest;
  key;
  constructor(source, digest, key) {
    this.source = source, this.digest = digest, this.key = key;
  }
  async addTag(tag) {
    for (let layer of (await this.readArtifact(tag))?.layers ?? []) {
      let { mediaType, annotations = {} } = layer;
      if (mediaType === PAYLOAD) {
        let signature = Buffer.from(annotations[SIGNATURE] ?? "", "base64");
        await this.add(
          "cosign",
          layer.digest,
          void 0,
          async (key) => checkSimpleSigning(await this.read(layer), signature, this.digest, key)
        );
      } else if (mediaType === ENVELOPE) {
        let about = annotations.predicateType ?? "attestation";
        await this.add(
          "cosign",
          layer.digest,
          about,
          async (key) => checkEnvelope(parseJson(await this.read(layer)), this.digest, key)
        );
      }
    }
  }
  async addReferrer({ type, digest, annotations }) {
    if (type === NOTATION) {
      let why = this.key === void 0 ? {} : { why: "Notary is not verified here" };
      this.found.length < MAX_SIGNATURES2 && this.found.push({
        kind: "notation",
        digest,
        about: "signature",
        isGood: void 0,
        ...why
      });
    }
    if (!BUNDLE.test(type)) return;
    let about = annotations["dev.sigstore.bundle.predicateType"];
    await this.add("bundle", digest, about, async (key) => {
      let layer = (await this.readArtifact(digest))?.layers.find(({ mediaType }) => BUNDLE.test(mediaType));
      return layer === void 0 ? { isGood: !1, why: "it has no bundle" } : checkEnvelope(bundleEnvelope(await this.read(layer)), this.digest, key);
    });
  }
  async add(kind, digest, said, check) {
    if (this.found.length >= MAX_SIGNATURES2) return;
    let about = nameAbout(said ?? "");
    if (this.key === void 0) {
      this.found.push({ kind, digest, about, isGood: void 0 });
      return;
    }
    let checked = await check(this.key);
    this.found.push(
      checked.isGood ? { kind, digest, about: nameAbout(checked.predicateType), isGood: !0 } : { kind, digest, about, isGood: !1, why: checked.why }
    );
  }
  read(blob) {
    return readSmallBlob(this.source, blob, MAX_DOCUMENT_BYTES);
  }
  async readArtifact(reference) {
    let pulled = await this.source.getManifest(reference);
    if (pulled === void 0) return;
    let parsed = parseManifest(pulled.bytes, pulled.mediaType);
    return parsed.kind === "manifest" ? parsed : void 0;
  }
};
function nameAbout(predicateType) {
  return predicateType === "" || predicateType === SIGN_PREDICATE ? "signature" : predicateType;
}

// cli/signature-key.ts
async function readSignatureKey(path) {
  let pem = await readFile(path, "utf8").catch((cause) => {
    let message = `--key: ${path} cannot be read (${cause.code})`;
    throw new ConfigError("OPTION_MISSING", message, { cause });
  });
  return parseSignatureKey(pem);
}

// lib/examine/printable.ts
function printable(text) {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

// lib/examine/layer-notes.ts
function componentsOf({ annotations }) {
  return split(annotations?.["ostree.components"]);
}
function packagesOf({ annotations }) {
  return split(annotations?.["org.treesmith.layer.packages"]);
}
function describeReferrer({
  digest,
  size,
  artifactType,
  mediaType,
  annotations = {}
}) {
  return { digest, sizeBytes: size, type: artifactType ?? mediaType, annotations };
}
function split(text = "") {
  return text.split(",").filter((name) => name !== "");
}

// lib/examine/ostree-form.ts
import { existsSync } from "node:fs";
import { join as join2 } from "node:path";
function labelOf({ manifest, config }, key) {
  return config.labels[key] ?? manifest.annotations[key];
}
function encapsulatedView(image, { root }, folder, kind) {
  let isOstree = ["ostree.commit", "ostree.bootable"].some(
    (key) => labelOf(image, key) !== void 0
  );
  if (!isOstree || kind !== "folder") return { root, isOstree, ignored: [] };
  let usr = root.children?.get("usr"), etc = root.children?.get("etc");
  if (!(existsSync(join2(folder, "usr", "etc")) && usr?.children?.get("etc") === void 0) || usr === void 0 || etc === void 0)
    return { root, isOstree, ignored: ["/sysroot", "/ostree", "/var"] };
  let children = new Map(root.children);
  children.set("usr", { ...usr, children: new Map([...usr.children ?? [], ["etc", etc]]) });
  let ignored = ["/sysroot", "/ostree", "/var", "/etc", "/boot"];
  return { root: { ...root, children }, isOstree, ignored };
}

// lib/examine/image-config.ts
var MAX_CONFIG_BYTES = 4 * 2 ** 20, MAX_ITEMS = 1e4;
function parseExaminedConfig(bytes) {
  let document = asObject(parseJson2(bytes), "the config"), config = asObject(document.config ?? {}, "config"), rootfs = asObject(document.rootfs ?? {}, "rootfs"), diffIds = asList(rootfs.diff_ids, "rootfs.diff_ids");
  if (!diffIds.every(isDigest)) throw invalid("rootfs.diff_ids has what is no digest");
  let words = (key) => asList(config[key], key).map((word) => asText(word, key)), text = (key) => asText(document[key], key);
  return {
    architecture: text("architecture"),
    os: text("os"),
    variant: text("variant") || void 0,
    created: text("created") || void 0,
    author: text("author") || void 0,
    labels: Object.fromEntries(
      Object.entries(asObject(config.Labels ?? {}, "Labels")).map(([key, value]) => [
        key,
        asText(value, "Labels")
      ])
    ),
    entrypoint: words("Entrypoint"),
    cmd: words("Cmd"),
    env: words("Env"),
    user: asText(config.User, "User"),
    workingFolder: asText(config.WorkingDir, "WorkingDir"),
    exposedPorts: Object.keys(asObject(config.ExposedPorts ?? {}, "ExposedPorts")),
    volumes: Object.keys(asObject(config.Volumes ?? {}, "Volumes")),
    stopSignal: asText(config.StopSignal, "StopSignal"),
    diffIds,
    history: asList(document.history, "history").map((item) => {
      let step = asObject(item, "history");
      return {
        createdBy: asText(step.created_by, "history.created_by"),
        comment: asText(step.comment, "history.comment"),
        isEmptyLayer: step.empty_layer === !0
      };
    })
  };
}
function parseJson2(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: !0 }).decode(bytes));
  } catch (cause) {
    throw invalid("it is not JSON", cause);
  }
}
function asObject(value, where) {
  if (!(typeof value == "object" && value !== null && !Array.isArray(value)) || Object.keys(value).length > MAX_ITEMS) throw invalid(`${where} is no object`);
  return value;
}
function asList(value, where) {
  if (value == null) return [];
  if (Array.isArray(value) && value.length <= MAX_ITEMS) return value;
  throw invalid(`${where} is no list, or too long`);
}
function asText(value, where) {
  if (value == null) return "";
  if (typeof value == "string") return value;
  throw invalid(`${where} is not text`);
}
function invalid(why, cause) {
  return new BuildError(
    "IMAGE_INVALID",
    `the config of the image is not valid: ${why}`,
    {
      cause
    }
  );
}

// lib/examine/select-image.ts
var IMAGE_CONFIG = /^application\/vnd\.(oci\.image\.config\.v1|docker\.container\.image\.v1)\+json$/, MAX_IMAGES = 64;
async function findTop(source) {
  let pulled = await resolveImage(source.place);
  return { pulled, parsed: parseManifest(pulled.bytes, pulled.mediaType) };
}
function isImage({ config }) {
  return IMAGE_CONFIG.test(config.mediaType);
}
async function selectImages(source, { pulled, parsed }, architecture) {
  let found = [];
  if (parsed.kind === "manifest") {
    if (!isImage(parsed)) {
      let type = parsed.artifactType ?? parsed.config.mediaType;
      throw new ConfigError(
        "IMAGE_UNFIT",
        `${source.name} is no image: it is an artifact of the type ${type}`
      );
    }
    found.push(await readImage(source, pulled, parsed));
  } else {
    let fitting = parsed.manifests.filter(({ platform }) => platform?.os !== "unknown");
    if (fitting.length > MAX_IMAGES)
      throw invalid2(source, `its index has ${fitting.length} images`);
    for (let part of fitting) {
      let { platform } = part;
      if (platform !== void 0 && architecture !== void 0 && !fits(platform, architecture)) continue;
      let got = await source.getManifest(part.digest);
      if (got === void 0) throw invalid2(source, `${part.digest} of its index is not there`);
      let manifest = parseManifest(got.bytes, part.mediaType);
      if (manifest.kind !== "manifest") throw invalid2(source, "its index has an index in it");
      isImage(manifest) && found.push(await readImage(source, got, manifest));
    }
  }
  let selected = architecture === void 0 ? found : found.filter(({ config }) => fits(config, architecture));
  if (selected.length > 0) return selected;
  let names = [...parsed.kind === "index" ? parsed.manifests.map(({ platform }) => platform) : [], ...found.map(({ config }) => config)].flatMap(
    (one) => one === void 0 ? [] : [formatPlatform(one)]
  ), known = [...new Set(names)].join(", ") || "none";
  throw new ConfigError(
    "ARCHITECTURE_MISSING",
    `${source.name} is not there for ${architecture ?? "any architecture"}; it is there for ${known}`
  );
}
async function readImage(source, { bytes, digest, mediaType }, manifest) {
  let config = parseExaminedConfig(
    await readSmallBlob(source, manifest.config, MAX_CONFIG_BYTES)
  );
  if (config.diffIds.length !== manifest.layers.length) {
    let message = `it has ${manifest.layers.length} layers, and its config ${config.diffIds.length}`;
    throw invalid2(source, message);
  }
  return {
    digest,
    mediaType: manifest.mediaType || mediaType,
    sizeBytes: bytes.length,
    manifest,
    config
  };
}
function fits(platform, wanted) {
  let name = isBasearch(wanted) ? ARCHITECTURES[wanted].oci : wanted.replace(/^linux\//, ""), { architecture, variant } = platform;
  return name === architecture || name === `${architecture}/${variant ?? ""}`;
}
function invalid2(source, why) {
  return new BuildError("IMAGE_INVALID", `${source.name}: ${why}`);
}

// lib/examine/member-name.ts
var OBJECT = /^sysroot\/ostree\/repo\/objects\/[0-9a-f]{2}\/[0-9a-f]{62}\.file$/;
function plainName(name) {
  return name.replace(/^(?:\.?\/)+/, "");
}
function isOstreeObject(name) {
  return OBJECT.test(name);
}

export {
  printable,
  openImageSource,
  findLayout,
  readSmallBlob,
  componentsOf,
  packagesOf,
  describeReferrer,
  plainName,
  isOstreeObject,
  findSignatures,
  labelOf,
  encapsulatedView,
  findTop,
  selectImages,
  readSignatureKey
};
