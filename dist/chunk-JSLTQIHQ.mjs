import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatMachine,
  prepareFirmware,
  prepareMedium,
  readImageFormat,
  resolveMedium
} from "./chunk-NQTZ5262.mjs";
import "./chunk-FRBN4BH3.mjs";
import {
  LayerTree,
  hostArchitecture
} from "./chunk-RCQIBO2C.mjs";
import {
  MADE_FOLDER,
  MAX_LAYER_BYTES,
  fileSource,
  openLayer,
  readLayerEntries
} from "./chunk-HFTTVHUV.mjs";
import {
  listRefs
} from "./chunk-TRKKLFAJ.mjs";
import {
  INIT_PRELUDE,
  assertModules,
  checkoutToRead,
  collectModules,
  collectPrograms,
  formatCpio,
  initramfsMembers,
  kernelPath,
  readModuleIndex,
  requireKernel,
  writeCompressed
} from "./chunk-FSEICRJO.mjs";
import "./chunk-K3457IIH.mjs";
import {
  imageAccess
} from "./chunk-47VOAM4L.mjs";
import {
  findCredentials
} from "./chunk-TWG6DT3V.mjs";
import "./chunk-6YYHF5GE.mjs";
import "./chunk-TA5WWN5A.mjs";
import "./chunk-JY3YNXT2.mjs";
import {
  probeKvm
} from "./chunk-2JJYZDZX.mjs";
import "./chunk-KOI37DZA.mjs";
import {
  RegistryClient
} from "./chunk-4J5FLCKI.mjs";
import {
  MAX_MANIFEST_BYTES,
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  OCI_INDEX
} from "./chunk-FHFKXTOJ.mjs";
import {
  parseCount,
  terminalLog
} from "./chunk-Z4VSWSTU.mjs";
import "./chunk-PRTFM5JL.mjs";
import {
  parseReference
} from "./chunk-TDFHNA5I.mjs";
import "./chunk-HPCPK726.mjs";
import {
  digestHex,
  digestOf,
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import {
  HttpClient
} from "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-FJOYASBV.mjs";
import {
  ARCHITECTURES,
  BASEARCHES
} from "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  ToolError,
  explainToolError,
  startTool
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  Command,
  InvalidArgumentError,
  Option
} from "./chunk-4N5P6MFD.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import {
  TAR_BLOCK_BYTES
} from "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// cli/boot.ts
import { resolve as resolve2 } from "node:path";

