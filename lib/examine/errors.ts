/** What can go wrong while an image in a registry is looked at, or compared with what lies here. */
export type ExamineCode =
  /**
   * Exit 2: What has that name is something else: an artifact, a file, a disk image.
   * To do: Name an image; for disk images there is `treesmith inspect-image`.
   */
  | 'IMAGE_UNFIT'
  /**
   * Exit 2: The image is not there for that architecture, or for several of which none is named.
   * To do: Give one of those that the message lists with `--architecture`.
   */
  | 'ARCHITECTURE_MISSING'
  /**
   * Exit 1: The config of an image, its SBOM or a signature is not as its specification has it.
   * To do: Push the image again; or distrust where it came from.
   */
  | 'IMAGE_INVALID'
  /**
   * Exit 2: What the image is to be compared with is not there, or cannot be read.
   * To do: Look at `--against`; files of others need root.
   */
  | 'TARGET_UNREADABLE';
