import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { type Pack, type PackedRpm, packOf, rpmMark } from '../../../lib/packs/pack.ts';
import { planRestore } from '../../../lib/packs/restore-plan.ts';
import { planSave } from '../../../lib/packs/save-plan.ts';

const MIB = 1024 * 1024;
const rpm = (name: string, sizeBytes = MIB): PackedRpm => ({ sha256: sha256(name), sizeBytes });
const rpms = (names: string, sizeBytes = MIB) =>
  names.split(' ').map((name) => rpm(name, sizeBytes));
const sum = (list: readonly { readonly sizeBytes: number }[]) =>
  list.reduce((total, { sizeBytes }) => total + sizeBytes, 0);

describe('packOf', () => {
  it('names a pack by what it holds, in any order', () => {
    const pack = packOf(rpms('a b c'));
    expect(pack).toEqual(packOf(rpms('c a b')));
    expect(pack.sizeBytes).toBe(3 * MIB);
    expect(packOf(rpms('a b')).digest).not.toBe(pack.digest);
  });

  it('takes another name when the first one is spoiled', () => {
    const first = packOf(rpms('a'));
    const second = packOf(rpms('a'), new Set([first.digest]));
    const third = packOf(rpms('a'), new Set([first.digest, second.digest]));
    expect(new Set([first.digest, second.digest, third.digest]).size).toBe(3);
    expect(third.rpms).toEqual(first.rpms);
  });
});

describe('planRestore', () => {
  it('takes what is needed and nothing twice', () => {
    const [base, delta] = [packOf(rpms('a b c')), packOf(rpms('a d'))];
    expect(new Set(planRestore(rpms('a b c d'), [delta, base]))).toEqual(new Set([base, delta]));
    expect(planRestore(rpms('a b'), [base, delta])).toEqual([base]);
    expect(planRestore(rpms('x y'), [base, delta])).toEqual([]);
    expect(planRestore([], [base, delta])).toEqual([]);
  });

  it('leaves alone a pack of which less than a quarter is wanted', () => {
    const pack = packOf([rpm('small', MIB), rpm('large', 9 * MIB)]);
    expect(planRestore([rpm('small', MIB)], [pack])).toEqual([]);
    expect(planRestore([rpm('large', 9 * MIB)], [pack])).toEqual([pack]);
  });

  it('prefers the pack with little waste', () => {
    const [lean, fat] = [packOf(rpms('a b')), packOf(rpms('a b c'))];
    expect(planRestore(rpms('a b'), [fat, lean])).toEqual([lean]);
  });
});

describe('planSave', () => {
  it('makes everything one base when there is nothing', () => {
    const { keep, save } = planSave(rpms('a b c'), []);
    expect(keep).toEqual([]);
    expect(save.map((list) => packOf(list))).toEqual([packOf(rpms('a b c'))]);
  });

  it('saves nothing when the packs have it all', () => {
    const packs = [packOf(rpms('a b c')), packOf(rpms('d'))];
    expect(planSave(rpms('a b c d'), packs)).toEqual({ keep: packs, save: [] });
  });

  it('saves what is new alone', () => {
    const base = packOf(rpms('a b c d e'));
    expect(planSave(rpms('a b c d f'), [base])).toEqual({ keep: [base], save: [rpms('f')] });
  });

  it('forgets a pack that nobody needs', () => {
    const base = packOf(rpms('a b c'));
    const { keep, save } = planSave(rpms('a b c'), [base, packOf(rpms('x y'))]);
    expect({ keep, save }).toEqual({ keep: [base], save: [] });
  });

  it('writes a base anew of which more than 30 % is waste', () => {
    const base = packOf(rpms('a b c d e f g h i j'));
    expect(planSave(rpms('a b c d e f g'), [base]).save).toEqual([]);
    const { keep, save } = planSave(rpms('a b c d e f x'), [base]);
    expect(keep).toEqual([]);
    expect(save.flat()).toHaveLength(7);
  });

  it('makes more than eight deltas one, and leaves the base', () => {
    const base = packOf(rpms('base', 60 * MIB));
    const deltas = [...'abcdefgh'].map((name) => packOf(rpms(name)));
    const all = [...rpms('base', 60 * MIB), ...rpms('a b c d e f g h')];
    expect(planSave(all, [base, ...deltas]).save).toEqual([]);
    const { keep, save } = planSave([...all, ...rpms('i')], [base, ...deltas]);
    expect(keep).toEqual([base]);
    expect(save).toHaveLength(1);
    expect(sum(save.flat())).toBe(9 * MIB);
  });

  it('keeps packs few and lean over a year of nightly changes', () => {
    let wanted = Array.from({ length: 100 }, (_, index) => rpm(`0 ${index}`, (1 + index) * 10_000));
    let packs: readonly Pack[] = [];
    let uploaded = 0;
    let changed = 0;
    for (let night = 1; night <= 365; night += 1) {
      const at = (night * 37) % 100;
      wanted = wanted.map((old, index) =>
        index === at ? { ...rpm(`${night} ${at}`), sizeBytes: old.sizeBytes } : old,
      );
      changed += wanted[at]?.sizeBytes ?? 0;
      const { keep, save } = planSave(wanted, packs);
      packs = [...keep, ...save.map((list) => packOf(list))];
      uploaded += sum(save.flat());
      const marks = new Set(packs.flatMap((pack) => pack.rpms));
      expect(wanted.every(({ sha256: hex }) => marks.has(rpmMark(hex)))).toBe(true);
      expect(packs.length).toBeLessThanOrEqual(9);
      expect(sum(packs) - sum(wanted)).toBeLessThanOrEqual(0.3 * sum(packs));
      expect(planRestore(wanted, packs).length).toBe(packs.length);
    }
    // One archive for each lock would be 365 times all of it, 100 times what changed.
    expect(uploaded / changed).toBeLessThan(12);
  });

  it('splits what is larger than one pack should be', () => {
    const large = Array.from({ length: 20 }, (_, index) => rpm(`${index}`, 12 * MIB));
    const { save } = planSave(large, []);
    expect(save.map((list) => sum(list))).toEqual([60, 60, 60, 60].map((mib) => mib * MIB));
    expect(planSave([...rpms('a b'), rpm('huge', 3000 * MIB)], []).save.flat()).toHaveLength(3);
    const packs = save.map((list) => packOf(list));
    expect(planSave(large, packs)).toEqual({ keep: expect.anything(), save: [] });
    expect(planSave([rpm('huge', 3000 * MIB)], []).save).toHaveLength(1);
  });
});
