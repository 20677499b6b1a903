import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// cli/print.ts
function printResult(json, result, lines) {
  let text = json ? [JSON.stringify(result, null, 2)] : lines;
  process.stdout.write(text.map((line) => `${line}
`).join(""));
}

export {
  printResult
};
