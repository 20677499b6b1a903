import { lstat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { reportingTimeline, type Timeline, withTimeline } from '../core/timeline.ts';
import { isRoot } from './privilege.ts';
import type { PrivilegedTask } from './privileged-run.ts';
import { formatWireError, type Message, type Request, sendingLog } from './privileged-wire.ts';
import { runTool } from './process.ts';

/**
 * The other side of `runPrivileged`: reads one request from stdin, runs its task, and writes log
 * lines and the result to stdout. What the task leaves is given to the user behind sudo. Ends when
 * stdin does, because then nobody waits for us any more.
 */
export async function servePrivileged(
  tasks: Readonly<Record<string, PrivilegedTask>>,
): Promise<void> {
  const send = (message: Message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const lines = createInterface({ input: process.stdin });
  let over = false;
  let outputs: readonly string[] = [];
  lines.once('close', () => {
    // A signal, not an exit: temporary folders are removed and tools stopped on it.
    if (!over) process.kill(process.pid, 'SIGTERM');
  });
  try {
    const request = await readRequest(lines);
    outputs = request.outputs;
    Object.assign(process.env, request.env);
    const body = tasks[request.task];
    if (body === undefined) throw new RangeError(`no task ${request.task}`);
    if (!isRoot()) throw new Error('this is not root');
    const run = () =>
      body(request.input as never, sendingLog(send)).finally(() => giveBack(outputs));
    const result = await (request.timeline ? withTimeline(sendingTimeline(send), run) : run());
    send({ kind: 'result', result: result ?? null });
  } catch (error) {
    send({ kind: 'error', ...formatWireError(error) });
    process.exitCode = 1;
  } finally {
    over = true;
    lines.close();
    process.stdin.destroy();
  }
}

/** How the machine is used the asking side sees for itself. */
function sendingTimeline(send: (message: Message) => void): Timeline {
  return reportingTimeline({
    span: (span) => send({ kind: 'span', span }),
    sample: () => undefined,
  });
}

async function readRequest(lines: ReturnType<typeof createInterface>): Promise<Request> {
  const line = await new Promise<string>((resolve) => lines.once('line', resolve));
  return JSON.parse(line) as Request;
}

/** Makes the user behind sudo the owner of `paths` and of all that is in them; links are not followed. */
async function giveBack(paths: readonly string[]): Promise<void> {
  const [uid, gid] = [process.env.SUDO_UID, process.env.SUDO_GID];
  if (uid === undefined || gid === undefined || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return;
  for (const path of paths) {
    if ((await lstat(path).catch(() => undefined)) === undefined) continue;
    await runTool(['chown', '-R', '-P', '-h', `${uid}:${gid}`, '--', path]);
  }
}
