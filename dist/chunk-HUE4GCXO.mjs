import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withSigning,
  withWorkspace
} from "./chunk-LHPKSK6M.mjs";
import {
  readRemixInputs,
  readSigningInputs
} from "./chunk-KLM566EX.mjs";
import {
  runCompose
} from "./chunk-5PKYPTFS.mjs";
import "./chunk-J73U73CL.mjs";
import "./chunk-BAJ6PECN.mjs";
import {
  currentLock
} from "./chunk-LR3XIGAY.mjs";
import "./chunk-2R5YMV23.mjs";
import "./chunk-UCEJD3WM.mjs";
import "./chunk-H6KZ54YI.mjs";
import "./chunk-ULWUNVLO.mjs";
import {
  writePublicKey
} from "./chunk-YSMKRQHJ.mjs";
import "./chunk-VZHX7JVJ.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-EDHQTCZ7.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-SSN2A6FW.mjs";
import "./chunk-QE3BSNBI.mjs";
import "./chunk-5JKL7GPI.mjs";
import "./chunk-JUC2KNTF.mjs";
import "./chunk-FRUPS4V3.mjs";
import "./chunk-PJVK2WBI.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-FAGSJBO3.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OF75LF2E.mjs";

// actions/compose/inputs.ts
function readInputs(read) {
  return {
    ...readRemixInputs(read),
    ...readSigningInputs(read),
    check: read.boolean("check")
  };
}

// actions/compose/main.ts
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (workspace) => {
    const lockfile = await currentLock(workspace);
    const { commits, publicKey } = await withSigning(inputs, workspace, async (signing) => ({
      commits: await runCompose(workspace, { check: inputs.check, signing, lockfile }),
      publicKey: signing === void 0 ? {} : { publicKey: await writePublicKey(workspace, signing) }
    }));
    for (const { ref, version, commit } of commits) ports.log.info(`${ref} ${version} ${commit}`);
    const [first] = commits;
    return {
      outputs: {
        commit: first?.commit ?? "",
        ref: first?.ref ?? "",
        version: first?.version ?? "",
        commits: JSON.stringify(commits),
        repository: workspace.repoPath,
        cached: String(commits.every(({ cached }) => cached))
      },
      part: { commits, repo: workspace.repoPath, ...publicKey },
      lockfile
    };
  });
}
export {
  readInputs,
  run
};
