import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/host/testsolv.ts
import { symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { StringDecoder } from "node:string_decoder";
var POOL_FLAGS = "addfileprovidesfiltered implicitobsoleteusescolors", SOLVER_FLAGS = "bestobeypolicy yumobsoletes urpmreorder keeporphans";
async function runTestsolv(text, {
  files,
  options,
  onLine,
  log
}) {
  var _stack = [];
  try {
    let temp = __using(_stack, await makeTempDir(), !0);
    await writeFile(join(temp.path, "case.t"), `${text}
`);
    for (let { alias, path } of files)
      await symlink(resolve(path), join(temp.path, `${alias}.solv`));
    let decoder = new StringDecoder("utf8");
    let rest = "";
    let { stderr } = await runTool(["testsolv", ...options, "case.t"], {
      cwd: temp.path,
      log,
      onStdout: (chunk) => {
        let lines = (rest + decoder.write(chunk)).split(`
`);
        rest = lines.pop() ?? "";
        for (let line of lines) onLine(line);
      }
    });
    onLine(rest);
    return stderr.trim();
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

export {
  POOL_FLAGS,
  SOLVER_FLAGS,
  runTestsolv
};
