/** What can go wrong while a tree is composed. */
export type ComposeCode =
  /**
   * Exit 1: A package has a file path that is not absolute, or holds `..`, a line break or a
   * control character.
   * To do: Do not use the package; tell its maintainer.
   */
  | 'PAYLOAD_PATH_UNSAFE'
  /**
   * Exit 1: the header of a package cannot be read.
   * To do: Remove the package from the store and fetch again.
   */
  | 'PACKAGE_UNREADABLE'
  /**
   * Exit 1: rpm refused or broke off the transaction.
   * To do: Read its errors in the message.
   */
  | 'INSTALL_FAILED'
  /**
   * Exit 1: A scriptlet or trigger failed; rpm itself would only warn.
   * To do: Mend the package, or leave it out. Scriptlets have no network.
   */
  | 'SCRIPTLET_FAILED'
  /**
   * Exit 1: A package owns a file as a user or group that does not exist.
   * To do: Give the account in the files of `check-passwd` and `check-groups`, or in a sysusers.d
   * file.
   */
  | 'ACCOUNT_MISSING'
  /**
   * Exit 1: A line of a passwd or group file cannot be read.
   * To do: Mend the line that is named.
   */
  | 'ACCOUNT_FILE_MALFORMED'
  /**
   * Exit 1: A user or group has gone, or has another number than before.
   * To do: Bring the files of `check-passwd` and `check-groups` up to date, or use
   * `ignore-removed-users`.
   */
  | 'ACCOUNT_DRIFT'
  /**
   * Exit 1: A sysusers.d line cannot be read, or no system id is left.
   * To do: Mend the line that is named.
   */
  | 'SYSUSERS_MALFORMED'
  /**
   * Exit 1: rpm left its write-ahead log, or a package database that is no stream of headers.
   * To do: Run again; please report it if it stays.
   */
  | 'RPMDB_NOT_REPRODUCIBLE'
  /**
   * Exit 1 or 2: A path of the treefile (2) or a link in the tree (1) leads out of the tree.
   * To do: Write a path inside the tree.
   */
  | 'PATH_ESCAPES_TREE'
  /**
   * Exit 1: A postprocess script failed, or `mutate-os-release` found no os-release.
   * To do: Read the end of its output in the message.
   */
  | 'POSTPROCESS_FAILED'
  /**
   * Exit 2: `remove-from-packages` has a regular expression that is none.
   * To do: Mend the expression.
   */
  | 'PATTERN_MALFORMED'
  /**
   * Exit 2: A layer of `ostree-layers` is neither a folder of `overlay.d` nor a ref.
   * To do: Make the folder, or commit the ref.
   */
  | 'OVERLAY_MISSING'
  /**
   * Exit 2: A layer would change a file of a package.
   * To do: Use `ostree-override-layers`, or `remove-from-packages`.
   */
  | 'OVERLAY_CONFLICT'
  /**
   * Exit 1: The tree has no kernel.
   * To do: Add the kernel to `packages`, or set `container: true`.
   */
  | 'KERNEL_MISSING'
  /**
   * Exit 1: The tree has more than one kernel.
   * To do: Leave the others out with `exclude-packages`.
   */
  | 'KERNEL_AMBIGUOUS'
  /**
   * Exit 1: The tree's dracut failed.
   * To do: The tree needs dracut, kmod and ostree with its dracut module.
   */
  | 'INITRAMFS_FAILED'
  /**
   * Exit 1: A program of another architecture crashed in its emulator, or was killed. Nothing is
   * committed.
   * To do: Look whether memory was short; else use a newer QEMU, or build on a machine of that
   * architecture.
   */
  | 'EMULATOR_CRASHED'
  /**
   * Exit 2: The tree has a device node, and `ignore-devices` is false.
   * To do: Set `ignore-devices: true`.
   */
  | 'DEVICE_IN_TREE'
  /**
   * Exit 2: /etc/selinux/config names a policy that is not in the tree.
   * To do: Add its package, or set `selinux: false`.
   */
  | 'SELINUX_POLICY_MISSING'
  /**
   * Exit 2: The treefile has no `ref`.
   * To do: Add one: `ref: anvil/12/${basearch}/stable`.
   */
  | 'REF_MISSING'
  /**
   * Exit 2: The commit to count on from is not in the repository.
   * To do: Pull it into the repository first.
   */
  | 'PREVIOUS_MISSING'
  /**
   * Exit 2: `automatic-version-prefix` has a `%` letter in `<date:…>` that is not known.
   * To do: Use one of those in the message.
   */
  | 'VERSION_MALFORMED'
  /**
   * Exit 1: ostree refused to commit, pull or write the summary.
   * To do: Read what it says in the message.
   */
  | 'COMMIT_FAILED'
  /**
   * Exit 1: The commit or the summary could not be signed.
   * To do: See whether the GnuPG home has the secret key.
   */
  | 'SIGN_FAILED'
  /**
   * Exit 1: Something is mounted in the work folder, which is therefore not deleted.
   * To do: Unmount it.
   */
  | 'WORK_DIR_MOUNTED'
  /**
   * Exit 1: `compose --check` made two commits that differ.
   * To do: The message names each path and its package; mend or remove the file in a postprocess
   * script.
   */
  | 'NOT_REPRODUCIBLE'
  /**
   * Exit 1: A file system was full while composing.
   * To do: Free some space; nothing half-made was published.
   */
  | 'DISK_FULL'
  /**
   * Exit 2: A container asks for a package that the lock does not have.
   * To do: Add it to the treefile's `packages` and lock again.
   */
  | 'PACKAGE_NOT_LOCKED'
  /**
   * Exit 2: What a container's packages require is not in the lock, or they conflict with each other.
   * To do: Lock again with `treesmith lock`; leave out one of those that conflict.
   */
  | 'REQUIREMENT_NOT_LOCKED'
  /**
   * Exit 1: libsolv could not be asked for the packages of a container.
   * To do: Read what it says in the message.
   */
  | 'CLOSURE_FAILED'
  /**
   * Exit 2: A container enables a unit that none of its packages has.
   * To do: Mend the name, or add the package.
   */
  | 'UNIT_MISSING'
  /**
   * Exit 2: The folder `files` of a container is not there, or is no folder.
   * To do: Make it, or mend the path.
   */
  | 'FILES_MISSING'
  /**
   * Exit 2: The folder `files` of a container, or a link in it, leads out of where it is; or it holds
   * something that is neither a file nor a folder nor a link.
   * To do: Write an absolute link for a path of the container; take out what is no file.
   */
  | 'FILES_UNSAFE'
  /**
   * Exit 2: `files` of a container has a file where the packages have a folder, or the other way round.
   * To do: Give it another path.
   */
  | 'FILES_CONFLICT';
