#!/usr/bin/env node
import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatPlan,
  runPlan
} from "./chunk-Y2JATKTH.mjs";
import {
  bootImages,
  formatMachine,
  prepareFirmware,
  prepareMedium,
  readImageFormat,
  resolveMedium,
  runBootTests
} from "./chunk-FIIZT5KT.mjs";
import {
  inspectImage,
  runImages
} from "./chunk-MOZBOTRU.mjs";
import {
  INIT_PRELUDE,
  TAR_BLOCK_BYTES,
  assertModules,
  checkoutToRead,
  collectModules,
  collectPrograms,
  formatCpio,
  initramfsMembers,
  kernelPath,
  parseTarHeader,
  readModuleIndex,
  requireKernel,
  runCompose,
  serveRootStage,
  writeCompressed
} from "./chunk-HUGIR5KW.mjs";
import {
  listRemoteRefs,
  runSign,
  verifyCommits,
  verifyFile
} from "./chunk-OUEITHPW.mjs";
import {
  assetName,
  runPublishFolder,
  runPublishRelease
} from "./chunk-E7FPV644.mjs";
import "./chunk-OFUO5KEB.mjs";
import "./chunk-EYIEWDX4.mjs";
import {
  recordBuildState
} from "./chunk-JUGJEQKV.mjs";
import {
  CHECKSUMS_NAME,
  MAX_CHECKSUMS_BYTES,
  listRefs,
  parseChecksums
} from "./chunk-BSKXIXIC.mjs";
import {
  readSetupNeed,
  setupHost,
  unregisterEmulators
} from "./chunk-KVVXU6OB.mjs";
import {
  probeKvm
} from "./chunk-E5LSWCRZ.mjs";
import "./chunk-T7QGRJYY.mjs";
import "./chunk-4KLD4KJE.mjs";
import {
  formatLock,
  openDecompressed,
  readSourceDateEpoch,
  runLock
} from "./chunk-274XIYFY.mjs";
import {
  assertSigner,
  resolveSecretKey,
  withImportedKey,
  writePublicKey
} from "./chunk-2W2U2DEI.mjs";
import "./chunk-QPRYW2CT.mjs";
import {
  openWorkspace,
  recordOutcome
} from "./chunk-IXJ4NE6I.mjs";
import {
  withTimelineFile
} from "./chunk-YFUPYUK7.mjs";
import "./chunk-MVMNFANK.mjs";
import {
  assertToolsOf
} from "./chunk-DXRJQPTI.mjs";
import "./chunk-R573IQWV.mjs";
import {
  ARCHITECTURES,
  BASEARCHES,
  assertTools,
  isBasearch
} from "./chunk-FBAQSP4E.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-LIZ2BTIR.mjs";
import "./chunk-NQQHXG2L.mjs";
import {
  RegistryClient,
  readCredentials,
  registryAuthFiles
} from "./chunk-RCALIPRX.mjs";
import {
  MAX_MANIFEST_BYTES,
  parseManifest
} from "./chunk-2QRIHPZD.mjs";
import {
  OCI_INDEX
} from "./chunk-VHH2F4KY.mjs";
import "./chunk-6DP4Q5ZH.mjs";
import "./chunk-JD33PUBT.mjs";
import "./chunk-H2E4HNY4.mjs";
import "./chunk-XW44VKEP.mjs";
import {
  HttpClient,
  HttpStatusError,
  digestHex,
  digestOf,
  isDigest,
  parseReference
} from "./chunk-AXANLE5B.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-H6KZ54YI.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  ToolError,
  explainToolError,
  runTool,
  startTool
} from "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import {
  currentTimeline
} from "./chunk-OLDDEYD5.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import "./chunk-PGVBXSTX.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError,
  formatPlace
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __commonJS,
  __require,
  __toESM,
  __using
} from "./chunk-OF75LF2E.mjs";

// node_modules/commander/lib/error.js
var require_error = __commonJS({
  "node_modules/commander/lib/error.js"(exports) {
    var CommanderError2 = class extends Error {
      /**
       * Constructs the CommanderError class
       * @param {number} exitCode suggested exit code which could be used with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       */
      constructor(exitCode, code, message) {
        super(message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
        this.code = code;
        this.exitCode = exitCode;
        this.nestedError = void 0;
      }
    };
    var InvalidArgumentError2 = class extends CommanderError2 {
      /**
       * Constructs the InvalidArgumentError class
       * @param {string} [message] explanation of why argument is invalid
       */
      constructor(message) {
        super(1, "commander.invalidArgument", message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
      }
    };
    exports.CommanderError = CommanderError2;
    exports.InvalidArgumentError = InvalidArgumentError2;
  }
});

// node_modules/commander/lib/argument.js
var require_argument = __commonJS({
  "node_modules/commander/lib/argument.js"(exports) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Argument2 = class {
      /**
       * Initialize a new command argument with the given name and description.
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @param {string} name
       * @param {string} [description]
       */
      constructor(name, description) {
        this.description = description || "";
        this.variadic = false;
        this.parseArg = void 0;
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.argChoices = void 0;
        switch (name[0]) {
          case "<":
            this.required = true;
            this._name = name.slice(1, -1);
            break;
          case "[":
            this.required = false;
            this._name = name.slice(1, -1);
            break;
          default:
            this.required = true;
            this._name = name;
            break;
        }
        if (this._name.endsWith("...")) {
          this.variadic = true;
          this._name = this._name.slice(0, -3);
        }
      }
      /**
       * Return argument name.
       *
       * @return {string}
       */
      name() {
        return this._name;
      }
      /**
       * @package
       */
      _collectValue(value, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value];
        }
        previous.push(value);
        return previous;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Argument}
       */
      default(value, description) {
        this.defaultValue = value;
        this.defaultValueDescription = description;
        return this;
      }
      /**
       * Set the custom handler for processing CLI command arguments into argument values.
       *
       * @param {Function} [fn]
       * @return {Argument}
       */
      argParser(fn) {
        this.parseArg = fn;
        return this;
      }
      /**
       * Only allow argument value to be one of choices.
       *
       * @param {string[]} values
       * @return {Argument}
       */
      choices(values) {
        this.argChoices = values.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Make argument required.
       *
       * @returns {Argument}
       */
      argRequired() {
        this.required = true;
        return this;
      }
      /**
       * Make argument optional.
       *
       * @returns {Argument}
       */
      argOptional() {
        this.required = false;
        return this;
      }
    };
    function humanReadableArgName(arg) {
      const nameOutput = arg.name() + (arg.variadic === true ? "..." : "");
      return arg.required ? "<" + nameOutput + ">" : "[" + nameOutput + "]";
    }
    exports.Argument = Argument2;
    exports.humanReadableArgName = humanReadableArgName;
  }
});

// node_modules/commander/lib/help.js
var require_help = __commonJS({
  "node_modules/commander/lib/help.js"(exports) {
    var { humanReadableArgName } = require_argument();
    var Help2 = class {
      constructor() {
        this.helpWidth = void 0;
        this.minWidthToWrap = 40;
        this.sortSubcommands = false;
        this.sortOptions = false;
        this.showGlobalOptions = false;
      }
      /**
       * prepareContext is called by Commander after applying overrides from `Command.configureHelp()`
       * and just before calling `formatHelp()`.
       *
       * Commander just uses the helpWidth and the rest is provided for optional use by more complex subclasses.
       *
       * @param {{ error?: boolean, helpWidth?: number, outputHasColors?: boolean }} contextOptions
       */
      prepareContext(contextOptions) {
        this.helpWidth = this.helpWidth ?? contextOptions.helpWidth ?? 80;
      }
      /**
       * Get an array of the visible subcommands. Includes a placeholder for the implicit help command, if there is one.
       *
       * @param {Command} cmd
       * @returns {Command[]}
       */
      visibleCommands(cmd) {
        const visibleCommands = cmd.commands.filter((cmd2) => !cmd2._hidden);
        const helpCommand = cmd._getHelpCommand();
        if (helpCommand && !helpCommand._hidden) {
          visibleCommands.push(helpCommand);
        }
        if (this.sortSubcommands) {
          visibleCommands.sort((a, b) => {
            return a.name().localeCompare(b.name());
          });
        }
        return visibleCommands;
      }
      /**
       * Compare options for sort.
       *
       * @param {Option} a
       * @param {Option} b
       * @returns {number}
       */
      compareOptions(a, b) {
        const getSortKey = (option) => {
          return option.short ? option.short.replace(/^-/, "") : option.long.replace(/^--/, "");
        };
        return getSortKey(a).localeCompare(getSortKey(b));
      }
      /**
       * Get an array of the visible options. Includes a placeholder for the implicit help option, if there is one.
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleOptions(cmd) {
        const visibleOptions = cmd.options.filter((option) => !option.hidden);
        const helpOption = cmd._getHelpOption();
        if (helpOption && !helpOption.hidden) {
          const removeShort = helpOption.short && cmd._findOption(helpOption.short);
          const removeLong = helpOption.long && cmd._findOption(helpOption.long);
          if (!removeShort && !removeLong) {
            visibleOptions.push(helpOption);
          } else if (helpOption.long && !removeLong) {
            visibleOptions.push(
              cmd.createOption(helpOption.long, helpOption.description)
            );
          } else if (helpOption.short && !removeShort) {
            visibleOptions.push(
              cmd.createOption(helpOption.short, helpOption.description)
            );
          }
        }
        if (this.sortOptions) {
          visibleOptions.sort(this.compareOptions);
        }
        return visibleOptions;
      }
      /**
       * Get an array of the visible global options. (Not including help.)
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleGlobalOptions(cmd) {
        if (!this.showGlobalOptions) return [];
        const globalOptions = [];
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          const visibleOptions = ancestorCmd.options.filter(
            (option) => !option.hidden
          );
          globalOptions.push(...visibleOptions);
        }
        if (this.sortOptions) {
          globalOptions.sort(this.compareOptions);
        }
        return globalOptions;
      }
      /**
       * Get an array of the arguments if any have a description.
       *
       * @param {Command} cmd
       * @returns {Argument[]}
       */
      visibleArguments(cmd) {
        if (cmd._argsDescription) {
          cmd.registeredArguments.forEach((argument) => {
            argument.description = argument.description || cmd._argsDescription[argument.name()] || "";
          });
        }
        if (cmd.registeredArguments.find((argument) => argument.description)) {
          return cmd.registeredArguments;
        }
        return [];
      }
      /**
       * Get the command term to show in the list of subcommands.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandTerm(cmd) {
        const args = cmd.registeredArguments.map((arg) => humanReadableArgName(arg)).join(" ");
        return cmd._name + (cmd._aliases[0] ? "|" + cmd._aliases[0] : "") + (cmd.options.length ? " [options]" : "") + // simplistic check for non-help option
        (args ? " " + args : "");
      }
      /**
       * Get the option term to show in the list of options.
       *
       * @param {Option} option
       * @returns {string}
       */
      optionTerm(option) {
        return option.flags;
      }
      /**
       * Get the argument term to show in the list of arguments.
       *
       * @param {Argument} argument
       * @returns {string}
       */
      argumentTerm(argument) {
        return argument.name();
      }
      /**
       * Get the longest command term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestSubcommandTermLength(cmd, helper) {
        return helper.visibleCommands(cmd).reduce((max, command) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleSubcommandTerm(helper.subcommandTerm(command))
            )
          );
        }, 0);
      }
      /**
       * Get the longest option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestOptionTermLength(cmd, helper) {
        return helper.visibleOptions(cmd).reduce((max, option) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))
          );
        }, 0);
      }
      /**
       * Get the longest global option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestGlobalOptionTermLength(cmd, helper) {
        return helper.visibleGlobalOptions(cmd).reduce((max, option) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))
          );
        }, 0);
      }
      /**
       * Get the longest argument term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestArgumentTermLength(cmd, helper) {
        return helper.visibleArguments(cmd).reduce((max, argument) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleArgumentTerm(helper.argumentTerm(argument))
            )
          );
        }, 0);
      }
      /**
       * Get the command usage to be displayed at the top of the built-in help.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandUsage(cmd) {
        let cmdName = cmd._name;
        if (cmd._aliases[0]) {
          cmdName = cmdName + "|" + cmd._aliases[0];
        }
        let ancestorCmdNames = "";
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          ancestorCmdNames = ancestorCmd.name() + " " + ancestorCmdNames;
        }
        return ancestorCmdNames + cmdName + " " + cmd.usage();
      }
      /**
       * Get the description for the command.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandDescription(cmd) {
        return cmd.description();
      }
      /**
       * Get the subcommand summary to show in the list of subcommands.
       * (Fallback to description for backwards compatibility.)
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandDescription(cmd) {
        return cmd.summary() || cmd.description();
      }
      /**
       * Get the option description to show in the list of options.
       *
       * @param {Option} option
       * @return {string}
       */
      optionDescription(option) {
        const extraInfo = [];
        if (option.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${option.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (option.defaultValue !== void 0) {
          const showDefault = option.required || option.optional || option.isBoolean() && typeof option.defaultValue === "boolean";
          if (showDefault) {
            extraInfo.push(
              `default: ${option.defaultValueDescription || JSON.stringify(option.defaultValue)}`
            );
          }
        }
        if (option.presetArg !== void 0 && option.optional) {
          extraInfo.push(`preset: ${JSON.stringify(option.presetArg)}`);
        }
        if (option.envVar !== void 0) {
          extraInfo.push(`env: ${option.envVar}`);
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (option.description) {
            return `${option.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return option.description;
      }
      /**
       * Get the argument description to show in the list of arguments.
       *
       * @param {Argument} argument
       * @return {string}
       */
      argumentDescription(argument) {
        const extraInfo = [];
        if (argument.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${argument.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (argument.defaultValue !== void 0) {
          extraInfo.push(
            `default: ${argument.defaultValueDescription || JSON.stringify(argument.defaultValue)}`
          );
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (argument.description) {
            return `${argument.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return argument.description;
      }
      /**
       * Format a list of items, given a heading and an array of formatted items.
       *
       * @param {string} heading
       * @param {string[]} items
       * @param {Help} helper
       * @returns string[]
       */
      formatItemList(heading, items, helper) {
        if (items.length === 0) return [];
        return [helper.styleTitle(heading), ...items, ""];
      }
      /**
       * Group items by their help group heading.
       *
       * @param {Command[] | Option[]} unsortedItems
       * @param {Command[] | Option[]} visibleItems
       * @param {Function} getGroup
       * @returns {Map<string, Command[] | Option[]>}
       */
      groupItems(unsortedItems, visibleItems, getGroup) {
        const result = /* @__PURE__ */ new Map();
        unsortedItems.forEach((item) => {
          const group = getGroup(item);
          if (!result.has(group)) result.set(group, []);
        });
        visibleItems.forEach((item) => {
          const group = getGroup(item);
          if (!result.has(group)) {
            result.set(group, []);
          }
          result.get(group).push(item);
        });
        return result;
      }
      /**
       * Generate the built-in help text.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {string}
       */
      formatHelp(cmd, helper) {
        const termWidth = helper.padWidth(cmd, helper);
        const helpWidth = helper.helpWidth ?? 80;
        function callFormatItem(term, description) {
          return helper.formatItem(term, termWidth, description, helper);
        }
        let output = [
          `${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(cmd))}`,
          ""
        ];
        const commandDescription = helper.commandDescription(cmd);
        if (commandDescription.length > 0) {
          output = output.concat([
            helper.boxWrap(
              helper.styleCommandDescription(commandDescription),
              helpWidth
            ),
            ""
          ]);
        }
        const argumentList = helper.visibleArguments(cmd).map((argument) => {
          return callFormatItem(
            helper.styleArgumentTerm(helper.argumentTerm(argument)),
            helper.styleArgumentDescription(helper.argumentDescription(argument))
          );
        });
        output = output.concat(
          this.formatItemList("Arguments:", argumentList, helper)
        );
        const optionGroups = this.groupItems(
          cmd.options,
          helper.visibleOptions(cmd),
          (option) => option.helpGroupHeading ?? "Options:"
        );
        optionGroups.forEach((options, group) => {
          const optionList = options.map((option) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option)),
              helper.styleOptionDescription(helper.optionDescription(option))
            );
          });
          output = output.concat(this.formatItemList(group, optionList, helper));
        });
        if (helper.showGlobalOptions) {
          const globalOptionList = helper.visibleGlobalOptions(cmd).map((option) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option)),
              helper.styleOptionDescription(helper.optionDescription(option))
            );
          });
          output = output.concat(
            this.formatItemList("Global Options:", globalOptionList, helper)
          );
        }
        const commandGroups = this.groupItems(
          cmd.commands,
          helper.visibleCommands(cmd),
          (sub) => sub.helpGroup() || "Commands:"
        );
        commandGroups.forEach((commands, group) => {
          const commandList = commands.map((sub) => {
            return callFormatItem(
              helper.styleSubcommandTerm(helper.subcommandTerm(sub)),
              helper.styleSubcommandDescription(helper.subcommandDescription(sub))
            );
          });
          output = output.concat(this.formatItemList(group, commandList, helper));
        });
        return output.join("\n");
      }
      /**
       * Return display width of string, ignoring ANSI escape sequences. Used in padding and wrapping calculations.
       *
       * @param {string} str
       * @returns {number}
       */
      displayWidth(str) {
        return stripColor(str).length;
      }
      /**
       * Style the title for displaying in the help. Called with 'Usage:', 'Options:', etc.
       *
       * @param {string} str
       * @returns {string}
       */
      styleTitle(str) {
        return str;
      }
      styleUsage(str) {
        return str.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word === "[command]") return this.styleSubcommandText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleCommandText(word);
        }).join(" ");
      }
      styleCommandDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleOptionDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleSubcommandDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleArgumentDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleDescriptionText(str) {
        return str;
      }
      styleOptionTerm(str) {
        return this.styleOptionText(str);
      }
      styleSubcommandTerm(str) {
        return str.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleSubcommandText(word);
        }).join(" ");
      }
      styleArgumentTerm(str) {
        return this.styleArgumentText(str);
      }
      styleOptionText(str) {
        return str;
      }
      styleArgumentText(str) {
        return str;
      }
      styleSubcommandText(str) {
        return str;
      }
      styleCommandText(str) {
        return str;
      }
      /**
       * Calculate the pad width from the maximum term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      padWidth(cmd, helper) {
        return Math.max(
          helper.longestOptionTermLength(cmd, helper),
          helper.longestGlobalOptionTermLength(cmd, helper),
          helper.longestSubcommandTermLength(cmd, helper),
          helper.longestArgumentTermLength(cmd, helper)
        );
      }
      /**
       * Detect manually wrapped and indented strings by checking for line break followed by whitespace.
       *
       * @param {string} str
       * @returns {boolean}
       */
      preformatted(str) {
        return /\n[^\S\r\n]/.test(str);
      }
      /**
       * Format the "item", which consists of a term and description. Pad the term and wrap the description, indenting the following lines.
       *
       * So "TTT", 5, "DDD DDDD DD DDD" might be formatted for this.helpWidth=17 like so:
       *   TTT  DDD DDDD
       *        DD DDD
       *
       * @param {string} term
       * @param {number} termWidth
       * @param {string} description
       * @param {Help} helper
       * @returns {string}
       */
      formatItem(term, termWidth, description, helper) {
        const itemIndent = 2;
        const itemIndentStr = " ".repeat(itemIndent);
        if (!description) return itemIndentStr + term;
        const paddedTerm = term.padEnd(
          termWidth + term.length - helper.displayWidth(term)
        );
        const spacerWidth = 2;
        const helpWidth = this.helpWidth ?? 80;
        const remainingWidth = helpWidth - termWidth - spacerWidth - itemIndent;
        let formattedDescription;
        if (remainingWidth < this.minWidthToWrap || helper.preformatted(description)) {
          formattedDescription = description;
        } else {
          const wrappedDescription = helper.boxWrap(description, remainingWidth);
          formattedDescription = wrappedDescription.replace(
            /\n/g,
            "\n" + " ".repeat(termWidth + spacerWidth)
          );
        }
        return itemIndentStr + paddedTerm + " ".repeat(spacerWidth) + formattedDescription.replace(/\n/g, `
${itemIndentStr}`);
      }
      /**
       * Wrap a string at whitespace, preserving existing line breaks.
       * Wrapping is skipped if the width is less than `minWidthToWrap`.
       *
       * @param {string} str
       * @param {number} width
       * @returns {string}
       */
      boxWrap(str, width) {
        if (width < this.minWidthToWrap) return str;
        const rawLines = str.split(/\r\n|\n/);
        const chunkPattern = /[\s]*[^\s]+/g;
        const wrappedLines = [];
        rawLines.forEach((line) => {
          const chunks = line.match(chunkPattern);
          if (chunks === null) {
            wrappedLines.push("");
            return;
          }
          let sumChunks = [chunks.shift()];
          let sumWidth = this.displayWidth(sumChunks[0]);
          chunks.forEach((chunk) => {
            const visibleWidth = this.displayWidth(chunk);
            if (sumWidth + visibleWidth <= width) {
              sumChunks.push(chunk);
              sumWidth += visibleWidth;
              return;
            }
            wrappedLines.push(sumChunks.join(""));
            const nextChunk = chunk.trimStart();
            sumChunks = [nextChunk];
            sumWidth = this.displayWidth(nextChunk);
          });
          wrappedLines.push(sumChunks.join(""));
        });
        return wrappedLines.join("\n");
      }
    };
    function stripColor(str) {
      const sgrPattern = /\x1b\[\d*(;\d*)*m/g;
      return str.replace(sgrPattern, "");
    }
    exports.Help = Help2;
    exports.stripColor = stripColor;
  }
});

// node_modules/commander/lib/option.js
var require_option = __commonJS({
  "node_modules/commander/lib/option.js"(exports) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Option2 = class {
      /**
       * Initialize a new `Option` with the given `flags` and `description`.
       *
       * @param {string} flags
       * @param {string} [description]
       */
      constructor(flags, description) {
        this.flags = flags;
        this.description = description || "";
        this.required = flags.includes("<");
        this.optional = flags.includes("[");
        this.variadic = /\w\.\.\.[>\]]$/.test(flags);
        this.mandatory = false;
        const optionFlags = splitOptionFlags(flags);
        this.short = optionFlags.shortFlag;
        this.long = optionFlags.longFlag;
        this.negate = false;
        if (this.long) {
          this.negate = this.long.startsWith("--no-");
        }
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.presetArg = void 0;
        this.envVar = void 0;
        this.parseArg = void 0;
        this.hidden = false;
        this.argChoices = void 0;
        this.conflictsWith = [];
        this.implied = void 0;
        this.helpGroupHeading = void 0;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Option}
       */
      default(value, description) {
        this.defaultValue = value;
        this.defaultValueDescription = description;
        return this;
      }
      /**
       * Preset to use when option used without option-argument, especially optional but also boolean and negated.
       * The custom processing (parseArg) is called.
       *
       * @example
       * new Option('--color').default('GREYSCALE').preset('RGB');
       * new Option('--donate [amount]').preset('20').argParser(parseFloat);
       *
       * @param {*} arg
       * @return {Option}
       */
      preset(arg) {
        this.presetArg = arg;
        return this;
      }
      /**
       * Add option name(s) that conflict with this option.
       * An error will be displayed if conflicting options are found during parsing.
       *
       * @example
       * new Option('--rgb').conflicts('cmyk');
       * new Option('--js').conflicts(['ts', 'jsx']);
       *
       * @param {(string | string[])} names
       * @return {Option}
       */
      conflicts(names) {
        this.conflictsWith = this.conflictsWith.concat(names);
        return this;
      }
      /**
       * Specify implied option values for when this option is set and the implied options are not.
       *
       * The custom processing (parseArg) is not called on the implied values.
       *
       * @example
       * program
       *   .addOption(new Option('--log', 'write logging information to file'))
       *   .addOption(new Option('--trace', 'log extra details').implies({ log: 'trace.txt' }));
       *
       * @param {object} impliedOptionValues
       * @return {Option}
       */
      implies(impliedOptionValues) {
        let newImplied = impliedOptionValues;
        if (typeof impliedOptionValues === "string") {
          newImplied = { [impliedOptionValues]: true };
        }
        this.implied = Object.assign(this.implied || {}, newImplied);
        return this;
      }
      /**
       * Set environment variable to check for option value.
       *
       * An environment variable is only used if when processed the current option value is
       * undefined, or the source of the current value is 'default' or 'config' or 'env'.
       *
       * @param {string} name
       * @return {Option}
       */
      env(name) {
        this.envVar = name;
        return this;
      }
      /**
       * Set the custom handler for processing CLI option arguments into option values.
       *
       * @param {Function} [fn]
       * @return {Option}
       */
      argParser(fn) {
        this.parseArg = fn;
        return this;
      }
      /**
       * Whether the option is mandatory and must have a value after parsing.
       *
       * @param {boolean} [mandatory=true]
       * @return {Option}
       */
      makeOptionMandatory(mandatory = true) {
        this.mandatory = !!mandatory;
        return this;
      }
      /**
       * Hide option in help.
       *
       * @param {boolean} [hide=true]
       * @return {Option}
       */
      hideHelp(hide = true) {
        this.hidden = !!hide;
        return this;
      }
      /**
       * @package
       */
      _collectValue(value, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value];
        }
        previous.push(value);
        return previous;
      }
      /**
       * Only allow option value to be one of choices.
       *
       * @param {string[]} values
       * @return {Option}
       */
      choices(values) {
        this.argChoices = values.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Return option name.
       *
       * @return {string}
       */
      name() {
        if (this.long) {
          return this.long.replace(/^--/, "");
        }
        return this.short.replace(/^-/, "");
      }
      /**
       * Return option name, in a camelcase format that can be used
       * as an object attribute key.
       *
       * @return {string}
       */
      attributeName() {
        if (this.negate) {
          return camelcase(this.name().replace(/^no-/, ""));
        }
        return camelcase(this.name());
      }
      /**
       * Set the help group heading.
       *
       * @param {string} heading
       * @return {Option}
       */
      helpGroup(heading) {
        this.helpGroupHeading = heading;
        return this;
      }
      /**
       * Check if `arg` matches the short or long flag.
       *
       * @param {string} arg
       * @return {boolean}
       * @package
       */
      is(arg) {
        return this.short === arg || this.long === arg;
      }
      /**
       * Return whether a boolean option.
       *
       * Options are one of boolean, negated, required argument, or optional argument.
       *
       * @return {boolean}
       * @package
       */
      isBoolean() {
        return !this.required && !this.optional && !this.negate;
      }
    };
    var DualOptions = class {
      /**
       * @param {Option[]} options
       */
      constructor(options) {
        this.positiveOptions = /* @__PURE__ */ new Map();
        this.negativeOptions = /* @__PURE__ */ new Map();
        this.dualOptions = /* @__PURE__ */ new Set();
        options.forEach((option) => {
          if (option.negate) {
            this.negativeOptions.set(option.attributeName(), option);
          } else {
            this.positiveOptions.set(option.attributeName(), option);
          }
        });
        this.negativeOptions.forEach((value, key) => {
          if (this.positiveOptions.has(key)) {
            this.dualOptions.add(key);
          }
        });
      }
      /**
       * Did the value come from the option, and not from possible matching dual option?
       *
       * @param {*} value
       * @param {Option} option
       * @returns {boolean}
       */
      valueFromOption(value, option) {
        const optionKey = option.attributeName();
        if (!this.dualOptions.has(optionKey)) return true;
        const preset = this.negativeOptions.get(optionKey).presetArg;
        const negativeValue = preset !== void 0 ? preset : false;
        return option.negate === (negativeValue === value);
      }
    };
    function camelcase(str) {
      return str.split("-").reduce((str2, word) => {
        return str2 + word[0].toUpperCase() + word.slice(1);
      });
    }
    function splitOptionFlags(flags) {
      let shortFlag;
      let longFlag;
      const shortFlagExp = /^-[^-]$/;
      const longFlagExp = /^--[^-]/;
      const flagParts = flags.split(/[ |,]+/).concat("guard");
      if (shortFlagExp.test(flagParts[0])) shortFlag = flagParts.shift();
      if (longFlagExp.test(flagParts[0])) longFlag = flagParts.shift();
      if (!shortFlag && shortFlagExp.test(flagParts[0]))
        shortFlag = flagParts.shift();
      if (!shortFlag && longFlagExp.test(flagParts[0])) {
        shortFlag = longFlag;
        longFlag = flagParts.shift();
      }
      if (flagParts[0].startsWith("-")) {
        const unsupportedFlag = flagParts[0];
        const baseError = `option creation failed due to '${unsupportedFlag}' in option flags '${flags}'`;
        if (/^-[^-][^-]/.test(unsupportedFlag))
          throw new Error(
            `${baseError}
- a short flag is a single dash and a single character
  - either use a single dash and a single character (for a short flag)
  - or use a double dash for a long option (and can have two, like '--ws, --workspace')`
          );
        if (shortFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many short flags`);
        if (longFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many long flags`);
        throw new Error(`${baseError}
- unrecognised flag format`);
      }
      if (shortFlag === void 0 && longFlag === void 0)
        throw new Error(
          `option creation failed due to no flags found in '${flags}'.`
        );
      return { shortFlag, longFlag };
    }
    exports.Option = Option2;
    exports.DualOptions = DualOptions;
  }
});

