import { describe, expect, it } from 'vitest';
import { parseSource } from '../../../lib/plan/source.ts';

describe('parseSource', () => {
  it.each([
    ['/srv/build-state.json', 'file:///srv/build-state.json'],
    ['state file.json', `file://${process.cwd()}/state%20file.json`],
    ['https://example.org/a/build-state.json', 'https://example.org/a/build-state.json'],
  ])('takes %j for a build state', (line, url) => {
    expect(parseSource(line)).toMatchObject({ kind: 'state', url });
  });

  it('reads repositories with and without a ref', () => {
    expect(parseSource('ostree:https://example.org/repo#anvil/12/x86_64/stable')).toMatchObject({
      kind: 'ostree',
      url: 'https://example.org/repo/',
      ref: 'anvil/12/x86_64/stable',
    });
    expect(parseSource('ostree:/srv/repo')).toMatchObject({ url: 'file:///srv/repo/' });
  });

  it.each([
    ['oci:ghcr.io/me/anvil:latest'],
    ['oci:localhost/anvil'],
    ['oci:127.0.0.1:5000/a/b_c/d.e:v1'],
    [`oci:registry.example.org:443/a/b:v1@sha256:${'0a'.repeat(32)}`],
  ])('takes %j for an image', (line) => {
    expect(parseSource(line)).toEqual({
      kind: 'oci',
      name: line.slice(4),
      reference: line.slice(4),
    });
  });

  it.each([
    [''],
    ['a\nb'],
    ['s3://bucket/build-state.json'],
    ['docker://ghcr.io/me/anvil'],
    ['http://'],
    ['oci:'],
    ['oci:me/anvil'],
    ['oci:anvil:latest'],
    ['oci:--creds=a/b'],
    ['oci:ghcr.io/Me/anvil'],
    ['oci:ghcr.io/me/anvil --authfile=/etc/passwd'],
    ['oci:ghcr.io/me/anvil@sha256:12'],
    ['ostree:'],
    ['ostree:#a/b'],
    ['ostree:https://example.org/repo#../../x'],
    ['ostree:https://example.org/repo#a#b'],
    ['ostree:https://example.org/repo#'],
    ['ostree:https://example.org/repo?token=x#a'],
    ['ostree:ssh://example.org/repo#a'],
  ])('refuses %j', (line) => {
    expect(() => parseSource(line)).toThrow(expect.objectContaining({ code: 'BAD_PUBLISHED' }));
  });

  it('keeps secrets out of names and messages', () => {
    const { name } = parseSource('https://user:secret@example.org/state.json?token=secret');
    expect(name).not.toContain('secret');
    const refused = () => parseSource('s3://user:secret@bucket/state?token=secret');
    expect(refused).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});
