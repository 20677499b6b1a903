import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/sign/checksums.ts
var CHECKSUMS_NAME = "SHA256SUMS", MAX_CHECKSUMS_BYTES = 16 * 1024 * 1024;
function formatChecksums(files) {
  return [...files].sort((a, b) => compareBytes(a.name, b.name)).map(({ name, sha256 }) => {
    let escaped = escapeName(name);
    return `${escaped === name ? "" : "\\"}${sha256}  ${escaped}
`;
  }).join("");
}
function parseChecksums(text, source) {
  if (text !== "" && !text.endsWith(`
`)) throw malformed(source, 0, "it is cut short");
  let names = /* @__PURE__ */ new Set();
  return text.split(`
`).slice(0, -1).map((line, index) => {
    let [, escaped, sha256 = "", written = ""] = /^(\\?)([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sha256 === "") throw malformed(source, index + 1, "expected a SHA-256 and a name");
    let name = escaped === "" ? written : unescapeName(written);
    if (!name.split("/").every((part) => !["", ".", ".."].includes(part))) throw malformed(source, index + 1, `${JSON.stringify(name)} leads elsewhere`);
    if (names.has(name)) throw malformed(source, index + 1, `${name} is there twice`);
    return names.add(name), { name, sha256 };
  });
}
var ESCAPES = [
  ["\\", "\\\\"],
  [`
`, "\\n"],
  ["\r", "\\r"]
];
function escapeName(name) {
  return ESCAPES.reduce((text, [plain, escaped]) => text.replaceAll(plain, escaped), name);
}
function unescapeName(name) {
  return name.replaceAll(
    /\\[\\nr]/g,
    (found) => ESCAPES.find(([, escaped]) => escaped === found)?.[0] ?? found
  );
}
function malformed(source, line, what) {
  return new BuildError("CHECKSUMS_MALFORMED", `${source} is no SHA256SUMS: ${what}`, {
    place: { file: source, ...line === 0 ? {} : { line } }
  });
}

export {
  CHECKSUMS_NAME,
  MAX_CHECKSUMS_BYTES,
  formatChecksums,
  parseChecksums
};