// node_modules/commander/lib/suggestSimilar.js
var require_suggestSimilar = __commonJS({
  "node_modules/commander/lib/suggestSimilar.js"(exports) {
    var maxDistance = 3;
    function editDistance(a, b) {
      if (Math.abs(a.length - b.length) > maxDistance)
        return Math.max(a.length, b.length);
      const d = [];
      for (let i = 0; i <= a.length; i++) {
        d[i] = [i];
      }
      for (let j = 0; j <= b.length; j++) {
        d[0][j] = j;
      }
      for (let j = 1; j <= b.length; j++) {
        for (let i = 1; i <= a.length; i++) {
          let cost = 1;
          if (a[i - 1] === b[j - 1]) {
            cost = 0;
          } else {
            cost = 1;
          }
          d[i][j] = Math.min(
            d[i - 1][j] + 1,
            // deletion
            d[i][j - 1] + 1,
            // insertion
            d[i - 1][j - 1] + cost
            // substitution
          );
          if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
            d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
          }
        }
      }
      return d[a.length][b.length];
    }
    function suggestSimilar(word, candidates) {
      if (!candidates || candidates.length === 0) return "";
      candidates = Array.from(new Set(candidates));
      const searchingOptions = word.startsWith("--");
      if (searchingOptions) {
        word = word.slice(2);
        candidates = candidates.map((candidate) => candidate.slice(2));
      }
      let similar = [];
      let bestDistance = maxDistance;
      const minSimilarity = 0.4;
      candidates.forEach((candidate) => {
        if (candidate.length <= 1) return;
        const distance = editDistance(word, candidate);
        const length = Math.max(word.length, candidate.length);
        const similarity = (length - distance) / length;
        if (similarity > minSimilarity) {
          if (distance < bestDistance) {
            bestDistance = distance;
            similar = [candidate];
          } else if (distance === bestDistance) {
            similar.push(candidate);
          }
        }
      });
      similar.sort((a, b) => a.localeCompare(b));
      if (searchingOptions) {
        similar = similar.map((candidate) => `--${candidate}`);
      }
      if (similar.length > 1) {
        return `
(Did you mean one of ${similar.join(", ")}?)`;
      }
      if (similar.length === 1) {
        return `
(Did you mean ${similar[0]}?)`;
      }
      return "";
    }
    exports.suggestSimilar = suggestSimilar;
  }
});

