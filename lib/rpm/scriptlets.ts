import type { Header } from './header.ts';
import { badHeader } from './header-entries.ts';

/** One scriptlet of a package: a program that rpm runs, and what it is given to run. */
export interface Scriptlet {
  /** As in a spec file: `pre` is `%pre`; `trigger` stands for `%triggerin` and its like. */
  readonly kind: ScriptletKind;
  /** With its arguments; `<lua>` is rpm's own interpreter. */
  readonly program: readonly string[];
  /** Empty when the program runs alone, as with `%post -p /sbin/ldconfig`. */
  readonly body: string;
}

type ScriptletKind = (typeof SCRIPTLETS)[number][0] | (typeof TRIGGERS)[number][0];

const SHELL = '/bin/sh';

/** Kind, tag of the body, tag of the program. Source: rpm, `include/rpm/rpmtag.h`. */
const SCRIPTLETS = [
  ['pretrans', 1151, 1153],
  ['pre', 1023, 1085],
  ['post', 1024, 1086],
  ['preun', 1025, 1087],
  ['postun', 1026, 1088],
  ['posttrans', 1152, 1154],
  ['preuntrans', 5103, 5105],
  ['postuntrans', 5104, 5106],
  ['verifyscript', 1079, 1091],
] as const;

/** The same of those that a package has several of. */
const TRIGGERS = [
  ['trigger', 1065, 1092],
  ['filetrigger', 5066, 5067],
  ['transfiletrigger', 5076, 5077],
] as const;

/**
 * Returns the scriptlets and triggers of a package, in the order of a transaction.
 *
 * @throws BuildError BAD_HEADER
 */
export function scriptletsOf(header: Header): Scriptlet[] {
  const single = SCRIPTLETS.flatMap(([kind, bodyTag, programTag]): Scriptlet[] => {
    if (!header.has(bodyTag) && !header.has(programTag)) return [];
    const program = header.texts(programTag);
    return [
      {
        kind,
        program: program.length === 0 ? [SHELL] : program,
        body: header.text(bodyTag) ?? '',
      },
    ];
  });
  const triggers = TRIGGERS.flatMap(([kind, bodyTag, programTag]): Scriptlet[] => {
    const bodies = header.texts(bodyTag);
    const programs = header.texts(programTag);
    if (programs.length > 0 && programs.length !== bodies.length) {
      throw badHeader(`it has ${bodies.length} ${kind}s and ${programs.length} programs for them`);
    }
    return bodies.map((body, position) => ({ kind, program: [programs[position] ?? SHELL], body }));
  });
  return [...single, ...triggers];
}
