/** What can be wrong with the layers of a container image. */
export type LayersCode =
  /**
   * Exit 1: A layer of a container image has what could write outside of its tree, or is damaged.
   * To do: Distrust the image, or where it came from.
   */
  | 'LAYER_UNSAFE'
  /**
   * Exit 1: A layer is larger, or an image has more files, than is accepted.
   * To do: Make it smaller; a small file that becomes so large may be an attack.
   */
  | 'LAYER_LIMIT'
  /**
   * Exit 1: A layer has not the size or digest that the manifest, or decompressed the config, says.
   * To do: Push or copy the image again; or distrust where it came from.
   */
  | 'LAYER_MISMATCH'
  /**
   * Exit 1: A layer is of a media type that is not known: encrypted, or no archive.
   * To do: Build the image with layers of tar, gzip or zstd.
   */
  | 'LAYER_UNSUPPORTED';
