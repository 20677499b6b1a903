import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/grub/config.ts
var GRUB_KARGS_VARIABLE = "treesmith_kargs", GRUB_ENVIRONMENT_FILE = "grubenv", GRUB_PLATFORM_FILE = "platform.env", GRUB_PLATFORM_VARIABLE = "treesmith_platform", IGNITION_STAMP = "ignition.firstboot";
function formatGrubConfig(options) {
  return `# Lists the BLS entries that ostree writes. Made by Treesmith; the same for every deployment.
${formatStart(options.timeoutSeconds)}${formatSearch(options.boot)}
if [ -d /boot/loader/entries ]; then set pfx=/boot; else set pfx=; fi
if [ -f "$pfx/${IGNITION_STAMP}" ]; then set treesmith_first=ignition.firstboot; else set treesmith_first=; fi
function title { set bls_title="$*"; }
function version { set bls_version="$*"; }
function options { set bls_options="$*"; }
function linux { set bls_linux="$1"; }
function initrd { set bls_initrd="$1"; }
function devicetree { set bls_devicetree="$1"; }
function aboot { true; }
for n in 9 8 7 6 5 4 3 2 1; do
  for f in $pfx/loader/entries/ostree-$n-*.conf $pfx/loader/entries/ostree-$n.conf; do
    if [ -f "$f" ]; then
      source "$f"
      menuentry "$bls_title" "$pfx$bls_linux" "$pfx$bls_initrd" "$bls_options" {
        insmod linux
        linux "$2" $${GRUB_PLATFORM_VARIABLE} $4 $treesmith_first $${GRUB_KARGS_VARIABLE}
        initrd "$3"
      }
    fi
  done
done
`;
}
function formatSearch(boot) {
  return "uuid" in boot ? `search --no-floppy --fs-uuid --set=root ${boot.uuid}` : `regexp --set=1:disk '^\\(?([^,()]+)' "$prefix"
set root="$disk,gpt${boot.partition}"`;
}
function formatSingleGrubConfig(entry, timeoutSeconds) {
  let title = entry.title.replaceAll("'", "");
  return `# Starts the one kernel of this disk. Made by Treesmith.
${formatStart(timeoutSeconds)}menuentry '${title}' {
  insmod linux
  linux ${entry.linux} $${GRUB_PLATFORM_VARIABLE} ${entry.options} $${GRUB_KARGS_VARIABLE}
  initrd ${entry.initrd}
}
`;
}
function formatStart(timeoutSeconds) {
  return `# A BIOS has no console of its own on a serial port; UEFI firmware brings its own.
if [ "$grub_platform" = pc ]; then
  if serial --unit=0 --speed=115200; then
    terminal_input console serial
    terminal_output console serial
  fi
fi
set timeout=${timeoutSeconds}
set default=0
if [ -f "$prefix/${GRUB_PLATFORM_FILE}" ]; then
  load_env --file "$prefix/${GRUB_PLATFORM_FILE}" ${GRUB_PLATFORM_VARIABLE}
fi
if [ -f "$prefix/${GRUB_ENVIRONMENT_FILE}" ]; then
  load_env --file "$prefix/${GRUB_ENVIRONMENT_FILE}" ${GRUB_KARGS_VARIABLE}
fi
`;
}

// lib/grub/environment.ts
var BLOCK_BYTES = 1024, SIGNATURE = `# GRUB Environment Block
`;
function formatGrubEnvironment(variables) {
  let text = SIGNATURE;
  for (let [name, value] of variables) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw new BuildError("GRUBENV_BAD", `not a name of a GRUB variable: ${name}`);
    text += `${name}=${value.replaceAll(/[\\\n]/g, "\\$&")}
`;
  }
  let used = Buffer.byteLength(text);
  if (used > BLOCK_BYTES)
    throw new BuildError(
      "GRUBENV_FULL",
      `grubenv holds ${BLOCK_BYTES} bytes, not ${used}`
    );
  return Buffer.concat([Buffer.from(text), Buffer.alloc(BLOCK_BYTES - used, "#")]);
}
function parseGrubEnvironment(bytes) {
  let text = Buffer.from(bytes).toString("utf8");
  if (bytes.length !== BLOCK_BYTES || !text.startsWith(SIGNATURE))
    throw new BuildError("GRUBENV_BAD", "not an environment block of GRUB");
  let variables = /* @__PURE__ */ new Map();
  for (let [, name, value] of text.matchAll(/^([A-Za-z_]\w*)=((?:\\[\s\S]|[^\\\n])*)\n/gm))
    variables.set(name ?? "", (value ?? "").replaceAll(/\\([\s\S])/g, "$1"));
  return variables;
}

export {
  GRUB_KARGS_VARIABLE,
  GRUB_ENVIRONMENT_FILE,
  GRUB_PLATFORM_FILE,
  GRUB_PLATFORM_VARIABLE,
  IGNITION_STAMP,
  formatGrubConfig,
  formatSingleGrubConfig,
  formatGrubEnvironment,
  parseGrubEnvironment
};
