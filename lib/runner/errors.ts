/** What can go wrong between GitHub and the stages. */
export type RunnerCode =
  /**
   * Exit 2: An input of an action has a value that it cannot have.
   * To do: Use one of the values that the message names; the action's README has all of them.
   */
  | 'INPUT_INVALID'
  /**
   * Exit 2: An action was given an input that it does not have.
   * To do: Mend the spelling under `with:`; the message names the nearest input.
   */
  | 'INPUT_UNKNOWN'
  /**
   * Exit 2: An input that the action cannot do without is missing or empty.
   * To do: Give it under `with:`. A secret that does not exist is an empty text.
   */
  | 'INPUT_MISSING'
  /**
   * Exit 2: A path leads out of the workspace.
   * To do: Keep remix.yaml, its files and the results in the checked-out repository.
   */
  | 'PATH_OUTSIDE_WORKSPACE'
  /**
   * Exit 2: A variable that GitHub's runner always sets is missing.
   * To do: Run the action in a workflow; on a terminal use `treesmith`.
   */
  | 'NOT_IN_ACTIONS'
  /**
   * Exit 2: Another job of this run has uploaded an artifact of this name.
   * To do: Give each job an `artifact-name` of its own.
   */
  | 'ARTIFACT_EXISTS'
  /**
   * Exit 2: GitHub takes no file of this name in an artifact.
   * To do: Rename it: no quotes, colons, angle brackets, bars, asterisks, question marks or line ends.
   */
  | 'ARTIFACT_FILE_NAME'
  /**
   * Exit 2: The storage for artifacts is used up.
   * To do: Delete old artifacts, or lower `retention-days`.
   */
  | 'ARTIFACT_QUOTA'
  /**
   * Exit 2: This GitHub Enterprise Server has no artifact service that the client knows.
   * To do: Publish to a release or a folder.
   */
  | 'ARTIFACT_UNSUPPORTED'
  /**
   * Exit 1: An artifact came with other bytes than were uploaded.
   * To do: Run the job again.
   */
  | 'ARTIFACT_DAMAGED'
  /**
   * Exit 1: The artifact service did not do what it was asked for, after several tries.
   * To do: Read its answer in the message; run the job again.
   */
  | 'ARTIFACT_FAILED';
