import { GRUB_ENVIRONMENT_FILE, GRUB_KARGS_VARIABLE } from '../grub/config.ts';

/** One way to start the medium. */
export interface MenuEntry {
  readonly title: string;
  readonly kernelArguments: readonly string[];
}

/** What a medium offers. The kernel is `/boot/vmlinuz`, the initramfs `/boot/initramfs.img`. */
export interface GrubMenu {
  /** The first is the default. */
  readonly entries: readonly MenuEntry[];
  readonly timeoutSeconds: number;
}

/** Returns the `grub.cfg` of a medium. Titles are reduced to what GRUB prints everywhere. */
export function formatGrubMenu(menu: GrubMenu): string {
  const entries = menu.entries.map(({ title, kernelArguments }) => {
    const own = ['linux', '/boot/vmlinuz', ...kernelArguments.map(quote)].join(' ');
    const words = `${own} $${GRUB_KARGS_VARIABLE}`;
    return `menuentry '${plain(title)}' {
  ${words}
  initrd /boot/initramfs.img
}`;
  });
  return `# Made by Treesmith.
# A BIOS has no console of its own on a serial port; UEFI firmware brings its own.
if [ "$grub_platform" = pc ]; then
  if serial --unit=0 --speed=115200; then
    terminal_input console serial
    terminal_output console serial
  fi
fi
set timeout=${menu.timeoutSeconds}
set default=0
# Empty, and of a fixed size: a boot test adds to it.
load_env --file $prefix/${GRUB_ENVIRONMENT_FILE} ${GRUB_KARGS_VARIABLE}
${entries.join('\n')}
`;
}

/** GRUB's single quotes are the shell's. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function plain(title: string): string {
  return title.replace(/[^\w .,:()/+-]/g, ' ').slice(0, 100);
}
