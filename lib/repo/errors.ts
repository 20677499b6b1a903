/** What can go wrong while an OSTree repository on disk is written to. */
export type RepoCode =
  /**
   * Exit 2: The repository's `config` cannot be read, or its mode is neither `archive` nor
   * `bare-user`.
   * To do: Use another folder, or make a repository: `ostree init --mode=archive`.
   */
  | 'REPOSITORY_UNSUPPORTED'
  /**
   * Exit 1: The tree has a device, a named pipe or a socket, which a commit cannot hold.
   * To do: Remove it in a postprocess script.
   */
  | 'FILE_TYPE_UNSUPPORTED'
  /**
   * Exit 1: A name or the target of a symbolic link is not UTF-8, which OSTree asks for.
   * To do: Rename it in a postprocess script, or leave the package out.
   */
  | 'NAME_NOT_UTF8'
  /**
   * Exit 1: A file of the tree changed, or went away, while it was committed.
   * To do: See what still runs in the tree.
   */
  | 'TREE_CHANGED'
  /**
   * Exit 1: An object of a commit is missing or damaged, or a file of it is larger than it may be.
   * To do: Run `ostree fsck` on the repository.
   */
  | 'COMMIT_UNREADABLE'
  /**
   * Exit 1: An extended attribute or a label of a file cannot be read.
   * To do: Read what the tool says in the message.
   */
  | 'ATTRIBUTES_UNREADABLE'
  /**
   * Exit 1: A thread that writes objects failed.
   * To do: Read its error in the message.
   */
  | 'OBJECT_WRITER_FAILED';
