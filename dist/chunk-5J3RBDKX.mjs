import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  parsePrevious
} from "./chunk-Y7V6WV2M.mjs";
import {
  onlyLogin
} from "./chunk-47VOAM4L.mjs";

// cli/previous.ts
var HELP = `
--previous keeps packages in the layers that they have in the image before, so that a registry gets, and
clients pull, only what changed: NAME=PLACE for each container, PLACE alone when one is made, or a PLACE with *
for the name of each. A PLACE is host/name:tag in a registry, or oci:FOLDER[:TAG]. Where there is none yet, or
none that may be read, layers are planned anew.`;
function previousOption(command) {
  return command.option(
    "--previous <place...>",
    "of containers: keep the layers of these images where possible"
  ).addHelpText("after", HELP);
}
function previousImages({ previous = [] }, remix, wanted) {
  let { places } = parsePrevious(previous, remix, wanted);
  return { places, login: onlyLogin([...places.values()]) };
}

export {
  previousOption,
  previousImages
};
