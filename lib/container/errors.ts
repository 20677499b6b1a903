/** What can go wrong while a container is made. */
export type ContainerCode =
  /**
   * Exit 2: This Node has no zstd.
   * To do: Use Node 22.15 or newer, or `compression: gzip`.
   */
  | 'ZSTD_MISSING'
  /**
   * Exit 1: A file is not what the repository or the package database says of it, or changed while it
   * was read.
   * To do: Run `ostree fsck` on the repository; compose again.
   */
  | 'CONTENT_WRONG'
  /**
   * Exit 1: A thread that writes layers has ended, or could not go on.
   * To do: Look at the message; free some memory.
   */
  | 'LAYER_WRITER_FAILED'
  /**
   * Exit 1: Owner, mode, links, capabilities or bytes of a file in a layer are not as its package has them.
   * To do: See what changed the file (a package's scriptlet, a damaged repository); tell us when it was Treesmith.
   */
  | 'PACKAGE_DIFFERS'
  /**
   * Exit 1: The commit has no package database that can be read, so nothing can be compared with it.
   * To do: Compose again; the database is /usr/share/rpm/rpmdb.sqlite.
   */
  | 'NO_RPMDB'
  /**
   * Exit 2: `max-layers` is too small, or more than a container can have.
   * To do: Write a number from 5 to 120.
   */
  | 'LAYERS_OUT_OF_RANGE'
  /**
   * Exit 2: The previous image is no container of a commit, or of another one.
   * To do: Name the image that the build before this one pushed, or leave `--previous` out.
   */
  | 'PREVIOUS_UNFIT'
  /**
   * Exit 1: A file's name begins with `.wh.`, which deletes another file in a layer.
   * To do: Give the file another name.
   */
  | 'WHITEOUT_NAME'
  /**
   * Exit 2: A container is run by a user or group that none of its packages makes.
   * To do: Mend the name, add the package that makes it, or give a number.
   */
  | 'USER_MISSING'
  /**
   * Exit 1: The base of an application, in its layout, is not as it was made, or of another lock.
   * To do: Remove its folder, and make the base again.
   */
  | 'BASE_DAMAGED';