// lib/boot/interactive.ts
import { join } from "node:path";
async function bootInteractive(options) {
  var _stack = [];
  try {
    let { image, log, keep } = options;
    let basearch = options.basearch ?? "x86_64";
    let work = __using(_stack, await makeTempDir(), !0);
    let machine = keep ? { drives: [await keptDisk(image)] } : await prepareMedium(await mediumOf(image), { kernelArguments: [], workDir: work.path, log });
    let accelerator = options.accelerator ?? (await probeKvm() ? "kvm" : "tcg");
    let flash = (options.firmware ?? "uefi") === "uefi" ? { firmware: await prepareFirmware(basearch, join(work.path, "vars.fd")) } : {};
    let argv = formatMachine({
      basearch,
      accelerator,
      cpus: options.cpus,
      memoryMiB: options.memoryMiB,
      ...options.credentials === void 0 ? {} : { credentials: options.credentials },
      ...machine,
      ...flash
    });
    let speed = accelerator === "kvm" ? "KVM" : "no KVM: emulated, about ten times slower";
    log.info(`Booting ${image} (${speed}). Leave with Ctrl-A X.`);
    log.info(keep ? "Changes are written into the image." : "Changes are thrown away at the end.");
    let child = await startTool([...argv, "-serial", "mon:stdio"], { stdio: "inherit", log });
    let exitCode = await new Promise((resolve3, reject) => {
      child.once("error", reject), child.once("close", resolve3);
    });
    if (exitCode !== 0)
      throw new BuildError("GUEST_EXITED", `QEMU ended with exit code ${exitCode}`);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function mediumOf(image) {
  try {
    return await resolveMedium(image);
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code !== "IMAGE_UNKNOWN") throw error;
    let format = await readImageFormat(image), disk = ["raw", "qcow2", "vmdk", "vhdx"].find((name) => name === format);
    if (disk === void 0) throw error;
    return { kind: "disk", path: image, format: disk };
  }
}
async function keptDisk(image) {
  return { file: image, format: await readImageFormat(image), kind: "disk", writes: "safe" };
}

// cli/boot-container.ts
import { existsSync } from "node:fs";
import { join as join6, resolve } from "node:path";

// lib/boot/container.ts
import { once } from "node:events";
import { open } from "node:fs/promises";
import { join as join2 } from "node:path";
var TAIL_BYTES = 64 * 1024, ENDED = /treesmith: the container ended with exit code (\d{1,3})/, FAILED = /treesmith: ([^\r\n]+)/;
async function bootContainer(machine) {
  var _stack = [];
  try {
    let { basearch, kernel, disk, log } = machine;
    let work = __using(_stack, await makeTempDir(), !0);
    let accelerator = await probeKvm() ? "kvm" : "tcg";
    let console = join2(work.path, "console");
    let argv = formatMachine({
      basearch,
      accelerator,
      cpus: machine.cpus,
      memoryMiB: machine.memoryMiB,
      drives: [],
      direct: { kernel, initrd: machine.initramfs, append: machine.kernelArguments.join(" ") }
    });
    let doubled = (path) => path.replaceAll(",", ",,");
    argv.push(
      "-drive",
      `file=${doubled(disk)},format=raw,if=none,id=container,readonly=on`,
      "-device",
      `virtio-blk-pci,drive=container,serial=${machine.diskSerial}`,
      "-chardev",
      `stdio,id=console,mux=on,signal=off,logfile=${doubled(console)}`,
      "-serial",
      "chardev:console",
      "-mon",
      "chardev=console,mode=readline",
      "-no-reboot"
    );
    let child = await startTool(argv, { stdio: "inherit", log });
    let [exitCode] = await once(child, "close");
    let tail = await readTail(console);
    let ended = ENDED.exec(tail)?.[1];
    if (exitCode === 0 && ended !== void 0) return Number(ended);
    let why = FAILED.exec(tail)?.[1] ?? `QEMU ended with exit code ${exitCode}`;
    throw new BuildError("GUEST_EXITED", `the container did not run to its end: ${why}`);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function readTail(path) {
  var _stack = [];
  try {
    let file = __using(_stack, await open(path), !0);
    let { size } = await file.stat();
    let start = Math.max(0, size - TAIL_BYTES);
    return (await file.read(Buffer.alloc(size - start), 0, size - start, start)).buffer.toString();
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// lib/live/container-boot.ts
import { mkdir, readFile as readFile2, writeFile } from "node:fs/promises";
import { join as join5 } from "node:path";

// lib/live/container-disk.ts
import { once as once2 } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { open as open3 } from "node:fs/promises";
import { join as join4 } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

// lib/live/container-config.ts
var MAX_CONFIG_BYTES = 4 * 2 ** 20, MAX_WORDS = 4096, PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
function parseContainerConfig(bytes, basearch, command = []) {
  let document = asObject(parseJson(bytes), "the config"), { oci } = ARCHITECTURES[basearch], { architecture, os } = document;
  if (architecture !== oci || os !== "linux")
    throw unfit(`it is for ${String(os)}/${String(architecture)}, expected linux/${oci}`);
  let rootfs = asObject(document.rootfs, "rootfs"), diffIds = asList(rootfs.diff_ids, "rootfs.diff_ids");
  if (!diffIds.every(isDigest))
    throw unfit("rootfs.diff_ids has something else than sha256:<64 hex>");
  let config = asObject(document.config ?? {}, "config"), words = (key) => asWords(config[key], `config.${key}`), own = command.length === 0 ? words("Cmd") : command, argv = [...words("Entrypoint"), ...own];
  if (argv.length === 0) throw unfit("it has neither entrypoint nor command; give one");
  if (argv.some((word) => word.includes("\0"))) throw unfit("a word of its command has a NUL");
  let environment = words("Env").filter((word) => /^[^=\0]+=[^\0]*$/s.test(word));
  environment.some((word) => word.startsWith("PATH=")) || environment.unshift(PATH);
  let workingFolder = asText(config.WorkingDir, "config.WorkingDir") || "/";
  if (!/^\/[^\0]*$/s.test(workingFolder)) throw unfit("config.WorkingDir is no absolute path");
  return { diffIds, argv, environment, workingFolder, user: asText(config.User, "config.User") };
}
function resolveContainerUser(user, passwd, group) {
  let [who = "", of] = user.split(":", 2), line = rows(passwd).find(([name, , uid2]) => name === who || uid2 === who), uid = numberOf(who === "" ? "0" : who) ?? numberOf(line?.[2]);
  if (uid === void 0) throw unfit(`its /etc/passwd has no user ${who}`);
  if (of === void 0 || of === "") return { uid, gid: numberOf(line?.[3]) ?? 0 };
  let gid = numberOf(of) ?? numberOf(rows(group).find(([name]) => name === of)?.[2]);
  if (gid === void 0) throw unfit(`its /etc/group has no group ${of}`);
  return { uid, gid };
}
function rows(text) {
  return text.split(`
`).map((line) => line.split(":"));
}
function numberOf(text) {
  return text !== void 0 && /^\d{1,9}$/.test(text) ? Number(text) : void 0;
}
function parseJson(bytes) {
  if (bytes.length > MAX_CONFIG_BYTES) throw unfit(`its config has ${bytes.length} bytes`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: !0 }).decode(bytes));
  } catch (error) {
    throw unfit("its config is not JSON", error);
  }
}
function asObject(value, where) {
  if (typeof value == "object" && value !== null && !Array.isArray(value)) return value;
  throw unfit(`${where} is not an object`);
}
function asList(value, where) {
  if (Array.isArray(value) && value.length <= MAX_WORDS) return value;
  throw unfit(`${where} is no list, or too long`);
}
function asWords(value, where) {
  return value == null ? [] : asList(value, where).map((word) => asText(word, where));
}
function asText(value, where) {
  if (value == null) return "";
  if (typeof value == "string") return value;
  throw unfit(`${where} is not text`);
}
function unfit(why, cause) {
  return new ConfigError("CONTAINER_UNFIT", `the container image cannot be run: ${why}`, {
    cause
  });
}

// lib/live/container-source.ts
import { open as open2, readFile, stat } from "node:fs/promises";
import { join as join3 } from "node:path";
async function openContainer(image, access, workDir) {
  let local = /^(?:oci|oci-archive):(.+)$/.exec(image)?.[1];
  for (let [path, tag] of pathsOf(local ?? image)) {
    let facts = await stat(path).catch(() => {
    });
    if (facts?.isDirectory() === !0) return openLayout(image, folderStore(path), tag);
    if (facts?.isFile() === !0) return openLayout(image, await archiveStore(path), tag);
  }
  if (local !== void 0 || /^[./]/.test(image))
    throw unfit2(image, "there is no such file or folder");
  return openRegistry(image, access, workDir);
}
async function selectManifest(source, basearch) {
  let { oci } = ARCHITECTURES[basearch], found = parseManifest(source.top.bytes, source.top.mediaType);
  for (let depth = 0; found.kind === "index"; depth += 1) {
    let fits = choose(found, oci);
    if (fits === void 0 || depth > 2)
      throw unfit2(source.name, `it has nothing for linux/${oci}`);
    let bytes = await source.readSmall(fits, MAX_MANIFEST_BYTES);
    if (digestOf(bytes) !== fits.digest) throw unfit2(source.name, `${fits.digest} is damaged`);
    found = parseManifest(bytes, fits.mediaType);
  }
  return found;
}
function choose(index, architecture) {
  return index.manifests.find(
    ({ platform }) => platform?.os === "linux" && platform.architecture === architecture
  ) ?? index.manifests.find(({ platform }) => platform === void 0);
}
function* pathsOf(text) {
  yield [text, void 0];
  let colon = text.lastIndexOf(":");
  colon > 0 && (yield [text.slice(0, colon), text.slice(colon + 1)]);
}
function folderStore(folder) {
  return {
    locate: async (name) => {
      let path = join3(folder, name), facts = await stat(path).catch(() => {
      });
      return facts?.isFile() === !0 ? { path, offsetBytes: 0, sizeBytes: facts.size } : void 0;
    }
  };
}
async function archiveStore(path) {
  var _stack = [];
  try {
    let members = /* @__PURE__ */ new Map();
    let file = __using(_stack, await open2(path), !0);
    let { size } = await file.stat();
    for await (let { member } of readLayerEntries(fileSource(file, size))) {
      let { name, offsetBytes, sizeBytes, type } = member;
      type === "file" && members.set(name.replace(/^\.\//, ""), { path, offsetBytes, sizeBytes });
    }
    return { locate: async (name) => members.get(name) };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function openLayout(name, store, tag) {
  let part = async (file) => {
    let found = await store.locate(file);
    if (found === void 0) throw unfit2(name, `it has no ${file}: expected an OCI layout`);
    return found;
  }, small = async (file, limitBytes) => {
    var _stack = [];
    try {
      let { path, offsetBytes, sizeBytes } = await part(file);
      if (sizeBytes > limitBytes) throw unfit2(name, `${file} has ${sizeBytes} bytes`);
      let handle = __using(_stack, await open2(path), !0);
      return (await handle.read(Buffer.alloc(sizeBytes), 0, sizeBytes, offsetBytes)).buffer;
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }, blob = ({ digest }) => `blobs/sha256/${digestHex(digest)}`, index = await small("index.json", MAX_MANIFEST_BYTES);
  return {
    name,
    top: { bytes: tag === void 0 ? index : tagged(index, tag, name), mediaType: OCI_INDEX },
    readSmall: (wanted, limitBytes) => small(blob(wanted), limitBytes),
    locate: async (wanted) => {
      let found = await part(blob(wanted));
      if (found.sizeBytes !== wanted.size) throw unfit2(name, `${wanted.digest} is not whole`);
      return found;
    }
  };
}
function tagged(bytes, tag, name) {
  let index = parseManifest(bytes, OCI_INDEX), manifests = index.kind === "index" ? index.manifests.filter(
    ({ annotations }) => annotations?.["org.opencontainers.image.ref.name"] === tag
  ) : [];
  if (manifests.length === 0) throw unfit2(name, `it has no image ${tag}`);
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
}
async function openRegistry(image, access, workDir) {
  let { registry, repository, tag, digest } = parseReference(image.replace(/^docker:\/\//, "")), credentials = await findCredentials(access, registry, repository), client = new RegistryClient({ http: access.http, registry, repository, credentials }), top = await client.getManifest(digest ?? tag ?? "latest");
  if (top === void 0) throw unfit2(image, "the registry has no such image");
  let fetchPart = async (part) => {
    let path = join3(workDir, digestHex(part.digest));
    return await stat(path).catch(() => {
    }) === void 0 && await client.pullBlob(part, path), path;
  };
  return {
    name: image,
    top,
    readSmall: async (part, limitBytes) => {
      if (part.size > limitBytes) throw unfit2(image, `${part.digest} has ${part.size} bytes`);
      return (/manifest|index/.test(part.mediaType) ? await client.getManifest(part.digest) : void 0)?.bytes ?? readFile(await fetchPart(part));
    },
    locate: async (part) => ({ path: await fetchPart(part), offsetBytes: 0 })
  };
}
function unfit2(name, why) {
  return new ConfigError("CONTAINER_UNFIT", `${name} cannot be booted: ${why}`, {
    hint: "Give a folder or archive with an OCI layout, or a reference such as registry.example/app:1."
  });
}

// lib/live/init-container.ts
var CONTAINER_ROOT = "rootfs", CONTAINER_FACTS = "treesmith", CONTAINER_DISK_SERIAL = "treesmith-root", CONTAINER_MODULES_NEEDED = ["virtio_blk", "squashfs", "overlay"], CONTAINER_MODULES_WANTED = [
  "virtio_pci",
  "virtio_mmio",
  "virtio_net",
  "virtio_rng",
  "virtio_console",
  "virtiofs",
  "9p",
  "9pnet_virtio",
  "erofs",
  "af_packet",
  "ipv6"
], CONTAINER_INIT = `${INIT_PRELUDE}
cmdline="treesmith.fail=poweroff $cmdline"
modprobe -aq virtio_pci virtio_mmio virtio_blk squashfs overlay 2>/dev/null
disk=
for ((waited = 0; waited < 100; waited++)); do
  load_drivers
  set +f
  for block in /sys/block/vd*; do
    [[ -e $block/serial && $(<"$block/serial") == ${CONTAINER_DISK_SERIAL} ]] && disk=/dev/\${block##*/}
  done
  set -f
  [[ -z $disk ]] || break
  sleep 0.1
done
[[ -n $disk ]] || die 'there is no virtio disk with the serial number ${CONTAINER_DISK_SERIAL}'
modprobe -aq virtio_net virtio_rng af_packet 2>/dev/null

mkdir -p /run/image /run/overlay /run/root
mount -t squashfs -o ro "$disk" /run/image || die "cannot mount $disk"
mount -t tmpfs -o mode=0755 tmpfs /run/overlay
mkdir -m 0755 /run/overlay/upper /run/overlay/work
root=/run/root
facts=/run/image/${CONTAINER_FACTS}
mount -t overlay -o lowerdir=/run/image/${CONTAINER_ROOT},upperdir=/run/overlay/upper,workdir=/run/overlay/work overlay "$root" \\
  || die 'cannot lay a tmpfs over the files of the container'
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/etc"
[[ -e $root/tmp ]] || mkdir -m 1777 "$root/tmp"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o nosuid,nodev,noexec,ro sysfs "$root/sys"
mount -t devtmpfs -o nosuid,mode=0755 devtmpfs "$root/dev"
mkdir -p /dev/pts /dev/shm
mount -t devpts -o nosuid,noexec,gid=5,mode=620,ptmxmode=666 devpts "$root/dev/pts"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$root/dev/shm"

# treesmith.ip=ADDRESS/PREFIX,GATEWAY[,NAMESERVER]
IFS=, read -r address gateway nameserver <<<"$(argument treesmith.ip)"
if command -v ip >/dev/null; then
  ip link set lo up
  if [[ -n $address ]]; then
    ip address add "$address" dev eth0 && ip link set eth0 up && ip route add default via "$gateway"
    [[ -z $nameserver ]] || printf 'nameserver %s\\n' "$nameserver" >"$root/etc/resolv.conf"
  fi
fi

mapfile -d '' argv <"$facts/argv"
mapfile -d '' environment <"$facts/environment"
mapfile -d '' place <"$facts/place"
mkdir -p "$root\${place[0]}"
# A terminal that a shell can control: /dev/console is none.
read -r -a consoles </sys/class/tty/console/active
terminal=/dev/\${consoles[-1]}
[[ -c $terminal ]] || terminal=/dev/console
say "running \${argv[*]}"
setsid --ctty --wait env -i "\${environment[@]}" "$(type -P unshare)" --root="$root" --wd="\${place[0]}" \\
  --setgid="\${place[2]}" --setuid="\${place[1]}" -- "\${argv[@]}" <>"$terminal" >&0 2>&1
status=$?
shout "the container ended with exit code $status"
sleep 0.2
stop_machine poweroff
`;

// lib/live/merged-tar.ts
var TYPE_FLAGS = {
  file: "0",
  "hard-link": "1",
  link: "2",
  character: "3",
  block: "4",
  folder: "5",
  fifo: "6"
}, READ_BYTES = 256 * 1024;
async function* formatMergedTar(tree, layers, prefix, own) {
  let firstNames = /* @__PURE__ */ new Map();
  for (let [path, node] of tree.list()) {
    let name = path === "" ? prefix : `${prefix}/${path}`, first = firstNames.get(node);
    if (first !== void 0) {
      yield headerOf(name, { ...node.member, type: "hard-link", linkName: first }, 0);
      continue;
    }
    node.children === void 0 && firstNames.set(node, name);
    let { sizeBytes, offsetBytes } = node.member;
    if (yield headerOf(name, node.member, sizeBytes), sizeBytes === 0) continue;
    let file = layers[node.layer];
    if (file === void 0) throw new RangeError(`no layer ${node.layer}`);
    yield* readRange(file, offsetBytes, sizeBytes), yield padding(sizeBytes);
  }
  for (let folder of new Set(own.map(({ path }) => path.split("/")[0] ?? "")))
    yield headerOf(folder, { ...OWN, name: folder, type: "folder", modeOctal: 493 }, 0);
  for (let { path, data } of own)
    yield headerOf(path, { ...OWN, name: path, sizeBytes: data.length }, data.length), yield data, yield padding(data.length);
  yield Buffer.alloc(2 * TAR_BLOCK_BYTES);
}
var OWN = { ...MADE_FOLDER, type: "file", modeOctal: 420 };
function headerOf(name, member, sizeBytes) {
  let records = [], add = (key, value) => records.push(recordOf(key, value)), path = member.type === "folder" ? `${name}/` : name, isPlain = (text) => /^[\x20-\x7e]*$/.test(text) && text.length <= 100;
  isPlain(path) || add("path", Buffer.from(path)), isPlain(member.linkName) || add("linkpath", Buffer.from(member.linkName));
  for (let [key, most] of [
    ["uid", 2097151],
    ["gid", 2097151]
  ])
    member[key] > most && add(key, Buffer.from(String(member[key])));
  sizeBytes >= 8 ** 11 && add("size", Buffer.from(String(sizeBytes)));
  for (let [key, value] of member.attributes) add(`SCHILY.xattr.${key}`, value);
  let header = ustar(path, member, TYPE_FLAGS[member.type], sizeBytes);
  if (records.length === 0) return header;
  let data = Buffer.concat(records), extended = ustar("pax", { ...OWN, name: "pax" }, "x", data.length);
  return Buffer.concat([extended, data, padding(data.length), header]);
}
function recordOf(key, value) {
  let rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from(`
`)]), length = rest.length + 1;
  for (; String(length).length + rest.length !== length; )
    length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
function ustar(path, member, flag, sizeBytes) {
  let header = Buffer.alloc(TAR_BLOCK_BYTES), octal = (at, length, value) => {
    let digits = Math.min(value, 8 ** (length - 1) - 1).toString(8);
    header.write(`${digits.padStart(length - 1, "0")}\0`, at, "latin1");
  };
  header.write(path, 0, 100), octal(100, 8, member.modeOctal & 4095), octal(108, 8, member.uid), octal(116, 8, member.gid), octal(124, 12, sizeBytes), octal(136, 12, member.mtimeSeconds), header.write(flag, 156), header.write(member.linkName, 157, 100), header.write("ustar\x0000", 257, "latin1"), octal(329, 8, member.major), octal(337, 8, member.minor), header.fill(32, 148, 156);
  let sum = header.reduce((total, byte) => total + byte, 0);
  return header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1"), header;
}
async function* readRange(file, offsetBytes, sizeBytes) {
  for (let done = 0; done < sizeBytes; ) {
    let length = Math.min(READ_BYTES, sizeBytes - done), { bytesRead, buffer } = await file.read(
      Buffer.alloc(length),
      0,
      length,
      offsetBytes + done
    );
    if (bytesRead === 0) throw new RangeError("a layer became shorter while it was read");
    done += bytesRead, yield buffer.subarray(0, bytesRead);
  }
}
function padding(sizeBytes) {
  return Buffer.alloc(-sizeBytes & TAR_BLOCK_BYTES - 1);
}

// lib/live/container-disk.ts
var MAX_LAYERS = 256, MAX_PASSWD_BYTES = 4 * 2 ** 20;
async function writeContainerDisk(options) {
  let { source, basearch, workDir, log } = options, manifest = await selectManifest(source, basearch), bytes = await source.readSmall(manifest.config, MAX_CONFIG_BYTES);
  if (digestOf(bytes) !== manifest.config.digest) throw unfit3(source, "its config is damaged");
  let config = parseContainerConfig(bytes, basearch, options.command);
  assertLayers(source, manifest, config);
  let tree = new LayerTree(), files = [];
  try {
    let left = MAX_LAYER_BYTES;
    for (let [index, layer] of manifest.layers.entries()) {
      let path = join4(workDir, `layer-${index}`), sizeBytes = await unpackLayer(source, layer, path, config.diffIds[index], left);
      left -= sizeBytes, log.debug(`layer ${layer.digest}: ${formatBytes(sizeBytes)}`);
      let file = await open3(path);
      files.push(file);
      for await (let { member } of readLayerEntries(fileSource(file, sizeBytes)))
        tree.add(member, index);
    }
    let own = await ownFiles(config, tree, files);
    await makeSquashfs(formatMergedTar(tree, files, CONTAINER_ROOT, own), newestOf(tree), options);
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
  return config;
}
function assertLayers(source, { layers }, { diffIds }) {
  if (layers.length > MAX_LAYERS) throw unfit3(source, `it has ${layers.length} layers`);
  if (layers.length !== diffIds.length)
    throw unfit3(source, `it has ${layers.length} layers, and its config ${diffIds.length}`);
}
async function unpackLayer(source, layer, path, diffId, limitBytes) {
  let { path: blob, offsetBytes } = await source.locate(layer), input = createReadStream(blob, { start: offsetBytes, end: offsetBytes + layer.size - 1 }), output = createWriteStream(path, { flags: "wx" });
  return await pipeline(openLayer(input, layer, { diffId, limitBytes }), output), output.bytesWritten;
}
function newestOf(tree) {
  let newest = 0;
  for (let [, { member }] of tree.list()) newest = Math.max(newest, member.mtimeSeconds);
  return Math.min(newest, 2 ** 31 - 1);
}
async function ownFiles(config, tree, files) {
  let passwd = await readText(tree.find("/etc/passwd"), files), group = await readText(tree.find("/etc/group"), files), { uid, gid } = resolveContainerUser(config.user, passwd, group), words = (name, list) => ({
    path: `${CONTAINER_FACTS}/${name}`,
    data: Buffer.from(list.map((word) => `${word}\0`).join(""))
  });
  return [
    words("argv", config.argv),
    words("environment", config.environment),
    words("place", [config.workingFolder, String(uid), String(gid)])
  ];
}
async function readText(node, files) {
  if (node === void 0 || node.member.sizeBytes > MAX_PASSWD_BYTES) return "";
  let { sizeBytes, offsetBytes } = node.member, data = Buffer.alloc(sizeBytes);
  return await files[node.layer]?.read(data, 0, sizeBytes, offsetBytes), data.toString("utf8");
}
async function makeSquashfs(tar, newestSeconds, options) {
  let argv = ["mksquashfs", "-", options.output, "-tar", "-noappend", "-quiet", "-no-progress"], fixed = ["-comp", "zstd", "-Xcompression-level", "3", "-no-recovery"], child = await startTool([...argv, ...fixed, "-root-mode", "0755"], {
    stdio: ["pipe", "ignore", "pipe"],
    // Nothing is newer than this, not even what the tool makes itself: the root, the file system.
    env: { SOURCE_DATE_EPOCH: String(newestSeconds) },
    log: options.log
  }), { stdin, stderr } = child;
  if (stdin === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2048);
  });
  let ended = once2(child, "close");
  try {
    await pipeline(Readable.from(tar, { objectMode: !1 }), stdin).catch((error) => {
      if (error.code !== "EPIPE") throw error;
    });
    let [exitCode] = await ended;
    if (exitCode === 0) return;
    throw explainToolError(new ToolError(["mksquashfs"], exitCode ?? 255, complaint));
  } finally {
    child.kill("SIGKILL"), await ended;
  }
}
function unfit3(source, why) {
  return new ConfigError("CONTAINER_UNFIT", `${source.name} cannot be booted: ${why}`);
}

// lib/live/container-initramfs.ts
var PROGRAMS = [
  { name: "bash", package: "bash" },
  ...["env", "mkdir", "sleep", "sync"].map((name) => ({ name, package: "coreutils" })),
  ...["mount", "setsid", "unshare"].map((name) => ({ name, package: "util-linux" })),
  { name: "modprobe", package: "kmod" },
  { name: "ip", package: "iproute2 (Debian) or iproute (Fedora)", optional: !0 }
];
async function writeContainerInitramfs(tree, path) {
  let index = readModuleIndex(tree.path, requireKernel(tree));
  assertModules(index, CONTAINER_MODULES_NEEDED, "a virtual machine for a container");
  let wanted = [...CONTAINER_MODULES_NEEDED, ...CONTAINER_MODULES_WANTED], members = initramfsMembers(
    tree.path,
    /* @__PURE__ */ new Set([...collectPrograms(tree.path, PROGRAMS), ...collectModules(index, tree.path, wanted)]),
    [{ path: "init", text: CONTAINER_INIT, mode: 493 }],
    ["dev", "proc", "run", "sys"]
  );
  await writeCompressed(formatCpio(tree.path, members), path, { compression: "zstd" });
}

// lib/live/container-boot.ts
async function prepareContainerBoot(options) {
  let { repoPath, commit, basearch, workDir, log } = options, layers = join5(workDir, "layers");
  await mkdir(layers);
  let disk = join5(workDir, "container.squashfs");
  await log.group(`Read ${options.image}`, async () => {
    let source = await openContainer(options.image, options.access, layers);
    await writeContainerDisk({ ...options, source, output: disk, workDir: layers });
  });
  let { kernel, initramfs } = await log.group(
    "Make the minimal kernel and initramfs",
    () => writeMinimal({ repoPath, commit, folder: workDir, log })
  ), { console } = ARCHITECTURES[basearch], kernelArguments = [
    `console=${console}`,
    "quiet",
    "panic=-1",
    `treesmith.ip=${QEMU_NETWORK}`
  ];
  return { kernel, initramfs, disk, diskSerial: CONTAINER_DISK_SERIAL, kernelArguments };
}
var QEMU_NETWORK = "10.0.2.15/24,10.0.2.2,10.0.2.3";
async function writeMinimal(options) {
  let { folder, log } = options, tree = await checkoutToRead(options.repoPath, options.commit, join5(folder, "tree"), log), kernel = join5(folder, "vmlinuz"), initramfs = join5(folder, "initramfs.img");
  return await writeSmallKernel(kernelPath(tree), kernel), await writeContainerInitramfs(tree, initramfs), { kernel, initramfs };
}
var ARM64_MAGIC_OFFSET = 56, ARM64_MAGIC = 1682788929;
async function writeSmallKernel(source, output) {
  let bytes = await readFile2(source);
  return bytes.length >= 64 && bytes.readUInt32LE(ARM64_MAGIC_OFFSET) === ARM64_MAGIC ? writeCompressed([bytes], output, { compression: "gzip" }) : writeFile(output, bytes);
}

// cli/boot-container.ts
async function bootContainerImage(options) {
  var _stack = [];
  try {
    let { image, command, memoryMiB, cpus, log } = options;
    let repoPath = resolve(options.repo);
    let commit = await findCommit(repoPath, options.ref);
    let basearch = options.basearch ?? hostArchitecture();
    let work = __using(_stack, await makeTempDir(), !0);
    let http = __using(_stack, new HttpClient(), !0);
    let access = imageAccess(http, image);
    let tree = { repoPath, commit, basearch };
    let prepared = await prepareContainerBoot({
      ...tree,
      image,
      command,
      access,
      workDir: work.path,
      log
    });
    return await bootContainer({ ...prepared, basearch, memoryMiB, cpus, log });
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findCommit(repoPath, ref) {
  if (!existsSync(join6(repoPath, "objects")))
    throw new ConfigError("OPTION_MISSING", `${repoPath} is no OSTree repository`, {
      hint: "Compose first, or name with --repo where the commit is whose kernel shall be booted."
    });
  let refs = await listRefs(repoPath), found = ref === void 0 && refs.length === 1 ? refs[0] : refs.find((one) => one.ref === ref);
  if (found !== void 0) return found.commit;
  let names = refs.map((one) => one.ref).join(", ") || "none";
  throw new ConfigError(
    "OPTION_MISSING",
    `${repoPath}: expected --ref to name one of its refs: ${names}`
  );
}

// cli/boot.ts
var HELP = `
The console of the machine is this terminal. Leave with Ctrl-A X. Changes are thrown away when the
machine stops, unless --keep is given.

  treesmith boot out/images/anvil-x86_64.qcow2
  treesmith boot anvil.qcow2 --credential passwd.plaintext-password.root=secret
  treesmith boot --container registry.example/app:1
  treesmith boot --container ./oci-layout -- /bin/sh -c 'uname -a'

With --container the words after "--" replace the image's command, and the exit code is the
container's.`;
function bootCommand() {
  return new Command("boot").description(
    "boot a disk image, or a container image, in QEMU with its console on this terminal"
  ).argument("[image]", "a disk image, such as out/images/anvil-x86_64.qcow2").argument("[command...]", "with --container: what to run in it").addOption(
    new Option("--memory <MiB>", "memory of the machine").argParser(parseCount(256)).default(2048)
  ).addOption(new Option("--cpus <count>", "processors").argParser(parseCount(1)).default(2)).option("--keep", "write changes into the image", !1).addOption(
    new Option("--credential <name=value>", "a credential for systemd 252; may be repeated").argParser(collectCredential).default({}, "none")
  ).option("--container <image>", "OCI layout, oci-archive or reference of a registry to run").option("--repo <folder>", "with --container: the repository with the kernel", "out/repo").option("--ref <name>", "with --container: its ref (default: the only one)").addOption(
    new Option("--arch <basearch>", "with --container: the machine's (default: ours)").choices(
      BASEARCHES
    )
  ).option("-v, --verbose", "say how QEMU is run", !1).addHelpText("after", HELP).action(async (image, words, options) => {
    let machine = { memoryMiB: options.memory, cpus: options.cpus }, log = terminalLog({ verbose: options.verbose });
    if (options.container !== void 0) {
      let { container, repo, ref, arch } = options, command = image === void 0 ? [] : [image, ...words];
      process.exitCode = await bootContainerImage({
        image: container,
        command,
        repo,
        ref,
        basearch: arch,
        ...machine,
        log
      });
      return;
    }
    if (image === void 0 || words.length > 0)
      throw new ConfigError(
        "OPTION_MISSING",
        "expected the name of one disk image, or --container with an image"
      );
    let { keep, credential: credentials } = options;
    await bootInteractive({ ...machine, image: resolve2(image), keep, credentials, log });
  });
}
function collectCredential(text, previous) {
  let match = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)=(.*)$/s.exec(text);
  if (match === null) throw new InvalidArgumentError("expected NAME=VALUE.");
  return { ...previous, [match[1] ?? ""]: match[2] ?? "" };
}
export {
  bootCommand
};
