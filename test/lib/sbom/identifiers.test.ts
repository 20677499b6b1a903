import { describe, expect, it } from 'vitest';
import { Identifiers } from '../../../lib/sbom/identifiers.ts';

const nevra = ({ name, version }: { name: string; version: string }) => `${name}-${version}`;

describe('Identifiers', () => {
  it('takes the name where it is one package’s alone, and more of it where it is not', () => {
    const packages = [
      { name: 'bash', version: '5' },
      { name: 'kernel', version: '6' },
      { name: 'kernel', version: '7' },
    ];
    expect(new Identifiers().makeAll(packages, nevra)).toEqual(['bash', 'kernel-6', 'kernel-7']);
  });

  it('makes each once, whatever the names are', () => {
    const ids = new Identifiers('SPDXRef-', /[^A-Za-z0-9.-]+/g);
    const made = ['System', 'System', 'System', 'a+b', 'a_b', 'a-b'].map((name) => ids.make(name));
    expect(new Set(made).size).toBe(made.length);
    expect(made[0]).toBe('SPDXRef-System');
    for (const id of made) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
  });
});