// node_modules/commander/lib/command.js
var require_command = __commonJS({
  "node_modules/commander/lib/command.js"(exports) {
    var EventEmitter = __require("node:events").EventEmitter;
    var childProcess = __require("node:child_process");
    var path = __require("node:path");
    var fs = __require("node:fs");
    var process2 = __require("node:process");
    var { Argument: Argument2, humanReadableArgName } = require_argument();
    var { CommanderError: CommanderError2 } = require_error();
    var { Help: Help2, stripColor } = require_help();
    var { Option: Option2, DualOptions } = require_option();
    var { suggestSimilar } = require_suggestSimilar();
    var Command2 = class _Command extends EventEmitter {
      /**
       * Initialize a new `Command`.
       *
       * @param {string} [name]
       */
      constructor(name) {
        super();
        this.commands = [];
        this.options = [];
        this.parent = null;
        this._allowUnknownOption = false;
        this._allowExcessArguments = false;
        this.registeredArguments = [];
        this._args = this.registeredArguments;
        this.args = [];
        this.rawArgs = [];
        this.processedArgs = [];
        this._scriptPath = null;
        this._name = name || "";
        this._optionValues = {};
        this._optionValueSources = {};
        this._storeOptionsAsProperties = false;
        this._actionHandler = null;
        this._executableHandler = false;
        this._executableFile = null;
        this._executableDir = null;
        this._defaultCommandName = null;
        this._exitCallback = null;
        this._aliases = [];
        this._combineFlagAndOptionalValue = true;
        this._description = "";
        this._summary = "";
        this._argsDescription = void 0;
        this._enablePositionalOptions = false;
        this._passThroughOptions = false;
        this._lifeCycleHooks = {};
        this._showHelpAfterError = false;
        this._showSuggestionAfterError = true;
        this._savedState = null;
        this._outputConfiguration = {
          writeOut: (str) => process2.stdout.write(str),
          writeErr: (str) => process2.stderr.write(str),
          outputError: (str, write) => write(str),
          getOutHelpWidth: () => process2.stdout.isTTY ? process2.stdout.columns : void 0,
          getErrHelpWidth: () => process2.stderr.isTTY ? process2.stderr.columns : void 0,
          getOutHasColors: () => useColor() ?? (process2.stdout.isTTY && process2.stdout.hasColors?.()),
          getErrHasColors: () => useColor() ?? (process2.stderr.isTTY && process2.stderr.hasColors?.()),
          stripColor: (str) => stripColor(str)
        };
        this._hidden = false;
        this._helpOption = void 0;
        this._addImplicitHelpCommand = void 0;
        this._helpCommand = void 0;
        this._helpConfiguration = {};
        this._helpGroupHeading = void 0;
        this._defaultCommandGroup = void 0;
        this._defaultOptionGroup = void 0;
      }
      /**
       * Copy settings that are useful to have in common across root command and subcommands.
       *
       * (Used internally when adding a command using `.command()` so subcommands inherit parent settings.)
       *
       * @param {Command} sourceCommand
       * @return {Command} `this` command for chaining
       */
      copyInheritedSettings(sourceCommand) {
        this._outputConfiguration = sourceCommand._outputConfiguration;
        this._helpOption = sourceCommand._helpOption;
        this._helpCommand = sourceCommand._helpCommand;
        this._helpConfiguration = sourceCommand._helpConfiguration;
        this._exitCallback = sourceCommand._exitCallback;
        this._storeOptionsAsProperties = sourceCommand._storeOptionsAsProperties;
        this._combineFlagAndOptionalValue = sourceCommand._combineFlagAndOptionalValue;
        this._allowExcessArguments = sourceCommand._allowExcessArguments;
        this._enablePositionalOptions = sourceCommand._enablePositionalOptions;
        this._showHelpAfterError = sourceCommand._showHelpAfterError;
        this._showSuggestionAfterError = sourceCommand._showSuggestionAfterError;
        return this;
      }
      /**
       * @returns {Command[]}
       * @private
       */
      _getCommandAndAncestors() {
        const result = [];
        for (let command = this; command; command = command.parent) {
          result.push(command);
        }
        return result;
      }
      /**
       * Define a command.
       *
       * There are two styles of command: pay attention to where to put the description.
       *
       * @example
       * // Command implemented using action handler (description is supplied separately to `.command`)
       * program
       *   .command('clone <source> [destination]')
       *   .description('clone a repository into a newly created directory')
       *   .action((source, destination) => {
       *     console.log('clone command called');
       *   });
       *
       * // Command implemented using separate executable file (description is second parameter to `.command`)
       * program
       *   .command('start <service>', 'start named service')
       *   .command('stop [service]', 'stop named service, or all if no name supplied');
       *
       * @param {string} nameAndArgs - command name and arguments, args are `<required>` or `[optional]` and last may also be `variadic...`
       * @param {(object | string)} [actionOptsOrExecDesc] - configuration options (for action), or description (for executable)
       * @param {object} [execOpts] - configuration options (for executable)
       * @return {Command} returns new command for action handler, or `this` for executable command
       */
      command(nameAndArgs, actionOptsOrExecDesc, execOpts) {
        let desc = actionOptsOrExecDesc;
        let opts = execOpts;
        if (typeof desc === "object" && desc !== null) {
          opts = desc;
          desc = null;
        }
        opts = opts || {};
        const [, name, args] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const cmd = this.createCommand(name);
        if (desc) {
          cmd.description(desc);
          cmd._executableHandler = true;
        }
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        cmd._hidden = !!(opts.noHelp || opts.hidden);
        cmd._executableFile = opts.executableFile || null;
        if (args) cmd.arguments(args);
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd.copyInheritedSettings(this);
        if (desc) return this;
        return cmd;
      }
      /**
       * Factory routine to create a new unattached command.
       *
       * See .command() for creating an attached subcommand, which uses this routine to
       * create the command. You can override createCommand to customise subcommands.
       *
       * @param {string} [name]
       * @return {Command} new command
       */
      createCommand(name) {
        return new _Command(name);
      }
      /**
       * You can customise the help with a subclass of Help by overriding createHelp,
       * or by overriding Help properties using configureHelp().
       *
       * @return {Help}
       */
      createHelp() {
        return Object.assign(new Help2(), this.configureHelp());
      }
      /**
       * You can customise the help by overriding Help properties using configureHelp(),
       * or with a subclass of Help by overriding createHelp().
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureHelp(configuration) {
        if (configuration === void 0) return this._helpConfiguration;
        this._helpConfiguration = configuration;
        return this;
      }
      /**
       * The default output goes to stdout and stderr. You can customise this for special
       * applications. You can also customise the display of errors by overriding outputError.
       *
       * The configuration properties are all functions:
       *
       *     // change how output being written, defaults to stdout and stderr
       *     writeOut(str)
       *     writeErr(str)
       *     // change how output being written for errors, defaults to writeErr
       *     outputError(str, write) // used for displaying errors and not used for displaying help
       *     // specify width for wrapping help
       *     getOutHelpWidth()
       *     getErrHelpWidth()
       *     // color support, currently only used with Help
       *     getOutHasColors()
       *     getErrHasColors()
       *     stripColor() // used to remove ANSI escape codes if output does not have colors
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureOutput(configuration) {
        if (configuration === void 0) return this._outputConfiguration;
        this._outputConfiguration = {
          ...this._outputConfiguration,
          ...configuration
        };
        return this;
      }
      /**
       * Display the help or a custom message after an error occurs.
       *
       * @param {(boolean|string)} [displayHelp]
       * @return {Command} `this` command for chaining
       */
      showHelpAfterError(displayHelp = true) {
        if (typeof displayHelp !== "string") displayHelp = !!displayHelp;
        this._showHelpAfterError = displayHelp;
        return this;
      }
      /**
       * Display suggestion of similar commands for unknown commands, or options for unknown options.
       *
       * @param {boolean} [displaySuggestion]
       * @return {Command} `this` command for chaining
       */
      showSuggestionAfterError(displaySuggestion = true) {
        this._showSuggestionAfterError = !!displaySuggestion;
        return this;
      }
      /**
       * Add a prepared subcommand.
       *
       * See .command() for creating an attached subcommand which inherits settings from its parent.
       *
       * @param {Command} cmd - new subcommand
       * @param {object} [opts] - configuration options
       * @return {Command} `this` command for chaining
       */
      addCommand(cmd, opts) {
        if (!cmd._name) {
          throw new Error(`Command passed to .addCommand() must have a name
- specify the name in Command constructor or using .name()`);
        }
        opts = opts || {};
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        if (opts.noHelp || opts.hidden) cmd._hidden = true;
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd._checkForBrokenPassThrough();
        return this;
      }
      /**
       * Factory routine to create a new unattached argument.
       *
       * See .argument() for creating an attached argument, which uses this routine to
       * create the argument. You can override createArgument to return a custom argument.
       *
       * @param {string} name
       * @param {string} [description]
       * @return {Argument} new argument
       */
      createArgument(name, description) {
        return new Argument2(name, description);
      }
      /**
       * Define argument syntax for command.
       *
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @example
       * program.argument('<input-file>');
       * program.argument('[output-file]');
       *
       * @param {string} name
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom argument processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      argument(name, description, parseArg, defaultValue) {
        const argument = this.createArgument(name, description);
        if (typeof parseArg === "function") {
          argument.default(defaultValue).argParser(parseArg);
        } else {
          argument.default(parseArg);
        }
        this.addArgument(argument);
        return this;
      }
      /**
       * Define argument syntax for command, adding multiple at once (without descriptions).
       *
       * See also .argument().
       *
       * @example
       * program.arguments('<cmd> [env]');
       *
       * @param {string} names
       * @return {Command} `this` command for chaining
       */
      arguments(names) {
        names.trim().split(/ +/).forEach((detail) => {
          this.argument(detail);
        });
        return this;
      }
      /**
       * Define argument syntax for command, adding a prepared argument.
       *
       * @param {Argument} argument
       * @return {Command} `this` command for chaining
       */
      addArgument(argument) {
        const previousArgument = this.registeredArguments.slice(-1)[0];
        if (previousArgument?.variadic) {
          throw new Error(
            `only the last argument can be variadic '${previousArgument.name()}'`
          );
        }
        if (argument.required && argument.defaultValue !== void 0 && argument.parseArg === void 0) {
          throw new Error(
            `a default value for a required argument is never used: '${argument.name()}'`
          );
        }
        this.registeredArguments.push(argument);
        return this;
      }
      /**
       * Customise or override default help command. By default a help command is automatically added if your command has subcommands.
       *
       * @example
       *    program.helpCommand('help [cmd]');
       *    program.helpCommand('help [cmd]', 'show help');
       *    program.helpCommand(false); // suppress default help command
       *    program.helpCommand(true); // add help command even if no subcommands
       *
       * @param {string|boolean} enableOrNameAndArgs - enable with custom name and/or arguments, or boolean to override whether added
       * @param {string} [description] - custom description
       * @return {Command} `this` command for chaining
       */
      helpCommand(enableOrNameAndArgs, description) {
        if (typeof enableOrNameAndArgs === "boolean") {
          this._addImplicitHelpCommand = enableOrNameAndArgs;
          if (enableOrNameAndArgs && this._defaultCommandGroup) {
            this._initCommandGroup(this._getHelpCommand());
          }
          return this;
        }
        const nameAndArgs = enableOrNameAndArgs ?? "help [command]";
        const [, helpName, helpArgs] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const helpDescription = description ?? "display help for command";
        const helpCommand = this.createCommand(helpName);
        helpCommand.helpOption(false);
        if (helpArgs) helpCommand.arguments(helpArgs);
        if (helpDescription) helpCommand.description(helpDescription);
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        if (enableOrNameAndArgs || description) this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Add prepared custom help command.
       *
       * @param {(Command|string|boolean)} helpCommand - custom help command, or deprecated enableOrNameAndArgs as for `.helpCommand()`
       * @param {string} [deprecatedDescription] - deprecated custom description used with custom name only
       * @return {Command} `this` command for chaining
       */
      addHelpCommand(helpCommand, deprecatedDescription) {
        if (typeof helpCommand !== "object") {
          this.helpCommand(helpCommand, deprecatedDescription);
          return this;
        }
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Lazy create help command.
       *
       * @return {(Command|null)}
       * @package
       */
      _getHelpCommand() {
        const hasImplicitHelpCommand = this._addImplicitHelpCommand ?? (this.commands.length && !this._actionHandler && !this._findCommand("help"));
        if (hasImplicitHelpCommand) {
          if (this._helpCommand === void 0) {
            this.helpCommand(void 0, void 0);
          }
          return this._helpCommand;
        }
        return null;
      }
      /**
       * Add hook for life cycle event.
       *
       * @param {string} event
       * @param {Function} listener
       * @return {Command} `this` command for chaining
       */
      hook(event, listener) {
        const allowedValues = ["preSubcommand", "preAction", "postAction"];
        if (!allowedValues.includes(event)) {
          throw new Error(`Unexpected value for event passed to hook : '${event}'.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        if (this._lifeCycleHooks[event]) {
          this._lifeCycleHooks[event].push(listener);
        } else {
          this._lifeCycleHooks[event] = [listener];
        }
        return this;
      }
      /**
       * Register callback to use as replacement for calling process.exit.
       *
       * @param {Function} [fn] optional callback which will be passed a CommanderError, defaults to throwing
       * @return {Command} `this` command for chaining
       */
      exitOverride(fn) {
        if (fn) {
          this._exitCallback = fn;
        } else {
          this._exitCallback = (err) => {
            if (err.code !== "commander.executeSubCommandAsync") {
              throw err;
            } else {
            }
          };
        }
        return this;
      }
      /**
       * Call process.exit, and _exitCallback if defined.
       *
       * @param {number} exitCode exit code for using with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       * @return never
       * @private
       */
      _exit(exitCode, code, message) {
        if (this._exitCallback) {
          this._exitCallback(new CommanderError2(exitCode, code, message));
        }
        process2.exit(exitCode);
      }
      /**
       * Register callback `fn` for the command.
       *
       * @example
       * program
       *   .command('serve')
       *   .description('start service')
       *   .action(function() {
       *      // do work here
       *   });
       *
       * @param {Function} fn
       * @return {Command} `this` command for chaining
       */
      action(fn) {
        const listener = (args) => {
          const expectedArgsCount = this.registeredArguments.length;
          const actionArgs = args.slice(0, expectedArgsCount);
          if (this._storeOptionsAsProperties) {
            actionArgs[expectedArgsCount] = this;
          } else {
            actionArgs[expectedArgsCount] = this.opts();
          }
          actionArgs.push(this);
          return fn.apply(this, actionArgs);
        };
        this._actionHandler = listener;
        return this;
      }
      /**
       * Factory routine to create a new unattached option.
       *
       * See .option() for creating an attached option, which uses this routine to
       * create the option. You can override createOption to return a custom option.
       *
       * @param {string} flags
       * @param {string} [description]
       * @return {Option} new option
       */
      createOption(flags, description) {
        return new Option2(flags, description);
      }
      /**
       * Wrap parseArgs to catch 'commander.invalidArgument'.
       *
       * @param {(Option | Argument)} target
       * @param {string} value
       * @param {*} previous
       * @param {string} invalidArgumentMessage
       * @private
       */
      _callParseArg(target, value, previous, invalidArgumentMessage) {
        try {
          return target.parseArg(value, previous);
        } catch (err) {
          if (err.code === "commander.invalidArgument") {
            const message = `${invalidArgumentMessage} ${err.message}`;
            this.error(message, { exitCode: err.exitCode, code: err.code });
          }
          throw err;
        }
      }
      /**
       * Check for option flag conflicts.
       * Register option if no conflicts found, or throw on conflict.
       *
       * @param {Option} option
       * @private
       */
      _registerOption(option) {
        const matchingOption = option.short && this._findOption(option.short) || option.long && this._findOption(option.long);
        if (matchingOption) {
          const matchingFlag = option.long && this._findOption(option.long) ? option.long : option.short;
          throw new Error(`Cannot add option '${option.flags}'${this._name && ` to command '${this._name}'`} due to conflicting flag '${matchingFlag}'
-  already used by option '${matchingOption.flags}'`);
        }
        this._initOptionGroup(option);
        this.options.push(option);
      }
      /**
       * Check for command name and alias conflicts with existing commands.
       * Register command if no conflicts found, or throw on conflict.
       *
       * @param {Command} command
       * @private
       */
      _registerCommand(command) {
        const knownBy = (cmd) => {
          return [cmd.name()].concat(cmd.aliases());
        };
        const alreadyUsed = knownBy(command).find(
          (name) => this._findCommand(name)
        );
        if (alreadyUsed) {
          const existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|");
          const newCmd = knownBy(command).join("|");
          throw new Error(
            `cannot add command '${newCmd}' as already have command '${existingCmd}'`
          );
        }
        this._initCommandGroup(command);
        this.commands.push(command);
      }
      /**
       * Add an option.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addOption(option) {
        this._registerOption(option);
        const oname = option.name();
        const name = option.attributeName();
        if (option.negate) {
          const positiveLongFlag = option.long.replace(/^--no-/, "--");
          if (!this._findOption(positiveLongFlag)) {
            this.setOptionValueWithSource(
              name,
              option.defaultValue === void 0 ? true : option.defaultValue,
              "default"
            );
          }
        } else if (option.defaultValue !== void 0) {
          this.setOptionValueWithSource(name, option.defaultValue, "default");
        }
        const handleOptionValue = (val, invalidValueMessage, valueSource) => {
          if (val == null && option.presetArg !== void 0) {
            val = option.presetArg;
          }
          const oldValue = this.getOptionValue(name);
          if (val !== null && option.parseArg) {
            val = this._callParseArg(option, val, oldValue, invalidValueMessage);
          } else if (val !== null && option.variadic) {
            val = option._collectValue(val, oldValue);
          }
          if (val == null) {
            if (option.negate) {
              val = false;
            } else if (option.isBoolean() || option.optional) {
              val = true;
            } else {
              val = "";
            }
          }
          this.setOptionValueWithSource(name, val, valueSource);
        };
        this.on("option:" + oname, (val) => {
          const invalidValueMessage = `error: option '${option.flags}' argument '${val}' is invalid.`;
          handleOptionValue(val, invalidValueMessage, "cli");
        });
        if (option.envVar) {
          this.on("optionEnv:" + oname, (val) => {
            const invalidValueMessage = `error: option '${option.flags}' value '${val}' from env '${option.envVar}' is invalid.`;
            handleOptionValue(val, invalidValueMessage, "env");
          });
        }
        return this;
      }
      /**
       * Internal implementation shared by .option() and .requiredOption()
       *
       * @return {Command} `this` command for chaining
       * @private
       */
      _optionEx(config, flags, description, fn, defaultValue) {
        if (typeof flags === "object" && flags instanceof Option2) {
          throw new Error(
            "To add an Option object use addOption() instead of option() or requiredOption()"
          );
        }
        const option = this.createOption(flags, description);
        option.makeOptionMandatory(!!config.mandatory);
        if (typeof fn === "function") {
          option.default(defaultValue).argParser(fn);
        } else if (fn instanceof RegExp) {
          const regex = fn;
          fn = (val, def) => {
            const m = regex.exec(val);
            return m ? m[0] : def;
          };
          option.default(defaultValue).argParser(fn);
        } else {
          option.default(fn);
        }
        return this.addOption(option);
      }
      /**
       * Define option with `flags`, `description`, and optional argument parsing function or `defaultValue` or both.
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space. A required
       * option-argument is indicated by `<>` and an optional option-argument by `[]`.
       *
       * See the README for more details, and see also addOption() and requiredOption().
       *
       * @example
       * program
       *     .option('-p, --pepper', 'add pepper')
       *     .option('--pt, --pizza-type <TYPE>', 'type of pizza') // required option-argument
       *     .option('-c, --cheese [CHEESE]', 'add extra cheese', 'mozzarella') // optional option-argument with default
       *     .option('-t, --tip <VALUE>', 'add tip to purchase cost', parseFloat) // custom parse function
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      option(flags, description, parseArg, defaultValue) {
        return this._optionEx({}, flags, description, parseArg, defaultValue);
      }
      /**
       * Add a required option which must have a value after parsing. This usually means
       * the option must be specified on the command line. (Otherwise the same as .option().)
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space.
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      requiredOption(flags, description, parseArg, defaultValue) {
        return this._optionEx(
          { mandatory: true },
          flags,
          description,
          parseArg,
          defaultValue
        );
      }
      /**
       * Alter parsing of short flags with optional values.
       *
       * @example
       * // for `.option('-f,--flag [value]'):
       * program.combineFlagAndOptionalValue(true);  // `-f80` is treated like `--flag=80`, this is the default behaviour
       * program.combineFlagAndOptionalValue(false) // `-fb` is treated like `-f -b`
       *
       * @param {boolean} [combine] - if `true` or omitted, an optional value can be specified directly after the flag.
       * @return {Command} `this` command for chaining
       */
      combineFlagAndOptionalValue(combine = true) {
        this._combineFlagAndOptionalValue = !!combine;
        return this;
      }
      /**
       * Allow unknown options on the command line.
       *
       * @param {boolean} [allowUnknown] - if `true` or omitted, no error will be thrown for unknown options.
       * @return {Command} `this` command for chaining
       */
      allowUnknownOption(allowUnknown = true) {
        this._allowUnknownOption = !!allowUnknown;
        return this;
      }
      /**
       * Allow excess command-arguments on the command line. Pass false to make excess arguments an error.
       *
       * @param {boolean} [allowExcess] - if `true` or omitted, no error will be thrown for excess arguments.
       * @return {Command} `this` command for chaining
       */
      allowExcessArguments(allowExcess = true) {
        this._allowExcessArguments = !!allowExcess;
        return this;
      }
      /**
       * Enable positional options. Positional means global options are specified before subcommands which lets
       * subcommands reuse the same option names, and also enables subcommands to turn on passThroughOptions.
       * The default behaviour is non-positional and global options may appear anywhere on the command line.
       *
       * @param {boolean} [positional]
       * @return {Command} `this` command for chaining
       */
      enablePositionalOptions(positional = true) {
        this._enablePositionalOptions = !!positional;
        return this;
      }
      /**
       * Pass through options that come after command-arguments rather than treat them as command-options,
       * so actual command-options come before command-arguments. Turning this on for a subcommand requires
       * positional options to have been enabled on the program (parent commands).
       * The default behaviour is non-positional and options may appear before or after command-arguments.
       *
       * @param {boolean} [passThrough] for unknown options.
       * @return {Command} `this` command for chaining
       */
      passThroughOptions(passThrough = true) {
        this._passThroughOptions = !!passThrough;
        this._checkForBrokenPassThrough();
        return this;
      }
      /**
       * @private
       */
      _checkForBrokenPassThrough() {
        if (this.parent && this._passThroughOptions && !this.parent._enablePositionalOptions) {
          throw new Error(
            `passThroughOptions cannot be used for '${this._name}' without turning on enablePositionalOptions for parent command(s)`
          );
        }
      }
      /**
       * Whether to store option values as properties on command object,
       * or store separately (specify false). In both cases the option values can be accessed using .opts().
       *
       * @param {boolean} [storeAsProperties=true]
       * @return {Command} `this` command for chaining
       */
      storeOptionsAsProperties(storeAsProperties = true) {
        if (this.options.length) {
          throw new Error("call .storeOptionsAsProperties() before adding options");
        }
        if (Object.keys(this._optionValues).length) {
          throw new Error(
            "call .storeOptionsAsProperties() before setting option values"
          );
        }
        this._storeOptionsAsProperties = !!storeAsProperties;
        return this;
      }
      /**
       * Retrieve option value.
       *
       * @param {string} key
       * @return {object} value
       */
      getOptionValue(key) {
        if (this._storeOptionsAsProperties) {
          return this[key];
        }
        return this._optionValues[key];
      }
      /**
       * Store option value.
       *
       * @param {string} key
       * @param {object} value
       * @return {Command} `this` command for chaining
       */
      setOptionValue(key, value) {
        return this.setOptionValueWithSource(key, value, void 0);
      }
      /**
       * Store option value and where the value came from.
       *
       * @param {string} key
       * @param {object} value
       * @param {string} source - expected values are default/config/env/cli/implied
       * @return {Command} `this` command for chaining
       */
      setOptionValueWithSource(key, value, source) {
        if (this._storeOptionsAsProperties) {
          this[key] = value;
        } else {
          this._optionValues[key] = value;
        }
        this._optionValueSources[key] = source;
        return this;
      }
      /**
       * Get source of option value.
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSource(key) {
        return this._optionValueSources[key];
      }
      /**
       * Get source of option value. See also .optsWithGlobals().
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSourceWithGlobals(key) {
        let source;
        this._getCommandAndAncestors().forEach((cmd) => {
          if (cmd.getOptionValueSource(key) !== void 0) {
            source = cmd.getOptionValueSource(key);
          }
        });
        return source;
      }
      /**
       * Get user arguments from implied or explicit arguments.
       * Side-effects: set _scriptPath if args included script. Used for default program name, and subcommand searches.
       *
       * @private
       */
      _prepareUserArgs(argv, parseOptions) {
        if (argv !== void 0 && !Array.isArray(argv)) {
          throw new Error("first parameter to parse must be array or undefined");
        }
        parseOptions = parseOptions || {};
        if (argv === void 0 && parseOptions.from === void 0) {
          if (process2.versions?.electron) {
            parseOptions.from = "electron";
          }
          const execArgv = process2.execArgv ?? [];
          if (execArgv.includes("-e") || execArgv.includes("--eval") || execArgv.includes("-p") || execArgv.includes("--print")) {
            parseOptions.from = "eval";
          }
        }
        if (argv === void 0) {
          argv = process2.argv;
        }
        this.rawArgs = argv.slice();
        let userArgs;
        switch (parseOptions.from) {
          case void 0:
          case "node":
            this._scriptPath = argv[1];
            userArgs = argv.slice(2);
            break;
          case "electron":
            if (process2.defaultApp) {
              this._scriptPath = argv[1];
              userArgs = argv.slice(2);
            } else {
              userArgs = argv.slice(1);
            }
            break;
          case "user":
            userArgs = argv.slice(0);
            break;
          case "eval":
            userArgs = argv.slice(1);
            break;
          default:
            throw new Error(
              `unexpected parse option { from: '${parseOptions.from}' }`
            );
        }
        if (!this._name && this._scriptPath)
          this.nameFromFilename(this._scriptPath);
        this._name = this._name || "program";
        return userArgs;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Use parseAsync instead of parse if any of your action handlers are async.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * program.parse(); // parse process.argv and auto-detect electron and special node flags
       * program.parse(process.argv); // assume argv[0] is app and argv[1] is script
       * program.parse(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv] - optional, defaults to process.argv
       * @param {object} [parseOptions] - optionally specify style of options with from: node/user/electron
       * @param {string} [parseOptions.from] - where the args are from: 'node', 'user', 'electron'
       * @return {Command} `this` command for chaining
       */
      parse(argv, parseOptions) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions);
        this._parseCommand([], userArgs);
        return this;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * await program.parseAsync(); // parse process.argv and auto-detect electron and special node flags
       * await program.parseAsync(process.argv); // assume argv[0] is app and argv[1] is script
       * await program.parseAsync(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv]
       * @param {object} [parseOptions]
       * @param {string} parseOptions.from - where the args are from: 'node', 'user', 'electron'
       * @return {Promise}
       */
      async parseAsync(argv, parseOptions) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions);
        await this._parseCommand([], userArgs);
        return this;
      }
      _prepareForParse() {
        if (this._savedState === null) {
          this.saveStateBeforeParse();
        } else {
          this.restoreStateBeforeParse();
        }
      }
      /**
       * Called the first time parse is called to save state and allow a restore before subsequent calls to parse.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state saved.
       */
      saveStateBeforeParse() {
        this._savedState = {
          // name is stable if supplied by author, but may be unspecified for root command and deduced during parsing
          _name: this._name,
          // option values before parse have default values (including false for negated options)
          // shallow clones
          _optionValues: { ...this._optionValues },
          _optionValueSources: { ...this._optionValueSources }
        };
      }
      /**
       * Restore state before parse for calls after the first.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state restored.
       */
      restoreStateBeforeParse() {
        if (this._storeOptionsAsProperties)
          throw new Error(`Can not call parse again when storeOptionsAsProperties is true.
- either make a new Command for each call to parse, or stop storing options as properties`);
        this._name = this._savedState._name;
        this._scriptPath = null;
        this.rawArgs = [];
        this._optionValues = { ...this._savedState._optionValues };
        this._optionValueSources = { ...this._savedState._optionValueSources };
        this.args = [];
        this.processedArgs = [];
      }
      /**
       * Throw if expected executable is missing. Add lots of help for author.
       *
       * @param {string} executableFile
       * @param {string} executableDir
       * @param {string} subcommandName
       */
      _checkForMissingExecutable(executableFile, executableDir, subcommandName) {
        if (fs.existsSync(executableFile)) return;
        const executableDirMessage = executableDir ? `searched for local subcommand relative to directory '${executableDir}'` : "no directory for search for local subcommand, use .executableDir() to supply a custom directory";
        const executableMissing = `'${executableFile}' does not exist
 - if '${subcommandName}' is not meant to be an executable command, remove description parameter from '.command()' and use '.description()' instead
 - if the default executable name is not suitable, use the executableFile option to supply a custom name or path
 - ${executableDirMessage}`;
        throw new Error(executableMissing);
      }
      /**
       * Execute a sub-command executable.
       *
       * @private
       */
      _executeSubCommand(subcommand, args) {
        args = args.slice();
        let launchWithNode = false;
        const sourceExt = [".js", ".ts", ".tsx", ".mjs", ".cjs"];
        function findFile(baseDir, baseName) {
          const localBin = path.resolve(baseDir, baseName);
          if (fs.existsSync(localBin)) return localBin;
          if (sourceExt.includes(path.extname(baseName))) return void 0;
          const foundExt = sourceExt.find(
            (ext) => fs.existsSync(`${localBin}${ext}`)
          );
          if (foundExt) return `${localBin}${foundExt}`;
          return void 0;
        }
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        let executableFile = subcommand._executableFile || `${this._name}-${subcommand._name}`;
        let executableDir = this._executableDir || "";
        if (this._scriptPath) {
          let resolvedScriptPath;
          try {
            resolvedScriptPath = fs.realpathSync(this._scriptPath);
          } catch {
            resolvedScriptPath = this._scriptPath;
          }
          executableDir = path.resolve(
            path.dirname(resolvedScriptPath),
            executableDir
          );
        }
        if (executableDir) {
          let localFile = findFile(executableDir, executableFile);
          if (!localFile && !subcommand._executableFile && this._scriptPath) {
            const legacyName = path.basename(
              this._scriptPath,
              path.extname(this._scriptPath)
            );
            if (legacyName !== this._name) {
              localFile = findFile(
                executableDir,
                `${legacyName}-${subcommand._name}`
              );
            }
          }
          executableFile = localFile || executableFile;
        }
        launchWithNode = sourceExt.includes(path.extname(executableFile));
        let proc;
        if (process2.platform !== "win32") {
          if (launchWithNode) {
            args.unshift(executableFile);
            args = incrementNodeInspectorPort(process2.execArgv).concat(args);
            proc = childProcess.spawn(process2.argv[0], args, { stdio: "inherit" });
          } else {
            proc = childProcess.spawn(executableFile, args, { stdio: "inherit" });
          }
        } else {
          this._checkForMissingExecutable(
            executableFile,
            executableDir,
            subcommand._name
          );
          args.unshift(executableFile);
          args = incrementNodeInspectorPort(process2.execArgv).concat(args);
          proc = childProcess.spawn(process2.execPath, args, { stdio: "inherit" });
        }
        if (!proc.killed) {
          const signals = ["SIGUSR1", "SIGUSR2", "SIGTERM", "SIGINT", "SIGHUP"];
          signals.forEach((signal) => {
            process2.on(signal, () => {
              if (proc.killed === false && proc.exitCode === null) {
                proc.kill(signal);
              }
            });
          });
        }
        const exitCallback = this._exitCallback;
        proc.on("close", (code) => {
          code = code ?? 1;
          if (!exitCallback) {
            process2.exit(code);
          } else {
            exitCallback(
              new CommanderError2(
                code,
                "commander.executeSubCommandAsync",
                "(close)"
              )
            );
          }
        });
        proc.on("error", (err) => {
          if (err.code === "ENOENT") {
            this._checkForMissingExecutable(
              executableFile,
              executableDir,
              subcommand._name
            );
          } else if (err.code === "EACCES") {
            throw new Error(`'${executableFile}' not executable`);
          }
          if (!exitCallback) {
            process2.exit(1);
          } else {
            const wrappedError = new CommanderError2(
              1,
              "commander.executeSubCommandAsync",
              "(error)"
            );
            wrappedError.nestedError = err;
            exitCallback(wrappedError);
          }
        });
        this.runningCommand = proc;
      }
      /**
       * @private
       */
      _dispatchSubcommand(commandName, operands, unknown) {
        const subCommand = this._findCommand(commandName);
        if (!subCommand) this.help({ error: true });
        subCommand._prepareForParse();
        let promiseChain;
        promiseChain = this._chainOrCallSubCommandHook(
          promiseChain,
          subCommand,
          "preSubcommand"
        );
        promiseChain = this._chainOrCall(promiseChain, () => {
          if (subCommand._executableHandler) {
            this._executeSubCommand(subCommand, operands.concat(unknown));
          } else {
            return subCommand._parseCommand(operands, unknown);
          }
        });
        return promiseChain;
      }
      /**
       * Invoke help directly if possible, or dispatch if necessary.
       * e.g. help foo
       *
       * @private
       */
      _dispatchHelpCommand(subcommandName) {
        if (!subcommandName) {
          this.help();
        }
        const subCommand = this._findCommand(subcommandName);
        if (subCommand && !subCommand._executableHandler) {
          subCommand.help();
        }
        return this._dispatchSubcommand(
          subcommandName,
          [],
          [this._getHelpOption()?.long ?? this._getHelpOption()?.short ?? "--help"]
        );
      }
      /**
       * Check this.args against expected this.registeredArguments.
       *
       * @private
       */
      _checkNumberOfArguments() {
        this.registeredArguments.forEach((arg, i) => {
          if (arg.required && this.args[i] == null) {
            this.missingArgument(arg.name());
          }
        });
        if (this.registeredArguments.length > 0 && this.registeredArguments[this.registeredArguments.length - 1].variadic) {
          return;
        }
        if (this.args.length > this.registeredArguments.length) {
          this._excessArguments(this.args);
        }
      }
      /**
       * Process this.args using this.registeredArguments and save as this.processedArgs!
       *
       * @private
       */
      _processArguments() {
        const myParseArg = (argument, value, previous) => {
          let parsedValue = value;
          if (value !== null && argument.parseArg) {
            const invalidValueMessage = `error: command-argument value '${value}' is invalid for argument '${argument.name()}'.`;
            parsedValue = this._callParseArg(
              argument,
              value,
              previous,
              invalidValueMessage
            );
          }
          return parsedValue;
        };
        this._checkNumberOfArguments();
        const processedArgs = [];
        this.registeredArguments.forEach((declaredArg, index) => {
          let value = declaredArg.defaultValue;
          if (declaredArg.variadic) {
            if (index < this.args.length) {
              value = this.args.slice(index);
              if (declaredArg.parseArg) {
                value = value.reduce((processed, v) => {
                  return myParseArg(declaredArg, v, processed);
                }, declaredArg.defaultValue);
              }
            } else if (value === void 0) {
              value = [];
            }
          } else if (index < this.args.length) {
            value = this.args[index];
            if (declaredArg.parseArg) {
              value = myParseArg(declaredArg, value, declaredArg.defaultValue);
            }
          }
          processedArgs[index] = value;
        });
        this.processedArgs = processedArgs;
      }
      /**
       * Once we have a promise we chain, but call synchronously until then.
       *
       * @param {(Promise|undefined)} promise
       * @param {Function} fn
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCall(promise, fn) {
        if (promise?.then && typeof promise.then === "function") {
          return promise.then(() => fn());
        }
        return fn();
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallHooks(promise, event) {
        let result = promise;
        const hooks = [];
        this._getCommandAndAncestors().reverse().filter((cmd) => cmd._lifeCycleHooks[event] !== void 0).forEach((hookedCommand) => {
          hookedCommand._lifeCycleHooks[event].forEach((callback) => {
            hooks.push({ hookedCommand, callback });
          });
        });
        if (event === "postAction") {
          hooks.reverse();
        }
        hooks.forEach((hookDetail) => {
          result = this._chainOrCall(result, () => {
            return hookDetail.callback(hookDetail.hookedCommand, this);
          });
        });
        return result;
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {Command} subCommand
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallSubCommandHook(promise, subCommand, event) {
        let result = promise;
        if (this._lifeCycleHooks[event] !== void 0) {
          this._lifeCycleHooks[event].forEach((hook) => {
            result = this._chainOrCall(result, () => {
              return hook(this, subCommand);
            });
          });
        }
        return result;
      }
      /**
       * Process arguments in context of this command.
       * Returns action result, in case it is a promise.
       *
       * @private
       */
      _parseCommand(operands, unknown) {
        const parsed = this.parseOptions(unknown);
        this._parseOptionsEnv();
        this._parseOptionsImplied();
        operands = operands.concat(parsed.operands);
        unknown = parsed.unknown;
        this.args = operands.concat(unknown);
        if (operands && this._findCommand(operands[0])) {
          return this._dispatchSubcommand(operands[0], operands.slice(1), unknown);
        }
        if (this._getHelpCommand() && operands[0] === this._getHelpCommand().name()) {
          return this._dispatchHelpCommand(operands[1]);
        }
        if (this._defaultCommandName) {
          this._outputHelpIfRequested(unknown);
          return this._dispatchSubcommand(
            this._defaultCommandName,
            operands,
            unknown
          );
        }
        if (this.commands.length && this.args.length === 0 && !this._actionHandler && !this._defaultCommandName) {
          this.help({ error: true });
        }
        this._outputHelpIfRequested(parsed.unknown);
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        const checkForUnknownOptions = () => {
          if (parsed.unknown.length > 0) {
            this.unknownOption(parsed.unknown[0]);
          }
        };
        const commandEvent = `command:${this.name()}`;
        if (this._actionHandler) {
          checkForUnknownOptions();
          this._processArguments();
          let promiseChain;
          promiseChain = this._chainOrCallHooks(promiseChain, "preAction");
          promiseChain = this._chainOrCall(
            promiseChain,
            () => this._actionHandler(this.processedArgs)
          );
          if (this.parent) {
            promiseChain = this._chainOrCall(promiseChain, () => {
              this.parent.emit(commandEvent, operands, unknown);
            });
          }
          promiseChain = this._chainOrCallHooks(promiseChain, "postAction");
          return promiseChain;
        }
        if (this.parent?.listenerCount(commandEvent)) {
          checkForUnknownOptions();
          this._processArguments();
          this.parent.emit(commandEvent, operands, unknown);
        } else if (operands.length) {
          if (this._findCommand("*")) {
            return this._dispatchSubcommand("*", operands, unknown);
          }
          if (this.listenerCount("command:*")) {
            this.emit("command:*", operands, unknown);
          } else if (this.commands.length) {
            this.unknownCommand();
          } else {
            checkForUnknownOptions();
            this._processArguments();
          }
        } else if (this.commands.length) {
          checkForUnknownOptions();
          this.help({ error: true });
        } else {
          checkForUnknownOptions();
          this._processArguments();
        }
      }
      /**
       * Find matching command.
       *
       * @private
       * @return {Command | undefined}
       */
      _findCommand(name) {
        if (!name) return void 0;
        return this.commands.find(
          (cmd) => cmd._name === name || cmd._aliases.includes(name)
        );
      }
      /**
       * Return an option matching `arg` if any.
       *
       * @param {string} arg
       * @return {Option}
       * @package
       */
      _findOption(arg) {
        return this.options.find((option) => option.is(arg));
      }
      /**
       * Display an error message if a mandatory option does not have a value.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForMissingMandatoryOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd.options.forEach((anOption) => {
            if (anOption.mandatory && cmd.getOptionValue(anOption.attributeName()) === void 0) {
              cmd.missingMandatoryOptionValue(anOption);
            }
          });
        });
      }
      /**
       * Display an error message if conflicting options are used together in this.
       *
       * @private
       */
      _checkForConflictingLocalOptions() {
        const definedNonDefaultOptions = this.options.filter((option) => {
          const optionKey = option.attributeName();
          if (this.getOptionValue(optionKey) === void 0) {
            return false;
          }
          return this.getOptionValueSource(optionKey) !== "default";
        });
        const optionsWithConflicting = definedNonDefaultOptions.filter(
          (option) => option.conflictsWith.length > 0
        );
        optionsWithConflicting.forEach((option) => {
          const conflictingAndDefined = definedNonDefaultOptions.find(
            (defined) => option.conflictsWith.includes(defined.attributeName())
          );
          if (conflictingAndDefined) {
            this._conflictingOption(option, conflictingAndDefined);
          }
        });
      }
      /**
       * Display an error message if conflicting options are used together.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForConflictingOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd._checkForConflictingLocalOptions();
        });
      }
      /**
       * Parse options from `argv` removing known options,
       * and return argv split into operands and unknown arguments.
       *
       * Side effects: modifies command by storing options. Does not reset state if called again.
       *
       * Examples:
       *
       *     argv => operands, unknown
       *     --known kkk op => [op], []
       *     op --known kkk => [op], []
       *     sub --unknown uuu op => [sub], [--unknown uuu op]
       *     sub -- --unknown uuu op => [sub --unknown uuu op], []
       *
       * @param {string[]} args
       * @return {{operands: string[], unknown: string[]}}
       */
      parseOptions(args) {
        const operands = [];
        const unknown = [];
        let dest = operands;
        function maybeOption(arg) {
          return arg.length > 1 && arg[0] === "-";
        }
        const negativeNumberArg = (arg) => {
          if (!/^-(\d+|\d*\.\d+)(e[+-]?\d+)?$/.test(arg)) return false;
          return !this._getCommandAndAncestors().some(
            (cmd) => cmd.options.map((opt) => opt.short).some((short) => /^-\d$/.test(short))
          );
        };
        let activeVariadicOption = null;
        let activeGroup = null;
        let i = 0;
        while (i < args.length || activeGroup) {
          const arg = activeGroup ?? args[i++];
          activeGroup = null;
          if (arg === "--") {
            if (dest === unknown) dest.push(arg);
            dest.push(...args.slice(i));
            break;
          }
          if (activeVariadicOption && (!maybeOption(arg) || negativeNumberArg(arg))) {
            this.emit(`option:${activeVariadicOption.name()}`, arg);
            continue;
          }
          activeVariadicOption = null;
          if (maybeOption(arg)) {
            const option = this._findOption(arg);
            if (option) {
              if (option.required) {
                const value = args[i++];
                if (value === void 0) this.optionMissingArgument(option);
                this.emit(`option:${option.name()}`, value);
              } else if (option.optional) {
                let value = null;
                if (i < args.length && (!maybeOption(args[i]) || negativeNumberArg(args[i]))) {
                  value = args[i++];
                }
                this.emit(`option:${option.name()}`, value);
              } else {
                this.emit(`option:${option.name()}`);
              }
              activeVariadicOption = option.variadic ? option : null;
              continue;
            }
          }
          if (arg.length > 2 && arg[0] === "-" && arg[1] !== "-") {
            const option = this._findOption(`-${arg[1]}`);
            if (option) {
              if (option.required || option.optional && this._combineFlagAndOptionalValue) {
                this.emit(`option:${option.name()}`, arg.slice(2));
              } else {
                this.emit(`option:${option.name()}`);
                activeGroup = `-${arg.slice(2)}`;
              }
              continue;
            }
          }
          if (/^--[^=]+=/.test(arg)) {
            const index = arg.indexOf("=");
            const option = this._findOption(arg.slice(0, index));
            if (option && (option.required || option.optional)) {
              this.emit(`option:${option.name()}`, arg.slice(index + 1));
              continue;
            }
          }
          if (dest === operands && maybeOption(arg) && !(this.commands.length === 0 && negativeNumberArg(arg))) {
            dest = unknown;
          }
          if ((this._enablePositionalOptions || this._passThroughOptions) && operands.length === 0 && unknown.length === 0) {
            if (this._findCommand(arg)) {
              operands.push(arg);
              unknown.push(...args.slice(i));
              break;
            } else if (this._getHelpCommand() && arg === this._getHelpCommand().name()) {
              operands.push(arg, ...args.slice(i));
              break;
            } else if (this._defaultCommandName) {
              unknown.push(arg, ...args.slice(i));
              break;
            }
          }
          if (this._passThroughOptions) {
            dest.push(arg, ...args.slice(i));
            break;
          }
          dest.push(arg);
        }
        return { operands, unknown };
      }
      /**
       * Return an object containing local option values as key-value pairs.
       *
       * @return {object}
       */
      opts() {
        if (this._storeOptionsAsProperties) {
          const result = {};
          const len = this.options.length;
          for (let i = 0; i < len; i++) {
            const key = this.options[i].attributeName();
            result[key] = key === this._versionOptionName ? this._version : this[key];
          }
          return result;
        }
        return this._optionValues;
      }
      /**
       * Return an object containing merged local and global option values as key-value pairs.
       *
       * @return {object}
       */
      optsWithGlobals() {
        return this._getCommandAndAncestors().reduce(
          (combinedOptions, cmd) => Object.assign(combinedOptions, cmd.opts()),
          {}
        );
      }
      /**
       * Display error message and exit (or call exitOverride).
       *
       * @param {string} message
       * @param {object} [errorOptions]
       * @param {string} [errorOptions.code] - an id string representing the error
       * @param {number} [errorOptions.exitCode] - used with process.exit
       */
      error(message, errorOptions) {
        this._outputConfiguration.outputError(
          `${message}
`,
          this._outputConfiguration.writeErr
        );
        if (typeof this._showHelpAfterError === "string") {
          this._outputConfiguration.writeErr(`${this._showHelpAfterError}
`);
        } else if (this._showHelpAfterError) {
          this._outputConfiguration.writeErr("\n");
          this.outputHelp({ error: true });
        }
        const config = errorOptions || {};
        const exitCode = config.exitCode || 1;
        const code = config.code || "commander.error";
        this._exit(exitCode, code, message);
      }
      /**
       * Apply any option related environment variables, if option does
       * not have a value from cli or client code.
       *
       * @private
       */
      _parseOptionsEnv() {
        this.options.forEach((option) => {
          if (option.envVar && option.envVar in process2.env) {
            const optionKey = option.attributeName();
            if (this.getOptionValue(optionKey) === void 0 || ["default", "config", "env"].includes(
              this.getOptionValueSource(optionKey)
            )) {
              if (option.required || option.optional) {
                this.emit(`optionEnv:${option.name()}`, process2.env[option.envVar]);
              } else {
                this.emit(`optionEnv:${option.name()}`);
              }
            }
          }
        });
      }
      /**
       * Apply any implied option values, if option is undefined or default value.
       *
       * @private
       */
      _parseOptionsImplied() {
        const dualHelper = new DualOptions(this.options);
        const hasCustomOptionValue = (optionKey) => {
          return this.getOptionValue(optionKey) !== void 0 && !["default", "implied"].includes(this.getOptionValueSource(optionKey));
        };
        this.options.filter(
          (option) => option.implied !== void 0 && hasCustomOptionValue(option.attributeName()) && dualHelper.valueFromOption(
            this.getOptionValue(option.attributeName()),
            option
          )
        ).forEach((option) => {
          Object.keys(option.implied).filter((impliedKey) => !hasCustomOptionValue(impliedKey)).forEach((impliedKey) => {
            this.setOptionValueWithSource(
              impliedKey,
              option.implied[impliedKey],
              "implied"
            );
          });
        });
      }
      /**
       * Argument `name` is missing.
       *
       * @param {string} name
       * @private
       */
      missingArgument(name) {
        const message = `error: missing required argument '${name}'`;
        this.error(message, { code: "commander.missingArgument" });
      }
      /**
       * `Option` is missing an argument.
       *
       * @param {Option} option
       * @private
       */
      optionMissingArgument(option) {
        const message = `error: option '${option.flags}' argument missing`;
        this.error(message, { code: "commander.optionMissingArgument" });
      }
      /**
       * `Option` does not have a value, and is a mandatory option.
       *
       * @param {Option} option
       * @private
       */
      missingMandatoryOptionValue(option) {
        const message = `error: required option '${option.flags}' not specified`;
        this.error(message, { code: "commander.missingMandatoryOptionValue" });
      }
      /**
       * `Option` conflicts with another option.
       *
       * @param {Option} option
       * @param {Option} conflictingOption
       * @private
       */
      _conflictingOption(option, conflictingOption) {
        const findBestOptionFromValue = (option2) => {
          const optionKey = option2.attributeName();
          const optionValue = this.getOptionValue(optionKey);
          const negativeOption = this.options.find(
            (target) => target.negate && optionKey === target.attributeName()
          );
          const positiveOption = this.options.find(
            (target) => !target.negate && optionKey === target.attributeName()
          );
          if (negativeOption && (negativeOption.presetArg === void 0 && optionValue === false || negativeOption.presetArg !== void 0 && optionValue === negativeOption.presetArg)) {
            return negativeOption;
          }
          return positiveOption || option2;
        };
        const getErrorMessage = (option2) => {
          const bestOption = findBestOptionFromValue(option2);
          const optionKey = bestOption.attributeName();
          const source = this.getOptionValueSource(optionKey);
          if (source === "env") {
            return `environment variable '${bestOption.envVar}'`;
          }
          return `option '${bestOption.flags}'`;
        };
        const message = `error: ${getErrorMessage(option)} cannot be used with ${getErrorMessage(conflictingOption)}`;
        this.error(message, { code: "commander.conflictingOption" });
      }
      /**
       * Unknown option `flag`.
       *
       * @param {string} flag
       * @private
       */
      unknownOption(flag) {
        if (this._allowUnknownOption) return;
        let suggestion = "";
        if (flag.startsWith("--") && this._showSuggestionAfterError) {
          let candidateFlags = [];
          let command = this;
          do {
            const moreFlags = command.createHelp().visibleOptions(command).filter((option) => option.long).map((option) => option.long);
            candidateFlags = candidateFlags.concat(moreFlags);
            command = command.parent;
          } while (command && !command._enablePositionalOptions);
          suggestion = suggestSimilar(flag, candidateFlags);
        }
        const message = `error: unknown option '${flag}'${suggestion}`;
        this.error(message, { code: "commander.unknownOption" });
      }
      /**
       * Excess arguments, more than expected.
       *
       * @param {string[]} receivedArgs
       * @private
       */
      _excessArguments(receivedArgs) {
        if (this._allowExcessArguments) return;
        const expected = this.registeredArguments.length;
        const s = expected === 1 ? "" : "s";
        const forSubcommand = this.parent ? ` for '${this.name()}'` : "";
        const message = `error: too many arguments${forSubcommand}. Expected ${expected} argument${s} but got ${receivedArgs.length}.`;
        this.error(message, { code: "commander.excessArguments" });
      }
      /**
       * Unknown command.
       *
       * @private
       */
      unknownCommand() {
        const unknownName = this.args[0];
        let suggestion = "";
        if (this._showSuggestionAfterError) {
          const candidateNames = [];
          this.createHelp().visibleCommands(this).forEach((command) => {
            candidateNames.push(command.name());
            if (command.alias()) candidateNames.push(command.alias());
          });
          suggestion = suggestSimilar(unknownName, candidateNames);
        }
        const message = `error: unknown command '${unknownName}'${suggestion}`;
        this.error(message, { code: "commander.unknownCommand" });
      }
      /**
       * Get or set the program version.
       *
       * This method auto-registers the "-V, --version" option which will print the version number.
       *
       * You can optionally supply the flags and description to override the defaults.
       *
       * @param {string} [str]
       * @param {string} [flags]
       * @param {string} [description]
       * @return {(this | string | undefined)} `this` command for chaining, or version string if no arguments
       */
      version(str, flags, description) {
        if (str === void 0) return this._version;
        this._version = str;
        flags = flags || "-V, --version";
        description = description || "output the version number";
        const versionOption = this.createOption(flags, description);
        this._versionOptionName = versionOption.attributeName();
        this._registerOption(versionOption);
        this.on("option:" + versionOption.name(), () => {
          this._outputConfiguration.writeOut(`${str}
`);
          this._exit(0, "commander.version", str);
        });
        return this;
      }
      /**
       * Set the description.
       *
       * @param {string} [str]
       * @param {object} [argsDescription]
       * @return {(string|Command)}
       */
      description(str, argsDescription) {
        if (str === void 0 && argsDescription === void 0)
          return this._description;
        this._description = str;
        if (argsDescription) {
          this._argsDescription = argsDescription;
        }
        return this;
      }
      /**
       * Set the summary. Used when listed as subcommand of parent.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      summary(str) {
        if (str === void 0) return this._summary;
        this._summary = str;
        return this;
      }
      /**
       * Set an alias for the command.
       *
       * You may call more than once to add multiple aliases. Only the first alias is shown in the auto-generated help.
       *
       * @param {string} [alias]
       * @return {(string|Command)}
       */
      alias(alias) {
        if (alias === void 0) return this._aliases[0];
        let command = this;
        if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler) {
          command = this.commands[this.commands.length - 1];
        }
        if (alias === command._name)
          throw new Error("Command alias can't be the same as its name");
        const matchingCommand = this.parent?._findCommand(alias);
        if (matchingCommand) {
          const existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
          throw new Error(
            `cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`
          );
        }
        command._aliases.push(alias);
        return this;
      }
      /**
       * Set aliases for the command.
       *
       * Only the first alias is shown in the auto-generated help.
       *
       * @param {string[]} [aliases]
       * @return {(string[]|Command)}
       */
      aliases(aliases) {
        if (aliases === void 0) return this._aliases;
        aliases.forEach((alias) => this.alias(alias));
        return this;
      }
      /**
       * Set / get the command usage `str`.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      usage(str) {
        if (str === void 0) {
          if (this._usage) return this._usage;
          const args = this.registeredArguments.map((arg) => {
            return humanReadableArgName(arg);
          });
          return [].concat(
            this.options.length || this._helpOption !== null ? "[options]" : [],
            this.commands.length ? "[command]" : [],
            this.registeredArguments.length ? args : []
          ).join(" ");
        }
        this._usage = str;
        return this;
      }
      /**
       * Get or set the name of the command.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      name(str) {
        if (str === void 0) return this._name;
        this._name = str;
        return this;
      }
      /**
       * Set/get the help group heading for this subcommand in parent command's help.
       *
       * @param {string} [heading]
       * @return {Command | string}
       */
      helpGroup(heading) {
        if (heading === void 0) return this._helpGroupHeading ?? "";
        this._helpGroupHeading = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for subcommands added to this command.
       * (This does not override a group set directly on the subcommand using .helpGroup().)
       *
       * @example
       * program.commandsGroup('Development Commands:);
       * program.command('watch')...
       * program.command('lint')...
       * ...
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      commandsGroup(heading) {
        if (heading === void 0) return this._defaultCommandGroup ?? "";
        this._defaultCommandGroup = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for options added to this command.
       * (This does not override a group set directly on the option using .helpGroup().)
       *
       * @example
       * program
       *   .optionsGroup('Development Options:')
       *   .option('-d, --debug', 'output extra debugging')
       *   .option('-p, --profile', 'output profiling information')
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      optionsGroup(heading) {
        if (heading === void 0) return this._defaultOptionGroup ?? "";
        this._defaultOptionGroup = heading;
        return this;
      }
      /**
       * @param {Option} option
       * @private
       */
      _initOptionGroup(option) {
        if (this._defaultOptionGroup && !option.helpGroupHeading)
          option.helpGroup(this._defaultOptionGroup);
      }
      /**
       * @param {Command} cmd
       * @private
       */
      _initCommandGroup(cmd) {
        if (this._defaultCommandGroup && !cmd.helpGroup())
          cmd.helpGroup(this._defaultCommandGroup);
      }
      /**
       * Set the name of the command from script filename, such as process.argv[1],
       * or require.main.filename, or __filename.
       *
       * (Used internally and public although not documented in README.)
       *
       * @example
       * program.nameFromFilename(require.main.filename);
       *
       * @param {string} filename
       * @return {Command}
       */
      nameFromFilename(filename) {
        this._name = path.basename(filename, path.extname(filename));
        return this;
      }
      /**
       * Get or set the directory for searching for executable subcommands of this command.
       *
       * @example
       * program.executableDir(__dirname);
       * // or
       * program.executableDir('subcommands');
       *
       * @param {string} [path]
       * @return {(string|null|Command)}
       */
      executableDir(path2) {
        if (path2 === void 0) return this._executableDir;
        this._executableDir = path2;
        return this;
      }
      /**
       * Return program help documentation.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to wrap for stderr instead of stdout
       * @return {string}
       */
      helpInformation(contextOptions) {
        const helper = this.createHelp();
        const context = this._getOutputContext(contextOptions);
        helper.prepareContext({
          error: context.error,
          helpWidth: context.helpWidth,
          outputHasColors: context.hasColors
        });
        const text = helper.formatHelp(this, helper);
        if (context.hasColors) return text;
        return this._outputConfiguration.stripColor(text);
      }
      /**
       * @typedef HelpContext
       * @type {object}
       * @property {boolean} error
       * @property {number} helpWidth
       * @property {boolean} hasColors
       * @property {function} write - includes stripColor if needed
       *
       * @returns {HelpContext}
       * @private
       */
      _getOutputContext(contextOptions) {
        contextOptions = contextOptions || {};
        const error = !!contextOptions.error;
        let baseWrite;
        let hasColors;
        let helpWidth;
        if (error) {
          baseWrite = (str) => this._outputConfiguration.writeErr(str);
          hasColors = this._outputConfiguration.getErrHasColors();
          helpWidth = this._outputConfiguration.getErrHelpWidth();
        } else {
          baseWrite = (str) => this._outputConfiguration.writeOut(str);
          hasColors = this._outputConfiguration.getOutHasColors();
          helpWidth = this._outputConfiguration.getOutHelpWidth();
        }
        const write = (str) => {
          if (!hasColors) str = this._outputConfiguration.stripColor(str);
          return baseWrite(str);
        };
        return { error, write, hasColors, helpWidth };
      }
      /**
       * Output help information for this command.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean } | Function} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      outputHelp(contextOptions) {
        let deprecatedCallback;
        if (typeof contextOptions === "function") {
          deprecatedCallback = contextOptions;
          contextOptions = void 0;
        }
        const outputContext = this._getOutputContext(contextOptions);
        const eventContext = {
          error: outputContext.error,
          write: outputContext.write,
          command: this
        };
        this._getCommandAndAncestors().reverse().forEach((command) => command.emit("beforeAllHelp", eventContext));
        this.emit("beforeHelp", eventContext);
        let helpInformation = this.helpInformation({ error: outputContext.error });
        if (deprecatedCallback) {
          helpInformation = deprecatedCallback(helpInformation);
          if (typeof helpInformation !== "string" && !Buffer.isBuffer(helpInformation)) {
            throw new Error("outputHelp callback must return a string or a Buffer");
          }
        }
        outputContext.write(helpInformation);
        if (this._getHelpOption()?.long) {
          this.emit(this._getHelpOption().long);
        }
        this.emit("afterHelp", eventContext);
        this._getCommandAndAncestors().forEach(
          (command) => command.emit("afterAllHelp", eventContext)
        );
      }
      /**
       * You can pass in flags and a description to customise the built-in help option.
       * Pass in false to disable the built-in help option.
       *
       * @example
       * program.helpOption('-?, --help' 'show help'); // customise
       * program.helpOption(false); // disable
       *
       * @param {(string | boolean)} flags
       * @param {string} [description]
       * @return {Command} `this` command for chaining
       */
      helpOption(flags, description) {
        if (typeof flags === "boolean") {
          if (flags) {
            if (this._helpOption === null) this._helpOption = void 0;
            if (this._defaultOptionGroup) {
              this._initOptionGroup(this._getHelpOption());
            }
          } else {
            this._helpOption = null;
          }
          return this;
        }
        this._helpOption = this.createOption(
          flags ?? "-h, --help",
          description ?? "display help for command"
        );
        if (flags || description) this._initOptionGroup(this._helpOption);
        return this;
      }
      /**
       * Lazy create help option.
       * Returns null if has been disabled with .helpOption(false).
       *
       * @returns {(Option | null)} the help option
       * @package
       */
      _getHelpOption() {
        if (this._helpOption === void 0) {
          this.helpOption(void 0, void 0);
        }
        return this._helpOption;
      }
      /**
       * Supply your own option to use for the built-in help option.
       * This is an alternative to using helpOption() to customise the flags and description etc.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addHelpOption(option) {
        this._helpOption = option;
        this._initOptionGroup(option);
        return this;
      }
      /**
       * Output help information and exit.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      help(contextOptions) {
        this.outputHelp(contextOptions);
        let exitCode = Number(process2.exitCode ?? 0);
        if (exitCode === 0 && contextOptions && typeof contextOptions !== "function" && contextOptions.error) {
          exitCode = 1;
        }
        this._exit(exitCode, "commander.help", "(outputHelp)");
      }
      /**
       * // Do a little typing to coordinate emit and listener for the help text events.
       * @typedef HelpTextEventContext
       * @type {object}
       * @property {boolean} error
       * @property {Command} command
       * @property {function} write
       */
      /**
       * Add additional text to be displayed with the built-in help.
       *
       * Position is 'before' or 'after' to affect just this command,
       * and 'beforeAll' or 'afterAll' to affect this command and all its subcommands.
       *
       * @param {string} position - before or after built-in help
       * @param {(string | Function)} text - string to add, or a function returning a string
       * @return {Command} `this` command for chaining
       */
      addHelpText(position, text) {
        const allowedValues = ["beforeAll", "before", "after", "afterAll"];
        if (!allowedValues.includes(position)) {
          throw new Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        const helpEvent = `${position}Help`;
        this.on(helpEvent, (context) => {
          let helpStr;
          if (typeof text === "function") {
            helpStr = text({ error: context.error, command: context.command });
          } else {
            helpStr = text;
          }
          if (helpStr) {
            context.write(`${helpStr}
`);
          }
        });
        return this;
      }
      /**
       * Output help information if help flags specified
       *
       * @param {Array} args - array of options to search for help flags
       * @private
       */
      _outputHelpIfRequested(args) {
        const helpOption = this._getHelpOption();
        const helpRequested = helpOption && args.find((arg) => helpOption.is(arg));
        if (helpRequested) {
          this.outputHelp();
          this._exit(0, "commander.helpDisplayed", "(outputHelp)");
        }
      }
    };
    function incrementNodeInspectorPort(args) {
      return args.map((arg) => {
        if (!arg.startsWith("--inspect")) {
          return arg;
        }
        let debugOption;
        let debugHost = "127.0.0.1";
        let debugPort = "9229";
        let match;
        if ((match = arg.match(/^(--inspect(-brk)?)$/)) !== null) {
          debugOption = match[1];
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+)$/)) !== null) {
          debugOption = match[1];
          if (/^\d+$/.test(match[3])) {
            debugPort = match[3];
          } else {
            debugHost = match[3];
          }
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+):(\d+)$/)) !== null) {
          debugOption = match[1];
          debugHost = match[3];
          debugPort = match[4];
        }
        if (debugOption && debugPort !== "0") {
          return `${debugOption}=${debugHost}:${parseInt(debugPort) + 1}`;
        }
        return arg;
      });
    }
    function useColor() {
      if (process2.env.NO_COLOR || process2.env.FORCE_COLOR === "0" || process2.env.FORCE_COLOR === "false")
        return false;
      if (process2.env.FORCE_COLOR || process2.env.CLICOLOR_FORCE !== void 0)
        return true;
      return void 0;
    }
    exports.Command = Command2;
    exports.useColor = useColor;
  }
});

