/** What can go wrong while a guest is booted and asked. */
export type BootCode =
  /**
   * Exit 2: The disk image is not there, or QEMU cannot open it.
   * To do: Make it: `treesmith image`.
   */
  | 'IMAGE_MISSING'
  /**
   * Exit 2: Nothing is known of how to boot the file: its name tells no format, or it has no partition
   * table, EFI system partition, boot entry or grubenv of ours.
   * To do: Boot-test images that Treesmith made.
   */
  | 'IMAGE_UNKNOWN'
  /**
   * Exit 1: An archive (OVA, tar, OCI layout) has no disk where its kind has it.
   * To do: See that the file is what its name says; make it again.
   */
  | 'ARCHIVE_BAD'
  /**
   * Exit 2: No UEFI firmware for the architecture is installed.
   * To do: Run `treesmith setup`.
   */
  | 'FIRMWARE_MISSING'
  /**
   * Exit 1: The console shows that no login will come: a GRUB prompt, a kernel panic, emergency
   * mode.
   * To do: Read the last lines in the message; the console log has all.
   */
  | 'GUEST_STUCK'
  /**
   * Exit 1: The guest was not done in time.
   * To do: See in the console log how far it came; without KVM, give it more cores.
   */
  | 'GUEST_TIMEOUT'
  /**
   * Exit 1: QEMU ended with an error, or the machine stopped by itself.
   * To do: Read what QEMU says in the message.
   */
  | 'GUEST_EXITED'
  /**
   * Exit 1: QEMU refuses a command of its monitor, or does not answer.
   * To do: Read why in the message; the guest may be gone.
   */
  | 'MONITOR_FAILED'
  /**
   * Exit 1: What QEMU gave as a picture of the screen is none.
   * To do: Please report it, with the version of QEMU.
   */
  | 'SCREEN_BAD'
  /**
   * Exit 1: No shell answers on the second serial port of the guest, or it stopped answering.
   * To do: The tree needs systemd 252 or newer, and bash.
   */
  | 'PROBE_FAILED'
  /**
   * Exit 1: A command that had to succeed in the guest did not.
   * To do: Read its output in the message.
   */
  | 'COMMAND_FAILED'
  /**
   * Exit 1: The system booted; a check or a test of remix.yaml failed.
   * To do: The message names each, with its output.
   */
  | 'CHECKS_FAILED';
