/** The most that is accepted of a file, which may be anybody's. docs/inspect-image.md lists them. */
export const LIMITS = {
  /** Bytes of a disk: what VHDX can have at most. */
  diskBytes: 64 * 2 ** 40,
  /** Bytes that one piece of a file (a table, a folder, a compressed block) may have. */
  pieceBytes: 64 * 2 ** 20,
  /** Bytes of a compressed file when it is unpacked, with its holes. */
  unpackedBytes: 256 * 2 ** 30,
  /** Bytes of it that are not in holes: what it takes of the temporary folder. */
  unpackedDataBytes: 32 * 2 ** 30,
  /** Files within files: an OCI archive holds a compressed layer that holds a disk. */
  depth: 5,
  /** Clusters, blocks or grains whose use is recorded. */
  blocks: 2 ** 24,
  /** Tables of a disk that are read one by one. */
  tables: 2 ** 20,
  /** Members of an archive. */
  members: 1_000_000,
  /** Bytes of all their names. */
  nameBytes: 256 * 2 ** 20,
  /** Parts of a sparse file in an archive. */
  sparseChunks: 1_000_000,
  /** Files and folders of an ESP or ISO. */
  directoryEntries: 20_000,
  /** Bytes of one folder of them. */
  directoryBytes: 4 * 2 ** 20,
  /** Logical partitions. */
  logicalPartitions: 128,
  /** Files of a folder that is inspected. */
  folderFiles: 1000,
  /** Manifests of an OCI layout. */
  manifests: 16,
  /** Layers of each. */
  layers: 128,
} as const;
