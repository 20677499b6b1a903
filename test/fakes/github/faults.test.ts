import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { type FakeGitHub, startGitHub } from './github.ts';

let github: FakeGitHub;

beforeEach(async () => {
  github = await startGitHub();
});

afterEach(() => github.close());

/** What curl gets of the list of releases. */
async function get(...args: string[]) {
  const url = `${github.url}/repos/octo/remix/releases`;
  const { exitCode, stdout } = await runTool(['curl', '-s', '-i', '-m', '50', ...args, url], {
    okExitCodes: [0, 18, 28, 52, 56],
  });
  const [head = '', body = ''] = stdout.split('\r\n\r\n');
  return { exitCode, status: Number(head.split(' ')[1]), head, body };
}

async function post(tag: string) {
  const token = github.env({ permissions: { contents: 'write' } })['GITHUB_TOKEN'];
  return get('-H', `Authorization: Bearer ${token}`, '-d', JSON.stringify({ tag_name: tag }));
}

describe('faults of the loopback GitHub', () => {
  it('breaks connections in each of the ways', async () => {
    github.fault({ kind: 'reset', times: 1 });
    expect(await get()).toMatchObject({ exitCode: 56 });
    github.fault({ kind: 'cut', afterBytes: 1, times: 1 });
    expect(await get()).toMatchObject({ exitCode: 18, status: 200, body: '[' });
    github.fault({ kind: 'stall', afterBytes: 1, times: 1 });
    expect(await get('-m', '10')).toMatchObject({ exitCode: 28, body: '[' });
    github.fault({ kind: 'delay', delayMs: 300, times: 1 });
    const start = performance.now();
    expect(await get()).toMatchObject({ exitCode: 0, body: '[]' });
    expect(performance.now() - start).toBeGreaterThan(300);
    expect(github.requests.map(({ fault, sentBytes }) => [fault, sentBytes])).toEqual([
      ['reset', 0],
      ['cut', 1],
      ['stall', 1],
      ['delay', 2],
    ]);
  });

  it('does what is asked and loses the answer', async () => {
    github.fault({ kind: 'lost', method: 'POST', times: 1 });
    expect(await post('v1')).toMatchObject({ exitCode: 56 });
    expect(github.releases).toMatchObject([{ tag: 'v1' }]);
    expect(await post('v1')).toMatchObject({ status: 422 });
  });

  it('answers as a server that is overloaded, and as one that is in maintenance', async () => {
    github.fault({ kind: 'rate-limit', times: 1 });
    github.fault({ kind: 'rate-limit', secondary: true, times: 1 });
    github.fault({ kind: 'status', status: 503, retryAfterSeconds: 7, times: 1 });
    github.fault({ kind: 'replace', body: '<html>', times: 1 });
    const primary = await get();
    expect(primary).toMatchObject({ status: 403 });
    expect(primary.head).toContain('x-ratelimit-remaining: 0');
    const secondary = await get();
    expect(secondary).toMatchObject({ status: 429 });
    expect(secondary.head).toContain('retry-after: 1');
    const busy = await get();
    expect(busy).toMatchObject({ status: 503 });
    expect(busy.head).toContain('retry-after: 7');
    expect(await get()).toMatchObject({ status: 200, body: '<html>' });
  });

  it('picks requests by service, method, path and number, and sends slowly', async () => {
    github.fault({ service: 'cache', kind: 'status', status: 500 });
    github.fault({ path: /\/nothing$/, kind: 'status', status: 500 });
    github.fault({ path: 'releases', after: 1, times: 1, kind: 'slow', bytesPerSecond: 10 });
    const took: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const start = performance.now();
      expect(await get()).toMatchObject({ status: 200, body: '[]' });
      took.push(performance.now() - start);
    }
    expect(took[1]).toBeGreaterThan(200);
    github.fault({ kind: 'status', status: 500 });
    expect(await get()).toMatchObject({ status: 500 });
    github.clearFaults();
    expect(await get()).toMatchObject({ status: 200 });
  });

  it('ends the life of tokens', async () => {
    const token = github.env({ permissions: { contents: 'write' } })['GITHUB_TOKEN'];
    expect(await get('-H', `Authorization: token ${token}`)).toMatchObject({ status: 200 });
    github.revokeTokens();
    expect(await get('-H', `Authorization: token ${token}`)).toMatchObject({ status: 401 });
  });
});
