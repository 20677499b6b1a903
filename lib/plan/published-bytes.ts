import { BuildError } from '../core/errors.ts';
import { type HttpClient, HttpStatusError } from '../host/http.ts';
import type { PlanCode } from './errors.ts';

/**
 * Returns the bytes at `url`, or undefined when the server says that there is nothing.
 *
 * @throws BuildError PUBLISHED_UNREADABLE
 */
export async function getPublished(
  http: HttpClient,
  url: string,
  { name, limitBytes }: { readonly name: string; readonly limitBytes: number },
): Promise<Buffer | undefined> {
  try {
    return await http.getBytes(url, { limitBytes, headers: { 'cache-control': 'no-cache' } });
  } catch (error) {
    if (error instanceof HttpStatusError && [404, 410].includes(error.status)) return undefined;
    if (!(error instanceof BuildError)) throw error;
    throw unreadable(name, error.message, error);
  }
}

/** The error of everything that cannot be asked. */
export function unreadable(name: string, why: string, cause: unknown): BuildError<PlanCode> {
  return new BuildError<PlanCode>(
    'PUBLISHED_UNREADABLE',
    `what was published cannot be read from ${name}: ${why}`,
    { cause, hint: 'See that the server answers; --force plans everything without asking.' },
  );
}

/** The error of what is damaged or forged. */
export function corrupt(name: string, why: string, cause?: unknown): BuildError<PlanCode> {
  return new BuildError<PlanCode>('PUBLISHED_CORRUPT', `${name}: ${why}`, {
    ...(cause === undefined ? {} : { cause }),
    hint: 'Somebody changed it, or it is damaged; --force plans everything without asking.',
  });
}
