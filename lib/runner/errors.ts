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
  | 'NOT_IN_ACTIONS';
