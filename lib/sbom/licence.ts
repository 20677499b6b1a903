import parseExpression, { type Info } from 'spdx-expression-parse';
import { sha256 } from '../core/digest.ts';
import type { Licence, LicenceReference } from './sbom-model.ts';

/** A distribution's longest has some 400 characters; the parser takes the square of the length. */
const MAX_EXPRESSION = 4096;
const REFERENCE = 'LicenseRef-';

/**
 * Returns what an RPM's licence field says: an SPDX expression where it is one, in its one spelling;
 * else one licence that SPDX does not list, whose text is what the field has.
 */
export function parseLicence(field: string): Licence {
  const text = field.replace(/\s+/g, ' ').trim();
  if (text === '') return { text, expression: undefined, isListed: false, references: [] };
  const info = tryParse(text);
  if (info === undefined) {
    const reference = unlisted(text);
    return { text, expression: reference.id, isListed: false, references: [reference] };
  }
  const references = new Map<string, LicenceReference>();
  const expression = formatInfo(info, references);
  const isSingle = 'license' in info && info.exception === undefined && info.plus !== true;
  const isListed = isSingle && references.size === 0;
  return { text, expression, isListed, references: [...references.values()] };
}

function tryParse(text: string): Info | undefined {
  if (text.length > MAX_EXPRESSION || /[^\x20-\x7e]/.test(text)) return undefined;
  // A reference into another document, which nobody here has.
  if (text.includes('DocumentRef-')) return undefined;
  try {
    return parseExpression(text);
  } catch {
    // Whatever it throws, the stack's end included: the field is no expression.
    return undefined;
  }
}

function formatInfo(info: Info, references: Map<string, LicenceReference>): string {
  if ('conjunction' in info) {
    const operator = info.conjunction.toUpperCase();
    const [left, right] = [info.left, info.right].map((side) => {
      const inner = formatInfo(side, references);
      // AND binds before OR.
      const isLooser = operator === 'AND' && 'conjunction' in side && side.conjunction === 'or';
      return isLooser ? `(${inner})` : inner;
    });
    return `${left} ${operator} ${right}`;
  }
  const { license, plus, exception } = info;
  if (license.startsWith(REFERENCE)) {
    const name = license.slice(REFERENCE.length);
    references.set(license, { id: license, name, text: `The package calls this licence ${name}.` });
  }
  return `${license}${plus === true ? '+' : ''}${exception === undefined ? '' : ` WITH ${exception}`}`;
}

/** Two fields that differ have two names, however alike they look. */
function unlisted(text: string): LicenceReference {
  const readable = text
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  const id = `${REFERENCE}${readable === '' ? '' : `${readable}-`}${sha256(text).slice(0, 8)}`;
  return { id, name: text, text };
}
