import { TreesmithError } from '../../../lib/core/errors.ts';

/** What `body` fails with, as `code file-name:line:column`; its message and hint beside. */
export interface Fault {
  readonly code: string;
  /** `name.yaml:3:5`, without folders. */
  readonly where: string;
  readonly message: string;
  readonly hint: string | undefined;
}

/** Returns the failure of `body`, which must fail with an error of ours. */
export async function faultOf(body: () => unknown): Promise<Fault> {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof TreesmithError)) throw error;
    const { file, line, column } = error.place ?? { file: '' };
    const where = [file.split('/').at(-1), line, column]
      .filter((part) => part !== undefined)
      .join(':');
    return { code: error.code, where, message: error.message, hint: error.hint };
  }
  throw new Error('nothing failed');
}
