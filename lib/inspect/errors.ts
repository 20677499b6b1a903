/** What can be wrong with a file that shall be inspected, beside rules that it breaks. */
export type InspectCode =
  /**
   * Exit 2: The file or folder is in none of the formats that are known.
   * To do: Look at what the message says it looks like.
   */
  | 'NOT_AN_IMAGE'
  /**
   * Exit 2: The file cannot be opened or read.
   * To do: Mend the path, or its permissions.
   */
  | 'IMAGE_UNREADABLE'
  /**
   * Exit 1: The file ends before something that it speaks of.
   * To do: It is cut short or damaged; make or fetch it again.
   */
  | 'IMAGE_TRUNCATED'
  /**
   * Exit 1: The file contradicts itself in a way that leaves nothing to read.
   * To do: It is damaged; make or fetch it again.
   */
  | 'IMAGE_DAMAGED'
  /**
   * Exit 1: Something in the file is larger, or is there more often, than is accepted.
   * To do: No image that is made with care comes near the limit; docs/inspect-image.md has all of them.
   */
  | 'IMAGE_LIMIT'
  /**
   * Exit 2: The image is encrypted, needs another file, or has a feature that is not known.
   * To do: Convert it with the program that made it (`qemu-img convert`).
   */
  | 'IMAGE_UNSUPPORTED';
