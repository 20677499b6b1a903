/** What the boot loader's configuration depends on. */
export interface GrubConfigOptions {
  /** UUID of the file system that has `/boot/loader/entries`, or `/loader/entries` at its top. */
  readonly bootUuid: string;
  readonly timeoutSeconds: number;
}

/** The variable of `grubenv` whose words are added to the kernel's arguments. */
export const GRUB_KARGS_VARIABLE = 'treesmith_kargs';

/** Name of the environment file beside grub.cfg. */
export const GRUB_ENVIRONMENT_FILE = 'grubenv';

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
# A BIOS has no console of its own on a serial port; UEFI firmware brings its own.
if [ "$grub_platform" = pc ]; then
  if serial --unit=0 --speed=115200; then
    terminal_input console serial
    terminal_output console serial
  fi
fi
set timeout=${options.timeoutSeconds}
set default=0
if [ -f "$prefix/${GRUB_ENVIRONMENT_FILE}" ]; then
  load_env --file "$prefix/${GRUB_ENVIRONMENT_FILE}" ${GRUB_KARGS_VARIABLE}
fi
search --no-floppy --fs-uuid --set=root ${options.bootUuid}
if [ -d /boot/loader/entries ]; then set pfx=/boot; else set pfx=; fi
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
        linux "$2" $4 $${GRUB_KARGS_VARIABLE}
        initrd "$3"
      }
    fi
  done
done
`;
}
