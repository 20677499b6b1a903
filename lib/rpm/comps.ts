import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';
import { parseXml, type XmlFormat } from './xml.ts';

const FORMAT: XmlFormat = { what: 'comps.xml', root: 'comps', code: 'BAD_COMPS' };

/** Groups and environments of `comps.xml`, by id. */
export interface Comps {
  readonly groups: ReadonlyMap<string, CompsGroup>;
  readonly environments: ReadonlyMap<string, CompsEnvironment>;
}

/** A group of packages. */
interface CompsGroup {
  readonly id: string;
  readonly name: string;
  readonly packages: readonly CompsPackage[];
}

/** A package of a group. */
export interface CompsPackage {
  readonly name: string;
  readonly type: 'mandatory' | 'default' | 'optional' | 'conditional';
  /** Of a conditional package: it comes along when this one is installed. */
  readonly requires?: string;
}

/** A set of groups. */
interface CompsEnvironment {
  readonly id: string;
  readonly name: string;
  /** Groups that belong to it. */
  readonly groups: readonly string[];
  readonly optionalGroups: readonly string[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads `comps.xml`. Format: `docs/comps.rng` of libcomps.
 *
 * @throws BuildError BAD_COMPS
 */
export function parseComps(text: string): Comps {
  const groups = new Map<string, CompsGroup>();
  const environments = new Map<string, CompsEnvironment>();
  const path: string[] = [];
  let id = '';
  let title = '';
  let translated = false;
  let packages: CompsPackage[] = [];
  let request: Mutable<Partial<CompsPackage>> = {};
  let members: string[] = [];
  let options: string[] = [];

  parseXml(text, FORMAT, {
    open(name, attributes) {
      path.push(name);
      if (name === 'group' || name === 'environment') {
        id = '';
        title = '';
        [packages, members, options] = [[], [], []];
      }
      if (name === 'name') translated = attributes['xml:lang'] !== undefined;
      if (name === 'packagereq') {
        request = { type: packageType(attributes.type) };
        if (attributes.requires !== undefined) request.requires = word(attributes.requires);
      }
    },
    close(name, content) {
      path.pop();
      const parent = path.at(-1);
      if (name === 'id' && (parent === 'group' || parent === 'environment')) id = word(content);
      if (name === 'name' && !translated) title = content;
      if (name === 'packagereq')
        packages.push({ type: 'mandatory', ...request, name: word(content) });
      // Categories list groups, too.
      if (name === 'groupid' && path.at(-2) === 'environment') {
        (parent === 'optionlist' ? options : members).push(word(content));
      }
      if (name === 'group') {
        if (id === '') throw bad('a group has no id');
        groups.set(id, { id, name: title, packages });
      }
      if (name === 'environment') {
        if (id === '') throw bad('an environment has no id');
        environments.set(id, { id, name: title, groups: members, optionalGroups: options });
      }
    },
  });
  return { groups, environments };
}

function packageType(type: string | undefined): CompsPackage['type'] {
  switch (type) {
    case 'default':
    case 'optional':
    case 'conditional':
      return type;
    default:
      // libcomps, too, takes what it does not know for mandatory.
      return 'mandatory';
  }
}

/** Names end up in lines of text, in which they are a word. */
function word(text: string): string {
  if (/^[^\s\p{Cc}]+$/u.test(text)) return text;
  throw bad(`${JSON.stringify(text)} is no name or id`);
}

function bad(what: string): BuildError<RpmCode> {
  return new BuildError<RpmCode>('BAD_COMPS', `comps.xml: ${what}`);
}