// node_modules/commander/index.js
var require_commander = __commonJS({
  "node_modules/commander/index.js"(exports) {
    var { Argument: Argument2 } = require_argument();
    var { Command: Command2 } = require_command();
    var { CommanderError: CommanderError2, InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var { Help: Help2 } = require_help();
    var { Option: Option2 } = require_option();
    exports.program = new Command2();
    exports.createCommand = (name) => new Command2(name);
    exports.createOption = (flags, description) => new Option2(flags, description);
    exports.createArgument = (name, description) => new Argument2(name, description);
    exports.Command = Command2;
    exports.Option = Option2;
    exports.Argument = Argument2;
    exports.Help = Help2;
    exports.CommanderError = CommanderError2;
    exports.InvalidArgumentError = InvalidArgumentError2;
    exports.InvalidOptionArgumentError = InvalidArgumentError2;
  }
});

// node_modules/cli-progress/lib/eta.js
var require_eta = __commonJS({
  "node_modules/cli-progress/lib/eta.js"(exports, module) {
    var ETA = class {
      constructor(length, initTime, initValue) {
        this.etaBufferLength = length || 100;
        this.valueBuffer = [initValue];
        this.timeBuffer = [initTime];
        this.eta = "0";
      }
      // add new values to calculation buffer
      update(time, value, total) {
        this.valueBuffer.push(value);
        this.timeBuffer.push(time);
        this.calculate(total - value);
      }
      // fetch estimated time
      getTime() {
        return this.eta;
      }
      // eta calculation - request number of remaining events
      calculate(remaining) {
        const currentBufferSize = this.valueBuffer.length;
        const buffer = Math.min(this.etaBufferLength, currentBufferSize);
        const v_diff = this.valueBuffer[currentBufferSize - 1] - this.valueBuffer[currentBufferSize - buffer];
        const t_diff = this.timeBuffer[currentBufferSize - 1] - this.timeBuffer[currentBufferSize - buffer];
        const vt_rate = v_diff / t_diff;
        this.valueBuffer = this.valueBuffer.slice(-this.etaBufferLength);
        this.timeBuffer = this.timeBuffer.slice(-this.etaBufferLength);
        const eta = Math.ceil(remaining / vt_rate / 1e3);
        if (isNaN(eta)) {
          this.eta = "NULL";
        } else if (!isFinite(eta)) {
          this.eta = "INF";
        } else if (eta > 1e7) {
          this.eta = "INF";
        } else if (eta < 0) {
          this.eta = 0;
        } else {
          this.eta = eta;
        }
      }
    };
    module.exports = ETA;
  }
});

// node_modules/cli-progress/lib/terminal.js
var require_terminal = __commonJS({
  "node_modules/cli-progress/lib/terminal.js"(exports, module) {
    var _readline = __require("readline");
    var Terminal = class {
      constructor(outputStream) {
        this.stream = outputStream;
        this.linewrap = true;
        this.dy = 0;
      }
      // save cursor position + settings
      cursorSave() {
        if (!this.stream.isTTY) {
          return;
        }
        this.stream.write("\x1B7");
      }
      // restore last cursor position + settings
      cursorRestore() {
        if (!this.stream.isTTY) {
          return;
        }
        this.stream.write("\x1B8");
      }
      // show/hide cursor
      cursor(enabled) {
        if (!this.stream.isTTY) {
          return;
        }
        if (enabled) {
          this.stream.write("\x1B[?25h");
        } else {
          this.stream.write("\x1B[?25l");
        }
      }
      // change cursor positionn
      cursorTo(x = null, y = null) {
        if (!this.stream.isTTY) {
          return;
        }
        _readline.cursorTo(this.stream, x, y);
      }
      // change relative cursor position
      cursorRelative(dx = null, dy = null) {
        if (!this.stream.isTTY) {
          return;
        }
        this.dy = this.dy + dy;
        _readline.moveCursor(this.stream, dx, dy);
      }
      // relative reset
      cursorRelativeReset() {
        if (!this.stream.isTTY) {
          return;
        }
        _readline.moveCursor(this.stream, 0, -this.dy);
        _readline.cursorTo(this.stream, 0, null);
        this.dy = 0;
      }
      // clear to the right from cursor
      clearRight() {
        if (!this.stream.isTTY) {
          return;
        }
        _readline.clearLine(this.stream, 1);
      }
      // clear the full line
      clearLine() {
        if (!this.stream.isTTY) {
          return;
        }
        _readline.clearLine(this.stream, 0);
      }
      // clear everyting beyond the current line
      clearBottom() {
        if (!this.stream.isTTY) {
          return;
        }
        _readline.clearScreenDown(this.stream);
      }
      // add new line; increment counter
      newline() {
        this.stream.write("\n");
        this.dy++;
      }
      // write content to output stream
      // @TODO use string-width to strip length
      write(s, rawWrite = false) {
        if (this.linewrap === true && rawWrite === false) {
          this.stream.write(s.substr(0, this.getWidth()));
        } else {
          this.stream.write(s);
        }
      }
      // control line wrapping
      lineWrapping(enabled) {
        if (!this.stream.isTTY) {
          return;
        }
        this.linewrap = enabled;
        if (enabled) {
          this.stream.write("\x1B[?7h");
        } else {
          this.stream.write("\x1B[?7l");
        }
      }
      // tty environment ?
      isTTY() {
        return this.stream.isTTY === true;
      }
      // get terminal width
      getWidth() {
        return this.stream.columns || (this.stream.isTTY ? 80 : 200);
      }
    };
    module.exports = Terminal;
  }
});

// node_modules/ansi-regex/index.js
var require_ansi_regex = __commonJS({
  "node_modules/ansi-regex/index.js"(exports, module) {
    "use strict";
    module.exports = ({ onlyFirst = false } = {}) => {
      const pattern = [
        "[\\u001B\\u009B][[\\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]+)*|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]*)*)?\\u0007)",
        "(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-ntqry=><~]))"
      ].join("|");
      return new RegExp(pattern, onlyFirst ? void 0 : "g");
    };
  }
});

// node_modules/strip-ansi/index.js
var require_strip_ansi = __commonJS({
  "node_modules/strip-ansi/index.js"(exports, module) {
    "use strict";
    var ansiRegex = require_ansi_regex();
    module.exports = (string) => typeof string === "string" ? string.replace(ansiRegex(), "") : string;
  }
});

// node_modules/is-fullwidth-code-point/index.js
var require_is_fullwidth_code_point = __commonJS({
  "node_modules/is-fullwidth-code-point/index.js"(exports, module) {
    "use strict";
    var isFullwidthCodePoint = (codePoint) => {
      if (Number.isNaN(codePoint)) {
        return false;
      }
      if (codePoint >= 4352 && (codePoint <= 4447 || // Hangul Jamo
      codePoint === 9001 || // LEFT-POINTING ANGLE BRACKET
      codePoint === 9002 || // RIGHT-POINTING ANGLE BRACKET
      // CJK Radicals Supplement .. Enclosed CJK Letters and Months
      11904 <= codePoint && codePoint <= 12871 && codePoint !== 12351 || // Enclosed CJK Letters and Months .. CJK Unified Ideographs Extension A
      12880 <= codePoint && codePoint <= 19903 || // CJK Unified Ideographs .. Yi Radicals
      19968 <= codePoint && codePoint <= 42182 || // Hangul Jamo Extended-A
      43360 <= codePoint && codePoint <= 43388 || // Hangul Syllables
      44032 <= codePoint && codePoint <= 55203 || // CJK Compatibility Ideographs
      63744 <= codePoint && codePoint <= 64255 || // Vertical Forms
      65040 <= codePoint && codePoint <= 65049 || // CJK Compatibility Forms .. Small Form Variants
      65072 <= codePoint && codePoint <= 65131 || // Halfwidth and Fullwidth Forms
      65281 <= codePoint && codePoint <= 65376 || 65504 <= codePoint && codePoint <= 65510 || // Kana Supplement
      110592 <= codePoint && codePoint <= 110593 || // Enclosed Ideographic Supplement
      127488 <= codePoint && codePoint <= 127569 || // CJK Unified Ideographs Extension B .. Tertiary Ideographic Plane
      131072 <= codePoint && codePoint <= 262141)) {
        return true;
      }
      return false;
    };
    module.exports = isFullwidthCodePoint;
    module.exports.default = isFullwidthCodePoint;
  }
});

// node_modules/emoji-regex/index.js
var require_emoji_regex = __commonJS({
  "node_modules/emoji-regex/index.js"(exports, module) {
    "use strict";
    module.exports = function() {
      return /\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62(?:\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67|\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74|\uDB40\uDC77\uDB40\uDC6C\uDB40\uDC73)\uDB40\uDC7F|\uD83D\uDC68(?:\uD83C\uDFFC\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68\uD83C\uDFFB|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFF\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFE])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFE\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFD])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFD\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFC])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\u200D(?:\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D)?\uD83D\uDC68|(?:\uD83D[\uDC68\uDC69])\u200D(?:\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67]))|\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67])|(?:\uD83D[\uDC68\uDC69])\u200D(?:\uD83D[\uDC66\uDC67])|[\u2695\u2696\u2708]\uFE0F|\uD83D[\uDC66\uDC67]|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|(?:\uD83C\uDFFB\u200D[\u2695\u2696\u2708]|\uD83C\uDFFF\u200D[\u2695\u2696\u2708]|\uD83C\uDFFE\u200D[\u2695\u2696\u2708]|\uD83C\uDFFD\u200D[\u2695\u2696\u2708]|\uD83C\uDFFC\u200D[\u2695\u2696\u2708])\uFE0F|\uD83C\uDFFB\u200D(?:\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C[\uDFFB-\uDFFF])|(?:\uD83E\uDDD1\uD83C\uDFFB\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFC\u200D\uD83E\uDD1D\u200D\uD83D\uDC69)\uD83C\uDFFB|\uD83E\uDDD1(?:\uD83C\uDFFF\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1(?:\uD83C[\uDFFB-\uDFFF])|\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1)|(?:\uD83E\uDDD1\uD83C\uDFFE\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFF\u200D\uD83E\uDD1D\u200D(?:\uD83D[\uDC68\uDC69]))(?:\uD83C[\uDFFB-\uDFFE])|(?:\uD83E\uDDD1\uD83C\uDFFC\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFD\u200D\uD83E\uDD1D\u200D\uD83D\uDC69)(?:\uD83C[\uDFFB\uDFFC])|\uD83D\uDC69(?:\uD83C\uDFFE\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFD\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFC\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFD-\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFB\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFC-\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFD\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFC\uDFFE\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\u200D(?:\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D(?:\uD83D[\uDC68\uDC69])|\uD83D[\uDC68\uDC69])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFF\u200D(?:\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD]))|\uD83D\uDC69\u200D\uD83D\uDC69\u200D(?:\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67]))|(?:\uD83E\uDDD1\uD83C\uDFFD\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFE\u200D\uD83E\uDD1D\u200D\uD83D\uDC69)(?:\uD83C[\uDFFB-\uDFFD])|\uD83D\uDC69\u200D\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC69\u200D\uD83D\uDC69\u200D(?:\uD83D[\uDC66\uDC67])|(?:\uD83D\uDC41\uFE0F\u200D\uD83D\uDDE8|\uD83D\uDC69(?:\uD83C\uDFFF\u200D[\u2695\u2696\u2708]|\uD83C\uDFFE\u200D[\u2695\u2696\u2708]|\uD83C\uDFFC\u200D[\u2695\u2696\u2708]|\uD83C\uDFFB\u200D[\u2695\u2696\u2708]|\uD83C\uDFFD\u200D[\u2695\u2696\u2708]|\u200D[\u2695\u2696\u2708])|(?:(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)\uFE0F|\uD83D\uDC6F|\uD83E[\uDD3C\uDDDE\uDDDF])\u200D[\u2640\u2642]|(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)(?:\uD83C[\uDFFB-\uDFFF])\u200D[\u2640\u2642]|(?:\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD6-\uDDDD])(?:(?:\uD83C[\uDFFB-\uDFFF])\u200D[\u2640\u2642]|\u200D[\u2640\u2642])|\uD83C\uDFF4\u200D\u2620)\uFE0F|\uD83D\uDC69\u200D\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67])|\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08|\uD83D\uDC15\u200D\uD83E\uDDBA|\uD83D\uDC69\u200D\uD83D\uDC66|\uD83D\uDC69\u200D\uD83D\uDC67|\uD83C\uDDFD\uD83C\uDDF0|\uD83C\uDDF4\uD83C\uDDF2|\uD83C\uDDF6\uD83C\uDDE6|[#\*0-9]\uFE0F\u20E3|\uD83C\uDDE7(?:\uD83C[\uDDE6\uDDE7\uDDE9-\uDDEF\uDDF1-\uDDF4\uDDF6-\uDDF9\uDDFB\uDDFC\uDDFE\uDDFF])|\uD83C\uDDF9(?:\uD83C[\uDDE6\uDDE8\uDDE9\uDDEB-\uDDED\uDDEF-\uDDF4\uDDF7\uDDF9\uDDFB\uDDFC\uDDFF])|\uD83C\uDDEA(?:\uD83C[\uDDE6\uDDE8\uDDEA\uDDEC\uDDED\uDDF7-\uDDFA])|\uD83E\uDDD1(?:\uD83C[\uDFFB-\uDFFF])|\uD83C\uDDF7(?:\uD83C[\uDDEA\uDDF4\uDDF8\uDDFA\uDDFC])|\uD83D\uDC69(?:\uD83C[\uDFFB-\uDFFF])|\uD83C\uDDF2(?:\uD83C[\uDDE6\uDDE8-\uDDED\uDDF0-\uDDFF])|\uD83C\uDDE6(?:\uD83C[\uDDE8-\uDDEC\uDDEE\uDDF1\uDDF2\uDDF4\uDDF6-\uDDFA\uDDFC\uDDFD\uDDFF])|\uD83C\uDDF0(?:\uD83C[\uDDEA\uDDEC-\uDDEE\uDDF2\uDDF3\uDDF5\uDDF7\uDDFC\uDDFE\uDDFF])|\uD83C\uDDED(?:\uD83C[\uDDF0\uDDF2\uDDF3\uDDF7\uDDF9\uDDFA])|\uD83C\uDDE9(?:\uD83C[\uDDEA\uDDEC\uDDEF\uDDF0\uDDF2\uDDF4\uDDFF])|\uD83C\uDDFE(?:\uD83C[\uDDEA\uDDF9])|\uD83C\uDDEC(?:\uD83C[\uDDE6\uDDE7\uDDE9-\uDDEE\uDDF1-\uDDF3\uDDF5-\uDDFA\uDDFC\uDDFE])|\uD83C\uDDF8(?:\uD83C[\uDDE6-\uDDEA\uDDEC-\uDDF4\uDDF7-\uDDF9\uDDFB\uDDFD-\uDDFF])|\uD83C\uDDEB(?:\uD83C[\uDDEE-\uDDF0\uDDF2\uDDF4\uDDF7])|\uD83C\uDDF5(?:\uD83C[\uDDE6\uDDEA-\uDDED\uDDF0-\uDDF3\uDDF7-\uDDF9\uDDFC\uDDFE])|\uD83C\uDDFB(?:\uD83C[\uDDE6\uDDE8\uDDEA\uDDEC\uDDEE\uDDF3\uDDFA])|\uD83C\uDDF3(?:\uD83C[\uDDE6\uDDE8\uDDEA-\uDDEC\uDDEE\uDDF1\uDDF4\uDDF5\uDDF7\uDDFA\uDDFF])|\uD83C\uDDE8(?:\uD83C[\uDDE6\uDDE8\uDDE9\uDDEB-\uDDEE\uDDF0-\uDDF5\uDDF7\uDDFA-\uDDFF])|\uD83C\uDDF1(?:\uD83C[\uDDE6-\uDDE8\uDDEE\uDDF0\uDDF7-\uDDFB\uDDFE])|\uD83C\uDDFF(?:\uD83C[\uDDE6\uDDF2\uDDFC])|\uD83C\uDDFC(?:\uD83C[\uDDEB\uDDF8])|\uD83C\uDDFA(?:\uD83C[\uDDE6\uDDEC\uDDF2\uDDF3\uDDF8\uDDFE\uDDFF])|\uD83C\uDDEE(?:\uD83C[\uDDE8-\uDDEA\uDDF1-\uDDF4\uDDF6-\uDDF9])|\uD83C\uDDEF(?:\uD83C[\uDDEA\uDDF2\uDDF4\uDDF5])|(?:\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD6-\uDDDD])(?:\uD83C[\uDFFB-\uDFFF])|(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)(?:\uD83C[\uDFFB-\uDFFF])|(?:[\u261D\u270A-\u270D]|\uD83C[\uDF85\uDFC2\uDFC7]|\uD83D[\uDC42\uDC43\uDC46-\uDC50\uDC66\uDC67\uDC6B-\uDC6D\uDC70\uDC72\uDC74-\uDC76\uDC78\uDC7C\uDC83\uDC85\uDCAA\uDD74\uDD7A\uDD90\uDD95\uDD96\uDE4C\uDE4F\uDEC0\uDECC]|\uD83E[\uDD0F\uDD18-\uDD1C\uDD1E\uDD1F\uDD30-\uDD36\uDDB5\uDDB6\uDDBB\uDDD2-\uDDD5])(?:\uD83C[\uDFFB-\uDFFF])|(?:[\u231A\u231B\u23E9-\u23EC\u23F0\u23F3\u25FD\u25FE\u2614\u2615\u2648-\u2653\u267F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26CE\u26D4\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2705\u270A\u270B\u2728\u274C\u274E\u2753-\u2755\u2757\u2795-\u2797\u27B0\u27BF\u2B1B\u2B1C\u2B50\u2B55]|\uD83C[\uDC04\uDCCF\uDD8E\uDD91-\uDD9A\uDDE6-\uDDFF\uDE01\uDE1A\uDE2F\uDE32-\uDE36\uDE38-\uDE3A\uDE50\uDE51\uDF00-\uDF20\uDF2D-\uDF35\uDF37-\uDF7C\uDF7E-\uDF93\uDFA0-\uDFCA\uDFCF-\uDFD3\uDFE0-\uDFF0\uDFF4\uDFF8-\uDFFF]|\uD83D[\uDC00-\uDC3E\uDC40\uDC42-\uDCFC\uDCFF-\uDD3D\uDD4B-\uDD4E\uDD50-\uDD67\uDD7A\uDD95\uDD96\uDDA4\uDDFB-\uDE4F\uDE80-\uDEC5\uDECC\uDED0-\uDED2\uDED5\uDEEB\uDEEC\uDEF4-\uDEFA\uDFE0-\uDFEB]|\uD83E[\uDD0D-\uDD3A\uDD3C-\uDD45\uDD47-\uDD71\uDD73-\uDD76\uDD7A-\uDDA2\uDDA5-\uDDAA\uDDAE-\uDDCA\uDDCD-\uDDFF\uDE70-\uDE73\uDE78-\uDE7A\uDE80-\uDE82\uDE90-\uDE95])|(?:[#\*0-9\xA9\xAE\u203C\u2049\u2122\u2139\u2194-\u2199\u21A9\u21AA\u231A\u231B\u2328\u23CF\u23E9-\u23F3\u23F8-\u23FA\u24C2\u25AA\u25AB\u25B6\u25C0\u25FB-\u25FE\u2600-\u2604\u260E\u2611\u2614\u2615\u2618\u261D\u2620\u2622\u2623\u2626\u262A\u262E\u262F\u2638-\u263A\u2640\u2642\u2648-\u2653\u265F\u2660\u2663\u2665\u2666\u2668\u267B\u267E\u267F\u2692-\u2697\u2699\u269B\u269C\u26A0\u26A1\u26AA\u26AB\u26B0\u26B1\u26BD\u26BE\u26C4\u26C5\u26C8\u26CE\u26CF\u26D1\u26D3\u26D4\u26E9\u26EA\u26F0-\u26F5\u26F7-\u26FA\u26FD\u2702\u2705\u2708-\u270D\u270F\u2712\u2714\u2716\u271D\u2721\u2728\u2733\u2734\u2744\u2747\u274C\u274E\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27A1\u27B0\u27BF\u2934\u2935\u2B05-\u2B07\u2B1B\u2B1C\u2B50\u2B55\u3030\u303D\u3297\u3299]|\uD83C[\uDC04\uDCCF\uDD70\uDD71\uDD7E\uDD7F\uDD8E\uDD91-\uDD9A\uDDE6-\uDDFF\uDE01\uDE02\uDE1A\uDE2F\uDE32-\uDE3A\uDE50\uDE51\uDF00-\uDF21\uDF24-\uDF93\uDF96\uDF97\uDF99-\uDF9B\uDF9E-\uDFF0\uDFF3-\uDFF5\uDFF7-\uDFFF]|\uD83D[\uDC00-\uDCFD\uDCFF-\uDD3D\uDD49-\uDD4E\uDD50-\uDD67\uDD6F\uDD70\uDD73-\uDD7A\uDD87\uDD8A-\uDD8D\uDD90\uDD95\uDD96\uDDA4\uDDA5\uDDA8\uDDB1\uDDB2\uDDBC\uDDC2-\uDDC4\uDDD1-\uDDD3\uDDDC-\uDDDE\uDDE1\uDDE3\uDDE8\uDDEF\uDDF3\uDDFA-\uDE4F\uDE80-\uDEC5\uDECB-\uDED2\uDED5\uDEE0-\uDEE5\uDEE9\uDEEB\uDEEC\uDEF0\uDEF3-\uDEFA\uDFE0-\uDFEB]|\uD83E[\uDD0D-\uDD3A\uDD3C-\uDD45\uDD47-\uDD71\uDD73-\uDD76\uDD7A-\uDDA2\uDDA5-\uDDAA\uDDAE-\uDDCA\uDDCD-\uDDFF\uDE70-\uDE73\uDE78-\uDE7A\uDE80-\uDE82\uDE90-\uDE95])\uFE0F|(?:[\u261D\u26F9\u270A-\u270D]|\uD83C[\uDF85\uDFC2-\uDFC4\uDFC7\uDFCA-\uDFCC]|\uD83D[\uDC42\uDC43\uDC46-\uDC50\uDC66-\uDC78\uDC7C\uDC81-\uDC83\uDC85-\uDC87\uDC8F\uDC91\uDCAA\uDD74\uDD75\uDD7A\uDD90\uDD95\uDD96\uDE45-\uDE47\uDE4B-\uDE4F\uDEA3\uDEB4-\uDEB6\uDEC0\uDECC]|\uD83E[\uDD0F\uDD18-\uDD1F\uDD26\uDD30-\uDD39\uDD3C-\uDD3E\uDDB5\uDDB6\uDDB8\uDDB9\uDDBB\uDDCD-\uDDCF\uDDD1-\uDDDD])/g;
    };
  }
});

