import { BuildError, ConfigError } from '../core/errors.ts';

/** What can go wrong between Treesmith and the machine and network it runs on. */
export type HostCode =
  /**
   * Exit 2: `SOURCE_DATE_EPOCH` is not a number of seconds.
   * To do: Unset it, or set it to seconds since 1970.
   */
  | 'BAD_SOURCE_DATE_EPOCH'
  /**
   * Exit 2: A host tool is not installed.
   * To do: Run `treesmith setup`, or install the package that is named.
   */
  | 'TOOL_MISSING'
  /**
   * Exit 1: A host tool failed, and why is not among the known causes.
   * To do: Read the end of its output in the message; `--verbose` shows the command.
   */
  | 'TOOL_FAILED'
  /**
   * Exit 1: A tool took longer than its limit.
   * To do: Look at what it waits for, or use a faster machine.
   */
  | 'TOOL_TIMEOUT'
  /**
   * Exit 1: A tool printed more than 16 MiB.
   * To do: A fault in Treesmith or the tool; please report it.
   */
  | 'TOOL_OUTPUT_LIMIT'
  /**
   * Exit 2: A stage needs root, and sudo asks for a password or is not there.
   * To do: Run as root, or give this user passwordless sudo.
   */
  | 'NOT_PRIVILEGED'
  /**
   * Exit 1: The process that did a stage under sudo ended without an answer.
   * To do: Look for its last words above; it may have been killed for want of memory.
   */
  | 'PRIVILEGED_FAILED'
  /**
   * Exit 1: A file system is full.
   * To do: Free some space, or move `--store`, `--out` or `TMPDIR`; what is whole is kept.
   */
  | 'DISK_FULL'
  /**
   * Exit 2: An output path is a folder, a device, a socket or a dangling link.
   * To do: Name a file that is new or may be replaced.
   */
  | 'OUTPUT_NOT_A_FILE'
  /**
   * Exit 2: An output path cannot be written.
   * To do: Choose a folder that you may write to.
   */
  | 'OUTPUT_READ_ONLY'
  /**
   * Exit 2: The host is neither Debian or Ubuntu nor Fedora or EL.
   * To do: Install the tools by hand.
   */
  | 'PACKAGE_MANAGER_UNKNOWN'
  /**
   * Exit 1: A compressed file is damaged or cut short.
   * To do: Try again; tell the maintainers of the repository if it stays.
   */
  | 'DECOMPRESS_FAILED'
  /**
   * Exit 1: A file is larger than is accepted, or than it is said to be.
   * To do: Look at what the server sends; docs/security.md has the limits.
   */
  | 'SIZE_LIMIT'
  /**
   * Exit 1: A lock file cannot be locked.
   * To do: Put the store on a file system that knows flock(2).
   */
  | 'LOCK_FAILED'
  /**
   * Exit 1: A tool found no memory.
   * To do: Stop other programs, or use a machine with more memory.
   */
  | 'OUT_OF_MEMORY'
  /**
   * Exit 2: The kernel does not let bubblewrap make namespaces.
   * To do: In a container, run it with `--privileged`.
   */
  | 'SANDBOX_FORBIDDEN'
  /**
   * Exit 2: The kernel cannot run the tree's programs, which are of another architecture.
   * To do: Run `treesmith setup --arch` with it, or build on a machine of that architecture.
   */
  | 'EMULATOR_MISSING'
  /**
   * Exit 2: The kernel does not take an emulator for programs of another architecture.
   * To do: In a container, run it with `--privileged`, or run `treesmith setup` outside of it; or
   * build on a machine of that architecture.
   */
  | 'EMULATOR_NOT_REGISTERED'
  /**
   * Exit 2: QEMU cannot open a port.
   * To do: Stop what listens there.
   */
  | 'PORT_TAKEN'
  /**
   * Exit 2: Another program has the image open.
   * To do: Stop the machine that runs from it.
   */
  | 'IMAGE_IN_USE'
  /**
   * Exit 2: apt or dnf is at work already.
   * To do: Wait until it is done.
   */
  | 'PACKAGE_MANAGER_BUSY'
  /**
   * Exit 2: A URL is not http, https or file.
   * To do: Mend the URL.
   */
  | 'URL_INVALID'
  /**
   * Exit 1: A server answered with another status than success.
   * To do: Look at the URL.
   */
  | 'HTTP_STATUS'
  /**
   * Exit 1: A connection failed, broke off or was too slow.
   * To do: Look at the network; what came so far is kept.
   */
  | 'HTTP_FAILED'
  /**
   * Exit 1: A server redirects too often, or from https to http.
   * To do: Use another mirror.
   */
  | 'HTTP_REDIRECT'
  /**
   * Exit 1: Every mirror, or a registry, gave a file with another checksum.
   * To do: Lock again, if the repository was rebuilt; else distrust who gave it.
   */
  | 'CHECKSUM_MISMATCH'
  /**
   * Exit 1: No mirror, or no registry, gave the file; the message has the reason of each.
   * To do: Look at the network; for packages, `treesmith lock` takes what the repository has now.
   */
  | 'DOWNLOAD_FAILED';

/**
 * Returns what a failed file operation on `path` means to the user: DISK_FULL, OUTPUT_READ_ONLY or
 * OUTPUT_NOT_A_FILE; any other error as it is.
 */
export function explainFileError(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new BuildError<HostCode>('DISK_FULL', `no space left while writing ${path}`, {
        hint: 'Free some space, or put the store or the output folder on another disk; what is whole is kept.',
        cause: error,
      });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new ConfigError<HostCode>('OUTPUT_READ_ONLY', `${path} cannot be written`, {
        hint: 'Choose a folder that you may write to.',
        cause: error,
      });
    case 'EISDIR':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new ConfigError<HostCode>('OUTPUT_NOT_A_FILE', `${path} is not a regular file`, {
        hint: 'Name a file that is new or may be replaced.',
        cause: error,
      });
    default:
      return error;
  }
}
