import { join } from 'node:path';
import { runTool } from '../../../lib/host/process.ts';

/** Starts the one line of a child's output that is its result. */
export const RESULT_MARK = '##result ';

/** What a child that runs an official client did: what it printed, and the result of each call. */
export interface ClientRun {
  readonly results: readonly unknown[];
  readonly output: string;
}

/**
 * Runs GitHub's own client in a process of its own, as these clients read the environment:
 * `<name>-child.ts` is given the calls as JSON and prints their results. `importUrl` is a module to load before it.
 */
export async function runOfficialClient(
  name: string,
  calls: readonly unknown[],
  env: Readonly<Record<string, string>>,
  options: { readonly cwd?: string; readonly importUrl?: string } = {},
): Promise<ClientRun> {
  const { cwd, importUrl } = options;
  const { stdout, stderr } = await runTool(
    [
      process.execPath,
      '--no-warnings',
      ...(importUrl === undefined ? [] : ['--import', importUrl]),
      join(import.meta.dirname, `${name}-child.ts`),
      JSON.stringify(calls),
    ],
    { env, ...(cwd === undefined ? {} : { cwd }), timeoutMs: 120_000 },
  );
  const line = stdout.split('\n').find((text) => text.startsWith(RESULT_MARK));
  if (line === undefined) throw new Error(`no result of ${name}:\n${stdout}\n${stderr}`);
  const results = JSON.parse(line.slice(RESULT_MARK.length)) as unknown[];
  return { results, output: stdout };
}

/** For children: does the calls of the command line one after the other and prints the results. */
export async function answerCalls<Call>(run: (call: Call) => Promise<unknown>): Promise<void> {
  const results: unknown[] = [];
  for (const call of JSON.parse(process.argv[2] ?? '[]') as Call[]) {
    // The name and the status of an error are what the code that calls these clients looks at.
    const result = await run(call).catch(
      (error: Error & { status?: number; response?: { data?: unknown } }) => ({
        error: error.name,
        message: error.message,
        ...(error.status === undefined ? {} : { status: error.status }),
        ...(error.response === undefined ? {} : { data: error.response.data }),
      }),
    );
    results.push(result ?? null);
  }
  process.stdout.write(`\n${RESULT_MARK}${JSON.stringify(results)}\n`);
}