// node_modules/string-width/index.js
var require_string_width = __commonJS({
  "node_modules/string-width/index.js"(exports, module) {
    "use strict";
    var stripAnsi = require_strip_ansi();
    var isFullwidthCodePoint = require_is_fullwidth_code_point();
    var emojiRegex = require_emoji_regex();
    var stringWidth = (string) => {
      if (typeof string !== "string" || string.length === 0) {
        return 0;
      }
      string = stripAnsi(string);
      if (string.length === 0) {
        return 0;
      }
      string = string.replace(emojiRegex(), "  ");
      let width = 0;
      for (let i = 0; i < string.length; i++) {
        const code = string.codePointAt(i);
        if (code <= 31 || code >= 127 && code <= 159) {
          continue;
        }
        if (code >= 768 && code <= 879) {
          continue;
        }
        if (code > 65535) {
          i++;
        }
        width += isFullwidthCodePoint(code) ? 2 : 1;
      }
      return width;
    };
    module.exports = stringWidth;
    module.exports.default = stringWidth;
  }
});

// node_modules/cli-progress/lib/format-value.js
var require_format_value = __commonJS({
  "node_modules/cli-progress/lib/format-value.js"(exports, module) {
    module.exports = function formatValue(v, options, type) {
      if (options.autopadding !== true) {
        return v;
      }
      function autopadding(value, length) {
        return (options.autopaddingChar + value).slice(-length);
      }
      switch (type) {
        case "percentage":
          return autopadding(v, 3);
        default:
          return v;
      }
    };
  }
});

// node_modules/cli-progress/lib/format-bar.js
var require_format_bar = __commonJS({
  "node_modules/cli-progress/lib/format-bar.js"(exports, module) {
    module.exports = function formatBar2(progress, options) {
      const completeSize = Math.round(progress * options.barsize);
      const incompleteSize = options.barsize - completeSize;
      return options.barCompleteString.substr(0, completeSize) + options.barGlue + options.barIncompleteString.substr(0, incompleteSize);
    };
  }
});

// node_modules/cli-progress/lib/format-time.js
var require_format_time = __commonJS({
  "node_modules/cli-progress/lib/format-time.js"(exports, module) {
    module.exports = function formatTime(t, options, roundToMultipleOf) {
      function round(input) {
        if (roundToMultipleOf) {
          return roundToMultipleOf * Math.round(input / roundToMultipleOf);
        } else {
          return input;
        }
      }
      function autopadding(v) {
        return (options.autopaddingChar + v).slice(-2);
      }
      if (t > 3600) {
        return autopadding(Math.floor(t / 3600)) + "h" + autopadding(round(t % 3600 / 60)) + "m";
      } else if (t > 60) {
        return autopadding(Math.floor(t / 60)) + "m" + autopadding(round(t % 60)) + "s";
      } else if (t > 10) {
        return autopadding(round(t)) + "s";
      } else {
        return autopadding(t) + "s";
      }
    };
  }
});

// node_modules/cli-progress/lib/formatter.js
var require_formatter = __commonJS({
  "node_modules/cli-progress/lib/formatter.js"(exports, module) {
    var _stringWidth = require_string_width();
    var _defaultFormatValue = require_format_value();
    var _defaultFormatBar = require_format_bar();
    var _defaultFormatTime = require_format_time();
    module.exports = function defaultFormatter(options, params, payload) {
      let s = options.format;
      const formatTime = options.formatTime || _defaultFormatTime;
      const formatValue = options.formatValue || _defaultFormatValue;
      const formatBar2 = options.formatBar || _defaultFormatBar;
      const percentage = Math.floor(params.progress * 100) + "";
      const stopTime = params.stopTime || Date.now();
      const elapsedTime = Math.round((stopTime - params.startTime) / 1e3);
      const context = Object.assign({}, payload, {
        bar: formatBar2(params.progress, options),
        percentage: formatValue(percentage, options, "percentage"),
        total: formatValue(params.total, options, "total"),
        value: formatValue(params.value, options, "value"),
        eta: formatValue(params.eta, options, "eta"),
        eta_formatted: formatTime(params.eta, options, 5),
        duration: formatValue(elapsedTime, options, "duration"),
        duration_formatted: formatTime(elapsedTime, options, 1)
      });
      s = s.replace(/\{(\w+)\}/g, function(match, key) {
        if (typeof context[key] !== "undefined") {
          return context[key];
        }
        return match;
      });
      const fullMargin = Math.max(0, params.maxWidth - _stringWidth(s) - 2);
      const halfMargin = Math.floor(fullMargin / 2);
      switch (options.align) {
        // fill start-of-line with whitespaces
        case "right":
          s = fullMargin > 0 ? " ".repeat(fullMargin) + s : s;
          break;
        // distribute whitespaces to left+right
        case "center":
          s = halfMargin > 0 ? " ".repeat(halfMargin) + s : s;
          break;
        // default: left align, no additional whitespaces
        case "left":
        default:
          break;
      }
      return s;
    };
  }
});

// node_modules/cli-progress/lib/options.js
var require_options = __commonJS({
  "node_modules/cli-progress/lib/options.js"(exports, module) {
    function mergeOption(v, defaultValue) {
      if (typeof v === "undefined" || v === null) {
        return defaultValue;
      } else {
        return v;
      }
    }
    module.exports = {
      // set global options
      parse: function parse(rawOptions, preset) {
        const options = {};
        const opt = Object.assign({}, preset, rawOptions);
        options.throttleTime = 1e3 / mergeOption(opt.fps, 10);
        options.stream = mergeOption(opt.stream, process.stderr);
        options.terminal = mergeOption(opt.terminal, null);
        options.clearOnComplete = mergeOption(opt.clearOnComplete, false);
        options.stopOnComplete = mergeOption(opt.stopOnComplete, false);
        options.barsize = mergeOption(opt.barsize, 40);
        options.align = mergeOption(opt.align, "left");
        options.hideCursor = mergeOption(opt.hideCursor, false);
        options.linewrap = mergeOption(opt.linewrap, false);
        options.barGlue = mergeOption(opt.barGlue, "");
        options.barCompleteChar = mergeOption(opt.barCompleteChar, "=");
        options.barIncompleteChar = mergeOption(opt.barIncompleteChar, "-");
        options.format = mergeOption(opt.format, "progress [{bar}] {percentage}% | ETA: {eta}s | {value}/{total}");
        options.formatTime = mergeOption(opt.formatTime, null);
        options.formatValue = mergeOption(opt.formatValue, null);
        options.formatBar = mergeOption(opt.formatBar, null);
        options.etaBufferLength = mergeOption(opt.etaBuffer, 10);
        options.etaAsynchronousUpdate = mergeOption(opt.etaAsynchronousUpdate, false);
        options.progressCalculationRelative = mergeOption(opt.progressCalculationRelative, false);
        options.synchronousUpdate = mergeOption(opt.synchronousUpdate, true);
        options.noTTYOutput = mergeOption(opt.noTTYOutput, false);
        options.notTTYSchedule = mergeOption(opt.notTTYSchedule, 2e3);
        options.emptyOnZero = mergeOption(opt.emptyOnZero, false);
        options.forceRedraw = mergeOption(opt.forceRedraw, false);
        options.autopadding = mergeOption(opt.autopadding, false);
        options.gracefulExit = mergeOption(opt.gracefulExit, false);
        return options;
      },
      // derived options: instance specific, has to be created for every bar element
      assignDerivedOptions: function assignDerivedOptions(options) {
        options.barCompleteString = options.barCompleteChar.repeat(options.barsize + 1);
        options.barIncompleteString = options.barIncompleteChar.repeat(options.barsize + 1);
        options.autopaddingChar = options.autopadding ? mergeOption(options.autopaddingChar, "   ") : "";
        return options;
      }
    };
  }
});

// node_modules/cli-progress/lib/generic-bar.js
var require_generic_bar = __commonJS({
  "node_modules/cli-progress/lib/generic-bar.js"(exports, module) {
    var _ETA = require_eta();
    var _Terminal = require_terminal();
    var _formatter = require_formatter();
    var _options = require_options();
    var _EventEmitter = __require("events");
    module.exports = class GenericBar extends _EventEmitter {
      constructor(options) {
        super();
        this.options = _options.assignDerivedOptions(options);
        this.terminal = this.options.terminal ? this.options.terminal : new _Terminal(this.options.stream);
        this.value = 0;
        this.startValue = 0;
        this.total = 100;
        this.lastDrawnString = null;
        this.startTime = null;
        this.stopTime = null;
        this.lastRedraw = Date.now();
        this.eta = new _ETA(this.options.etaBufferLength, 0, 0);
        this.payload = {};
        this.isActive = false;
        this.formatter = typeof this.options.format === "function" ? this.options.format : _formatter;
      }
      // internal render function
      render(forceRendering = false) {
        const params = {
          progress: this.getProgress(),
          eta: this.eta.getTime(),
          startTime: this.startTime,
          stopTime: this.stopTime,
          total: this.total,
          value: this.value,
          maxWidth: this.terminal.getWidth()
        };
        if (this.options.etaAsynchronousUpdate) {
          this.updateETA();
        }
        const s = this.formatter(this.options, params, this.payload);
        const forceRedraw = forceRendering || this.options.forceRedraw || this.options.noTTYOutput && !this.terminal.isTTY();
        if (forceRedraw || this.lastDrawnString != s) {
          this.emit("redraw-pre");
          this.terminal.cursorTo(0, null);
          this.terminal.write(s);
          this.terminal.clearRight();
          this.lastDrawnString = s;
          this.lastRedraw = Date.now();
          this.emit("redraw-post");
        }
      }
      // start the progress bar
      start(total, startValue, payload) {
        this.value = startValue || 0;
        this.total = typeof total !== "undefined" && total >= 0 ? total : 100;
        this.startValue = startValue || 0;
        this.payload = payload || {};
        this.startTime = Date.now();
        this.stopTime = null;
        this.lastDrawnString = "";
        this.eta = new _ETA(this.options.etaBufferLength, this.startTime, this.value);
        this.isActive = true;
        this.emit("start", total, startValue);
      }
      // stop the bar
      stop() {
        this.isActive = false;
        this.stopTime = Date.now();
        this.emit("stop", this.total, this.value);
      }
      // update the bar value
      // update(value, payload)
      // update(payload)
      update(arg0, arg1 = {}) {
        if (typeof arg0 === "number") {
          this.value = arg0;
          this.eta.update(Date.now(), arg0, this.total);
        }
        const payloadData = (typeof arg0 === "object" ? arg0 : arg1) || {};
        this.emit("update", this.total, this.value);
        for (const key in payloadData) {
          this.payload[key] = payloadData[key];
        }
        if (this.value >= this.getTotal() && this.options.stopOnComplete) {
          this.stop();
        }
      }
      // calculate the actual progress value
      getProgress() {
        let progress = this.value / this.total;
        if (this.options.progressCalculationRelative) {
          progress = (this.value - this.startValue) / (this.total - this.startValue);
        }
        if (isNaN(progress)) {
          progress = this.options && this.options.emptyOnZero ? 0 : 1;
        }
        progress = Math.min(Math.max(progress, 0), 1);
        return progress;
      }
      // update the bar value
      // increment(delta, payload)
      // increment(payload)
      increment(arg0 = 1, arg1 = {}) {
        if (typeof arg0 === "object") {
          this.update(this.value + 1, arg0);
        } else {
          this.update(this.value + arg0, arg1);
        }
      }
      // get the total (limit) value
      getTotal() {
        return this.total;
      }
      // set the total (limit) value
      setTotal(total) {
        if (typeof total !== "undefined" && total >= 0) {
          this.total = total;
        }
      }
      // force eta calculation update (long running processes)
      updateETA() {
        this.eta.update(Date.now(), this.value, this.total);
      }
    };
  }
});

// node_modules/cli-progress/lib/single-bar.js
var require_single_bar = __commonJS({
  "node_modules/cli-progress/lib/single-bar.js"(exports, module) {
    var _GenericBar = require_generic_bar();
    var _options = require_options();
    module.exports = class SingleBar extends _GenericBar {
      constructor(options, preset) {
        super(_options.parse(options, preset));
        this.timer = null;
        if (this.options.noTTYOutput && this.terminal.isTTY() === false) {
          this.options.synchronousUpdate = false;
        }
        this.schedulingRate = this.terminal.isTTY() ? this.options.throttleTime : this.options.notTTYSchedule;
        this.sigintCallback = null;
      }
      // internal render function
      render() {
        if (this.timer) {
          clearTimeout(this.timer);
          this.timer = null;
        }
        super.render();
        if (this.options.noTTYOutput && this.terminal.isTTY() === false) {
          this.terminal.newline();
        }
        this.timer = setTimeout(this.render.bind(this), this.schedulingRate);
      }
      update(current, payload) {
        if (!this.timer) {
          return;
        }
        super.update(current, payload);
        if (this.options.synchronousUpdate && this.lastRedraw + this.options.throttleTime * 2 < Date.now()) {
          this.render();
        }
      }
      // start the progress bar
      start(total, startValue, payload) {
        if (this.options.noTTYOutput === false && this.terminal.isTTY() === false) {
          return;
        }
        if (this.sigintCallback === null && this.options.gracefulExit) {
          this.sigintCallback = this.stop.bind(this);
          process.once("SIGINT", this.sigintCallback);
          process.once("SIGTERM", this.sigintCallback);
        }
        this.terminal.cursorSave();
        if (this.options.hideCursor === true) {
          this.terminal.cursor(false);
        }
        if (this.options.linewrap === false) {
          this.terminal.lineWrapping(false);
        }
        super.start(total, startValue, payload);
        this.render();
      }
      // stop the bar
      stop() {
        if (!this.timer) {
          return;
        }
        if (this.sigintCallback) {
          process.removeListener("SIGINT", this.sigintCallback);
          process.removeListener("SIGTERM", this.sigintCallback);
          this.sigintCallback = null;
        }
        this.render();
        super.stop();
        clearTimeout(this.timer);
        this.timer = null;
        if (this.options.hideCursor === true) {
          this.terminal.cursor(true);
        }
        if (this.options.linewrap === false) {
          this.terminal.lineWrapping(true);
        }
        this.terminal.cursorRestore();
        if (this.options.clearOnComplete) {
          this.terminal.cursorTo(0, null);
          this.terminal.clearLine();
        } else {
          this.terminal.newline();
        }
      }
    };
  }
});

// node_modules/cli-progress/lib/multi-bar.js
var require_multi_bar = __commonJS({
  "node_modules/cli-progress/lib/multi-bar.js"(exports, module) {
    var _Terminal = require_terminal();
    var _BarElement = require_generic_bar();
    var _options = require_options();
    var _EventEmitter = __require("events");
    module.exports = class MultiBar extends _EventEmitter {
      constructor(options, preset) {
        super();
        this.bars = [];
        this.options = _options.parse(options, preset);
        this.options.synchronousUpdate = false;
        this.terminal = this.options.terminal ? this.options.terminal : new _Terminal(this.options.stream);
        this.timer = null;
        this.isActive = false;
        this.schedulingRate = this.terminal.isTTY() ? this.options.throttleTime : this.options.notTTYSchedule;
        this.loggingBuffer = [];
        this.sigintCallback = null;
      }
      // add a new bar to the stack
      create(total, startValue, payload, barOptions = {}) {
        const bar = new _BarElement(Object.assign(
          {},
          // global options
          this.options,
          // terminal instance
          {
            terminal: this.terminal
          },
          // overrides
          barOptions
        ));
        this.bars.push(bar);
        if (this.options.noTTYOutput === false && this.terminal.isTTY() === false) {
          return bar;
        }
        if (this.sigintCallback === null && this.options.gracefulExit) {
          this.sigintCallback = this.stop.bind(this);
          process.once("SIGINT", this.sigintCallback);
          process.once("SIGTERM", this.sigintCallback);
        }
        if (!this.isActive) {
          if (this.options.hideCursor === true) {
            this.terminal.cursor(false);
          }
          if (this.options.linewrap === false) {
            this.terminal.lineWrapping(false);
          }
          this.timer = setTimeout(this.update.bind(this), this.schedulingRate);
        }
        this.isActive = true;
        bar.start(total, startValue, payload);
        this.emit("start");
        return bar;
      }
      // remove a bar from the stack
      remove(bar) {
        const index = this.bars.indexOf(bar);
        if (index < 0) {
          return false;
        }
        this.bars.splice(index, 1);
        this.update();
        this.terminal.newline();
        this.terminal.clearBottom();
        return true;
      }
      // internal update routine
      update() {
        if (this.timer) {
          clearTimeout(this.timer);
          this.timer = null;
        }
        this.emit("update-pre");
        this.terminal.cursorRelativeReset();
        this.emit("redraw-pre");
        if (this.loggingBuffer.length > 0) {
          this.terminal.clearLine();
          while (this.loggingBuffer.length > 0) {
            this.terminal.write(this.loggingBuffer.shift(), true);
          }
        }
        for (let i = 0; i < this.bars.length; i++) {
          if (i > 0) {
            this.terminal.newline();
          }
          this.bars[i].render();
        }
        this.emit("redraw-post");
        if (this.options.noTTYOutput && this.terminal.isTTY() === false) {
          this.terminal.newline();
          this.terminal.newline();
        }
        this.timer = setTimeout(this.update.bind(this), this.schedulingRate);
        this.emit("update-post");
        if (this.options.stopOnComplete && !this.bars.find((bar) => bar.isActive)) {
          this.stop();
        }
      }
      stop() {
        clearTimeout(this.timer);
        this.timer = null;
        if (this.sigintCallback) {
          process.removeListener("SIGINT", this.sigintCallback);
          process.removeListener("SIGTERM", this.sigintCallback);
          this.sigintCallback = null;
        }
        this.isActive = false;
        if (this.options.hideCursor === true) {
          this.terminal.cursor(true);
        }
        if (this.options.linewrap === false) {
          this.terminal.lineWrapping(true);
        }
        this.terminal.cursorRelativeReset();
        this.emit("stop-pre-clear");
        if (this.options.clearOnComplete) {
          this.terminal.clearBottom();
        } else {
          for (let i = 0; i < this.bars.length; i++) {
            if (i > 0) {
              this.terminal.newline();
            }
            this.bars[i].render();
            this.bars[i].stop();
          }
          this.terminal.newline();
        }
        this.emit("stop");
      }
      log(s) {
        this.loggingBuffer.push(s);
      }
    };
  }
});

