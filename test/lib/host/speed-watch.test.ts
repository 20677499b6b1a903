import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { HttpClient } from '../../../lib/host/http.ts';
import { SlowServerError, SpeedWatch } from '../../../lib/host/speed-watch.ts';

const URL = 'http://user:secret@slow.example/file';

describe('SpeedWatch', () => {
  it('gives up after a window at less than 1000 bytes per second, and tells no password', async () => {
    const watch = new SpeedWatch(URL, 50);
    watch.wait();
    await sleep(60);
    expect(() => watch.count(10)).toThrow(SlowServerError);
    expect(() => watch.count(10)).toThrow(/^http:\/\/slow\.example\/file is slower/);
  });

  it('begins a new window after one that was good', async () => {
    const watch = new SpeedWatch(URL, 50);
    watch.wait();
    await sleep(60);
    watch.count(1e6);
    watch.wait();
    await sleep(60);
    expect(() => watch.count(10)).toThrow(SlowServerError);
  });

  it('does not count what the reader does meanwhile', async () => {
    const watch = new SpeedWatch(URL, 500);
    watch.wait();
    watch.count(0);
    await sleep(600);
    watch.wait();
    watch.count(0);
  });

  it('watches every body that comes over the network', async () => {
    await using http = new HttpClient({ speedWindowMs: 100, firstPauseMs: 1 });
    const server = createServer((_request, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(timer));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const whole = http.getBytes(url, { limitBytes: 1e6, attempts: 1 });
    await expect(whole).rejects.toBeInstanceOf(SlowServerError);
    const { body } = await http.exchange(url, { method: 'GET' });
    const read = async () => {
      for await (const piece of body) expect(piece.toString()).toMatch(/^x+$/);
    };
    await expect(read()).rejects.toBeInstanceOf(SlowServerError);
    server.closeAllConnections();
    server.close();
  });
});
