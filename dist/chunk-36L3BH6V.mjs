import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  compareEvr,
  parseEvr
} from "./chunk-77DXW6FU.mjs";

// lib/rpm/dependency.ts
var DEPTH_LIMIT = 32;
function parseDependency(text) {
  return parseTerm(text.trim(), 0);
}
function parseCapability(text) {
  let [, name, sign, evr] = /^(.*\S)\s+(<=|>=|<|>|=)\s+(\S+)$/.exec(text.trim()) ?? [];
  return name === void 0 || sign === void 0 || evr === void 0 ? { name: text.trim() } : { name, sign, evr };
}
function meets(provided, asked) {
  if (provided.name !== asked.name) return !1;
  if (asked.sign === void 0 || asked.evr === void 0) return !0;
  if (provided.sign === void 0 || provided.evr === void 0) return !1;
  let order = compareLoosely(provided.evr, asked.evr);
  return order < 0 ? provided.sign.includes(">") || asked.sign.includes("<") : order > 0 ? provided.sign.includes("<") || asked.sign.includes(">") : ["<", "=", ">"].some((one) => provided.sign?.includes(one) && asked.sign?.includes(one));
}
function compareLoosely(a, b) {
  try {
    return compareEvr(parseEvr(a), parseEvr(b));
  } catch {
    return a === b ? 0 : -1;
  }
}
function parseTerm(text, depth) {
  if (!text.startsWith("(") || !text.endsWith(")") || depth > DEPTH_LIMIT)
    return { kind: "capability", capability: parseCapability(text) };
  let words = splitTop(text.slice(1, -1)), operators = words.filter((_, index) => index % 2 === 1), parts = words.filter((_, index) => index % 2 === 0), [operator] = operators;
  if (operator === void 0) return parseTerm(parts[0] ?? "", depth + 1);
  let [first, second, third] = parts.map((part) => parseTerm(part, depth + 1));
  if ((operator === "if" || operator === "unless") && second !== void 0) {
    let [part, otherwise] = operator === "if" ? [first, third] : [third, first];
    return { kind: "conditional", when: second, part, otherwise };
  }
  let kind = operator === "or" ? "any" : "all", used = operator === "and" || operator === "or" ? parts : parts.slice(0, 1);
  return { kind, parts: used.map((part) => parseTerm(part, depth + 1)) };
}
function splitTop(text) {
  let words = [], depth = 0, current = "";
  for (let token of text.split(/(\s+)/)) {
    if (depth === 0 && /^(and|or|if|unless|with|without|else)$/.test(token)) {
      words.push(current.trim(), token), current = "";
      continue;
    }
    for (let character of token) depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    current += token;
  }
  return [...words, current.trim()];
}

export {
  parseDependency,
  parseCapability,
  meets
};
