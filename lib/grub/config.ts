/** Where GRUB finds `/boot/loader/entries`, or `/loader/entries` at the top of a file system. */
export type BootPlace =
  /** UUID of the file system. */
  | { readonly uuid: string }
  /** Number of the partition on the disk that GRUB itself is on: UUIDs will change. */
  | { readonly partition: number };

/** What the boot loader's configuration depends on. */
export interface GrubConfigOptions {
  readonly boot: BootPlace;
  readonly timeoutSeconds: number;
}

/** The one kernel of a disk, on the file system that GRUB itself is on. */
export interface GrubEntry {
  readonly title: string;
  readonly linux: string;
  readonly initrd: string;
  readonly options: string;
}

/** The variable of `grubenv` whose words are added to the kernel's arguments. */
export const GRUB_KARGS_VARIABLE = 'treesmith_kargs';

/** Name of the environment file beside grub.cfg. */
export const GRUB_ENVIRONMENT_FILE = 'grubenv';

/** Name of the other one, which says what the kernel is told on this platform. */
export const GRUB_PLATFORM_FILE = 'platform.env';

/** Its variable, whose words come before those of an entry. */
export const GRUB_PLATFORM_VARIABLE = 'treesmith_platform';

/** A file beside /loader: while it is there, Ignition configures the machine. It removes it. */
export const IGNITION_STAMP = 'ignition.firstboot';

/**
 * Returns a `grub.cfg` that lists the Boot Loader Specification entries of an OSTree system, newest
 * deployment first, with nothing but stock GRUB. It never has to change: ostree writes the entries.
 *
 * Differs from Fedora's `blscfg`: a BLS file is lines of `key value`, so it is sourced as a GRUB
 * script with a function for each key. GRUB looks up commands before functions, so neither the
 * core image nor the modules it finds by name may bring `linux` and `initrd` before the entry runs.
 * Limits: see `findUnreadableBlsLine`; at most nine deployments.
 */
export function formatGrubConfig(options: GrubConfigOptions): string {
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

function formatSearch(boot: BootPlace): string {
  if ('uuid' in boot) return `search --no-floppy --fs-uuid --set=root ${boot.uuid}`;
  return `regexp --set=1:disk '^\\(?([^,()]+)' "$prefix"\nset root="$disk,gpt${boot.partition}"`;
}

/**
 * Returns a `grub.cfg` for a kernel beside it: of a root that GRUB cannot read, and that has no other
 * deployment.
 */
export function formatSingleGrubConfig(entry: GrubEntry, timeoutSeconds: number): string {
  const title = entry.title.replaceAll("'", '');
  return `# Starts the one kernel of this disk. Made by Treesmith.
${formatStart(timeoutSeconds)}menuentry '${title}' {
  insmod linux
  linux ${entry.linux} $${GRUB_PLATFORM_VARIABLE} ${entry.options} $${GRUB_KARGS_VARIABLE}
  initrd ${entry.initrd}
}
`;
}

function formatStart(timeoutSeconds: number): string {
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
