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
  | 'FOLDER_FAILED';
