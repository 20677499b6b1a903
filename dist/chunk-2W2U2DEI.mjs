import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  recordOutcome
} from "./chunk-IXJ4NE6I.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  ToolError,
  makeFolder,
  readTool,
  runTool,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/build/signing-key.ts
import { readFile } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/sign/gpg-home.ts
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
var PRESET_TOOLS = ["/usr/lib/gnupg/gpg-preset-passphrase", "/usr/libexec/gpg-preset-passphrase"];
async function importSecretKey(armoredKey, passphrase) {
  const folder = await makeTempDir();
  const homedir = folder.path;
  const dispose = async () => {
    await stopAgent(homedir);
    await folder[Symbol.asyncDispose]();
  };
  try {
    await chmod(homedir, 448);
    await writeFile(join(homedir, "gpg-agent.conf"), "allow-preset-passphrase\n");
    const import_ = [...gpg(homedir), "--import"];
    await runTool(import_, { input: armoredKey }).catch((error) => {
      throw unreadable(error);
    });
    const keys = await listSecretKeys(homedir);
    const [key] = keys;
    if (key === void 0) throw unreadable(void 0);
    if (keys.length > 1) {
      throw new ConfigError(
        "KEY_AMBIGUOUS",
        `the signing key holds ${keys.length} secret keys, expected one: ${keys.map(({ fingerprint }) => fingerprint).join(", ")}`
      );
    }
    if (passphrase !== void 0) await presetPassphrase(homedir, key.keygrips, passphrase);
    await assertSigns(homedir, key.fingerprint);
    return { homedir, fingerprint: key.fingerprint, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
async function resolveSecretKey(homedir, selector) {
  const keys = await listSecretKeys(homedir, selector);
  const [key] = keys;
  if (key === void 0) {
    throw new ConfigError(
      "KEY_MISSING",
      `${homedir} has no secret key${selector === void 0 ? "" : ` for ${selector}`}`,
      { hint: `See what is there: gpg --homedir ${homedir} --list-secret-keys` }
    );
  }
  if (keys.length > 1) {
    throw new ConfigError(
      "KEY_AMBIGUOUS",
      `${homedir} has ${keys.length} secret keys; say which one signs`,
      { hint: `One of ${keys.map(({ fingerprint }) => fingerprint).join(", ")}` }
    );
  }
  return { homedir, fingerprint: key.fingerprint };
}
function assertSigner({ fingerprint }, wanted) {
  if (wanted === void 0 || wanted === fingerprint) return;
  throw new ConfigError(
    "KEY_MISMATCH",
    `the signing key is ${fingerprint}, and remix.yaml asks for ${wanted}`,
    { hint: "Give the key that sign.gpg-key names, or change sign.gpg-key." }
  );
}
async function exportPublicKey(home) {
  return readTool([...gpg(home.homedir), "--armor", "--export", home.fingerprint]);
}
async function stopAgent(homedir) {
  await runTool(["gpgconf", "--homedir", homedir, "--kill", "all"], { okExitCodes: [0, 1, 2] });
}
function gpg(homedir) {
  return ["gpg", "--homedir", homedir, "--batch", "--no-tty", "--pinentry-mode", "loopback"];
}
async function listSecretKeys(homedir, selector) {
  const listing = await runTool(
    [
      ...gpg(homedir),
      ...["--with-colons", "--with-keygrip", "--list-secret-keys"],
      ...selector === void 0 ? [] : ["--", selector]
    ],
    { okExitCodes: [0, 2] }
  );
  const keys = [];
  for (const line of listing.stdout.split("\n")) {
    const fields = line.split(":");
    if (fields[0] === "sec") keys.push({ fingerprint: "", keygrips: [] });
    const key = keys.at(-1);
    if (key === void 0) continue;
    if (fields[0] === "fpr" && key.fingerprint === "") key.fingerprint = fields[9] ?? "";
    if (fields[0] === "grp") key.keygrips.push(fields[9] ?? "");
  }
  return keys;
}
async function presetPassphrase(homedir, keygrips, passphrase) {
  await runTool(["gpg-connect-agent", "--homedir", homedir, "/bye"]);
  for (const keygrip of keygrips) {
    await runFirst(PRESET_TOOLS, ["--preset", keygrip], {
      input: passphrase,
      env: { GNUPGHOME: homedir }
    });
  }
}
async function runFirst(paths, args, options) {
  let missing;
  for (const path of paths) {
    try {
      await runTool([path, ...args], options);
      return;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      missing = error;
    }
  }
  throw missing;
}
async function assertSigns(homedir, fingerprint) {
  try {
    await runTool(
      [
        ...["gpg", "--homedir", homedir, "--batch", "--no-tty", "--pinentry-mode", "error"],
        ...["--local-user", fingerprint, "--detach-sign", "--output", "-"]
      ],
      { input: "treesmith", onStdout: () => void 0 }
    );
  } catch (error) {
    if (error instanceof ToolError && /Unusable secret key/.test(error.stderr)) {
      throw new ConfigError(
        "KEY_UNUSABLE",
        `the signing key ${fingerprint} cannot sign: it is expired, revoked or not for signing`,
        {
          cause: error,
          hint: "See its dates: gpg --list-keys; prolong it: gpg --quick-set-expire."
        }
      );
    }
    throw new ConfigError(
      "PASSPHRASE_WRONG",
      `the signing key ${fingerprint} does not sign: its passphrase is missing or wrong`,
      { cause: error }
    );
  }
}
function unreadable(cause) {
  if (cause !== void 0 && !(cause instanceof ToolError)) return cause;
  return new ConfigError(
    "KEY_UNREADABLE",
    "the signing key is not an OpenPGP secret key",
    {
      hint: "Export it with: gpg --armor --export-secret-keys FINGERPRINT",
      ...cause === void 0 ? {} : { cause }
    }
  );
}

// lib/build/signing-key.ts
async function withImportedKey(secretKey, passphrase, wanted, body) {
  var _stack = [];
  try {
    const imported = __using(_stack, await importSecretKey(secretKey, passphrase), true);
    assertSigner(imported, wanted);
    return await body(imported);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function writePublicKey({ outDir, remix }, signing) {
  const folder = join2(outDir, "keys");
  await makeFolder(folder);
  const path = join2(folder, `${remix.name}.asc`);
  const key = await exportPublicKey(signing);
  const before = await readFile(path, "utf8").catch(() => void 0);
  if (before !== key) await writeFileAtomic(path, key);
  await recordOutcome(outDir, { remix: remix.name, publicKey: path });
  return path;
}

export {
  resolveSecretKey,
  assertSigner,
  exportPublicKey,
  stopAgent,
  withImportedKey,
  writePublicKey
};
