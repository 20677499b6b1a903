import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Qmp, type QmpEvent } from '../../../lib/boot/qmp.ts';
import { startTool } from '../../../lib/host/process.ts';

/** A QEMU without a machine, and a talk with its monitor. */
async function startQemu(events: QmpEvent[] = []) {
  const child = await startTool(
    [
      ...['qemu-system-x86_64', '-machine', 'none', '-nodefaults', '-display', 'none'],
      ...['-chardev', 'socket,id=monitor,fd=3', '-mon', 'chardev=monitor,mode=control'],
    ],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] },
  );
  const qmp = new Qmp(child.stdio[3] as Duplex, (event) => events.push(event));
  const ended = once(child, 'close');
  return {
    qmp,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A talk with what answers anything with `answer`. */
async function talkTo(answer: string) {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    // Its end is only seen when it is read.
    socket.resume();
    socket.write(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = connect((server.address() as { port: number }).port, '127.0.0.1');
  return {
    qmp: new Qmp(port, () => undefined),
    async [Symbol.asyncDispose]() {
      port.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

describe('Qmp', () => {
  it('asks QEMU, and hears what it tells by itself', async () => {
    const events: QmpEvent[] = [];
    await using qemu = await startQemu(events);
    expect(await qemu.qmp.run('query-status')).toMatchObject({ running: true });
    await qemu.qmp.run('stop');
    await qemu.qmp.run('quit');
    await qemu.ended;
    expect(events.map(({ event }) => event)).toContain('STOP');
  });

  it('says what QEMU refuses, and goes on', async () => {
    await using qemu = await startQemu();
    await expect(qemu.qmp.run('no-such-thing')).rejects.toMatchObject({
      code: 'MONITOR_FAILED',
      message: expect.stringContaining('no-such-thing'),
    });
    expect(await qemu.qmp.run('query-status')).toMatchObject({ running: true });
  });

  it('fails when QEMU is gone', async () => {
    const qemu = await startQemu();
    await qemu[Symbol.asyncDispose]();
    await expect(qemu.qmp.run('query-status')).rejects.toMatchObject({ code: 'MONITOR_FAILED' });
  });

  it('does not wait for ever', async () => {
    await using silent = await talkTo('');
    await expect(silent.qmp.run('query-status', {}, 50)).rejects.toMatchObject({
      code: 'MONITOR_FAILED',
      message: expect.stringContaining('no answer in 0.05 s'),
    });
  });

  it.each([
    ['what is no JSON', 'hello\n'],
    ['a line without an end', 'x'.repeat(2 * 1024 * 1024)],
  ])('gives up on %s', async (_, answer) => {
    await using strange = await talkTo(answer);
    await expect(strange.qmp.run('query-status')).rejects.toMatchObject({ code: 'MONITOR_FAILED' });
  });
});
