/** What GitHub refuses before a job starts: the file is wrong, or asks for more than it may have. */
export class WorkflowError extends Error {
  override readonly name = 'WorkflowError';
}
