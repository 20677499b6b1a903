/** What can go wrong while results are published. */
export type PublishCode =
  /**
   * Exit 2: The folder for the web server holds something else, which would be overwritten.
   * To do: Name a folder that is new, empty or was made by `publish` before.
   */
  | 'FOLDER_IN_USE'
  /**
   * Exit 1: ostree could not copy the repository.
   * To do: Read the end of its output in the message; run it again.
   */
  | 'FOLDER_FAILED'
  /**
   * Exit 2: A file is larger than GitHub takes in a release: 2 GiB less one byte.
   * To do: Make a smaller or compressed image, or publish it elsewhere.
   */
  | 'ASSET_TOO_LARGE'
  /**
   * Exit 2: A file is empty; GitHub takes none in a release.
   * To do: Remove it.
   */
  | 'ASSET_EMPTY'
  /**
   * Exit 2: A release would have more than 1,000 files.
   * To do: Publish fewer, or in several releases.
   */
  | 'TOO_MANY_ASSETS'
  /**
   * Exit 2: Two files would have one name in the release, which has no folders.
   * To do: Rename one of them.
   */
  | 'ASSET_NAME_TAKEN'
  /**
   * Exit 2: The release has a file of this name with other bytes. It is never overwritten.
   * To do: Use a new tag; or delete the file, or the release, by hand.
   */
  | 'ASSET_DIFFERS'
  /**
   * Exit 2: GitHub does not accept the token, or lets it not write.
   * To do: Give the job the permission `contents: write`.
   */
  | 'TOKEN_REFUSED'
  /**
   * Exit 2: GitHub does not make the release as it was asked for.
   * To do: Read its answer in the message: tag, branch protection or the length of the notes.
   */
  | 'RELEASE_REFUSED'
  /**
   * Exit 1: GitHub has other bytes than were uploaded.
   * To do: Run it again.
   */
  | 'UPLOAD_DAMAGED'
  /**
   * Exit 1: GitHub did not answer as it should, after several tries.
   * To do: Look at githubstatus.com, and run it again later; what is uploaded stays.
   */
  | 'RELEASE_FAILED';
