import { describe, expect, it } from 'vitest';
import { parseChallenges } from '../../../lib/registry/challenge.ts';
import { isSafeRealm, registryOrigin } from '../../../lib/registry/origin.ts';

describe('parseChallenges', () => {
  it('reads quoted and bare parameters of more than one scheme', () => {
    const header =
      'Bearer realm="https://a.example/token?x=1,2",service=reg, scope="repository:a/b:pull,push", Basic realm="say \\"hi\\""';
    expect(parseChallenges(header).map((found) => ({ ...found }))).toEqual([
      {
        scheme: 'bearer',
        parameters: {
          realm: 'https://a.example/token?x=1,2',
          service: 'reg',
          scope: 'repository:a/b:pull,push',
        },
      },
      { scheme: 'basic', parameters: { realm: 'say "hi"' } },
    ]);
    expect(parseChallenges('Negotiate, Basic realm=x').map(({ scheme }) => scheme)).toEqual([
      'negotiate',
      'basic',
    ]);
  });

  it('ends where it is not well-formed, in no time', () => {
    const started = performance.now();
    for (const text of [
      '',
      '"',
      'Bearer realm="',
      `${'a '.repeat(1e6)}`,
      `a ${'"\\'.repeat(1e6)}`,
    ]) {
      parseChallenges(text);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(parseChallenges('Bearer __proto__=x')[0]?.parameters['realm']).toBeUndefined();
  });
});

describe('registryOrigin', () => {
  it('speaks plain http with this machine alone', () => {
    const origins = ['ghcr.io', 'docker.io', 'localhost:5000', '127.0.0.1:5000', '[::1]:5000'];
    expect(origins.map(registryOrigin)).toEqual([
      'https://ghcr.io',
      'https://registry-1.docker.io',
      'http://localhost:5000',
      'http://127.0.0.1:5000',
      'http://[::1]:5000',
    ]);
    for (const host of ['127.0.0.1.evil.example', 'localhost.evil.example', '128.0.0.1']) {
      expect(registryOrigin(host)).toBe(`https://${host}`);
    }
  });
});

describe('isSafeRealm', () => {
  it('takes https, and plain http between parts of this machine', () => {
    const [far, near] = ['https://ghcr.io', 'http://localhost:5000'];
    const safe = (realm: string, origin: string) => isSafeRealm(new URL(realm), origin);
    expect(safe('https://auth.example/token', far)).toBe(true);
    expect(safe('http://localhost:1/token', near)).toBe(true);
    expect(safe('http://auth.example/token', far)).toBe(false);
    expect(safe('http://localhost:1/token', far)).toBe(false);
    expect(safe('http://auth.example/token', near)).toBe(false);
    expect(safe('file:///etc/passwd', near)).toBe(false);
    expect(safe('https://user:x@auth.example/', far)).toBe(false);
  });
});