// node_modules/cli-progress/presets/legacy.js
var require_legacy = __commonJS({
  "node_modules/cli-progress/presets/legacy.js"(exports, module) {
    module.exports = {
      format: "progress [{bar}] {percentage}% | ETA: {eta}s | {value}/{total}",
      barCompleteChar: "=",
      barIncompleteChar: "-"
    };
  }
});

// node_modules/cli-progress/presets/shades-classic.js
var require_shades_classic = __commonJS({
  "node_modules/cli-progress/presets/shades-classic.js"(exports, module) {
    module.exports = {
      format: " {bar} {percentage}% | ETA: {eta}s | {value}/{total}",
      barCompleteChar: "\u2588",
      barIncompleteChar: "\u2591"
    };
  }
});

// node_modules/cli-progress/presets/shades-grey.js
var require_shades_grey = __commonJS({
  "node_modules/cli-progress/presets/shades-grey.js"(exports, module) {
    module.exports = {
      format: " \x1B[90m{bar}\x1B[0m {percentage}% | ETA: {eta}s | {value}/{total}",
      barCompleteChar: "\u2588",
      barIncompleteChar: "\u2591"
    };
  }
});

// node_modules/cli-progress/presets/rect.js
var require_rect = __commonJS({
  "node_modules/cli-progress/presets/rect.js"(exports, module) {
    module.exports = {
      format: " {bar}\u25A0 {percentage}% | ETA: {eta}s | {value}/{total}",
      barCompleteChar: "\u25A0",
      barIncompleteChar: " "
    };
  }
});

// node_modules/cli-progress/presets/index.js
var require_presets = __commonJS({
  "node_modules/cli-progress/presets/index.js"(exports, module) {
    var _legacy = require_legacy();
    var _shades_classic = require_shades_classic();
    var _shades_grey = require_shades_grey();
    var _rect = require_rect();
    module.exports = {
      legacy: _legacy,
      shades_classic: _shades_classic,
      shades_grey: _shades_grey,
      rect: _rect
    };
  }
});

// node_modules/cli-progress/cli-progress.js
var require_cli_progress = __commonJS({
  "node_modules/cli-progress/cli-progress.js"(exports, module) {
    var _SingleBar = require_single_bar();
    var _MultiBar = require_multi_bar();
    var _Presets = require_presets();
    var _Formatter = require_formatter();
    var _defaultFormatValue = require_format_value();
    var _defaultFormatBar = require_format_bar();
    var _defaultFormatTime = require_format_time();
    module.exports = {
      Bar: _SingleBar,
      SingleBar: _SingleBar,
      MultiBar: _MultiBar,
      Presets: _Presets,
      Format: {
        Formatter: _Formatter,
        BarFormat: _defaultFormatBar,
        ValueFormat: _defaultFormatValue,
        TimeFormat: _defaultFormatTime
      }
    };
  }
});

// node_modules/commander/esm.mjs
var import_index = __toESM(require_commander(), 1);
var {
  program,
  createCommand,
  createArgument,
  createOption,
  CommanderError,
  InvalidArgumentError,
  InvalidOptionArgumentError,
  // deprecated old name
  Command,
  Argument,
  Option,
  Help
} = import_index.default;

// cli/program.ts
var DESCRIPTION = `Turns a list of RPM packages into a signed, reproducible, bootable operating system.

A remix is three files: remix.yaml (the product), a treefile (its packages) and rpms.lock.yaml
(which RPMs exactly; written by "lock"). "build" does everything; each other verb does what it
needs of the stages before it, and a stage whose inputs are unchanged does nothing.`;
var EPILOGUE = `
Exit codes: 0 done, 1 the build failed, 2 your files, options or machine need a change.

Examples:
  treesmith setup                     install the host tools that the stages run
  treesmith lock                      pin every RPM of every architecture
  treesmith build                     lock if needed, compose, make images, boot and test them
  treesmith compose --check           compose twice and name what differs
  treesmith boot out/images/anvil-x86_64.qcow2`;
async function runProgram(argv, verbs, hidden) {
  const program2 = new Command("treesmith").description(DESCRIPTION).addHelpText("after", EPILOGUE).showSuggestionAfterError(true).showHelpAfterError("Run with --help to see what is possible.").exitOverride();
  for (const verb of verbs) program2.addCommand(inheritExit(verb));
  for (const verb of hidden) program2.addCommand(inheritExit(verb), { hidden: true });
  if (argv.length <= 2) {
    program2.outputHelp();
    process.exitCode = 2;
    return;
  }
  try {
    await program2.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = reportFailure(error, argv.includes("--verbose") || argv.includes("-v"));
  }
}
function reportFailure(error, verbose) {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`${formatFailure(error, verbose)}
`);
  return error instanceof ConfigError ? 2 : 1;
}
function formatFailure(error, verbose) {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  const lines = [];
  if (error instanceof TreesmithError) {
    const place = error.place === void 0 ? "" : `${formatPlace(error.place)}: `;
    lines.push(`${place}error: ${error.message}`);
    if (error.hint !== void 0) lines.push(`hint: ${error.hint}`);
    lines.push(`code: ${error.code}`);
  } else {
    lines.push(`error: ${error.message}`, "This is a fault in Treesmith; please report it.");
  }
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if (!lines.some((line) => line.includes(cause.message))) {
      lines.push(`cause: ${cause.message}`);
    }
  }
  const unforeseen = !(error instanceof TreesmithError);
  if ((verbose || unforeseen) && error.stack !== void 0) lines.push(error.stack);
  return lines.join("\n");
}
function inheritExit(verb) {
  return verb.exitOverride().showHelpAfterError("Run with --help to see what is possible.");
}

// cli/root-stage.ts
function rootStageCommand() {
  return new Command("root-stage").action(serveRootStage);
}

// cli/boot.ts
import { resolve as resolve2 } from "node:path";

// lib/boot/interactive.ts
import { join } from "node:path";
async function bootInteractive(options) {
  var _stack = [];
  try {
    const { image, log, keep } = options;
    const basearch = options.basearch ?? "x86_64";
    const work = __using(_stack, await makeTempDir(), true);
    const machine = keep ? { drives: [await keptDisk(image)] } : await prepareMedium(await mediumOf(image), { kernelArguments: [], workDir: work.path, log });
    const accelerator = options.accelerator ?? (await probeKvm() ? "kvm" : "tcg");
    const flash = (options.firmware ?? "uefi") === "uefi" ? { firmware: await prepareFirmware(basearch, join(work.path, "vars.fd")) } : {};
    const argv = formatMachine({
      basearch,
      accelerator,
      cpus: options.cpus,
      memoryMiB: options.memoryMiB,
      ...machine,
      ...flash
    });
    const speed = accelerator === "kvm" ? "KVM" : "no KVM: emulated, about ten times slower";
    log.info(`Booting ${image} (${speed}). Leave with Ctrl-A X.`);
    log.info(keep ? "Changes are written into the image." : "Changes are thrown away at the end.");
    const child = await startTool([...argv, "-serial", "mon:stdio"], { stdio: "inherit", log });
    const exitCode = await new Promise((resolve9, reject) => {
      child.once("error", reject);
      child.once("close", resolve9);
    });
    if (exitCode !== 0)
      throw new BuildError("GUEST_EXITED", `QEMU ended with exit code ${exitCode}`);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function mediumOf(image) {
  try {
    return await resolveMedium(image);
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code !== "IMAGE_UNKNOWN") throw error;
    const format = await readImageFormat(image);
    const disk = ["raw", "qcow2", "vmdk", "vhdx"].find((name) => name === format);
    if (disk === void 0) throw error;
    return { kind: "disk", path: image, format: disk };
  }
}
async function keptDisk(image) {
  return { file: image, format: await readImageFormat(image), kind: "disk", writes: "safe" };
}

// cli/boot-container.ts
import { existsSync } from "node:fs";
import { join as join6, resolve } from "node:path";

// lib/boot/container.ts
import { once } from "node:events";
import { open } from "node:fs/promises";
import { join as join2 } from "node:path";
var TAIL_BYTES = 64 * 1024;
var ENDED = /treesmith: the container ended with exit code (\d{1,3})/;
var FAILED = /treesmith: ([^\r\n]+)/;
async function bootContainer(machine) {
  var _stack = [];
  try {
    const { basearch, kernel, disk, log } = machine;
    const work = __using(_stack, await makeTempDir(), true);
    const accelerator = await probeKvm() ? "kvm" : "tcg";
    const console = join2(work.path, "console");
    const argv = formatMachine({
      ...{ basearch, accelerator, cpus: machine.cpus, memoryMiB: machine.memoryMiB, drives: [] },
      direct: { kernel, initrd: machine.initramfs, append: machine.kernelArguments.join(" ") }
    });
    const doubled = (path) => path.replaceAll(",", ",,");
    argv.push(
      ...["-drive", `file=${doubled(disk)},format=raw,if=none,id=container,readonly=on`],
      ...["-device", `virtio-blk-pci,drive=container,serial=${machine.diskSerial}`],
      ...["-chardev", `stdio,id=console,mux=on,signal=off,logfile=${doubled(console)}`],
      ...["-serial", "chardev:console", "-mon", "chardev=console,mode=readline", "-no-reboot"]
    );
    const child = await startTool(argv, { stdio: "inherit", log });
    const [exitCode] = await once(child, "close");
    const tail = await readTail(console);
    const ended = ENDED.exec(tail)?.[1];
    if (exitCode === 0 && ended !== void 0) return Number(ended);
    const why = FAILED.exec(tail)?.[1] ?? `QEMU ended with exit code ${exitCode}`;
    throw new BuildError("GUEST_EXITED", `the container did not run to its end: ${why}`);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function readTail(path) {
  var _stack = [];
  try {
    const file = __using(_stack, await open(path), true);
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    return (await file.read(Buffer.alloc(size - start), 0, size - start, start)).buffer.toString();
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// lib/live/container-boot.ts
import { mkdir, readFile as readFile2, writeFile } from "node:fs/promises";
import { join as join5 } from "node:path";

// lib/live/container-disk.ts
import { createHash } from "node:crypto";
import { once as once2 } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { open as open3 } from "node:fs/promises";
import { join as join4 } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

// lib/live/container-config.ts
var MAX_CONFIG_BYTES = 4 * 2 ** 20;
var MAX_WORDS = 4096;
var PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
function parseContainerConfig(bytes, basearch, command = []) {
  const document = asObject(parseJson(bytes), "the config");
  const { oci } = ARCHITECTURES[basearch];
  const { architecture, os } = document;
  if (architecture !== oci || os !== "linux") {
    throw unfit(`it is for ${String(os)}/${String(architecture)}, expected linux/${oci}`);
  }
  const rootfs = asObject(document["rootfs"], "rootfs");
  const diffIds = asList(rootfs["diff_ids"], "rootfs.diff_ids");
  if (!diffIds.every(isDigest))
    throw unfit("rootfs.diff_ids has something else than sha256:<64 hex>");
  const config = asObject(document["config"] ?? {}, "config");
  const words = (key) => asWords(config[key], `config.${key}`);
  const own = command.length === 0 ? words("Cmd") : command;
  const argv = [...words("Entrypoint"), ...own];
  if (argv.length === 0) throw unfit("it has neither entrypoint nor command; give one");
  if (argv.some((word) => word.includes("\0"))) throw unfit("a word of its command has a NUL");
  const environment = words("Env").filter((word) => /^[^=\0]+=[^\0]*$/s.test(word));
  if (!environment.some((word) => word.startsWith("PATH="))) environment.unshift(PATH);
  const workingFolder = asText(config["WorkingDir"], "config.WorkingDir") || "/";
  if (!/^\/[^\0]*$/s.test(workingFolder)) throw unfit("config.WorkingDir is no absolute path");
  return { diffIds, argv, environment, workingFolder, user: asText(config["User"], "config.User") };
}
function resolveContainerUser(user, passwd, group) {
  const [who = "", of] = user.split(":", 2);
  const line = rows(passwd).find(([name, , uid2]) => name === who || uid2 === who);
  const uid = numberOf(who === "" ? "0" : who) ?? numberOf(line?.[2]);
  if (uid === void 0) throw unfit(`its /etc/passwd has no user ${who}`);
  if (of === void 0 || of === "") return { uid, gid: numberOf(line?.[3]) ?? 0 };
  const gid = numberOf(of) ?? numberOf(rows(group).find(([name]) => name === of)?.[2]);
  if (gid === void 0) throw unfit(`its /etc/group has no group ${of}`);
  return { uid, gid };
}
function rows(text) {
  return text.split("\n").map((line) => line.split(":"));
}
function numberOf(text) {
  return text !== void 0 && /^\d{1,9}$/.test(text) ? Number(text) : void 0;
}
function parseJson(bytes) {
  if (bytes.length > MAX_CONFIG_BYTES) throw unfit(`its config has ${bytes.length} bytes`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw unfit("its config is not JSON", error);
  }
}
function asObject(value, where) {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw unfit(`${where} is not an object`);
}
function asList(value, where) {
  if (Array.isArray(value) && value.length <= MAX_WORDS) return value;
  throw unfit(`${where} is no list, or too long`);
}
function asWords(value, where) {
  if (value === void 0 || value === null) return [];
  return asList(value, where).map((word) => asText(word, where));
}
function asText(value, where) {
  if (value === void 0 || value === null) return "";
  if (typeof value === "string") return value;
  throw unfit(`${where} is not text`);
}
function unfit(why, cause) {
  return new ConfigError("CONTAINER_UNFIT", `the container image cannot be run: ${why}`, {
    cause
  });
}

// lib/live/container-source.ts
import { open as open2, readFile, stat } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/live/layer-tar.ts
var TYPES = {
  ...{ "0": "file", "7": "file", "1": "hard-link", "2": "link", "3": "character", "4": "block" },
  ...{ "5": "folder", "6": "fifo" }
};
var MAX_EXTRA_BYTES = 2 ** 20;
var XATTR = "SCHILY.xattr.";
async function* readLayerMembers(file, sizeBytes) {
  let records = /* @__PURE__ */ new Map();
  let longName;
  let longLink;
  for (let at = 0; at + TAR_BLOCK_BYTES <= sizeBytes; ) {
    const block = await readAt(file, at, TAR_BLOCK_BYTES);
    const header = parseTarHeader(block);
    if (header === void 0) return;
    const offsetBytes = at + TAR_BLOCK_BYTES;
    const extra = async () => {
      if (header.sizeBytes > MAX_EXTRA_BYTES) throw unsafe(`a header of ${header.sizeBytes} bytes`);
      return readAt(file, offsetBytes, header.sizeBytes);
    };
    const size = header.type === "x" || header.type === "g" ? void 0 : records.get("size");
    const dataBytes = size === void 0 ? header.sizeBytes : numberOf2(size);
    if (offsetBytes + dataBytes > sizeBytes) throw unsafe(`it ends within ${header.name}`);
    at = offsetBytes + Math.ceil(dataBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
    if (header.type === "x") records = parseRecords(await extra());
    else if (header.type === "L") longName = textOf(await extra());
    else if (header.type === "K") longLink = textOf(await extra());
    else if (header.type !== "g") {
      yield memberOf(header, block, { records, longName, longLink, dataBytes, offsetBytes });
      records = /* @__PURE__ */ new Map();
      longName = void 0;
      longLink = void 0;
    }
  }
}
function memberOf(header, block, more) {
  const { records } = more;
  const text = (key) => records.get(key)?.toString("utf8");
  const number = (key, otherwise) => {
    const value = records.get(key);
    return value === void 0 ? otherwise : numberOf2(value);
  };
  const name = text("path") ?? more.longName ?? header.name;
  const type = TYPES[header.type];
  if (type === void 0) throw unsafe(`${name} is of the unknown type ${header.type}`);
  const attributes = [...records].filter(([key]) => key.startsWith(XATTR)).map(([key, value]) => [key.slice(XATTR.length), value]);
  const octal = (at) => Number.parseInt(block.toString("latin1", at, at + 8).replace(/[^0-7].*$/s, "") || "0", 8);
  return {
    ...{ name, type, modeOctal: header.modeOctal },
    linkName: text("linkpath") ?? more.longLink ?? header.linkName,
    uid: number("uid", header.uid),
    gid: number("gid", header.gid),
    mtimeSeconds: Math.max(0, number("mtime", header.mtimeSeconds)),
    sizeBytes: type === "file" ? more.dataBytes : 0,
    offsetBytes: more.offsetBytes,
    ...{ major: octal(329), minor: octal(337), attributes: new Map(attributes) }
  };
}
function parseRecords(data) {
  const records = /* @__PURE__ */ new Map();
  for (let at = 0; at < data.length; ) {
    const digits = /^(\d{1,8}) /.exec(data.toString("latin1", at, at + 9))?.[1];
    const end = at + Number(digits);
    const equals = digits === void 0 ? -1 : data.indexOf("=", at + digits.length + 1);
    if (digits === void 0 || end > data.length || end <= at || equals < 0 || equals >= end) {
      throw unsafe("a pax record is no key=value");
    }
    const key = data.toString("utf8", at + digits.length + 1, equals);
    records.set(key, data.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}
function numberOf2(value) {
  const number = Math.floor(Number(value.toString("latin1")));
  if (!Number.isSafeInteger(number)) throw unsafe("a number of a pax record is none");
  return number;
}
function textOf(bytes) {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
}
async function readAt(file, at, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead !== length) throw unsafe("it is cut short");
  return buffer;
}
function unsafe(why) {
  return new BuildError("LAYER_UNSAFE", `a layer of the container image is bad: ${why}`);
}

// lib/live/container-source.ts
async function openContainer(image, access2, workDir) {
  const local = /^(?:oci|oci-archive):(.+)$/.exec(image)?.[1];
  for (const [path, tag] of pathsOf(local ?? image)) {
    const facts = await stat(path).catch(() => void 0);
    if (facts?.isDirectory() === true) return openLayout(image, folderStore(path), tag);
    if (facts?.isFile() === true) return openLayout(image, await archiveStore(path), tag);
  }
  if (local !== void 0 || /^[./]/.test(image))
    throw unfit2(image, "there is no such file or folder");
  return openRegistry(image, access2, workDir);
}
async function selectManifest(source, basearch) {
  const { oci } = ARCHITECTURES[basearch];
  let found = parseManifest(source.top.bytes, source.top.mediaType);
  for (let depth = 0; found.kind === "index"; depth += 1) {
    const fits = choose(found, oci);
    if (fits === void 0 || depth > 2)
      throw unfit2(source.name, `it has nothing for linux/${oci}`);
    const bytes = await source.readSmall(fits, MAX_MANIFEST_BYTES);
    if (digestOf(bytes) !== fits.digest) throw unfit2(source.name, `${fits.digest} is damaged`);
    found = parseManifest(bytes, fits.mediaType);
  }
  return found;
}
function choose(index, architecture) {
  const named = index.manifests.find(
    ({ platform }) => platform?.os === "linux" && platform.architecture === architecture
  );
  return named ?? index.manifests.find(({ platform }) => platform === void 0);
}
function* pathsOf(text) {
  yield [text, void 0];
  const colon = text.lastIndexOf(":");
  if (colon > 0) yield [text.slice(0, colon), text.slice(colon + 1)];
}
function folderStore(folder) {
  return {
    locate: async (name) => {
      const path = join3(folder, name);
      const facts = await stat(path).catch(() => void 0);
      return facts?.isFile() === true ? { path, offsetBytes: 0, sizeBytes: facts.size } : void 0;
    }
  };
}
async function archiveStore(path) {
  var _stack = [];
  try {
    const members = /* @__PURE__ */ new Map();
    const file = __using(_stack, await open2(path), true);
    const { size } = await file.stat();
    for await (const { name, offsetBytes, sizeBytes, type } of readLayerMembers(file, size)) {
      if (type === "file") members.set(name.replace(/^\.\//, ""), { path, offsetBytes, sizeBytes });
    }
    return { locate: async (name) => members.get(name) };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function openLayout(name, store, tag) {
  const part = async (file) => {
    const found = await store.locate(file);
    if (found === void 0) throw unfit2(name, `it has no ${file}: expected an OCI layout`);
    return found;
  };
  const small = async (file, limitBytes) => {
    var _stack = [];
    try {
      const { path, offsetBytes, sizeBytes } = await part(file);
      if (sizeBytes > limitBytes) throw unfit2(name, `${file} has ${sizeBytes} bytes`);
      const handle = __using(_stack, await open2(path), true);
      return (await handle.read(Buffer.alloc(sizeBytes), 0, sizeBytes, offsetBytes)).buffer;
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  };
  const blob = ({ digest }) => `blobs/sha256/${digestHex(digest)}`;
  const index = await small("index.json", MAX_MANIFEST_BYTES);
  return {
    name,
    top: { bytes: tag === void 0 ? index : tagged(index, tag, name), mediaType: OCI_INDEX },
    readSmall: (wanted, limitBytes) => small(blob(wanted), limitBytes),
    locate: async (wanted) => {
      const found = await part(blob(wanted));
      if (found.sizeBytes !== wanted.size) throw unfit2(name, `${wanted.digest} is not whole`);
      return found;
    }
  };
}
function tagged(bytes, tag, name) {
  const index = parseManifest(bytes, OCI_INDEX);
  const manifests = index.kind === "index" ? index.manifests.filter(
    ({ annotations }) => annotations?.["org.opencontainers.image.ref.name"] === tag
  ) : [];
  if (manifests.length === 0) throw unfit2(name, `it has no image ${tag}`);
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
}
async function openRegistry(image, access2, workDir) {
  const { registry, repository, tag, digest } = parseReference(image.replace(/^docker:\/\//, ""));
  const credentials = await readCredentials(access2.authFiles, registry, repository);
  const client = new RegistryClient({ http: access2.http, registry, repository, credentials });
  const top = await client.getManifest(digest ?? tag ?? "latest");
  if (top === void 0) throw unfit2(image, "the registry has no such image");
  const fetchPart = async (part) => {
    const path = join3(workDir, digestHex(part.digest));
    if (await stat(path).catch(() => void 0) === void 0) await client.pullBlob(part, path);
    return path;
  };
  return {
    name: image,
    top,
    readSmall: async (part, limitBytes) => {
      if (part.size > limitBytes) throw unfit2(image, `${part.digest} has ${part.size} bytes`);
      const manifest = /manifest|index/.test(part.mediaType) ? await client.getManifest(part.digest) : void 0;
      return manifest?.bytes ?? readFile(await fetchPart(part));
    },
    locate: async (part) => ({ path: await fetchPart(part), offsetBytes: 0 })
  };
}
function unfit2(name, why) {
  return new ConfigError("CONTAINER_UNFIT", `${name} cannot be booted: ${why}`, {
    hint: "Give a folder or archive with an OCI layout, or a reference such as registry.example/app:1."
  });
}

// lib/live/init-container.ts
var CONTAINER_ROOT = "rootfs";
var CONTAINER_FACTS = "treesmith";
var CONTAINER_DISK_SERIAL = "treesmith-root";
var CONTAINER_MODULES_NEEDED = ["virtio_blk", "squashfs", "overlay"];
var CONTAINER_MODULES_WANTED = [
  ...["virtio_pci", "virtio_mmio", "virtio_net", "virtio_rng", "virtio_console", "virtiofs"],
  ...["9p", "9pnet_virtio", "erofs", "af_packet", "ipv6"]
];
var CONTAINER_INIT = `${INIT_PRELUDE}
cmdline="treesmith.fail=poweroff $cmdline"
modprobe -aq virtio_pci virtio_mmio virtio_blk squashfs overlay 2>/dev/null
disk=
for ((waited = 0; waited < 100; waited++)); do
  load_drivers
  set +f
  for block in /sys/block/vd*; do
    [[ -e $block/serial && $(<"$block/serial") == ${CONTAINER_DISK_SERIAL} ]] && disk=/dev/\${block##*/}
  done
  set -f
  [[ -z $disk ]] || break
  sleep 0.1
done
[[ -n $disk ]] || die 'there is no virtio disk with the serial number ${CONTAINER_DISK_SERIAL}'
modprobe -aq virtio_net virtio_rng af_packet 2>/dev/null

mkdir -p /run/image /run/overlay /run/root
mount -t squashfs -o ro "$disk" /run/image || die "cannot mount $disk"
mount -t tmpfs -o mode=0755 tmpfs /run/overlay
mkdir -m 0755 /run/overlay/upper /run/overlay/work
root=/run/root
facts=/run/image/${CONTAINER_FACTS}
mount -t overlay -o lowerdir=/run/image/${CONTAINER_ROOT},upperdir=/run/overlay/upper,workdir=/run/overlay/work overlay "$root" \\
  || die 'cannot lay a tmpfs over the files of the container'
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/etc"
[[ -e $root/tmp ]] || mkdir -m 1777 "$root/tmp"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o nosuid,nodev,noexec,ro sysfs "$root/sys"
mount -t devtmpfs -o nosuid,mode=0755 devtmpfs "$root/dev"
mkdir -p /dev/pts /dev/shm
mount -t devpts -o nosuid,noexec,gid=5,mode=620,ptmxmode=666 devpts "$root/dev/pts"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$root/dev/shm"

# treesmith.ip=ADDRESS/PREFIX,GATEWAY[,NAMESERVER]
IFS=, read -r address gateway nameserver <<<"$(argument treesmith.ip)"
if command -v ip >/dev/null; then
  ip link set lo up
  if [[ -n $address ]]; then
    ip address add "$address" dev eth0 && ip link set eth0 up && ip route add default via "$gateway"
    [[ -z $nameserver ]] || printf 'nameserver %s\\n' "$nameserver" >"$root/etc/resolv.conf"
  fi
fi

mapfile -d '' argv <"$facts/argv"
mapfile -d '' environment <"$facts/environment"
mapfile -d '' place <"$facts/place"
mkdir -p "$root\${place[0]}"
# A terminal that a shell can control: /dev/console is none.
read -r -a consoles </sys/class/tty/console/active
terminal=/dev/\${consoles[-1]}
[[ -c $terminal ]] || terminal=/dev/console
say "running \${argv[*]}"
setsid --ctty --wait env -i "\${environment[@]}" "$(type -P unshare)" --root="$root" --wd="\${place[0]}" \\
  --setgid="\${place[2]}" --setuid="\${place[1]}" -- "\${argv[@]}" <>"$terminal" >&0 2>&1
status=$?
shout "the container ended with exit code $status"
sleep 0.2
stop_machine poweroff
`;

// lib/live/layer-tree.ts
var WHITEOUT = ".wh.";
var OPAQUE = ".wh..wh..opq";
var MAX_LINKS = 40;
var MAX_MEMBERS = 1e6;
var MAX_NAME_BYTES = 4096;
var MAX_DEPTH = 256;
var FOLDER = {
  ...{ name: "", type: "folder", modeOctal: 493, uid: 0, gid: 0, mtimeSeconds: 0, linkName: "" },
  ...{ sizeBytes: 0, offsetBytes: 0, major: 0, minor: 0, attributes: /* @__PURE__ */ new Map() }
};
var LayerTree = class {
  root = { member: FOLDER, layer: -1, children: /* @__PURE__ */ new Map() };
  count = 0;
  /** Adds a member of a layer. Layers come lowest first. */
  add(member, layer) {
    this.count += 1;
    if (this.count > MAX_MEMBERS) {
      throw new BuildError(
        "CONTAINER_LIMIT",
        `the container image has more than ${MAX_MEMBERS} files`
      );
    }
    if (Buffer.byteLength(member.linkName) > MAX_NAME_BYTES) {
      throw unsafe2(`the target of ${member.name} is too long`);
    }
    const names = splitName(member.name);
    const base = names.pop();
    if (base === void 0) {
      if (member.type !== "folder") throw unsafe2(`${member.name} stands for the root`);
      this.replaceRoot(member, layer);
      return;
    }
    const parent = this.makeFolder(names, member.name);
    if (base === OPAQUE) {
      removeLower(parent, layer);
      return;
    }
    if (base.startsWith(WHITEOUT)) {
      const name = base.slice(WHITEOUT.length);
      if (name === "" || name === "." || name === "..")
        throw unsafe2(`${member.name} removes nothing`);
      const old = parent.get(name);
      if (old !== void 0 && old.layer < layer) {
        if (old.children !== void 0) removeLower(old.children, layer);
        if ((old.children?.size ?? 0) === 0) parent.delete(name);
      }
      return;
    }
    parent.set(base, this.nodeOf(member, layer, parent.get(base)));
  }
  /** Returns the regular file with this absolute path, links followed within the tree. */
  find(path) {
    return this.walk(path.split("/").filter((name) => name !== "" && name !== "."));
  }
  /** Yields every name, a folder before what it has, in the order of the bytes of the names. */
  *list() {
    yield ["", this.root];
    yield* listFolder("", this.root);
  }
  nodeOf(member, layer, old) {
    if (member.type === "folder") return { member, layer, children: old?.children ?? /* @__PURE__ */ new Map() };
    if (member.type !== "hard-link") return { member, layer };
    const target = this.walk(splitName(member.linkName), false);
    if (target === void 0 || target.children !== void 0) {
      throw unsafe2(`${member.name} is a hard link to ${member.linkName}, which is no file of it`);
    }
    return target;
  }
  replaceRoot(member, layer) {
    Object.assign(this.root, { member, layer });
  }
  /** Makes the folders on the way, as extraction does, and follows links that lower layers have there. */
  makeFolder(names, what) {
    const state = { links: 0 };
    const path = [this.root.children ?? /* @__PURE__ */ new Map()];
    const enter = (steps) => {
      for (const name of steps) {
        if (name === "..") {
          if (path.length > 1) path.pop();
          continue;
        }
        const here = path.at(-1) ?? /* @__PURE__ */ new Map();
        const node = here.get(name);
        if (node?.member.type === "link") {
          state.links += 1;
          if (state.links > MAX_LINKS) throw unsafe2(`${what} lies behind too many links`);
          if (node.member.linkName.startsWith("/")) path.splice(1);
          enter(node.member.linkName.split("/").filter((part) => part !== "" && part !== "."));
          continue;
        }
        const children = node?.children ?? /* @__PURE__ */ new Map();
        if (node?.children === void 0) {
          here.set(name, { member: { ...FOLDER, name }, layer: node?.layer ?? -1, children });
        }
        path.push(children);
        if (path.length > MAX_DEPTH) throw unsafe2(`${what} lies too deep`);
      }
    };
    enter(names);
    return path.at(-1) ?? /* @__PURE__ */ new Map();
  }
  walk(names, followLast = true) {
    let links = 0;
    const path = [this.root];
    const pending = [...names];
    for (let name = pending.shift(); name !== void 0; name = pending.shift()) {
      if (name === "..") {
        if (path.length > 1) path.pop();
        continue;
      }
      const node = path.at(-1)?.children?.get(name);
      if (node === void 0) return void 0;
      if (node.member.type !== "link" || pending.length === 0 && !followLast) {
        path.push(node);
        continue;
      }
      links += 1;
      if (links > MAX_LINKS) return void 0;
      if (node.member.linkName.startsWith("/")) path.splice(1);
      pending.unshift(
        ...node.member.linkName.split("/").filter((part) => part !== "" && part !== ".")
      );
    }
    return path.at(-1);
  }
};
function* listFolder(path, folder) {
  const children = [...folder.children ?? []].sort(([a], [b]) => compareBytes(a, b));
  for (const [name, node] of children) {
    const child = path === "" ? name : `${path}/${name}`;
    yield [child, node];
    if (node.children !== void 0) yield* listFolder(child, node);
  }
}
function removeLower(children, layer) {
  for (const [name, node] of children) {
    if (node.children !== void 0) removeLower(node.children, layer);
    if (node.layer < layer && (node.children?.size ?? 0) === 0) children.delete(name);
  }
}
function splitName(name) {
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw unsafe2("a name is too long");
  if (name.includes("\0")) throw unsafe2("a name has a NUL");
  if (name.startsWith("/")) throw unsafe2(`${name} is absolute`);
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw unsafe2(`${name} leads out of its folder`);
  return parts;
}
function unsafe2(why) {
  return new BuildError("LAYER_UNSAFE", `a layer of the container image is bad: ${why}`);
}

// lib/live/merged-tar.ts
var TYPE_FLAGS = {
  ...{ file: "0", "hard-link": "1", link: "2", character: "3", block: "4", folder: "5", fifo: "6" }
};
var READ_BYTES = 256 * 1024;
async function* formatMergedTar(tree, layers, prefix, own) {
  const firstNames = /* @__PURE__ */ new Map();
  for (const [path, node] of tree.list()) {
    const name = path === "" ? prefix : `${prefix}/${path}`;
    const first = firstNames.get(node);
    if (first !== void 0) {
      yield headerOf(name, { ...node.member, type: "hard-link", linkName: first }, 0);
      continue;
    }
    if (node.children === void 0) firstNames.set(node, name);
    const { sizeBytes, offsetBytes } = node.member;
    yield headerOf(name, node.member, sizeBytes);
    if (sizeBytes === 0) continue;
    const file = layers[node.layer];
    if (file === void 0) throw new RangeError(`no layer ${node.layer}`);
    yield* readRange(file, offsetBytes, sizeBytes);
    yield padding(sizeBytes);
  }
  for (const folder of new Set(own.map(({ path }) => path.split("/")[0] ?? ""))) {
    yield headerOf(folder, { ...OWN, name: folder, type: "folder", modeOctal: 493 }, 0);
  }
  for (const { path, data } of own) {
    yield headerOf(path, { ...OWN, name: path, sizeBytes: data.length }, data.length);
    yield data;
    yield padding(data.length);
  }
  yield Buffer.alloc(2 * TAR_BLOCK_BYTES);
}
var OWN = {
  ...{ name: "", type: "file", modeOctal: 420, uid: 0, gid: 0, mtimeSeconds: 0, linkName: "" },
  ...{ sizeBytes: 0, offsetBytes: 0, major: 0, minor: 0, attributes: /* @__PURE__ */ new Map() }
};
function headerOf(name, member, sizeBytes) {
  const records = [];
  const add = (key, value) => records.push(recordOf(key, value));
  const path = member.type === "folder" ? `${name}/` : name;
  const isPlain = (text) => /^[\x20-\x7e]*$/.test(text) && text.length <= 100;
  if (!isPlain(path)) add("path", Buffer.from(path));
  if (!isPlain(member.linkName)) add("linkpath", Buffer.from(member.linkName));
  for (const [key, most] of [
    ["uid", 2097151],
    ["gid", 2097151]
  ]) {
    if (member[key] > most) add(key, Buffer.from(String(member[key])));
  }
  if (sizeBytes >= 8 ** 11) add("size", Buffer.from(String(sizeBytes)));
  for (const [key, value] of member.attributes) add(`SCHILY.xattr.${key}`, value);
  const header = ustar(path, member, TYPE_FLAGS[member.type], sizeBytes);
  if (records.length === 0) return header;
  const data = Buffer.concat(records);
  const extended = ustar("pax", { ...OWN, name: "pax" }, "x", data.length);
  return Buffer.concat([extended, data, padding(data.length), header]);
}
function recordOf(key, value) {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from("\n")]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length)
    length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
function ustar(path, member, flag, sizeBytes) {
  const header = Buffer.alloc(TAR_BLOCK_BYTES);
  const octal = (at, length, value) => {
    const digits = Math.min(value, 8 ** (length - 1) - 1).toString(8);
    header.write(`${digits.padStart(length - 1, "0")}\0`, at, "latin1");
  };
  header.write(path, 0, 100);
  octal(100, 8, member.modeOctal & 4095);
  octal(108, 8, member.uid);
  octal(116, 8, member.gid);
  octal(124, 12, sizeBytes);
  octal(136, 12, member.mtimeSeconds);
  header.write(flag, 156);
  header.write(member.linkName, 157, 100);
  header.write("ustar\x0000", 257, "latin1");
  octal(329, 8, member.major);
  octal(337, 8, member.minor);
  header.fill(32, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}
async function* readRange(file, offsetBytes, sizeBytes) {
  for (let done = 0; done < sizeBytes; ) {
    const length = Math.min(READ_BYTES, sizeBytes - done);
    const { bytesRead, buffer } = await file.read(
      Buffer.alloc(length),
      0,
      length,
      offsetBytes + done
    );
    if (bytesRead === 0) throw new RangeError("a layer became shorter while it was read");
    done += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
function padding(sizeBytes) {
  return Buffer.alloc(-sizeBytes & TAR_BLOCK_BYTES - 1);
}

// lib/live/container-disk.ts
var MAX_LAYERS = 256;
var MAX_LAYER_BYTES = 64 * 2 ** 30;
var MAX_PASSWD_BYTES = 4 * 2 ** 20;
async function writeContainerDisk(options) {
  const { source, basearch, workDir, log } = options;
  const manifest = await selectManifest(source, basearch);
  const bytes = await source.readSmall(manifest.config, MAX_CONFIG_BYTES);
  if (digestOf(bytes) !== manifest.config.digest) throw unfit3(source, "its config is damaged");
  const config = parseContainerConfig(bytes, basearch, options.command);
  assertLayers(source, manifest, config);
  const tree = new LayerTree();
  const files = [];
  try {
    let left = MAX_LAYER_BYTES;
    for (const [index, layer] of manifest.layers.entries()) {
      const path = join4(workDir, `layer-${index}`);
      const sizeBytes = await unpackLayer(source, layer, path, config.diffIds[index], left);
      left -= sizeBytes;
      log.debug(`layer ${layer.digest}: ${formatBytes(sizeBytes)}`);
      const file = await open3(path);
      files.push(file);
      for await (const member of readLayerMembers(file, sizeBytes)) tree.add(member, index);
    }
    const own = await ownFiles(config, tree, files);
    await makeSquashfs(formatMergedTar(tree, files, CONTAINER_ROOT, own), newestOf(tree), options);
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
  return config;
}
function assertLayers(source, { layers }, { diffIds }) {
  if (layers.length > MAX_LAYERS) throw unfit3(source, `it has ${layers.length} layers`);
  if (layers.length !== diffIds.length) {
    throw unfit3(source, `it has ${layers.length} layers, and its config ${diffIds.length}`);
  }
}
async function unpackLayer(source, layer, path, diffId, limitBytes) {
  const { path: blob, offsetBytes } = await source.locate(layer);
  const input = createReadStream(blob, { start: offsetBytes, end: offsetBytes + layer.size - 1 });
  const digest = createHash("sha256");
  let sizeBytes = 0;
  const counted = async function* (chunks) {
    for await (const chunk of chunks) {
      digest.update(chunk);
      sizeBytes += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(
      openDecompressed(input, compressionOf(source, layer), limitBytes),
      counted,
      createWriteStream(path, { flags: "wx" })
    );
  } catch (error) {
    const { code } = error;
    if (code !== "SIZE_LIMIT") throw error;
    throw new BuildError(
      "CONTAINER_LIMIT",
      `the layers of ${source.name} have more than ${formatBytes(MAX_LAYER_BYTES)}`,
      { cause: error }
    );
  }
  if (`sha256:${digest.digest("hex")}` === diffId) return sizeBytes;
  throw new BuildError(
    "LAYER_UNSAFE",
    `layer ${layer.digest} of ${source.name} is not what the config of the image says`
  );
}
function compressionOf(source, { mediaType }) {
  if (/\.tar$|layer\.v1\.tar$|diff\.tar$/.test(mediaType)) return "none";
  if (/[.+]gzip$/.test(mediaType)) return "gzip";
  if (/\+zstd$/.test(mediaType)) return "zstd";
  throw unfit3(source, `it has a layer of the unknown type ${mediaType}`);
}
function newestOf(tree) {
  let newest = 0;
  for (const [, { member }] of tree.list()) newest = Math.max(newest, member.mtimeSeconds);
  return Math.min(newest, 2 ** 31 - 1);
}
async function ownFiles(config, tree, files) {
  const passwd = await readText(tree.find("/etc/passwd"), files);
  const group = await readText(tree.find("/etc/group"), files);
  const { uid, gid } = resolveContainerUser(config.user, passwd, group);
  const words = (name, list) => ({
    path: `${CONTAINER_FACTS}/${name}`,
    data: Buffer.from(list.map((word) => `${word}\0`).join(""))
  });
  return [
    words("argv", config.argv),
    words("environment", config.environment),
    words("place", [config.workingFolder, String(uid), String(gid)])
  ];
}
async function readText(node, files) {
  if (node === void 0 || node.member.sizeBytes > MAX_PASSWD_BYTES) return "";
  const { sizeBytes, offsetBytes } = node.member;
  const data = Buffer.alloc(sizeBytes);
  await files[node.layer]?.read(data, 0, sizeBytes, offsetBytes);
  return data.toString("utf8");
}
async function makeSquashfs(tar, newestSeconds, options) {
  const argv = ["mksquashfs", "-", options.output, "-tar", "-noappend", "-quiet", "-no-progress"];
  const fixed = ["-comp", "zstd", "-Xcompression-level", "3", "-no-recovery"];
  const child = await startTool([...argv, ...fixed, "-root-mode", "0755"], {
    stdio: ["pipe", "ignore", "pipe"],
    // Nothing is newer than this, not even what the tool makes itself: the root, the file system.
    env: { SOURCE_DATE_EPOCH: String(newestSeconds) },
    log: options.log
  });
  const { stdin, stderr } = child;
  if (stdin === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2048);
  });
  const ended = once2(child, "close");
  try {
    await pipeline(Readable.from(tar, { objectMode: false }), stdin).catch((error) => {
      if (error.code !== "EPIPE") throw error;
    });
    const [exitCode] = await ended;
    if (exitCode === 0) return;
    throw explainToolError(new ToolError(["mksquashfs"], exitCode ?? 255, complaint));
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}
function unfit3(source, why) {
  return new ConfigError("CONTAINER_UNFIT", `${source.name} cannot be booted: ${why}`);
}

// lib/live/container-initramfs.ts
var PROGRAMS = [
  { name: "bash", package: "bash" },
  ...["env", "mkdir", "sleep", "sync"].map((name) => ({ name, package: "coreutils" })),
  ...["mount", "setsid", "unshare"].map((name) => ({ name, package: "util-linux" })),
  { name: "modprobe", package: "kmod" },
  { name: "ip", package: "iproute2 (Debian) or iproute (Fedora)", optional: true }
];
async function writeContainerInitramfs(tree, path) {
  const index = readModuleIndex(tree.path, requireKernel(tree));
  assertModules(index, CONTAINER_MODULES_NEEDED, "a virtual machine for a container");
  const wanted = [...CONTAINER_MODULES_NEEDED, ...CONTAINER_MODULES_WANTED];
  const members = initramfsMembers(
    tree.path,
    /* @__PURE__ */ new Set([...collectPrograms(tree.path, PROGRAMS), ...collectModules(index, tree.path, wanted)]),
    [{ path: "init", text: CONTAINER_INIT, mode: 493 }],
    ["dev", "proc", "run", "sys"]
  );
  await writeCompressed(formatCpio(tree.path, members), path, { compression: "zstd" });
}

// lib/live/container-boot.ts
async function prepareContainerBoot(options) {
  const { repoPath, commit, basearch, workDir, log } = options;
  const layers = join5(workDir, "layers");
  await mkdir(layers);
  const disk = join5(workDir, "container.squashfs");
  await log.group(`Read ${options.image}`, async () => {
    const source = await openContainer(options.image, options.access, layers);
    await writeContainerDisk({ ...options, source, output: disk, workDir: layers });
  });
  const { kernel, initramfs } = await log.group(
    "Make the minimal kernel and initramfs",
    () => writeMinimal({ repoPath, commit, folder: workDir, log })
  );
  const { console } = ARCHITECTURES[basearch];
  const kernelArguments = [
    `console=${console}`,
    "quiet",
    "panic=-1",
    `treesmith.ip=${QEMU_NETWORK}`
  ];
  return { kernel, initramfs, disk, diskSerial: CONTAINER_DISK_SERIAL, kernelArguments };
}
var QEMU_NETWORK = "10.0.2.15/24,10.0.2.2,10.0.2.3";
async function writeMinimal(options) {
  const { folder, log } = options;
  const tree = await checkoutToRead(options.repoPath, options.commit, join5(folder, "tree"), log);
  const kernel = join5(folder, "vmlinuz");
  const initramfs = join5(folder, "initramfs.img");
  await writeSmallKernel(kernelPath(tree), kernel);
  await writeContainerInitramfs(tree, initramfs);
  return { kernel, initramfs };
}
var ARM64_MAGIC_OFFSET = 56;
var ARM64_MAGIC = 1682788929;
async function writeSmallKernel(source, output) {
  const bytes = await readFile2(source);
  const isRaw = bytes.length >= 64 && bytes.readUInt32LE(ARM64_MAGIC_OFFSET) === ARM64_MAGIC;
  if (!isRaw) return writeFile(output, bytes);
  return writeCompressed([bytes], output, { compression: "gzip" });
}

// cli/boot-container.ts
async function bootContainerImage(options) {
  var _stack = [];
  try {
    const { image, command, memoryMiB, cpus, log } = options;
    const repoPath = resolve(options.repo);
    const commit = await findCommit(repoPath, options.ref);
    const basearch = options.basearch ?? hostArchitecture();
    const work = __using(_stack, await makeTempDir(), true);
    const http = __using(_stack, new HttpClient(), true);
    const access2 = { http, authFiles: registryAuthFiles() };
    const tree = { repoPath, commit, basearch };
    const prepared = await prepareContainerBoot({
      ...{ ...tree, image, command, access: access2, workDir: work.path, log }
    });
    return await bootContainer({ ...prepared, basearch, memoryMiB, cpus, log });
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findCommit(repoPath, ref) {
  if (!existsSync(join6(repoPath, "objects"))) {
    throw new ConfigError("OPTION_MISSING", `${repoPath} is no OSTree repository`, {
      hint: "Compose first, or name with --repo where the commit is whose kernel shall be booted."
    });
  }
  const refs = await listRefs(repoPath);
  const found = ref === void 0 && refs.length === 1 ? refs[0] : refs.find((one) => one.ref === ref);
  if (found !== void 0) return found.commit;
  const names = refs.map((one) => one.ref).join(", ") || "none";
  throw new ConfigError(
    "OPTION_MISSING",
    `${repoPath}: expected --ref to name one of its refs: ${names}`
  );
}
function hostArchitecture() {
  const found = BASEARCHES.find((name) => ARCHITECTURES[name].node === process.arch);
  return found ?? "x86_64";
}

// cli/options.ts
function remixCommand(name, summary) {
  return outputOptions(new Command(name).description(summary)).option("-r, --remix <file>", "what to build", "remix.yaml").option("-o, --out <folder>", "where results go", "out").option("--store <folder>", "cache of packages and stages (default: ~/.cache/treesmith)").addOption(
    new Option("--arch <basearch>", "only this architecture of remix.yaml").argParser(
      parseBasearch
    )
  ).addOption(
    new Option("--repo-var <name=value>", "value of a variable in .repo files; may be repeated").argParser(collectVariable).default({}, "none")
  ).option("--offline", "use what the store has; no network", false);
}
function outputOptions(command) {
  return command.option("--json", "print the result as JSON on standard output", false).option("-v, --verbose", "say which tools are run, and more", false);
}
function parseBasearch(text) {
  if (!isBasearch(text)) {
    throw new InvalidArgumentError("expected x86_64, aarch64, ppc64le, s390x or riscv64.");
  }
  return text;
}
function parseCount(least) {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`expected a whole number of at least ${least}.`);
    }
    return value;
  };
}
function collectVariable(text, previous) {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text);
  if (match === null) throw new InvalidArgumentError("expected NAME=VALUE.");
  return { ...previous, [match[1] ?? ""]: match[2] ?? "" };
}

// cli/terminal-log.ts
var import_cli_progress = __toESM(require_cli_progress(), 1);
var BAR_WIDTH = 24;
function terminalLog(options) {
  const stream = options.stream ?? process.stderr;
  const styled = stream.isTTY === true && (process.env.NO_COLOR ?? "") === "";
  const style = (code, text) => styled ? `\x1B[${code}m${text}\x1B[0m` : text;
  let drawn;
  const print = (line) => {
    drawn?.hide();
    stream.write(`${line}
`);
    drawn?.show();
  };
  return {
    debug: (message) => {
      if (options.verbose) print(style(2, message));
    },
    info: print,
    warn: (message, place) => {
      const where = place === void 0 ? "" : `${formatPlace(place)}: `;
      print(`${where}${style(33, "warning:")} ${message}`);
    },
    group: async (title, body) => {
      const started = performance.now();
      const seconds = () => ((performance.now() - started) / 1e3).toFixed(1);
      print(style(1, `==> ${title}`));
      try {
        const result = await currentTimeline().span(title, { kind: "phase" }, body);
        print(`    done in ${seconds()} s`);
        return result;
      } catch (error) {
        print(`    failed after ${seconds()} s`);
        throw error;
      }
    },
    progress: (title, total, unit) => {
      const quiet = { advance: () => void 0, done: () => void 0 };
      if (stream.isTTY !== true || drawn !== void 0) return quiet;
      const bar = new TerminalBar(stream, title, total, unit);
      drawn = bar;
      bar.show();
      return {
        advance: (amount) => bar.advance(amount),
        done: () => {
          bar.hide();
          if (drawn === bar) drawn = void 0;
        }
      };
    }
  };
}
var TerminalBar = class {
  bar;
  total;
  value = 0;
  constructor(stream, title, total, unit) {
    this.total = total;
    const started = performance.now();
    this.bar = new import_cli_progress.SingleBar({
      stream,
      clearOnComplete: true,
      // Its handlers would keep Ctrl-C from ending us, and a killed run must leave the terminal sane.
      gracefulExit: false,
      linewrap: true,
      fps: 5,
      format: (_options, params) => {
        const seconds = (performance.now() - started) / 1e3;
        return formatBar(title, params, unit, seconds).slice(0, (stream.columns ?? 80) - 1);
      }
    });
  }
  advance(amount) {
    this.value += amount;
    this.bar.update(this.value);
  }
  show() {
    this.bar.start(this.total, this.value);
  }
  hide() {
    this.bar.stop();
  }
};
function formatBar(title, params, unit, seconds) {
  const { value, total } = params;
  const amount = (count) => unit === "bytes" ? formatBytes(count) : String(count);
  const share = total > 0 ? Math.min(1, Math.max(0, value / total)) : 0;
  const filled = Math.round(share * BAR_WIDTH);
  const rate = Math.max(0, Math.round(value / Math.max(seconds, 0.1)));
  return [
    `    ${title}`,
    `[${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}]`,
    `${amount(value)} of ${amount(total)}${unit === "bytes" ? "" : ` ${unit}`},`,
    `${amount(rate)}/s`
  ].join(" ");
}

// cli/boot.ts
var HELP = `
The console of the machine is this terminal. Leave with Ctrl-A X. Changes are thrown away when the
machine stops, unless --keep is given.

  treesmith boot out/images/anvil-x86_64.qcow2
  treesmith boot --container registry.example/app:1
  treesmith boot --container ./oci-layout -- /bin/sh -c 'uname -a'

With --container the words after "--" replace the image's command, and the exit code is the
container's.`;
function bootCommand() {
  return new Command("boot").description(
    "boot a disk image, or a container image, in QEMU with its console on this terminal"
  ).argument("[image]", "a disk image, such as out/images/anvil-x86_64.qcow2").argument("[command...]", "with --container: what to run in it").addOption(
    new Option("--memory <MiB>", "memory of the machine").argParser(parseCount(256)).default(2048)
  ).addOption(new Option("--cpus <count>", "processors").argParser(parseCount(1)).default(2)).option("--keep", "write changes into the image", false).option("--container <image>", "OCI layout, oci-archive or reference of a registry to run").option("--repo <folder>", "with --container: the repository with the kernel", "out/repo").option("--ref <name>", "with --container: its ref (default: the only one)").addOption(
    new Option("--arch <basearch>", "with --container: the machine's (default: ours)").choices(
      BASEARCHES
    )
  ).option("-v, --verbose", "say how QEMU is run", false).addHelpText("after", HELP).action(async (image, words, options) => {
    const machine = { memoryMiB: options.memory, cpus: options.cpus };
    const log = terminalLog({ verbose: options.verbose });
    if (options.container !== void 0) {
      const { container, repo, ref, arch } = options;
      const command = image === void 0 ? [] : [image, ...words];
      process.exitCode = await bootContainerImage({
        ...{ image: container, command, repo, ref, basearch: arch, ...machine, log }
      });
      return;
    }
    if (image === void 0 || words.length > 0) {
      throw new ConfigError(
        "OPTION_MISSING",
        "expected the name of one disk image, or --container with an image"
      );
    }
    await bootInteractive({ ...machine, image: resolve2(image), keep: options.keep, log });
  });
}

// lib/build/build.ts
async function runBuild(workspace, options) {
  const { signing } = options;
  await assertToolsOf(options.bootTest ? "boot-test" : "image", workspace.remix);
  const mode = options.locked ? "check" : "if-stale";
  const { outcome: lock, lockfile } = await runLock(workspace, mode);
  if (lock.changed) for (const line of formatLock(lock)) workspace.log.info(line);
  const publicKey = signing === void 0 ? void 0 : await writePublicKey(workspace, signing);
  const commits = await runCompose(workspace, { signing, lockfile });
  const images = await runImages(workspace, { signing, lockfile });
  const boots = options.bootTest ? await bootImages(workspace, lockfile, images) : [];
  await recordBuildState(workspace, lockfile, { commits, images });
  const part = {
    remix: workspace.remix.name,
    lock,
    repo: workspace.repoPath,
    commits,
    images,
    boots
  };
  const result = {
    ...part,
    publicKey,
    upToDate: !lock.changed && [...commits, ...images, ...boots].every(({ cached }) => cached)
  };
  if (!result.upToDate) {
    const key = publicKey === void 0 ? {} : { publicKey };
    await recordOutcome(workspace.outDir, { ...part, ...key }, { isWhole: true });
  }
  return result;
}
function formatBuild(result) {
  const head = result.upToDate ? ["Everything is up to date; nothing was built."] : [];
  return [
    ...head,
    ...result.commits.map(({ ref, version, commit }) => `commit   ${ref} ${version} ${commit}`),
    `repo     ${result.repo}`,
    ...result.publicKey === void 0 ? [] : [`key      ${result.publicKey}`],
    `lock     ${result.lock.path} (${Object.entries(result.lock.packages).map(([arch, count]) => `${arch}: ${count} packages`).join(", ")})`,
    ...result.images.map(
      ({ path, sizeBytes, sha256 }) => `image    ${path} (${formatBytes(sizeBytes)}, sha256 ${sha256})`
    ),
    ...result.boots.map(
      ({ checks, seconds, consoleLog }) => `boot     ${checks.length} checks passed in ${seconds} s; console in ${consoleLog}`
    )
  ];
}

// cli/cache.ts
function cacheOption(command) {
  return command.option(
    "--cache-registry <host/name>",
    'share packages, metadata and initramfs through this repository of an OCI registry, with the login of "podman login" or "docker login"; not with --offline',
    parsePlace
  );
}
async function withCache({ cacheRegistry: place }, workspace, body) {
  var _stack = [];
  try {
    if (place === void 0 || workspace.offline) return body(workspace);
    const { openRegistryCache } = await import("./chunk-PGGD5YG6.mjs");
    const cache = __using(_stack, await openRegistryCache({
      ...{ cacheRegistry: { place }, store: workspace.store, log: workspace.log },
      ...{ remix: workspace.remix.name, runName: `cli-${process.pid}` }
    }), true);
    return await body({ ...workspace, cache });
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function parsePlace(text) {
  try {
    const found = parseReference(text);
    if (found.tag === void 0 && found.digest === void 0) return found;
  } catch (error) {
    if (error instanceof TreesmithError) throw new InvalidArgumentError(`${error.message}.`);
    throw error;
  }
  throw new InvalidArgumentError("expected host/name without a tag or digest.");
}

// cli/print.ts
function printResult(json, result, lines) {
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}
` : `${lines.join("\n")}
`);
}

// cli/signing.ts
import { homedir } from "node:os";
import { join as join7, resolve as resolve3 } from "node:path";
var HELP2 = `
Signing: give --gpg-key to sign with a key of a GnuPG home, or put an armoured secret key into the
environment variable TREESMITH_GPG_PRIVATE_KEY (and TREESMITH_GPG_PASSPHRASE): it is imported into a
folder of mode 0700 that goes away. The fingerprint under sign.gpg-key in remix.yaml is asked of
~/.gnupg otherwise, and must be that of the key. Without any of these, commits are not signed.`;
function signingOptions(command) {
  return command.option("--gpg-key <key>", "sign commits with this key: fingerprint, key id or mail address").option("--gpg-homedir <folder>", "GnuPG home that has the key (default: ~/.gnupg)").addHelpText("after", HELP2);
}
async function withSigningKey(options, wanted, body) {
  const secret = process.env["TREESMITH_GPG_PRIVATE_KEY"];
  if (options.gpgKey === void 0 && secret !== void 0 && secret !== "") {
    return withImportedKey(secret, process.env["TREESMITH_GPG_PASSPHRASE"], wanted, body);
  }
  const selector = options.gpgKey ?? wanted;
  if (selector === void 0 && options.gpgHomedir === void 0) return body(void 0);
  const home = options.gpgHomedir ?? process.env["GNUPGHOME"] ?? join7(homedir(), ".gnupg");
  const key = await resolveSecretKey(resolve3(home), selector);
  assertSigner(key, wanted);
  return body(key);
}

// cli/timeline.ts
import { resolve as resolve5 } from "node:path";

// cli/workspace.ts
import { homedir as homedir2 } from "node:os";
import { join as join8, resolve as resolve4 } from "node:path";
async function workspaceOf(options) {
  return openWorkspace(
    {
      remixPath: resolve4(options.remix),
      outDir: resolve4(options.out),
      storePath: options.store === void 0 ? defaultStorePath() : resolve4(options.store),
      ...options.arch !== void 0 && isBasearch(options.arch) ? { basearch: options.arch } : {},
      repoVars: options.repoVar,
      entry: process.argv[1] ?? "",
      offline: options.offline,
      ...readSourceDateEpoch()
    },
    terminalLog({ verbose: options.verbose })
  );
}
function defaultStorePath() {
  const cache = process.env["XDG_CACHE_HOME"];
  return join8(cache === void 0 || cache === "" ? join8(homedir2(), ".cache") : cache, "treesmith");
}

// cli/timeline.ts
function timelineOption(command) {
  return command.option("--timeline <file>", "write a page of HTML that shows what ran when");
}
async function runVerb(verb, options, body) {
  const workspace = await workspaceOf(options);
  const run = () => withCache(options, workspace, body);
  if (options.timeline === void 0) return run();
  const path = resolve5(options.timeline);
  const title = `${verb.name()} of ${workspace.remix.name}`;
  return withTimelineFile({ path, title, log: workspace.log }, run);
}

// cli/build.ts
var HELP3 = `
Locks when the lockfile is missing or no longer fits the treefile (--locked makes that an error),
fetches and verifies the packages, composes the commit, makes every image of remix.yaml, boots each
and runs the tests. A stage whose inputs are unchanged does nothing.

Results, under --out: repo/ (OSTree archive repository), keys/ (public key), images/, boot logs,
result.json, and build-state.json, which "plan" compares with.`;
function buildCommand() {
  return cacheOption(
    timelineOption(
      signingOptions(remixCommand("build", "all of remix.yaml: lock, compose, image, boot-test"))
    )
  ).option("--locked", "fail rather than change the lockfile", false).option("--no-boot-test", "make images without booting them").addHelpText("after", HELP3).action(async (options, verb) => {
    const result = await runVerb(
      verb,
      options,
      (workspace) => withSigningKey(
        options,
        workspace.remix.sign?.gpgKey,
        (signing) => runBuild(workspace, { locked: options.locked, bootTest: options.bootTest, signing })
      )
    );
    printResult(options.json, result, formatBuild(result));
  });
}

// lib/inspect/format-report.ts
var CONTROL = /[^\x20-\x7e\u00a0-\uffff]+/g;
function formatImageReport(report) {
  const { virtualSizeBytes, partitions, fileSystems, bootLoaders, findings } = report;
  const sizes = [
    `${formatBytes(report.fileSizeBytes)} file`,
    ...virtualSizeBytes === void 0 ? [] : [`${formatBytes(virtualSizeBytes)} disk`]
  ];
  const lines = [`${report.path}: ${report.format}, ${sizes.join(", ")}`];
  if (report.sha256 !== void 0) lines.push(`  sha256      ${report.sha256}`);
  if (report.contentSha256 !== void 0) lines.push(`  contents    ${report.contentSha256}`);
  for (const [key, value] of Object.entries(report.details)) lines.push(...detailLines(key, value));
  for (const partition of partitions) lines.push(`  partition   ${describePartition(partition)}`);
  for (const system of fileSystems) lines.push(`  file system ${describeFileSystem(system)}`);
  for (const loader of bootLoaders) lines.push(`  boot        ${describeLoader(loader)}`);
  for (const { rule, severity, clause, message } of findings) {
    lines.push(`  ${severity}: ${rule}: ${message}`, `    ${clause}`);
  }
  if (findings.length === 0) lines.push("  breaks no rule");
  return lines.map((line) => line.replaceAll(CONTROL, "?"));
}
function detailLines(key, value) {
  if (key === "files" && Array.isArray(value)) {
    return value.map((item) => `  file        ${describe(item)}`);
  }
  const text = describe(value);
  return text === "" ? [] : [`  ${key.padEnd(11)} ${text}`];
}
function describe(value) {
  if (Array.isArray(value)) return value.map((item) => describe(item)).join(", ");
  if (typeof value === "object") {
    return Object.entries(value).map(([key, item]) => `${key} ${describe(item)}`).join(", ");
  }
  return String(value);
}
function describePartition(partition) {
  const { number, typeName, type, name, offsetBytes, sizeBytes, isActive } = partition;
  const label = name === void 0 || name === "" ? "" : ` "${name}"`;
  return `${number}: ${typeName ?? type}${label}, ${formatBytes(sizeBytes)} at ${formatBytes(offsetBytes)}${isActive ? ", active" : ""}`;
}
function describeFileSystem(system) {
  const { partition, type, label, uuid, sizeBytes, details } = system;
  const path = details["path"];
  const place = typeof path === "string" ? path : partition === void 0 ? "disk" : String(partition);
  const names = [label === void 0 ? "" : ` "${label}"`, uuid === void 0 ? "" : ` ${uuid}`];
  return `${place}: ${type}${names.join("")}, ${formatBytes(sizeBytes)}`;
}
function describeLoader(loader) {
  const { firmware, kind, path, partition, sizeBytes, architecture, details } = loader;
  const words = [firmware.toUpperCase(), kind, architecture, path];
  const where = partition === void 0 ? "" : ` on ${partition}`;
  const size = sizeBytes === void 0 ? "" : `, ${formatBytes(sizeBytes)}`;
  const text = ["version", "kernel", "osRelease", "arguments"].flatMap(
    (key) => details[key] === void 0 || details[key] === "" ? [] : [`${key} ${String(details[key])}`]
  ).join(", ");
  return `${words.filter((word) => word !== void 0).join(" ")}${where}${size}${text === "" ? "" : `, ${text}`}`;
}

// lib/inspect/rule.ts
var RULE_PLATFORMS = ["azure", "vmware"];

// cli/inspect-image.ts
var HELP4 = `
Reads raw, qcow2, vmdk, ova, vhd, vhdx, gce, iso, pxe, kernel+initrd, containerdisk, tar and wsl, also
compressed (gzip, xz, zstd), whatever the file is called; a folder may be an OCI layout, or hold kernel
and initramfs. Changes nothing, and opens nothing else. docs/inspect-image.md has every rule.

Exit codes: 0 all is well, or only warnings; 1 a rule is broken, or the file is damaged; 2 it is no image.`;
function inspectImageCommand() {
  return new Command("inspect-image").description("say what a disk image is, what is in it, and which rules it breaks").addArgument(new Argument("<file...>", "images, or folders")).addOption(
    new Option(
      "--platform <name>",
      "what the image is for: its rules are errors, not warnings"
    ).choices(RULE_PLATFORMS)
  ).option("--contents", "also print the digest of the disk's bytes, equal in all formats", false).option("--json", "print the result as JSON on standard output", false).option("-v, --verbose", "say more about a failure", false).addHelpText("after", HELP4).action(runInspectImage);
}
async function runInspectImage(paths, { platform, contents, json, verbose }) {
  const images = [];
  const failures = [];
  let exitCode = 0;
  for (const path of paths) {
    try {
      images.push(
        await inspectImage(path, {
          withContents: contents,
          ...platform === void 0 ? {} : { platform }
        })
      );
    } catch (error) {
      reportFailure(error, verbose);
      if (error instanceof TreesmithError) {
        failures.push({ path, code: error.code, message: error.message });
      }
      exitCode = Math.max(exitCode, error instanceof ConfigError ? 2 : 1);
    }
  }
  const isBroken = images.some(
    ({ findings }) => findings.some(({ severity }) => severity === "error")
  );
  printResult(json, { images, failures }, images.flatMap(formatImageReport));
  process.exitCode = Math.max(exitCode, isBroken ? 1 : 0);
}

// cli/lock.ts
var HELP5 = `
Reads the repositories' metadata, solves the treefile's requests for every architecture of
remix.yaml, checks each package's header signature against the keys of its repository, and writes
the lockfile. What changed is printed: added, removed, upgraded, downgraded. Commit the lockfile.`;
function lockCommand() {
  return cacheOption(
    timelineOption(remixCommand("lock", "pin every RPM of every architecture in the lockfile"))
  ).option("--check", "change nothing; fail when the lockfile is missing or stale", false).addHelpText("after", HELP5).action(
    async (options, verb) => {
      const { outcome } = await runVerb(
        verb,
        options,
        (workspace) => runLock(workspace, options.check ? "check" : "update")
      );
      printResult(options.json, outcome, formatLock(outcome));
    }
  );
}

// cli/plan.ts
var HELP6 = `
Compares what treefiles and lockfile describe with what was last published, in seconds: nothing is
fetched but that, nothing is composed. Prints, for each commit, image and container, whether it must be
rebuilt and why; --json has the matrix of jobs for a workflow, too.

--published names a build-state.json (path or URL; "build" writes it), an OSTree repository
(ostree:https://example.org/repo, or with #REF) or a container image (oci:ghcr.io/me/anvil:latest).
What is not there counts as never published; a server that does not answer is an error.`;
function planCommand() {
  return remixCommand("plan", "say what must be rebuilt, and why, without building").option("--published <where>", "what to compare with; may be repeated", collect, []).option("--runner <basearch=label>", "where jobs of it run; may be repeated", collect, []).option("--force", "plan everything, whatever was published", false).option("--update", "plan with what the repositories have now; the lockfile stays", false).addHelpText("after", HELP6).action(async ({ published, runner, force, update, ...options }) => {
    const workspace = await workspaceOf(options);
    const plan = await runPlan(workspace, { published, runners: runner, force, update });
    printResult(options.json, plan, formatPlan(plan));
  });
}
function collect(value, previous) {
  return [...previous, value];
}

// cli/publish.ts
import { readFile as readFile3 } from "node:fs/promises";
import { resolve as resolve6 } from "node:path";
var HELP7 = `
release: images, keys, build-state.json, SHA256SUMS and its signature become files of a release on
GitHub; it is a draft until all of them are there. A file that is there with the same bytes is left
alone, with other bytes it is an error. The token is that of the variable GITHUB_TOKEN or GH_TOKEN; it
needs the permission "contents: write". GITHUB_API_URL names an Enterprise Server.

folder: the OSTree repository as files for a web server, with the public key and a page that says how
to add the remote. An older state of the folder is brought up to date.`;
function publishCommand() {
  const to = new Option("--to <where...>", "release, folder, or both").choices([
    "release",
    "folder"
  ]);
  return remixCommand(
    "publish",
    "publish results as a release on GitHub, or a folder for a web server"
  ).addOption(to.makeOptionMandatory()).option("--folder <folder>", 'with "folder": where to', "public").option("--repository <owner/name>", 'with "release": on GitHub (default: $GITHUB_REPOSITORY)').option("--tag <tag>", 'with "release": its tag, made when it is not there').option("--name <title>", 'with "release": its title (default: remix and tag)').option(
    "--notes <file>",
    'with "release": its text, markdown (default: commits, how to verify)'
  ).option(
    "--target <commit>",
    'with "release": where a new tag is made (default: the default branch)'
  ).option("--draft", 'with "release": leave it a draft', false).option("--prerelease", 'with "release": mark it as a pre-release', false).addHelpText("after", HELP7).action(async (options) => {
    const workspace = await workspaceOf(options);
    const result = {};
    const lines = [];
    if (options.to.includes("folder")) {
      const folder = await runPublishFolder(workspace, resolve6(options.folder));
      result["folder"] = folder;
      lines.push(`folder   ${folder.folder}`);
    }
    if (options.to.includes("release")) {
      const release = await publishReleaseOf(workspace, options);
      result["release"] = release;
      lines.push(
        ...release.assets.map(
          ({ name, uploaded }) => `${uploaded ? "uploaded" : "was there"} ${name}`
        ),
        `release  ${release.url}`
      );
    }
    printResult(options.json, result, lines);
  });
}
async function publishReleaseOf(workspace, options) {
  const { env } = process;
  const { draft, prerelease, name, target } = options;
  const notes = options.notes === void 0 ? {} : { notes: await readNotes(options.notes) };
  return runPublishRelease(workspace, {
    ...{ draft, prerelease, ...notes },
    apiUrl: (env["GITHUB_API_URL"] || "https://api.github.com").replace(/\/+$/, ""),
    token: needed(env["GITHUB_TOKEN"] || env["GH_TOKEN"], "the variable GITHUB_TOKEN"),
    repository: needed(options.repository ?? env["GITHUB_REPOSITORY"], "--repository"),
    tag: needed(options.tag, "--tag"),
    ...name === void 0 ? {} : { name },
    ...target === void 0 ? {} : { targetCommit: target }
  });
}
async function readNotes(path) {
  try {
    return await readFile3(path, "utf8");
  } catch (cause) {
    const why = cause.message;
    throw new ConfigError("NOTES_UNREADABLE", `the release notes cannot be read: ${why}`, {
      cause
    });
  }
}
function needed(value, what) {
  if (value !== void 0 && value !== "") return value;
  throw new ConfigError("OPTION_MISSING", `${what} is missing; a release needs it`);
}

// cli/setup.ts
import { resolve as resolve7 } from "node:path";
var HELP8 = `
Installs, with apt or dnf, the host tools that the stages run, and prints what this machine can do.
With --arch of another architecture than the machine's, its programs are made to run in QEMU: the
emulator is installed and registered with the kernel (binfmt_misc) until the next boot, or --undo.
With --remix, that is done for its architectures, and the disk is looked at: what building takes, of
what the lock says, what is free, and what could go.
Needs root or passwordless sudo when something is missing; does nothing when all is there.`;
function setupCommand() {
  return outputOptions(
    new Command("setup").description("install host tools and print what this machine can do")
  ).addOption(
    new Option("--arch <basearch>", "also what is built for this architecture; may be repeated").argParser((text, previous) => [...previous, parseBasearch(text)]).default([], "that of this machine")
  ).option("--remix <file>", "also what building this remix takes").option("--store <dir>", "where its store will be (default: as in the other verbs)").option("--out <dir>", "where its results will be", "out").option("--undo", "unregister the emulators that setup has registered", false).option("--dry-run", "say what would be installed", false).addHelpText("after", HELP8).action(runSetup);
}
async function runSetup(options) {
  const log = terminalLog({ verbose: options.verbose });
  if (options.undo) {
    const unregistered = await unregisterEmulators(log);
    printResult(options.json, { unregistered }, [
      `unregistered  ${unregistered.join(", ") || "nothing: no emulator is ours"}`
    ]);
    return;
  }
  const { remix, store, out, dryRun } = options;
  const need = remix === void 0 ? void 0 : await readSetupNeed(resolve7(remix), {
    storePath: store === void 0 ? defaultStorePath() : resolve7(store),
    outDir: resolve7(out)
  });
  const architectures = [...options.arch, ...need?.architectures ?? []];
  const { table, ...report } = await setupHost({ log, dryRun, architectures });
  const disk = need?.disk;
  printResult(options.json, { ...report, ...disk === void 0 ? {} : { disk } }, [
    ...table,
    ...disk?.lines ?? (need === void 0 ? [] : ["disk      not estimated: there is no lock yet"])
  ]);
}

// cli/sign.ts
var HELP9 = `
Signs every commit of the OSTree repository under --out and its summary, and writes SHA256SUMS over
images, containers, keys and build-state.json with its detached signature SHA256SUMS.asc. The public
key goes to keys/. What the key has signed already is left as it is.`;
function signCommand() {
  return signingOptions(remixCommand("sign", "sign the commits and a SHA256SUMS of the results")).addHelpText("after", HELP9).action(async (options) => {
    const workspace = await workspaceOf(options);
    const made = await withSigningKey(options, workspace.remix.sign?.gpgKey, async (signing) => {
      if (signing !== void 0) return runSign(workspace, { signing });
      throw new ConfigError("NO_KEY", "there is no key to sign with", {
        hint: "Give --gpg-key, or set TREESMITH_GPG_PRIVATE_KEY; see --help."
      });
    });
    printResult(options.json, made, [
      ...made.commits.map(({ ref, commit }) => `commit     ${ref} ${commit}`),
      `checksums  ${made.sha256sums}`,
      `signature  ${made.signature}`,
      `key        ${made.publicKeyPath} (${made.fingerprint})`
    ]);
  });
}

// cli/stages.ts
function composeCommand() {
  return stageCommand("compose", "make the OSTree commit of the locked packages").option("--check", "compose twice in different folders and name what differs", false).action(async (options, verb) => {
    const commits = await runVerb(
      verb,
      options,
      (workspace) => withSigningKey(
        options,
        workspace.remix.sign?.gpgKey,
        (signing) => runCompose(workspace, { check: options.check, signing })
      )
    );
    printResult(
      options.json,
      { commits },
      commits.map(({ ref, version, commit }) => `${ref} ${version} ${commit}`)
    );
  });
}
function imageCommand() {
  return stageCommand("image", "make the disk images of remix.yaml").option("--check", "make each image twice and compare the bytes", false).option("--name <name...>", "only these images of remix.yaml").action(async (options, verb) => {
    const images = await runVerb(
      verb,
      options,
      (workspace) => withSigningKey(
        options,
        workspace.remix.sign?.gpgKey,
        (signing) => runImages(workspace, { check: options.check, names: options.name, signing })
      )
    );
    printResult(
      options.json,
      { images },
      images.map(({ path, sha256 }) => `${sha256}  ${path}`)
    );
  });
}
function bootTestCommand() {
  return stageCommand("boot-test", "boot each image in QEMU and run the tests").option("--name <name...>", "only these images of remix.yaml").action(async (options, verb) => {
    const boots = await runVerb(
      verb,
      options,
      (workspace) => withSigningKey(
        options,
        workspace.remix.sign?.gpgKey,
        (signing) => runBootTests(workspace, { names: options.name, signing })
      )
    );
    printResult(
      options.json,
      { boots },
      boots.map(
        ({ image, checks, seconds }) => `${image}: ${checks.length} checks passed, ${seconds} s`
      )
    );
  });
}
function stageCommand(name, summary) {
  return cacheOption(timelineOption(signingOptions(remixCommand(name, summary))));
}

// cli/verify.ts
import { resolve as resolve8 } from "node:path";

// lib/build/verify.ts
import { createHash as createHash2 } from "node:crypto";
import { access, readFile as readFile4, writeFile as writeFile2 } from "node:fs/promises";
import { basename, join as join9 } from "node:path";
import { pathToFileURL } from "node:url";
var MAX_FILE_BYTES = 64 * 1024 ** 3;
var MAX_SIGNATURE_BYTES = 64 * 1024;
async function runVerify({
  from,
  publicKeyPath,
  log
}) {
  var _stack = [];
  try {
    await assertTools(["gpg", "gpgconf", "ostree"]);
    const http = __using(_stack, new HttpClient(), true);
    const temporary = __using(_stack, await makeTempDir(), true);
    const source = "url" in from ? webSource(from.url.replace(/\/+$/, ""), http) : fileSource(from.folder, http);
    const sums = join9(temporary.path, CHECKSUMS_NAME);
    await writeFile2(sums, await source.read(CHECKSUMS_NAME, MAX_CHECKSUMS_BYTES));
    await writeFile2(`${sums}.asc`, await source.read(`${CHECKSUMS_NAME}.asc`, MAX_SIGNATURE_BYTES));
    const fingerprint = await verifyFile(sums, `${sums}.asc`, publicKeyPath);
    const files = parseChecksums(await readFile4(sums, "utf8"), source.nameOf(CHECKSUMS_NAME));
    await log.group(`Verify (${files.length} files)`, async () => {
      for (const file of files) await verifyChecksum(source, file);
    });
    const commits = await source.verifyRepository(publicKeyPath, log);
    return { fingerprint, files, commits };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function fileSource(folder, http) {
  const repoPath = join9(folder, "repo");
  const web = webSource(pathToFileURL(folder).href, http);
  return {
    ...web,
    nameOf: (name) => join9(folder, name),
    verifyRepository: async (publicKeyPath, log) => {
      if (!await exists(join9(repoPath, "config"))) return [];
      const refs = (await listRefs(repoPath)).map(({ ref }) => ref);
      const remote = { url: pathToFileURL(repoPath).href, publicKeyPath, verifySummary: true };
      const commits = await verifyCommits(remote, refs, log);
      await runTool(["ostree", `--repo=${repoPath}`, "fsck", "--quiet"], { log }).catch(damaged);
      return commits;
    }
  };
}
function webSource(base, http) {
  const urlOf = (name) => `${base}/${name.split("/").map(encodeURIComponent).join("/")}`;
  const get = async (name) => {
    try {
      return (await http.get(urlOf(name), { limitBytes: MAX_FILE_BYTES })).body;
    } catch (error) {
      if (error instanceof HttpStatusError && error.status === 404) return void 0;
      throw error;
    }
  };
  return {
    nameOf: urlOf,
    read: async (name, limitBytes) => {
      try {
        return await http.getBytes(urlOf(name), { limitBytes });
      } catch (error) {
        if (!(error instanceof HttpStatusError) || error.status !== 404) throw error;
        throw new ConfigError("NOT_SIGNED", `${urlOf(name)} is not there`, {
          hint: 'Sign with "treesmith sign"; --url names the folder that SHA256SUMS is in.'
        });
      }
    },
    // A release has no folders: what was images/x is x there, and GitHub has changed odd names.
    open: async (name) => await get(name) ?? await get(assetName(basename(name))),
    verifyRepository: async (publicKeyPath, log) => {
      const config = await get("repo/config");
      if (config === void 0) return [];
      for await (const chunk of config) void chunk;
      const remote = { url: `${base}/repo`, publicKeyPath, verifySummary: true };
      return verifyCommits(remote, await listRemoteRefs(remote, log), log);
    }
  };
}
async function verifyChecksum(source, { name, sha256 }) {
  const body = await source.open(name);
  if (body === void 0) {
    throw new BuildError("FILE_MISSING", `${source.nameOf(name)} is not there`, {
      hint: "SHA256SUMS names it, so it was there when the results were signed."
    });
  }
  const hash = createHash2("sha256");
  for await (const chunk of body) hash.update(chunk);
  const got = hash.digest("hex");
  if (got === sha256) return;
  throw new BuildError(
    "FILE_DIFFERS",
    `${source.nameOf(name)} has the SHA-256 ${got}, expected ${sha256}`,
    { hint: "It was damaged or changed after it was signed: get it again." }
  );
}
function damaged(cause) {
  if (!(cause instanceof ToolError)) throw cause;
  const what = cause.stderr.trim();
  throw new BuildError(
    "REPOSITORY_DAMAGED",
    `the OSTree repository is damaged: ${what}`,
    {
      cause
    }
  );
}
async function exists(path) {
  return access(path).then(
    () => true,
    () => false
  );
}

// cli/verify.ts
var HELP10 = `
Needs nothing but the public key: no remix.yaml, no keyring. Checks the signature of SHA256SUMS, every
file that it names, and in the OSTree repository repo/, where there is one, the signatures of summary
and commits; in a folder every object of it, too. One wrong byte fails.

--url is where SHA256SUMS lies: https://github.com/OWNER/NAME/releases/download/TAG of a release.`;
function verifyCommand() {
  return outputOptions(
    new Command("verify").description(
      "verify signed results, as somebody who downloads them would"
    )
  ).requiredOption("--public-key <file>", "the only key that is trusted").option("-o, --out <folder>", "folder of the results", "out").option("--url <url>", "get the results from here instead").addHelpText("after", HELP10).action(async ({ out, url, publicKey, json, verbose }) => {
    const found = await runVerify({
      from: url === void 0 ? { folder: resolve8(out) } : { url },
      publicKeyPath: resolve8(publicKey),
      log: terminalLog({ verbose })
    });
    printResult(json, found, [
      ...found.files.map(({ name, sha256 }) => `good  ${sha256}  ${name}`),
      ...found.commits.map(({ ref, commit }) => `good  ${ref} ${commit}`),
      `All is signed by ${found.fingerprint}.`
    ]);
  });
}

// cli/verbs.ts
function allVerbs() {
  return [
    setupCommand(),
    lockCommand(),
    planCommand(),
    composeCommand(),
    imageCommand(),
    inspectImageCommand(),
    bootTestCommand(),
    bootCommand(),
    signCommand(),
    verifyCommand(),
    publishCommand(),
    buildCommand()
  ];
}

// cli/main.ts
await runProgram(process.argv, allVerbs(), [rootStageCommand()]);
